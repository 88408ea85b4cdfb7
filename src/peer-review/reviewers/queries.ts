import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

export type Reviewer = {
  id: number
  personId: number
  name: string
  school: string
  leads: boolean
  declaredAt: Date | null
  interested: boolean
  replacedAt: Date | null
  /** Told to themselves, the host head, SSIG and the office: none for anybody else, whatever was declared. */
  interest: string | null
  replacedWhy: string | null
}

/** Those who review, and those who were replaced, in the order they were named. */
export async function reviewersOf(db: Reader, reviewId: number): Promise<Reviewer[]> {
  return db
    .selectFrom('peerReviewers')
    .innerJoin('people', 'people.id', 'personId')
    .innerJoin('members', 'members.id', 'membershipId')
    .leftJoin('peerReviewInterests', 'reviewerId', 'peerReviewers.id')
    .select(['peerReviewers.id', 'personId', 'people.name', 'members.shortName as school', 'leads'])
    .select(['declaredAt', 'interested', 'replacedAt', 'interest', 'replacedWhy'])
    .where('reviewId', '=', reviewId)
    .orderBy('peerReviewers.id')
    .execute()
}

export type Candidate = { personId: number; name: string; membershipId: number; school: string }

/**
 * Who could review: people of the other schools of the cluster who hold no post at the host or at a school of its
 * trust on this day. Those who govern a school do not review another.
 */
export async function candidates(
  db: Reader,
  { clusterId, hostMembershipId }: { clusterId: number; hostMembershipId: number },
  on: Day,
): Promise<Candidate[]> {
  const held = sql`coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)`
  const { rows } = await sql<Candidate>`
    with host as (select id, trust_id from members where id = ${hostMembershipId}),
      near as (select m.id from members m, host where m.id = host.id or m.trust_id = host.trust_id)
    select distinct on (people.name, people.id) people.id as person_id, people.name, m.id as membership_id, m.short_name as school
    from posts join people on people.id = posts.person_id join members m on m.id = posts.membership_id
    where m.id in (select membership_id from review_cluster_members where cluster_id = ${clusterId})
      and m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true)
      and post not in ('governor', 'chair of governors', 'chair of trustees') and ${held}
      and not exists (select from posts own where own.person_id = people.id and own.membership_id in (select id from near)
        and coalesce(own.from_on <= ${on}, true) and coalesce(own.to_on >= ${on}, true))
    order by people.name, people.id, m.id`.execute(db)
  return rows
}
