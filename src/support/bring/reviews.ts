import type { Cells } from '../../meetings/bring/read.ts'
import { dayIn, insert, personIn } from '../../meetings/bring/rows.ts'
import type { ReviewState } from '../../peer-review/tables.ts'
import { type AcademicYear, type Day, yearTyped } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { membershipOf, several, type Then } from './known.ts'
import type { Sheets } from './sheets.ts'

/** Clusters and their reviews: who came where and when. What was written in them is the heads' own, and in no file. */
export async function bringReviews(tx: Writer, { clusters, reviews }: Sheets, then: Then): Promise<void> {
  for (const cells of clusters) {
    const id = await bringCluster(tx, cells, then)
    for (const review of reviews.filter(({ cluster }) => cluster === cells.cluster))
      await bringReview(tx, id, review, then)
  }
}

async function bringCluster(tx: Writer, cells: Cells, { known }: Then): Promise<number> {
  const begunOn = dayIn(cells.begun_on) as Day
  const { id } = await tx
    .insertInto('reviewClusters')
    .values({
      ...{ name: cells.cluster ?? '', year: yearTyped(cells.year ?? '') as AcademicYear },
      ...{ begunAt: new Date(`${begunOn}T09:00:00Z`) },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const members = several(cells.urns).map((urn) => {
    const membershipId = membershipOf(known, urn, begunOn)
    return {
      clusterId: id,
      year: yearTyped(cells.year ?? '') as AcademicYear,
      membershipId,
      championId: null,
    }
  })
  await insert(tx, 'reviewClusterMembers', members)
  return id
}

/** The first reviewer leads; one who declared an interest was replaced by the last. */
async function bringReview(tx: Writer, clusterId: number, cells: Cells, { known }: Then) {
  const visitFrom = dayIn(cells.visit_from)
  const on = visitFrom ?? (dayIn(cells.visit_to) as Day)
  const visited = !['planned', 'self-reviewed'].includes(cells.state ?? '')
  const reported = visited && cells.state !== 'visited'
  const { id } = await tx
    .insertInto('peerReviews')
    .values({
      ...{
        clusterId,
        hostMembershipId: membershipOf(known, cells.urn, on),
        state: cells.state as ReviewState,
      },
      ...{ focus: cells.focus || null, visitFrom, visitTo: dayIn(cells.visit_to) },
      ...{ leaderId: cells.leader ? personIn(cells.leader, known) : null },
      ...{
        visitedAt: visited ? new Date(`${cells.visit_to}T16:00:00Z`) : null,
        reportedAt: reported ? new Date(`${cells.visit_to}T17:00:00Z`) : null,
      },
      ...{ workshopOn: dayIn(cells.workshop_on), followUpOn: null },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const reviewers = several(cells.reviewers)
  for (const [i, ref] of reviewers.entries()) {
    const personId = personIn(ref, known)
    const replaced = cells.interest && i === reviewers.length - 2
    const { membershipId } = await tx
      .selectFrom('posts')
      .select('membershipId')
      .where('personId', '=', personId)
      .where('membershipId', 'is not', null)
      .orderBy('fromOn', (order) => order.desc().nullsLast())
      .executeTakeFirstOrThrow()
    const at = new Date(`${on}T08:00:00Z`)
    const { id: reviewerId } = await tx
      .insertInto('peerReviewers')
      .values({
        ...{ reviewId: id, personId, membershipId: membershipId as number, leads: i === 0, declaredAt: at },
        ...{ interested: Boolean(replaced), replacedAt: replaced ? at : null },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (replaced)
      await insert(tx, 'peerReviewInterests', [
        { reviewerId, interest: cells.interest ?? null, replacedWhy: 'Declared an interest' },
      ])
  }
}
