import { sql } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Kind, State } from '../deployments/tables.ts'

/** What is aimed at and how it will be seen; none before it is agreed. */
export const planOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('deploymentPlans')
    .leftJoin('people', 'people.id', 'agreedBy')
    .selectAll('deploymentPlans')
    .select('people.name as agreedByName')
    .where('deploymentId', '=', deploymentId)
    .executeTakeFirst()
export type Plan = NonNullable<Awaited<ReturnType<typeof planOf>>>

export const reviewOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('deploymentReviews')
    .leftJoin('people', 'people.id', 'reviewedBy')
    .selectAll('deploymentReviews')
    .select('people.name as reviewedByName')
    .where('deploymentId', '=', deploymentId)
    .executeTakeFirst()
export type Review = NonNullable<Awaited<ReturnType<typeof reviewOf>>>

/** Every visit of a deployment with what was noted of it, the first first. */
export const visitsOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('supportVisits')
    .leftJoin('visitNotes', 'visitNotes.visitId', 'supportVisits.id')
    .select(['supportVisits.id', 'visitedOn', 'half', 'starts', 'ends', 'purpose', 'status', 'why'])
    .select(['visitNotes.id as noteId', 'visitNotes.done', 'visitNotes.next', 'dueOn', 'notedOn'])
    .select('supportVisits.practitionerId')
    .where('deploymentId', '=', deploymentId)
    .orderBy('visitedOn')
    .orderBy('supportVisits.id')
    .execute()
export type VisitPlanned = Awaited<ReturnType<typeof visitsOf>>[number]

export type Running = {
  id: number
  kind: Kind
  state: State
  toSchool: string
  toMembershipId: number
  practitioner: string
  practitionerPersonId: number
  halfDaysAgreed: number
  wantedFrom: Day
  wantedTo: Day
  reviewed: boolean
  done: number
}

/** What of a person’s deployments is agreed or under way, where they support or head the supported school. */
export async function runningOf(db: Reader, whose: { personId: number; memberships: number[] }) {
  const { rows } = await sql<Running>`
    select d.id, d.kind, d.state, supported.short_name as to_school, d.to_membership_id, people.name as practitioner,
      people.id as practitioner_person_id, half_days_agreed, wanted_from, wanted_to,
      exists (select from deployment_reviews r where r.deployment_id = d.id) as reviewed,
      (select coalesce(sum(case half when 'day' then 2 else 1 end), 0)::int from support_visits v
        where v.deployment_id = d.id and v.status in ('done', 'cancelled on the day by host')) as done
    from deployments d
    join practitioners p on p.id = d.practitioner_id
    join people on people.id = p.person_id
    join schools supported on supported.urn = d.to_urn
    where d.state in ('agreed', 'active')
      and (p.person_id = ${whose.personId} or d.to_membership_id = any (${whose.memberships}::bigint[]))
    order by d.id`.execute(db)
  return rows
}

export type Offered = { offered: number; bound: number }

/** Half-days that somebody’s head released them for in a year, and those that deployments have taken of them. */
export async function offeredTo(db: Reader, personId: number, year: AcademicYear): Promise<Offered> {
  const { rows } = await sql<Offered>`
    select coalesce(sum(o.half_days), 0)::int as offered, coalesce(sum(half_days_bound(p.id, ${year})), 0)::int as bound
    from practitioners p left join practitioner_offers o on o.practitioner_id = p.id and o.year = ${year}
    where p.person_id = ${personId} and p.ended_on is null and p.declined_at is null`.execute(db)
  return rows[0] ?? { offered: 0, bound: 0 }
}

/** Whether somebody was put forward to support other schools, and is not ended. */
export async function isPractitioner(db: Reader, personId: number): Promise<boolean> {
  const found = await db
    .selectFrom('practitioners')
    .select('id')
    .where('personId', '=', personId)
    .where('acceptedAt', 'is not', null)
    .where('endedOn', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}
