import { sql } from 'kysely'
import type { Day } from './day.ts'
import { type Database, everything, type Reader, viewerOf, type Writer } from './db.ts'
import type { Who } from './who.ts'

/** `did` in the past tense, `subject` as an address (`meetings/12`), details by id, never by name. */
export type Deed<Result> = {
  did: string
  subject: string | ((result: Result) => string)
  details?: object | ((result: Result) => object)
}

/** Someone at work today: what they may read, and the only way they may write. */
export type Actor = {
  who: Who
  today: Day
  /** Reads what this person may see. */
  db: Reader
  /** Reads every row, for figures that add up; rows read through it are never shown. */
  totals: Reader
  act<Result>(deed: Deed<Result>, work: (tx: Writer, by: Actor) => Promise<Result>): Promise<Result>
  /** One transaction for several actions and what must stand or fall with them. */
  together<Result>(work: (tx: Writer, by: Actor) => Promise<Result>): Promise<Result>
}

/**
 * One action is one transaction and one line in the audit log, so nothing changes without saying
 * who changed it. An action inside another joins it.
 */
export function actor(db: Database, who: Who, today: Day): Actor {
  const viewer = viewerOf(who)
  let reader: Reader | undefined
  let totals: Reader | undefined
  const self: Actor = {
    who,
    today,
    get db() {
      reader ??= db.reader(viewer)
      return reader
    },
    get totals() {
      totals ??= db.reader(everything)
      return totals
    },
    act: (deed, work) => db.transaction(viewer, (tx) => actInside(tx, self, deed, work)),
    together: (work) => db.transaction(viewer, (tx) => work(tx, inside(tx, self))),
  }
  return self
}

/** The same person on another day: for what is brought in as it was done then. */
export function onDay(by: Actor, today: Day): Actor {
  return {
    who: by.who,
    today,
    get db() {
      return by.db
    },
    get totals() {
      return by.totals
    },
    act: (deed, work) => by.act(deed, (tx, inner) => work(tx, onDay(inner, today))),
    together: (work) => by.together((tx, inner) => work(tx, onDay(inner, today))),
  }
}

function inside(tx: Writer, outer: Actor): Actor {
  const by: Actor = {
    who: outer.who,
    today: outer.today,
    db: tx,
    totals: outer.totals,
    act: (deed, work) => savepoint(tx, () => actInside(tx, by, deed, work)),
    together: (work) => savepoint(tx, () => work(tx, by)),
  }
  return by
}

async function actInside<Result>(
  tx: Writer,
  outer: Actor,
  { did, subject, details = {} }: Deed<Result>,
  work: (tx: Writer, by: Actor) => Promise<Result>,
): Promise<Result> {
  const by = inside(tx, outer)
  const result = await work(tx, by)
  await tx
    .insertInto('auditLog')
    .values({
      who: by.who.personId === null ? 'system' : String(by.who.personId),
      did,
      subject: typeof subject === 'function' ? subject(result) : subject,
      details: JSON.stringify(typeof details === 'function' ? details(result) : details),
    })
    .execute()
  return result
}

async function savepoint<Result>(tx: Writer, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint action`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint action`.execute(tx)
    return result
  } catch (error) {
    await sql`rollback to savepoint action`.execute(tx)
    throw error
  }
}
