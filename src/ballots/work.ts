import { sql } from 'kysely'
import { momentNow } from '../meetings/decisions/queries.ts'
import { type Actor, actor } from '../platform/action.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Reader, Writer } from '../platform/db.ts'
import type { Work } from '../platform/job.ts'
import { postMail } from '../platform/mail.ts'
import { Refusal } from '../platform/refusal.ts'
import { system } from '../platform/who.ts'
import { begin, finish, heldBallot } from './actions.ts'
import { letterTo, type Occasion, type Site, type Voter } from './mail.ts'
import { type Ballot, ballotOf, ballotsRunning, electorsOf, headsOn } from './queries.ts'
import { isToClose, isToOpen, isToRemind, isToTell } from './rules.ts'
import { sweepBoxes } from './secret/sweep.ts'

type Given = { database: Database; clock: Clock; settings: Site }

/** Every minute: votes between meetings open and close by themselves, and the heads are written to. */
export const ballotWork = ({ database, clock, settings }: Given): Work => ({
  queue: 'ballots',
  at: '* * * * *',
  run: async () => {
    const by = actor(database, system, clock.today())
    // By the database’s clock, by which votes are taken.
    await keepWindows(by, await momentNow(by.db), settings)
    await sweepBoxes(database)
  },
})

type Step = { isDue: (ballot: Ballot, now: Date) => boolean; work: typeof openDue }

/**
 * Does with every vote what is due at this moment. Several servers may at once: each thing is done by whoever is
 * first. What stands in the way of one vote, such as an amendment that is undecided, holds up no other.
 */
export async function keepWindows(by: Actor, now: Date, site: Site): Promise<void> {
  const steps: Step[] = [
    { isDue: isToOpen, work: openDue },
    { isDue: isToClose, work: closeDue },
    { isDue: isToTell, work: (by, id, now) => write(by, id, now, { occasion: 'opened', site }) },
    { isDue: isToRemind, work: (by, id, now) => write(by, id, now, { occasion: 'reminded', site }) },
  ]
  const faults: unknown[] = []
  for (const { isDue, work } of steps)
    for (const ballot of await ballotsRunning(by.db, now))
      if (isDue(ballot, now))
        await work(by, ballot.id, now).catch((error) => {
          if (!(error instanceof Refusal)) faults.push(error)
        })
  if (faults.length > 0) throw faults[0]
}

/** Opens a vote whose window has come, unless somebody did. */
async function openDue(by: Actor, id: number, now: Date): Promise<void> {
  await by.together(async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    if (!isToOpen(ballot, now)) return
    await by.act({ did: 'opened a vote', subject: `ballots/${id}` }, (tx, by) => begin(tx, by, ballot, now))
  })
}

/** Closes a vote whose window is over, as of its last moment, unless somebody did. */
async function closeDue(by: Actor, id: number, now: Date): Promise<void> {
  await by.together(async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    const { closesAt } = ballot
    if (!closesAt || !isToClose(ballot, now)) return
    await by.act({ did: 'closed a vote', subject: `ballots/${id}` }, (tx, by) =>
      finish(tx, by, ballot, closesAt),
    )
  })
}

const occasions = {
  opened: { isDue: isToTell, did: 'wrote that a vote is open', column: 'toldAt' },
  reminded: { isDue: isToRemind, did: 'reminded schools of a vote', column: 'remindedAt' },
} as const

/**
 * Writes to the heads of the schools that have not taken part. The ballot itself is not held meanwhile, so that they
 * vote while the mails are written.
 */
async function write(by: Actor, id: number, now: Date, told: { occasion: Occasion; site: Site }) {
  const { isDue, did, column } = occasions[told.occasion]
  await by.together(async (tx, by) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`ballots/${id} mails`}))`.execute(tx)
    const ballot = await ballotOf(tx, id)
    if (!isDue(ballot, now)) return
    await by.act({ did, subject: `ballots/${id}` }, async (tx, by) => {
      for (const voter of await votersOf(tx, ballot, by))
        await postMail(tx, letterTo(voter, ballot, told.occasion, told.site))
      await mark(tx, id, column, now)
    })
  })
}

const mark = (tx: Writer, id: number, column: 'toldAt' | 'remindedAt', now: Date) =>
  tx
    .updateTable('ballots')
    .set({ [column]: now })
    .where('id', '=', id)
    .execute()

/** Who heads the schools that may vote and have not, and can be written to; an executive head gets one mail. */
async function votersOf(db: Reader, ballot: Ballot, { today }: Actor): Promise<Voter[]> {
  const electors = (await electorsOf(db, ballot.id)).filter(
    ({ took, excluded }) => took === null && !excluded,
  )
  const heads = await headsOn(
    db,
    electors.map(({ membershipId }) => membershipId),
    today,
  )
  const people = await db
    .selectFrom('people')
    .select(['id', 'name', 'email'])
    .where('id', '=', sql<number>`any (${heads.map(({ personId }) => personId)}::bigint[])`)
    .where('email', 'is not', null)
    .orderBy('id')
    .execute()
  const leads = new Map(people.map(({ id }) => [id, new Set<number>()]))
  for (const { personId, membershipId } of heads) leads.get(personId)?.add(membershipId)
  return people.map(({ id, name, email }) => ({
    ...{ personId: id, name, email: email ?? '' },
    schools: electors.filter(({ membershipId }) => leads.get(id)?.has(membershipId)),
  }))
}
