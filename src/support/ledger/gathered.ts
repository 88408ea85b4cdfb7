import { sql } from 'kysely'
import type { Asked } from '../../agreement/commitment.ts'
import { type Day, firstDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { type SubscriptionAsked, subscriptionsAsked } from '../../subscriptions/commitments.ts'
import { type ToEvaluate, toEvaluate } from '../evaluations/commitments.ts'
import type { Half, VisitStatus } from '../visits/tables.ts'
import { visitsCounted } from './counted.ts'

/** A member with one visit that its staff made to another school in the year, or with none. */
export type Given = {
  membershipId: number
  /** Whether any school's support is recorded in the year: where none is, nothing can be told from it. */
  anyRecorded: boolean
} & (
  | { id: number; visitedOn: Day; half: Half; status: VisitStatus; throughSsig: boolean; halfDays: number }
  | { id: null; visitedOn: null; half: null; status: null; throughSsig: null; halfDays: null }
)

const noVisit = {
  ...{ id: null, visitedOn: null, half: null, status: null, throughSsig: null, halfDays: null },
}

/** Every member of the year with the visits its staff made up to this day, and what each counts. */
export async function supportGiven(
  db: Reader,
  { year, on, terms }: Pick<Asked, 'year' | 'on' | 'terms'>,
): Promise<Given[]> {
  const [all, members] = await Promise.all([
    visitsCounted(db, { from: firstDay(year), to: on, terms }),
    db
      .selectFrom('memberships')
      .select('id')
      .where('joinedOn', '<=', on)
      .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', firstDay(year))]))
      .execute(),
  ])
  const anyRecorded = all.some(({ status }) => status !== 'planned')
  return members.flatMap(({ id: membershipId }): Given[] => {
    const own = all.filter(({ fromMembershipId }) => fromMembershipId === membershipId)
    if (own.length === 0) return [{ membershipId, anyRecorded, ...noVisit }]
    return own.map(({ id, visitedOn, half, status, throughSsig, halfDays }) => {
      return { membershipId, anyRecorded, id, visitedOn, half, status, throughSsig, halfDays }
    })
  })
}

/** A member’s part in the work of SSIG: a visit it gave, support it received and was asked to evaluate, or what it pays. */
export type PartTaken = { membershipId: number } & (
  | { given: Given; received: null; pays?: null }
  | { given: null; received: ToEvaluate; pays?: null }
  | { given: null; received: null; pays: SubscriptionAsked }
)

/**
 * Every member of the year with what it gave, with the support it received that closed by this day, and with its
 * subscription (clauses 21, 26 and 25).
 */
export async function partsTaken(db: Reader, asked: Asked): Promise<PartTaken[]> {
  const [given, received, pays] = await Promise.all([
    supportGiven(db, asked),
    toEvaluate(db, asked),
    subscriptionsAsked(db, asked),
  ])
  return [
    ...given.map((one) => ({ membershipId: one.membershipId, given: one, received: null })),
    ...received.map((one) => ({ membershipId: one.membershipId, given: null, received: one })),
    ...pays.map((one) => ({ membershipId: one.membershipId, given: null, received: null, pays: one })),
  ]
}

/** What a member gave, took and shared in the year, counted. */
export type Exchanged = {
  membershipId: number
  given: number
  received: number
  people: number
  hosted: number
  /** Peer reviews that visited the school, and those to which it sent a reviewer. */
  reviewed: number
  reviewing: number
  /** Instructional rounds held at the school. */
  rounds: number
}

/** Every member of the year with visits given and received, courses, peer reviews and rounds. */
export async function exchanged(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<Exchanged[]> {
  const { rows } = await sql<Exchanged>`
    with visits as (
      select from_membership_id, to_membership_id from support_visits
      where status in ('done', 'cancelled on the day by host') and visited_on between ${firstDay(year)} and ${on}
    ), sessions as (
      select id, course_id, host_membership_id from course_sessions
      where status = 'held' and held_on between ${firstDay(year)} and ${on}
    ), reviews as (
      select id, host_membership_id from peer_reviews
      where state in ('visited', 'reported', 'workshop held', 'followed up')
        and coalesce((visited_at at time zone 'Europe/London')::date, visit_to, visit_from) between ${firstDay(year)} and ${on}
    ), given as (select from_membership_id as id, count(*) as n from visits group by 1
    ), received as (select to_membership_id as id, count(*) as n from visits group by 1
    ), people as (
      select p.membership_id as id, count(distinct person_id) as n
      from participants p join sessions s on s.course_id = p.course_id and s.id = coalesce(p.session_id, s.id)
      where outcome in ('attended', 'completed') group by 1
    ), hosted as (select host_membership_id as id, count(*) as n from sessions group by 1
    ), reviewed as (select host_membership_id as id, count(*) as n from reviews group by 1
    ), reviewing as (
      select p.membership_id as id, count(distinct review_id) as n from peer_reviewers p join reviews on reviews.id = review_id
      where replaced_at is null group by 1
    ), held as (
      select host_membership_id as id, count(*) as n from rounds
      where state in ('visited', 'debriefed', 'returned') and visit_on between ${firstDay(year)} and ${on} group by 1
    )
    select m.id as membership_id, coalesce(given.n, 0) as given, coalesce(received.n, 0) as received,
      coalesce(people.n, 0) as people, coalesce(hosted.n, 0) as hosted, coalesce(reviewed.n, 0) as reviewed,
      coalesce(reviewing.n, 0) as reviewing, coalesce(held.n, 0) as rounds
    from memberships m
    left join given on given.id = m.id left join received on received.id = m.id
    left join people on people.id = m.id left join hosted on hosted.id = m.id
    left join reviewed on reviewed.id = m.id left join reviewing on reviewing.id = m.id left join held on held.id = m.id
    where joined_on <= ${on} and coalesce(left_on >= ${firstDay(year)}, true)`.execute(db)
  return rows
}
