import { type RawBuilder, sql } from 'kysely'
import type { CalendarDate } from '../../calendars/rules.ts'
import { isSeen } from '../../groups/queries.ts'
import type { GroupsSeen } from '../../groups/rules.ts'
import { heads } from '../../people/tables.ts'
import { addDays, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import {
  type Diary,
  diaryOf,
  type GroupHere,
  type MeetingDated,
  type Part,
  type SchoolHere,
  type SessionDated,
} from './diary.ts'
import { WITHIN_DAYS } from './slots.ts'

export type Days = { from: Day; to: Day }

/** What a meeting that stands is known by in a diary. */
export const keyOf = (meetingId: number) => `m${meetingId}`

/**
 * All that is dated in these days, and in the weeks around them into which something could be moved. Meetings of groups
 * that these eyes may not see are left out.
 */
export async function diary(db: Reader, seen: GroupsSeen, { from, to }: Days): Promise<Diary> {
  const around = { from: addDays(from, -WITHIN_DAYS), to: addDays(to, WITHIN_DAYS) }
  const [meetings, sessions, schools, calendars, parts] = await Promise.all([
    meetingsDated(db, seen, around),
    sessionsDated(db, around),
    schoolsHere(db),
    calendarsAround(db, around),
    partsTaken(db),
  ])
  return diaryOf({ meetings, sessions, schools, calendars, parts })
}

export type MeetingFound = MeetingDated & {
  id: number
  status: 'planned' | 'held'
  version: number
  /** Whether its agenda has been sent. */
  issued: boolean
}

/** Meetings that were held or are to be, with their groups, of which one at least is seen. */
export const meetingsDated = (db: Reader, seen: GroupsSeen, { from, to }: Days): Promise<MeetingFound[]> =>
  meetingsWhere(db, seen, sql<boolean>`m.held_on between ${from} and ${to}`)

/** One meeting that is still to be held. */
export async function meetingPlanned(db: Reader, seen: GroupsSeen, id: number): Promise<MeetingFound> {
  const [found] = await meetingsWhere(db, seen, sql<boolean>`m.id = ${id} and m.status = 'planned'`)
  if (!found) throw notFound()
  return found
}

async function meetingsWhere(
  db: Reader,
  seen: GroupsSeen,
  such: RawBuilder<boolean>,
): Promise<MeetingFound[]> {
  const { rows } = await sql<Omit<MeetingFound, 'key'>>`
    select m.id, m.title, m.held_on as "on", m.starts, m.ends, m.place, m.status, m.version,
      m.agenda_issued_at is not null as issued, met.groups
    from meetings m
    cross join lateral (
      select json_agg(json_build_object('id', groups.id, 'name', groups.name, 'kind', groups.kind, 'subject', groups.subject)
          order by groups.name) as groups,
        bool_or(${isSeen(seen)}) as seen
      from meeting_groups join groups on groups.id = group_id where meeting_id = m.id) met
    where m.status <> 'cancelled' and met.seen and ${such}
    order by m.held_on, m.starts, m.id`.execute(db)
  return rows.map((row) => ({ ...row, key: keyOf(row.id) }))
}

export type SessionFound = SessionDated & { courseId: number; id: number }

/** Sessions of courses that were not cancelled, with who is booked; where no place is said, their host's. */
export async function sessionsDated(db: Reader, { from, to }: Days): Promise<SessionFound[]> {
  const { rows } = await sql<SessionFound>`
    select s.id, c.id as course_id, c.title, c.kind, c.subject, c.audience, s.held_on as "on", s.starts, s.ends,
      coalesce(s.venue, host.short_name) as place,
      coalesce((select json_agg(distinct p.person_id) from participants p
        where p.course_id = c.id and (p.session_id = s.id or p.session_id is null)
          and p.outcome not in ('withdrew', 'did not attend')), '[]') as people
    from course_sessions s join courses c on c.id = s.course_id
    left join members host on host.id = s.host_membership_id
    where s.status <> 'cancelled' and s.held_on between ${from} and ${to}
    order by s.held_on, s.starts, s.id`.execute(db)
  return rows
}

/** Every membership, with its own calendar or else the alliance's. */
export async function schoolsHere(db: Reader): Promise<SchoolHere[]> {
  return db
    .selectFrom('members')
    .leftJoin('calendarMemberships as own', 'own.membershipId', 'members.id')
    .leftJoin('calendars as common', (join) => join.on('common.isDefault', '=', true))
    .select((eb) => [
      'members.id',
      'members.shortName',
      'members.joinedOn',
      'members.leftOn',
      eb.fn.coalesce('own.calendarId', 'common.id').as('calendarId'),
    ])
    .orderBy('members.shortName')
    .execute()
}

const A_YEAR_DAYS = 366

/** Each calendar's dates from a year before to a year after, as a holiday is known by the terms around it. */
async function calendarsAround(
  db: Reader,
  { from, to }: Days,
): Promise<{ id: number; dates: CalendarDate[] }[]> {
  const { rows } = await sql<{ id: number; dates: CalendarDate[] }>`
    select calendar_id as id, json_agg(json_build_object('kind', kind, 'fromOn', from_on, 'toOn', to_on)) as dates
    from calendar_dates
    where to_on >= ${addDays(from, -A_YEAR_DAYS)} and from_on <= ${addDays(to, A_YEAR_DAYS)}
    group by calendar_id`.execute(db)
  return rows
}

/**
 * Who belongs to which group: its members and its lead; on the board the heads, among the hub leads whoever leads a
 * hub, in the support group its practitioners.
 */
export async function partsTaken(db: Reader): Promise<Part[]> {
  const { rows } = await sql<Part>`
    with parts as (
      select group_id, person_id, membership_id, from_on, to_on from group_members where part <> 'observer'
      union all
      select id, lead_id, null, null, null from groups where lead_id is not null
      union all
      select leads.id, hubs.lead_id, null, null, null from groups leads join groups hubs on hubs.kind = 'hub'
      where leads.kind = 'hub leads' and hubs.lead_id is not null
      union all
      select groups.id, posts.person_id, posts.membership_id, posts.from_on, posts.to_on from groups join posts
        on (groups.kind = 'board' and posts.post = any (${heads}::text[]) and posts.membership_id is not null)
        or (groups.kind = 'ssig' and posts.post = 'practitioner')
    )
    select group_id, person_id, people.name, membership_id, from_on, to_on
    from parts join people on people.id = person_id`.execute(db)
  return rows
}

/** Groups by these ids, with what clashes are judged by. */
export const groupsHere = (db: Reader, ids: readonly number[]): Promise<GroupHere[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('groups')
        .select(['id', 'name', 'kind', 'subject'])
        .where('id', 'in', ids)
        .orderBy('name')
        .execute()
