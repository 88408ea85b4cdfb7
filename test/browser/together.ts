import { actor } from '../../src/platform/action.ts'
import type { Day } from '../../src/platform/day.ts'
import { type Database, everything, type Reader } from '../../src/platform/db.ts'
import { system } from '../../src/platform/who.ts'
import { CLUSTER, PROBLEM, reviewsAndRounds } from '../records-together.ts'
import { headsAmong } from './agreement.ts'

/** One of all that a peer review and a round can be, at the school whose head looks at them. */
export async function useTogether(database: Database, today: Day) {
  const { totals } = actor(database, system, today)
  const { head, ashmere, other, third } = await headsAmong(database, today)
  const [teacher, chair] = await staffOf(totals, ashmere, head)
  const [practitioner, hubLead] = await staffOf(totals, other.membershipId, other.personId)
  if (!teacher || !chair || !practitioner || !hubLead) throw new Error('The demonstration has no staff')
  const of = {
    members: { ashmere, brindle: other.membershipId, third: third.membershipId },
    people: {
      ...{ head, otherHead: other.personId },
      ...{ teacher, chair, practitioner, hubLead },
    },
  }
  await database.transaction(everything, (tx) => reviewsAndRounds(of, tx, today))
}

/** Two who work at a school today besides its head; none of those who govern it, as they review no other school. */
async function staffOf(db: Reader, membershipId: number, head: number): Promise<number[]> {
  const rows = await db
    .selectFrom('posts')
    .select('personId')
    .distinct()
    .where('membershipId', '=', membershipId)
    .where('post', 'not in', ['governor', 'chair of governors', 'chair of trustees'])
    .where('personId', '<>', head)
    .where('toOn', 'is', null)
    .orderBy('personId')
    .limit(2)
    .execute()
  return rows.map(({ personId }) => personId)
}

/**
 * Where the reviews and rounds that were prepared stand, each at another point: first the review that is planned, from
 * whose self-review a head comes to the form of a text; a cluster that is drafted, and one that has begun.
 */
export async function tellingTogether(db: Reader): Promise<string[]> {
  const ours = `${CLUSTER},%`
  const [clusters, reviews, rounds] = await Promise.all([
    db.selectFrom('reviewClusters').select('id').where('name', 'like', ours).orderBy('id').limit(2).execute(),
    db
      .selectFrom('peerReviews')
      .innerJoin('reviewClusters', 'reviewClusters.id', 'clusterId')
      .select('peerReviews.id')
      .where('name', 'like', ours)
      .orderBy('peerReviews.id')
      .execute(),
    db.selectFrom('rounds').select(['id', 'state']).where('problem', '=', PROBLEM).orderBy('id').execute(),
  ])
  return [
    ...reviews.map(({ id }) => `/peer-review/${id}`),
    ...clusters.map(({ id }) => `/peer-review/clusters/${id}`),
    ...rounds.flatMap(({ id, state }) => [
      `/rounds/${id}`,
      ...(state === 'planned' ? [`/rounds/${id}/rooms`] : []),
      ...(state === 'visited' ? [`/rounds/${id}/notes`, `/rounds/${id}/debrief`] : []),
    ]),
  ]
}
