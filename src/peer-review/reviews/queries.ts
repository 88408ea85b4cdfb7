import { type RawBuilder, sql } from 'kysely'
import { datesOf } from '../../calendars/queries.ts'
import { addDays, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { headOf, type Who } from '../../platform/who.ts'
import { hostDay } from '../../support/ledger/rules.ts'
import { type Standing, standingIn } from '../rules.ts'
import type { ReviewState } from '../tables.ts'

export type Review = Awaited<ReturnType<typeof review>>

/** One review with its host and its cluster by name. @throws Refusal not found. */
export async function review(db: Reader, id: number) {
  const found = await db
    .selectFrom('peerReviews')
    .innerJoin('reviewClusters', 'reviewClusters.id', 'clusterId')
    .innerJoin('members', 'members.id', 'hostMembershipId')
    .leftJoin('reviewClusterMembers as place', (join) =>
      join
        .onRef('place.clusterId', '=', 'peerReviews.clusterId')
        .onRef('place.membershipId', '=', 'hostMembershipId'),
    )
    .leftJoin('people as leader', 'leader.id', 'leaderId')
    .leftJoin('people as champion', 'champion.id', 'place.championId')
    .selectAll('peerReviews')
    .select(['reviewClusters.name as cluster', 'reviewClusters.year', 'place.championId'])
    .select(['members.shortName as host', 'members.name as hostName', 'leader.name as leader'])
    .select('champion.name as champion')
    .where('peerReviews.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** What somebody is to a review; whom the head lets read is told to nobody but the head and that person. */
export async function standingOf(db: Reader, who: Who, of: Review): Promise<Standing> {
  if (who.personId === null) return standingIn(who, of, { reviewer: null, reader: null })
  const [reviewer, reader] = await Promise.all([
    db
      .selectFrom('peerReviewers')
      .select(['id', 'leads', 'declaredAt', 'interested'])
      .where('reviewId', '=', of.id)
      .where('personId', '=', who.personId)
      .where('replacedAt', 'is', null)
      .executeTakeFirst(),
    db
      .selectFrom('peerReviewReaders')
      .select('may')
      .where('reviewId', '=', of.id)
      .where('personId', '=', who.personId)
      .where('endedAt', 'is', null)
      .executeTakeFirst(),
  ])
  return standingIn(who, of, { reviewer: reviewer ?? null, reader: reader?.may ?? null })
}

/** Days from one to the other on which the host has no pupils in, as far as its own term dates tell. */
export async function daysWithoutPupils(
  db: Reader,
  membershipId: number,
  from: Day,
  to: Day,
): Promise<Day[]> {
  const dates = await datesOf(db, membershipId)
  const without: Day[] = []
  for (let on = from; on <= to; on = addDays(on, 1))
    if (['closed', 'training'].includes(hostDay(dates, on))) without.push(on)
  return without
}

export type Own = {
  id: number
  host: string
  hostMembershipId: number
  cluster: string
  state: ReviewState
  visitFrom: Day | null
  visitTo: Day | null
  leaderId: number | null
  workshopOn: Day | null
  followUpOn: Day | null
  /** What they are to it. */
  hostHead: boolean
  reviewer: boolean
  leads: boolean
  declared: boolean
  interested: boolean
  reader: boolean
  alongside: boolean
  champion: boolean
}

/** The reviews in which somebody takes part, or whose texts they may read, the latest first. */
export async function ownReviews(db: Reader, who: Who): Promise<Own[]> {
  const { rows } = await sql<Own>`
    select * from (
      select r.id, s.short_name as host, r.host_membership_id, c.name as cluster, r.state, r.visit_from, r.visit_to, r.leader_id,
        r.workshop_on, r.follow_up_on, ${anyOf(headOf(who))} as host_head, v.id is not null as reviewer, coalesce(v.leads, false) as leads,
        v.declared_at is not null as declared, coalesce(v.interested, false) as interested, n.id is not null as reader,
        coalesce(r.leader_id = ${who.personId}, false) as alongside, coalesce(m.champion_id = ${who.personId}, false) as champion
      from peer_reviews r
        join review_clusters c on c.id = r.cluster_id
        join members s on s.id = r.host_membership_id
        left join review_cluster_members m on m.cluster_id = r.cluster_id and m.membership_id = r.host_membership_id
        left join peer_reviewers v on v.review_id = r.id and v.person_id = ${who.personId} and v.replaced_at is null
        left join peer_review_readers n on n.review_id = r.id and n.person_id = ${who.personId} and n.ended_at is null
    ) own where host_head or reviewer or reader or alongside or champion order by visit_from desc nulls first, id desc`.execute(
    db,
  )
  return rows
}

const anyOf = (memberships: number[]): RawBuilder<boolean> =>
  sql`r.host_membership_id = any (${memberships}::bigint[])`

/** Reviews before their visit of which a reviewer has declared an interest and was not replaced yet. */
export async function withInterests(db: Reader) {
  return db
    .selectFrom('peerReviews')
    .innerJoin('members', 'members.id', 'hostMembershipId')
    .select(['peerReviews.id', 'hostMembershipId', 'members.shortName as host', 'visitFrom'])
    .where('state', 'in', ['planned', 'self-reviewed'])
    .where('peerReviews.id', 'in', (eb) =>
      eb
        .selectFrom('peerReviewers')
        .select('reviewId')
        .where('interested', '=', true)
        .where('replacedAt', 'is', null),
    )
    .orderBy('peerReviews.id')
    .execute()
}
