import { sql } from 'kysely'
import { datesOf } from '../../calendars/queries.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { visitsCounted } from '../ledger/counted.ts'
import {
  type AreaDemand,
  balanceOf,
  type Capacity,
  demandOf,
  type SchoolBalance,
  type Wanted,
} from './rules.ts'

export type Demand = { areas: AreaDemand[]; calendarMissing: boolean }

/** What is wanted and not matched in a year, and what there is, by area. */
export async function demand(db: Reader, year: AcademicYear, today: Day): Promise<Demand> {
  const [wanted, capacity, calendar] = await Promise.all([
    wantedIn(db, year),
    capacityIn(db, year, today),
    datesOf(db, null),
  ])
  const areas = demandOf(wanted, capacity, { calendar, year, today })
  return { areas, calendarMissing: areas.some(({ otherwise }) => otherwise > 0) }
}

async function wantedIn(db: Reader, year: AcademicYear): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    select a.name as area, d.state, d.half_days_wanted as half_days, d.wanted_from, d.answer_due, d.answered_at
    from deployments d join support_areas a on a.id = d.area_id
    where d.year = ${year} and d.state in ('requested', 'triaged', 'declined')`.execute(db)
  return rows
}

/** Those accepted in each area and the half-days they have left; who is accepted in several counts in each. */
async function capacityIn(db: Reader, year: AcademicYear, today: Day): Promise<Capacity[]> {
  const { rows } = await sql<Capacity>`
    with there as (
      select p.id, greatest(0, coalesce(o.half_days, 0) - coalesce(b.half_days, 0)) as left_of_year
      from practitioners p join members m on m.id = p.membership_id
      left join practitioner_offers o on o.practitioner_id = p.id and o.year = ${year}
      left join half_days_bound_in(${year}::integer) b on b.practitioner_id = p.id
      where p.accepted_at is not null and p.declined_at is null and coalesce(p.ended_on > ${today}, true)
        and m.joined_on <= ${today} and coalesce(m.left_on >= ${today}, true)
    )
    select a.name as area, count(*)::integer as practitioners, sum(left_of_year)::integer as left
    from there join (select distinct practitioner_id, area_id from practitioner_expertise) e on e.practitioner_id = there.id
    join support_areas a on a.id = e.area_id group by a.name`.execute(db)
  return rows
}

/** What every school that was a member in the year gave and received, in three statements. */
export async function balances(db: Reader, year: AcademicYear): Promise<SchoolBalance[]> {
  const [from, to] = [firstDay(year), lastDay(year)]
  const [schools, visits] = await Promise.all([
    db
      .selectFrom('members')
      .select(['id', 'shortName'])
      .where('joinedOn', '<=', to)
      .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', from)]))
      .execute(),
    visitsCounted(db, { from, to }),
  ])
  return balanceOf(schools, visits)
}
