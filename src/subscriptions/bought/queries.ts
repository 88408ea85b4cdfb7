import { sql } from 'kysely'
import { inItsAudience } from '../../learning/queries.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { reckoning, visitsCounted } from '../../support/ledger/counted.ts'
import { type Bought, type Span, supportOf } from './rules.ts'

export type Subscribed = {
  /** Of the invoice. */
  id: number
  year: AcademicYear
  prefix: string
  number: number
  /** What was asked for and not credited, with VAT where there is any. */
  pence: number
  vatPence: number
}

export type SchoolAsked = {
  id: number
  name: string
  shortName: string
  joinedOn: Day
  leftOn: Day | null
  invoices: Subscribed[]
}

/** A school and the invoices of its subscriptions, which row security leaves out for whoever may not see its money. */
export async function schoolAsked(db: Reader, id: number): Promise<SchoolAsked> {
  const { rows } = await sql<SchoolAsked>`
    select m.id, m.name, m.short_name, m.joined_on, m.left_on, (
      select coalesce(json_agg(json_build_object('id', i.id, 'year', c.year, 'prefix', i.prefix, 'number', i.number,
        'vatPence', i.vat_pence, 'pence', i.total_pence - (
          select coalesce(sum(total_pence), 0)::bigint from invoices n where n.credits_id = i.id))), '[]')
      from subscription_charges c join invoices i on i.id = c.invoice_id
      where c.membership_id = m.id and c.released_by is null) as invoices
    from members m where m.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

type Of = { membershipId: number; year: AcademicYear; span: Span }

/**
 * What a school had of its year, with the subscription that was agreed for it, in five statements side by side. Asked of
 * a reader of totals: governors read the sums of their school, and none of the rows.
 */
export async function boughtIn(db: Reader, of: Of): Promise<{ bought: Bought; agreedPence: number }> {
  const { membershipId, year } = of
  const days = { from: firstDay(year), to: lastDay(year) }
  const known = reckoning(db, days)
  const [visits, reckoned, courses, { areas, ...rest }] = await Promise.all([
    visitsCounted(db, { ...days, membershipId }, known),
    known,
    coursesOf(db, of),
    restOf(db, of),
  ])
  const areaOf = new Map(areas)
  const received = visits.filter(({ toMembershipId }) => toMembershipId === membershipId)
  const given = visits.filter(({ fromMembershipId }) => fromMembershipId === membershipId)
  return {
    agreedPence: reckoned.terms(year).subscription,
    bought: { ...rest, courses, received: supportOf(received, areaOf), given: supportOf(given, areaOf) },
  }
}

/** Courses of the year by the definitions of a year’s figures, of which people of this school took part or it had a part. */
async function coursesOf(db: Reader, { membershipId, year }: Of): Promise<Bought['courses']> {
  const [from, to] = [firstDay(year), lastDay(year)]
  const { rows } = await sql<Bought['courses'][number]>`
    with held as (
      select course_id, count(*) filter (where host_membership_id = ${membershipId}) as hosted from course_sessions
      where status = 'held' and held_on between ${from} and ${to} group by course_id
    ), had as (
      select courses.id, title, hosted, coalesce((
          select lower(trim(run_by)) in (lower(m.name), lower(m.short_name)) from members m where m.id = ${membershipId}
        ), false) as run, (
          select count(distinct participants.person_id) from participants
          left join course_sessions on course_sessions.id = participants.session_id
          where participants.course_id = courses.id and participants.membership_id = ${membershipId}
            and participants.outcome in ('attended', 'completed')
            and (course_sessions.id is null or course_sessions.held_on between ${from} and ${to}) and ${inItsAudience}
        ) as people
      from held join courses on courses.id = held.course_id
    )
    select * from had where people > 0 or hosted > 0 or run order by title, id`.execute(db)
  return rows
}

type Rest = Omit<Bought, 'received' | 'given' | 'courses'> & { areas: [visitId: number, area: string][] }

const visited = sql`('visited', 'debriefed', 'returned')`
const reviewed = sql`('visited', 'reported', 'workshop held', 'followed up')`
const there = sql`capacity not in ('apologies', 'absent')`

/**
 * What bears the school’s own name is counted by the year; what was there for every member, by the days of the year on
 * which the school was one.
 */
async function restOf(db: Reader, { membershipId: id, year, span: { from, to } }: Of): Promise<Rest> {
  const [first, last] = [firstDay(year), lastDay(year)]
  const { rows } = await sql<Rest>`
    with hub_meetings as materialized (
      select m.id, (select count(distinct coalesce(person_id::text, guest_name, '')) from attendances
        where meeting_id = m.id and membership_id = ${id} and ${there}) as places
      from meetings m where status = 'held' and held_on between ${from} and ${to} and exists (
        select from meeting_groups g join groups on groups.id = g.group_id where g.meeting_id = m.id and kind = 'hub')
    )
    select (
      select coalesce(json_agg(json_build_array(v.id, a.name)), '[]') from support_visits v
      left join deployments d on d.id = v.deployment_id
      join support_areas a on case when d.id is null then lower(a.name) = lower(trim(v.subject)) else a.id = d.area_id end
      where ${id} in (v.from_membership_id, v.to_membership_id) and visited_on between ${first} and ${last}
    ) as areas, (
      select coalesce(json_agg(h order by lower(h.name)), '[]') from (
        select groups.id, groups.name, count(*) as held, count(*) filter (where places > 0) as attended
        from hub_meetings m join meeting_groups g on g.meeting_id = m.id
        join groups on groups.id = g.group_id and groups.kind = 'hub' group by groups.id) h
    ) as hubs, (
      select json_build_object('held', count(*), 'attended', count(*) filter (where places > 0),
        'places', coalesce(sum(places), 0)) from hub_meetings
    ) as hub_meetings, (
      select json_build_object(
        'usable', count(*) filter (where membership_id is distinct from ${id} and shared_on <= ${to}),
        'shared', count(*) filter (where membership_id = ${id}), 'used', (
          select count(distinct resource_id) from resource_uses u join resources o on o.id = u.resource_id
          where u.membership_id = ${id} and used_on between ${first} and ${last} and o.membership_id is distinct from ${id}))
      from resources where shared_on between ${first} and ${last}
    ) as resources, (
      select coalesce(json_agg(json_build_object('id', id, 'partner', partner, 'title', title) order by partner, title, id), '[]')
      from packages where from_on <= ${to} and coalesce(to_on >= ${from}, true)
    ) as packages, (
      select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name, id), '[]')
      from schemes s where from_on <= ${to} and coalesce(to_on >= ${from}, true)
        and (everyone or exists (select from scheme_members m where m.scheme_id = s.id and m.membership_id = ${id}))
    ) as schemes, (
      select json_build_object('hosted', count(*) filter (where host_membership_id = ${id}),
        'reviewed', count(*) filter (where host_membership_id <> ${id} and exists (
          select from peer_reviewers p where p.review_id = r.id and p.membership_id = ${id} and replaced_at is null)))
      from peer_reviews r where state in ${reviewed} and visit_to between ${first} and ${last}
    ) as reviews, (
      select json_build_object('hosted', count(*) filter (where host_membership_id = ${id}),
        'visited', count(*) filter (where host_membership_id <> ${id} and exists (
          select from round_visitors v where v.round_id = r.id and v.membership_id = ${id})))
      from rounds r where state in ${visited} and visit_on between ${first} and ${last}
    ) as rounds, (
      select count(*) from case_studies where membership_id = ${id} and published_on between ${first} and ${last}
    ) as case_studies`.execute(db)
  return rows[0] as Rest
}

export type SchoolRow = { id: number; name: string; shortName: string; joinedOn: Day; leftOn: Day | null }

/** The schools that were members on a day of this year, by name; of these only, where some are named. */
export const schoolsIn = (db: Reader, year: AcademicYear, own?: readonly number[]): Promise<SchoolRow[]> =>
  db
    .selectFrom('members')
    .select(['id', 'name', 'shortName', 'joinedOn', 'leftOn'])
    .where('joinedOn', '<=', lastDay(year))
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', firstDay(year))]))
    .$if(own !== undefined, (query) => query.where('id', 'in', own?.length ? [...own] : [0]))
    .orderBy('name')
    .orderBy('id')
    .execute()
