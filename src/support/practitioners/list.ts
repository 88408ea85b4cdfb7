import { sql } from 'kysely'
import { academicYearOf, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { ledMemberships, type Who } from '../../platform/who.ts'
import type { Phase } from '../areas/tables.ts'
import { mayBroker } from '../deployments/rules.ts'
import type { PractitionerState } from './rules.ts'

export type PractitionerFilter = {
  words: string | null
  area: number | null
  phase: Phase | null
  school: number | null
  state: PractitionerState | null
}

export type PractitionerRow = {
  id: number
  name: string
  school: string
  expertise: string | null
  offered: number
  bound: number
  acceptedAt: Date | null
  declinedAt: Date | null
  endedOn: Day | null
  schoolLeft: boolean
  /** When their head vouched last, where the reader may see that. */
  vouchedOn: Day | null
}

/** Whose list it is, and whether they may look through all that are accepted. */
type Seen = { who: Who; directory: boolean; today: Day }

/**
 * Practitioners that match, one page of them: what is accepted for whoever may look through them, and everything of
 * one’s own school and oneself; SSIG and the office see all.
 */
export async function practitionersListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<PractitionerFilter>,
  seen: Seen,
): Promise<Listed<PractitionerRow>> {
  const { rows } = await sql<PractitionerRow & { total: number }>`
    select p.id, people.name, m.short_name as school, known.expertise, coalesce(o.half_days, 0) as offered,
      coalesce(b.half_days, 0) as bound, p.accepted_at, p.declined_at, p.ended_on,
      (m.left_on is not null and m.left_on < ${seen.today}) as school_left,
      (select max(vouched_on) from practitioner_vouchings v where v.practitioner_id = p.id) as vouched_on,
      count(*) over () as total
    from practitioners p join people on people.id = p.person_id join members m on m.id = p.membership_id
    left join practitioner_offers o on o.practitioner_id = p.id and o.year = ${academicYearOf(seen.today)}
    left join half_days_bound_in(${academicYearOf(seen.today)}::integer) b on b.practitioner_id = p.id
    left join (
      select practitioner_id, string_agg(area || ' (' || phases || ')', '; ' order by area) as expertise from (
        select e.practitioner_id, a.name as area,
          string_agg(e.phase, ', ' order by array_position(array['key stage 3', 'key stage 4', 'post-16', 'whole school'], e.phase)) as phases
        from practitioner_expertise e join support_areas a on a.id = e.area_id group by e.practitioner_id, a.name) by_area
      group by practitioner_id
    ) known on known.practitioner_id = p.id
    where ${seenBy(seen)} and ${kept(filter)}
    order by ${sortedBy[order.sort] ?? sql`people.name`} ${order.descending ? sql`desc` : sql`asc`}, people.name, p.id
    limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, ReturnType<typeof sql>> = {
  name: sql`people.name`,
  school: sql`m.short_name`,
  left: sql`greatest(0, coalesce(o.half_days, 0) - coalesce(b.half_days, 0))`,
}

function seenBy({ who, directory, today }: Seen) {
  if (mayBroker(who)) return sql<boolean>`true`
  const own = sql`p.membership_id = any (${ledMemberships(who)}::bigint[]) or p.person_id = ${who.personId}`
  if (!directory) return sql<boolean>`(${own})`
  return sql<boolean>`(${own} or (p.accepted_at is not null and p.ended_on is null and p.declined_at is null
    and m.joined_on <= ${today} and coalesce(m.left_on >= ${today}, true)))`
}

const states: Record<PractitionerState, ReturnType<typeof sql>> = {
  nominated: sql`p.accepted_at is null and p.declined_at is null and p.ended_on is null`,
  accepted: sql`p.accepted_at is not null and p.ended_on is null`,
  declined: sql`p.declined_at is not null`,
  ended: sql`p.ended_on is not null and p.declined_at is null`,
}

function kept({ words, area, phase, school, state }: Partial<PractitionerFilter>) {
  const asked = [state ? states[state] : sql`p.declined_at is null and p.ended_on is null`]
  if (area != null || phase != null)
    asked.push(sql`exists (select from practitioner_expertise e where e.practitioner_id = p.id
      ${area == null ? sql`` : sql`and e.area_id = ${area}`} ${phase == null ? sql`` : sql`and e.phase = ${phase}`})`)
  if (school != null) asked.push(sql`p.membership_id = ${school}`)
  if (words) asked.push(...words.split(/\s+/).map(mentions))
  return sql<boolean>`${sql.join(asked, sql` and `)}`
}

/** Every word must be found somewhere: “maths brindle” finds the mathematicians of Brindle Moor. */
function mentions(word: string) {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(people.name ilike ${pattern} or m.name ilike ${pattern} or m.short_name ilike ${pattern}
    or p.profile ilike ${pattern} or known.expertise ilike ${pattern})`
}

/** What waits for somebody about their own school’s practitioners, or for SSIG. */
export type Waiting = {
  id: number
  personId: number
  membershipId: number
  name: string
  school: string
  nominatedBy: number | null
  vouchedBy: number | null
  acceptedAt: Date | null
  endedOn: Day | null
  vouchedOn: Day | null
  running: number
}

/** Those who are open, or have ended while deployments with them run, as far as this reader may see what is told of them. */
export async function waiting(db: Reader, schools: number[] | 'all'): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select * from (
      select p.id, p.person_id, p.membership_id, people.name, m.short_name as school, p.nominated_by, p.accepted_at, p.ended_on,
        told.vouched_by, told.vouched_on,
        case when p.ended_on is null then 0 else (select count(*) from deployments d where d.practitioner_id = p.id
          and d.state in ('matched', 'released', 'agreed', 'active', 'paused')) end as running
      from practitioners p join people on people.id = p.person_id join members m on m.id = p.membership_id
      left join lateral (select (array_agg(vouched_by order by vouched_on, id))[1] as vouched_by, max(vouched_on) as vouched_on
        from practitioner_vouchings v where v.practitioner_id = p.id) told on true
      where p.declined_at is null ${schools === 'all' ? sql`` : sql`and p.membership_id = any (${schools}::bigint[])`}
    ) waiting where ended_on is null or running > 0 order by name, id`.execute(db)
  return rows
}

export type Vouched = {
  membershipId: number
  id: number
  vouchedOn: Day | null
}

/** Everybody who was accepted by this day and had not ended, with when their head had vouched last by then. */
export async function vouchedFor(db: Reader, { on }: { on: Day }): Promise<Vouched[]> {
  const { rows } = await sql<Vouched>`
    select p.membership_id, p.id,
      (select max(vouched_on) from practitioner_vouchings v where v.practitioner_id = p.id and vouched_on <= ${on}) as vouched_on
    from practitioners p
    where (p.accepted_at at time zone 'Europe/London')::date <= ${on} and coalesce(p.ended_on > ${on}, true)
    order by p.id`.execute(db)
  return rows
}
