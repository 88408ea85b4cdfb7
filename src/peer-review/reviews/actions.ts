import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { staffOptions } from '../clusters/queries.ts'
import { candidates, reviewersOf } from '../reviewers/queries.ts'
import { isBeforeVisit, mayPlan, type Standing } from '../rules.ts'
import { reviewStates } from '../tables.ts'
import { isWritten } from '../texts/queries.ts'
import { daysWithoutPupils, type Review, review, standingOf } from './queries.ts'
import { cannotVisitOn, hindersVisit, type Move, type MoveName, mayTake, moves, outOfOrder } from './rules.ts'

/** The review, which nobody else moves on until this transaction is over, and what whoever acts is to it. */
export async function locked(
  tx: Writer,
  by: Actor,
  id: number,
): Promise<{ found: Review; standing: Standing }> {
  await tx.selectFrom('peerReviews').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  const found = await review(tx, id)
  return { found, standing: await standingOf(tx, by.who, found) }
}

export type PlanFilled = {
  focus: string | null
  visitFrom: Day | null
  visitTo: Day | null
  leaderId: number | null
}

/** Settles what the visit is to look at, when it is, and who of the school is alongside the reviewers. */
export async function planReview(
  by: Actor,
  row: { id: number; version: number },
  filled: PlanFilled,
): Promise<void> {
  await by.act({ did: 'planned a peer review', subject: `peer-review/${row.id}` }, async (tx, by) => {
    const { found, standing } = await locked(tx, by, row.id)
    permit(mayPlan(standing))
    if (!isBeforeVisit(found.state)) throw notPossible('This review can no longer be planned')
    const { visitFrom } = filled
    const visitTo = filled.visitTo ?? visitFrom
    const refused =
      cannotVisitOn(visitFrom, visitTo, []) ??
      (visitFrom && visitTo
        ? cannotVisitOn(
            visitFrom,
            visitTo,
            await daysWithoutPupils(tx, found.hostMembershipId, visitFrom, visitTo),
          )
        : null)
    if (refused) throw notPossible(refused.says, refused.field)
    await ofTheHost(tx, by, found, filled.leaderId)
    await correct(tx, by, 'peerReviews', row, { ...filled, visitTo })
  })
}

async function ofTheHost(tx: Writer, by: Actor, found: Review, leaderId: number | null) {
  if (leaderId === null || leaderId === found.leaderId) return
  const staff = await staffOptions(tx, found.hostMembershipId, by.today)
  if (!staff.some(([id]) => id === leaderId))
    throw notPossible(`Choose somebody who works at ${found.host} today`, 'leaderId')
}

/** Sets the days of the improvement workshop and of the follow-up, once the report is the school’s. */
export async function dateReview(
  by: Actor,
  row: { id: number; version: number },
  dates: { workshopOn: Day | null; followUpOn: Day | null },
): Promise<void> {
  await by.act(
    { did: 'dated what follows a peer review', subject: `peer-review/${row.id}` },
    async (tx, by) => {
      const { found, standing } = await locked(tx, by, row.id)
      permit(mayTake(standing, 'workshop'))
      if (found.state !== 'reported' && found.state !== 'workshop held')
        throw notPossible('The workshop and the follow-up are dated once the report is handed over')
      if (found.state === 'workshop held' && dates.workshopOn !== found.workshopOn)
        throw notPossible('The workshop has been held, and keeps its day', 'workshopOn')
      const refused = outOfOrder({ ...dates, visitTo: found.visitTo })
      if (refused) throw notPossible(refused.says, refused.field)
      await correct(tx, by, 'peerReviews', row, dates)
    },
  )
}

/** Takes one step of a review. Of two who take it at once the second is told that it was taken. */
export async function moveReview(
  by: Actor,
  id: number,
  name: MoveName,
  reason: string | null = null,
): Promise<void> {
  await by.act(
    { did: 'moved a peer review on', subject: `peer-review/${id}`, details: { step: name } },
    async (tx, by) => {
      const { found, standing } = await locked(tx, by, id)
      const { from, to, says, reason: wants }: Move = moves[name]
      permit(mayTake(standing, name))
      if (!from.includes(found.state))
        throw notPossible(
          `“${says}” is not the next step: this review stands at “${reviewStates[found.state]}”`,
        )
      if (wants && !reason?.trim()) throw notPossible('Enter the reason', 'reason')
      const refused = await hinders(tx, by, found, name)
      if (refused.length > 0) throw notPossible(refused.join('. '))
      await tx
        .updateTable('peerReviews')
        .set({
          state: to,
          cancelledWhy: to === 'cancelled' ? reason : null,
          ...stamps(name),
          version: sql`version + 1`,
        })
        .where('id', '=', id)
        .execute()
    },
  )
}

const stamps = (name: MoveName) =>
  name === 'visit'
    ? { visitedAt: sql<Date>`now()` }
    : name === 'report'
      ? { reportedAt: sql<Date>`now()` }
      : {}

/** What stands in the way of a step, besides where the review stands and whose step it is. */
async function hinders(tx: Writer, by: Actor, found: Review, name: MoveName): Promise<string[]> {
  const unwritten = async (part: Parameters<typeof isWritten>[2], says: string) =>
    (await isWritten(tx, found.id, part)) ? [] : [says]
  switch (name) {
    case 'self-review':
      return unwritten('self-review', 'Write something in the self-review first')
    case 'visit':
      return hindersVisit({ ...found, reviewers: await current(tx, by, found) }, by.today)
    case 'report':
      return unwritten('report', 'Nothing is written in the report yet')
    case 'workshop':
      return [
        ...notYet(found.workshopOn, by.today, 'workshop'),
        ...(await unwritten('workshop', 'Write what was agreed at the workshop first')),
      ]
    case 'follow-up':
      return [
        ...notYet(found.followUpOn, by.today, 'follow-up'),
        ...(await unwritten('follow-up', 'Write what the follow-up found first')),
      ]
    case 'resume':
      return !(await isIn(tx, found)) ? ['The school is not in the cluster any more'] : []
    default:
      return []
  }
}

const notYet = (on: Day | null, today: Day, of: string) =>
  on === null ? [`The day of the ${of} is not set`] : on > today ? [`The ${of} is still to come`] : []

async function current(tx: Writer, by: Actor, found: Review) {
  const fitting = await candidates(tx, found, by.today)
  const all = await reviewersOf(tx, found.id)
  return all
    .filter(({ replacedAt }) => replacedAt === null)
    .map((one) => ({ ...one, fits: fitting.some(({ personId }) => personId === one.personId) }))
}

async function isIn(tx: Writer, { clusterId, hostMembershipId }: Review): Promise<boolean> {
  const place = await tx
    .selectFrom('reviewClusterMembers')
    .select('id')
    .where('clusterId', '=', clusterId)
    .where('membershipId', '=', hostMembershipId)
    .executeTakeFirst()
  return place !== undefined
}
