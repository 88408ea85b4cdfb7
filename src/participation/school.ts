import { sql } from 'kysely'
import type { Membership } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, type Day, firstDay, lastDay, yearName } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { maySeeVisits } from '../support/visits/rules.ts'

const times = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What one school has taken part in this academic year, as far as this reader may see it, for its page. */
export async function recordsOfSchool(by: Actor, { id, shortName }: Pick<Membership, 'id' | 'shortName'>) {
  const year = academicYearOf(by.today)
  const { meetings, people, given, received } = await schoolYear(by.db, id, firstDay(year), lastDay(year))
  const visits = new URLSearchParams({ words: shortName, year: yearName(year) })
  return [
    {
      href: `/meetings?year=${yearName(year)}`,
      says: `${times(meetings, 'meeting', 'meetings')} attended in ${yearName(year)}`,
    },
    { href: `/learning?year=${yearName(year)}`, says: `${times(people, 'person', 'people')} on courses` },
    ...(maySeeVisits(by.who)
      ? [
          {
            href: `/support/visits?${visits}`,
            says: `${times(given, 'support visit', 'support visits')} given, ${received} received`,
          },
        ]
      : []),
  ]
}

type SchoolYear = { meetings: number; people: number; given: number; received: number }

/** Row security leaves out the visits that the reader may not see. */
async function schoolYear(db: Reader, id: number, from: Day, to: Day): Promise<SchoolYear> {
  const { rows } = await sql<SchoolYear>`
    select
      (select count(distinct a.meeting_id) from attendances a join meetings m on m.id = a.meeting_id
        where a.membership_id = ${id} and m.held_on between ${from} and ${to} and m.status = 'held'
          and a.capacity not in ('apologies', 'absent')) as meetings,
      (select count(distinct p.person_id) from participants p
        where p.membership_id = ${id} and p.outcome in ('attended', 'completed') and exists (
          select from course_sessions s where s.course_id = p.course_id and s.id = coalesce(p.session_id, s.id)
            and s.held_on between ${from} and ${to})) as people,
      (select count(*) from support_visits v where v.from_membership_id = ${id}
        and v.visited_on between ${from} and ${to} and v.status in ('done', 'cancelled on the day by host')) as given,
      (select count(*) from support_visits v where v.to_membership_id = ${id}
        and v.visited_on between ${from} and ${to} and v.status in ('done', 'cancelled on the day by host')) as received`.execute(
    db,
  )
  return rows[0] ?? { meetings: 0, people: 0, given: 0, received: 0 }
}
