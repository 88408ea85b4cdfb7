import { sql } from 'kysely'
import type { CalendarDate } from '../../calendars/rules.ts'
import { isSeen } from '../../groups/queries.ts'
import type { GroupsSeen } from '../../groups/rules.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** The dates of the alliance's own calendar, which every pattern is laid over. */
export const commonDates = (db: Reader): Promise<CalendarDate[]> =>
  db
    .selectFrom('calendarDates')
    .innerJoin('calendars', 'calendars.id', 'calendarDates.calendarId')
    .select(['kind', 'fromOn', 'toOn'])
    .where('isDefault', '=', true)
    .execute()

export type LastYear = {
  id: number
  title: string
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
  groups: number[]
}

/** What these groups held or had planned in a year, with every group that had part in it. */
export async function meetingsToCopy(db: Reader, groups: number[], year: AcademicYear): Promise<LastYear[]> {
  const { rows } = await sql<LastYear>`
    select m.id, m.title, m.held_on, m.starts, m.ends, m.place, json_agg(g.group_id order by g.group_id) as groups
    from meetings m join meeting_groups g on g.meeting_id = m.id
    where m.status <> 'cancelled' and m.held_on between ${firstDay(year)} and ${lastDay(year)}
    group by m.id
    having bool_or(g.group_id = any (${groups}::bigint[]))
    order by m.held_on, m.starts, m.id`.execute(db)
  return rows
}

export type Programme = { groupId: number; name: string; leadId: number | null; meetings: number }

/** Each hub that these eyes see, with how many meetings it has held or planned in a year. */
export async function programmes(db: Reader, seen: GroupsSeen, year: AcademicYear): Promise<Programme[]> {
  const { rows } = await sql<Programme>`
    select groups.id as group_id, groups.name, groups.lead_id,
      count(m.id) filter (where m.status <> 'cancelled' and m.held_on between ${firstDay(year)} and ${lastDay(year)})
        as meetings
    from groups
    left join meeting_groups g on g.group_id = groups.id
    left join meetings m on m.id = g.meeting_id
    where groups.kind = 'hub' and ${isSeen(seen)}
    group by groups.id
    order by groups.name`.execute(db)
  return rows
}
