import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { ReviewState } from '../tables.ts'

export type ClusterFilter = { year: AcademicYear | null }
export type ClusterRow = {
  id: number
  name: string
  year: AcademicYear
  begunAt: Date | null
  schools: string[]
  reviews: number
  done: number
}

/** States from the visit on, in SQL. */
const done = sql`('visited', 'reported', 'workshop held', 'followed up')`

/** Clusters with their schools and how many of their reviews are done; nothing of what any review found. */
export async function clustersListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<ClusterFilter>,
): Promise<Listed<ClusterRow>> {
  const direction = order.descending ? sql`desc` : sql`asc`
  const by = order.sort === 'name' ? sql`lower(c.name) ${direction}` : sql`c.year ${direction}, lower(c.name)`
  const { rows } = await sql<ClusterRow & { total: number }>`
    select c.id, c.name, c.year, c.begun_at, coalesce(schools, '{}') as schools, coalesce(reviews, 0) as reviews,
      coalesce(done, 0) as done, count(*) over ()::int as total
    from review_clusters c
    left join (select cluster_id, array_agg(short_name order by short_name) as schools
      from review_cluster_members m join members on members.id = m.membership_id group by cluster_id) of on of.cluster_id = c.id
    left join (select cluster_id, (count(*) filter (where state <> 'cancelled'))::int as reviews,
      (count(*) filter (where state in ${done}))::int as done
      from peer_reviews group by cluster_id) r on r.cluster_id = c.id
    where ${filter.year ?? null}::integer is null or c.year = ${filter.year ?? null}
    order by ${by}, c.id limit ${limit} offset ${offset}`.execute(db)
  return { rows: rows.map(({ total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export type Counted = { done: number; hosts: number; clusters: number }

/**
 * Reviews whose visit has taken place, counted in the academic year of its last day; the schools that were reviewed
 * and the clusters they were in. No grade and no finding stands behind any of these.
 */
export async function peerReviewsCounted(db: Reader, year: AcademicYear): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*)::int as done, count(distinct host_membership_id)::int as hosts, count(distinct cluster_id)::int as clusters
    from peer_reviews where state in ${done} and visit_to between ${firstDay(year)} and ${lastDay(year)}`.execute(
    db,
  )
  return rows[0] ?? { done: 0, hosts: 0, clusters: 0 }
}

export type YearCounted = Counted & { year: AcademicYear }

/** The same for every year in which there was a review, the latest first. */
export async function yearsCounted(db: Reader): Promise<YearCounted[]> {
  const { rows } = await sql<YearCounted>`
    select year, count(*)::int as done, count(distinct host_membership_id)::int as hosts, count(distinct cluster_id)::int as clusters
    from (select *, (extract(year from visit_to) - (extract(month from visit_to) < 9)::int)::int as year
      from peer_reviews where state in ${done} and visit_to is not null) counted
    group by year order by year desc`.execute(db)
  return rows
}

export type Cluster = Awaited<ReturnType<typeof cluster>>

export async function cluster(db: Reader, id: number) {
  const found = await db.selectFrom('reviewClusters').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type InCluster = {
  membershipId: number
  name: string
  isMember: boolean
  championId: number | null
  champion: string | null
  /** None before the cluster has begun. */
  reviewId: number | null
  state: ReviewState | null
  visitFrom: Day | null
}

/** The schools of a cluster by name, each with its champion and the review of it. */
export async function schoolsOf(db: Reader, clusterId: number, on: Day): Promise<InCluster[]> {
  const { rows } = await sql<InCluster>`
    select m.membership_id, s.short_name as name, (s.joined_on <= ${on} and coalesce(s.left_on >= ${on}, true)) as is_member,
      m.champion_id, p.name as champion, r.id as review_id, r.state, r.visit_from
    from review_cluster_members m join members s on s.id = m.membership_id
      left join people p on p.id = m.champion_id
      left join peer_reviews r on r.cluster_id = m.cluster_id and r.host_membership_id = m.membership_id
    where m.cluster_id = ${clusterId} order by s.short_name, m.id`.execute(db)
  return rows
}

/** People who hold a post at a school on this day, to choose from. */
export async function staffOptions(db: Reader, membershipId: number, on: Day) {
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name'])
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('posts')
        .select('personId')
        .where('membershipId', '=', membershipId)
        .where((post) => post.or([post('fromOn', 'is', null), post('fromOn', '<=', on)]))
        .where((post) => post.or([post('toOn', 'is', null), post('toOn', '>=', on)])),
    )
    .orderBy('name')
    .execute()
  return rows.map(({ id, name }): readonly [number, string] => [id, name])
}
