import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { SchoolDate } from './year.ts'

/**
 * Every date of every calendar in a year. Dates that several calendars share are one, with all the schools that go by
 * them; where that is every member of the year, they are said together.
 */
export async function schoolDates(db: Reader, year: AcademicYear): Promise<SchoolDate[]> {
  const { rows } = await sql<SchoolDate>`
    with ours as (
      select members.id, members.short_name, coalesce(own.calendar_id, common.id) as calendar_id
      from members
      left join calendar_memberships own on own.membership_id = members.id
      left join calendars common on common.is_default
      where members.joined_on <= ${lastDay(year)} and coalesce(members.left_on >= ${firstDay(year)}, true)
    )
    select kind, from_on, to_on, max(note) as note, min(dates.calendar_id) as calendar_id,
      case when count(distinct ours.id) = (select count(*) from ours) then json_build_array('Every school')
        else json_agg(distinct ours.short_name) end as schools
    from calendar_dates dates join ours on ours.calendar_id = dates.calendar_id
    where to_on >= ${firstDay(year)} and from_on <= ${lastDay(year)}
    group by kind, from_on, to_on
    order by from_on, kind`.execute(db)
  return rows
}
