import { datesOf } from '../calendars/queries.ts'
import { besides, type Dated } from '../home/coming.ts'
import { personOn } from '../people/queries.ts'
import { type Actor, actor } from '../platform/action.ts'
import type { Clock } from '../platform/clock.ts'
import type { Day } from '../platform/day.ts'
import { type Database, everything, isUnreachable, type Reader } from '../platform/db.ts'
import type { Work } from '../platform/job.ts'
import type { Log } from '../platform/log.ts'
import type { Need, Needs } from '../platform/need.ts'
import type { Settings } from '../platform/settings.ts'
import { system } from '../platform/who.ts'
import { sendDigest } from './actions.ts'
import { type Recipient, recipientsAfter } from './queries.ts'
import {
  hasOwnReminders,
  isDue,
  isSoon,
  isWorkday,
  markOf,
  repeatsOn,
  STOP_PATH,
  subjectOf,
  textOf,
} from './rules.ts'
import { stopToken } from './token.ts'

export type DigestGiven = {
  database: Database
  clock: Clock
  log: Log
  settings: Pick<Settings, 'url' | 'secret'>
  /** What waits for a person, most pressing first, and what is coming for them: as on their front page. */
  needs: Needs
  coming: (by: Actor) => Promise<Dated[]>
}

/** Each weekday morning, London time. */
export const digestWork = (given: DigestGiven): Work => ({
  queue: 'digests',
  at: '0 7 * * 1-5',
  run: () => sendDigests(given),
})

/** So many at a time are held in memory, however many people there are. */
const BATCH = 100

/** Some people’s digests could not be made; the others’ have gone, and these are tried again with the job. */
class NotAllSent extends Error {}

type Run = DigestGiven & { db: Reader; today: Day; repeats: boolean; alliance: string }

/**
 * Writes to everybody to whom a digest is due today. Broken off it is simply run again: who was written to is left
 * out, and nobody is written to twice.
 */
export async function sendDigests(given: DigestGiven): Promise<void> {
  const today = given.clock.today()
  if (!isWorkday(today)) return
  const db = given.database.reader(everything)
  const run = { ...given, db, today, repeats: await repeats(db, today), alliance: await allianceName(db) }
  let failed = 0
  for (let after = 0; ; ) {
    const batch = await recipientsAfter(db, after, today, BATCH)
    for (const one of batch) failed += await attempt(run, one)
    const last = batch.at(-1)
    if (!last) break
    after = last.id
  }
  if (failed > 0) throw new NotAllSent(`${failed} digests could not be made`)
}

/** One person whose digest cannot be made keeps nobody else from theirs. */
async function attempt(run: Run, { id, last }: Recipient): Promise<0 | 1> {
  try {
    await writeTo(run, id, last)
    return 0
  } catch (error) {
    if (isUnreachable(error)) throw error
    run.log.error({ person: id, error: (error as Error).message }, 'digest could not be made')
    return 1
  }
}

async function writeTo({ db, database, today, repeats, ...run }: Run, id: number, last: Recipient['last']) {
  const who = await personOn(db, { id }, today)
  if (!who) return
  const by = actor(database, who, today)
  const needs = await run.needs(by)
  const told = needs.map((need) => markOf(need, today))
  const reasons = told.filter((_, at) => !hasOwnReminders(needs[at] as Need))
  if (!isDue(reasons, last ?? undefined, today, repeats)) return
  const coming = besides(needs, await run.coming(by)).filter((one) => isSoon(one, today))
  const stop = stopLink(run.settings, id)
  const { url } = run.settings
  const text = textOf({ name: who.name, alliance: run.alliance, needs, coming, url, stop }, today)
  await sendDigest(actor(database, system, today), {
    personId: id,
    told,
    subject: subjectOf(needs),
    text,
    stop,
  })
}

export const stopLink = ({ url, secret }: Pick<Settings, 'url' | 'secret'>, personId: number) =>
  `${url}${STOP_PATH}?token=${stopToken(secret, personId)}`

const repeats = async (db: Reader, today: Day) => repeatsOn(await datesOf(db, null), today)

const allianceName = async (db: Reader) =>
  (await db.selectFrom('alliance').select('name').executeTakeFirst())?.name ?? ''
