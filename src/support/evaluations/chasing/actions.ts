import { sql } from 'kysely'
import { datesOf } from '../../../calendars/queries.ts'
import { dueAfter, type SchoolCalendar } from '../../../calendars/rules.ts'
import { type Actor, actor } from '../../../platform/action.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Day } from '../../../platform/day.ts'
import type { Database, Reader, Writer } from '../../../platform/db.ts'
import type { Work } from '../../../platform/job.ts'
import { postMail } from '../../../platform/mail.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { system } from '../../../platform/who.ts'
import { deployment } from '../../deployments/queries.ts'
import { type Addressee, headsOf } from '../../deployments/steps/queries.ts'
import { mayRemind, nextTermDay } from '../rules.ts'
import { type Chased, chased, unknownDays } from './queries.ts'
import { isDue, letterTo } from './rules.ts'

/** Each morning, before lessons, heads are written to who have support to evaluate. */
export const evaluationWork = (database: Database, clock: Clock, url: string): Work => ({
  queue: 'evaluations',
  at: '30 7 * * *',
  run: async () => {
    await chaseAll(actor(database, system, clock.today()), url)
  },
})

/** Counts what could not be counted before, then writes to whom it is time to write. @returns how many letters went. */
export async function chaseAll(by: Actor, url: string): Promise<number> {
  const calendar = await datesOf(by.totals, null)
  await countDays(by, calendar)
  let sent = 0
  for (const { id } of await chased(by.totals)) sent += await remind(by, url, id, whenDue(calendar, by.today))
  return sent
}

type When = (asked: Chased, sent: Day[]) => boolean
const whenDue =
  (calendar: SchoolCalendar, today: Day): When =>
  ({ what, due }, sent) =>
    due !== null && isDue(calendar, { what, due, sent }, today)

/** Writes at once to the head of the supported school, unless they were written to today. @returns how many were. */
export async function remindNow(by: Actor, url: string, id: number): Promise<number> {
  permit(mayRemind(by.who))
  await deployment(by.db, id)
  const [asked] = await chased(by.db, id)
  if (!asked) throw notPossible('Nothing is waited for here: nobody is reminded')
  if ((await headsOf(by.db, asked.toMembershipId, by.today)).length === 0)
    throw notPossible('Nobody heads the school who has an address: record its head first')
  return remind(by, url, id, () => true)
}

/**
 * One letter a head, with what was sent recorded in the same transaction: of two that write at once the second finds
 * that the day is taken. What is waited for is looked up again here, so that nobody who has just evaluated is reminded.
 */
function remind(by: Actor, url: string, id: number, when: When): Promise<number> {
  return by.together(async (tx, by) => {
    await sql`select pg_advisory_xact_lock(hashtext('evaluation'), ${id}::int)`.execute(tx)
    const [asked] = await chased(tx, id)
    if (!asked) return 0
    const heads = await headsOf(tx, asked.toMembershipId, by.today)
    let written = 0
    for (const head of heads) written += Number(await writeTo(tx, by, { asked, head, when, url }))
    return written
  })
}

type Letter = { asked: Chased; head: Addressee; when: When; url: string }

async function writeTo(tx: Writer, by: Actor, { asked, head, when, url }: Letter): Promise<boolean> {
  const { id, what } = asked
  const sent = await sentTo(tx, id, head.id)
  if (sent.includes(by.today) || !when(asked, sent)) return false
  const deed = {
    did: 'asked for an evaluation',
    subject: `people/${head.id}`,
    details: { deployment: id, what },
  }
  await by.act(deed, async (tx) => {
    await tx
      .insertInto('evaluationReminders')
      .values({ deploymentId: id, personId: head.id, sentOn: by.today })
      .execute()
    await postMail(tx, letterTo(head, asked, by.today, url))
  })
  return true
}

async function sentTo(tx: Reader, deploymentId: number, personId: number): Promise<Day[]> {
  const rows = await tx
    .selectFrom('evaluationReminders')
    .select('sentOn')
    .where('deploymentId', '=', deploymentId)
    .where('personId', '=', personId)
    .execute()
  return rows.map(({ sentOn }) => sentOn)
}

/** Days that could not be counted for want of term dates are counted once these are here. */
async function countDays(by: Actor, calendar: SchoolCalendar) {
  const { closed, checks } = await unknownDays(by.totals)
  for (const { id, closedOn, evaluationDays } of closed) {
    const evaluationDue = dueAfter(calendar, closedOn, evaluationDays)
    if (evaluationDue === null) continue
    await by.act({ did: 'counted when an evaluation is due', subject: `support/deployments/${id}` }, (tx) =>
      tx
        .updateTable('deployments')
        .set({ evaluationDue, version: sql`version + 1` })
        .where('id', '=', id)
        .where('state', '=', 'closed')
        .where('evaluationDue', 'is', null)
        .execute(),
    )
  }
  for (const { id, deploymentId, askedOn } of checks) {
    const dueOn = nextTermDay(calendar, askedOn)
    if (dueOn === null) continue
    const subject = `support/deployments/${deploymentId}`
    await by.act({ did: 'counted when an outcome is asked for', subject }, (tx) =>
      tx
        .updateTable('outcomeChecks')
        .set({ dueOn })
        .where('id', '=', id)
        .where('dueOn', 'is', null)
        .execute(),
    )
  }
}
