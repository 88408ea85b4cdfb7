import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { inItsAudience } from '../queries.ts'
import type { TakingPartRead } from '../rules.ts'
import type { Outcome } from '../tables.ts'

const participants = (db: Reader, read: TakingPartRead) =>
  db
    .selectFrom('participants')
    .innerJoin('courses', 'courses.id', 'participants.courseId')
    .innerJoin('people', 'people.id', 'participants.personId')
    .leftJoin('courseSessions', 'courseSessions.id', 'participants.sessionId')
    .leftJoin('members', 'members.id', 'participants.membershipId')
    .leftJoin('schools', 'schools.urn', 'participants.urn')
    .selectAll('participants')
    .select([
      'courses.title as course',
      'people.name as person',
      'courseSessions.heldOn as sessionOn',
      sql<string | null>`coalesce(members.short_name, schools.short_name)`.as('school'),
    ])
    .$if(read !== 'all', (query) => query.where(isRead(read)))

const isRead = (read: TakingPartRead) =>
  read === 'all'
    ? sql<boolean>`true`
    : sql<boolean>`(participants.membership_id = any (${read.memberships}::bigint[])
        or participants.person_id = ${read.personId})`

export type ParticipantRow = Awaited<ReturnType<typeof participant>>

/** Somebody’s record on this course; another course’s is not found. */
export async function participant(db: Reader, courseId: number, id: number) {
  const found = await participants(db, 'all')
    .where('participants.id', '=', id)
    .where('participants.courseId', '=', courseId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type ParticipantFilter = {
  words: string | null
  session: number | null
  outcome: Outcome | null
  counted: boolean | null
}

type Of = { course: number } | { person: number }

/** Who took part, or was to, one page of them: on one course, or one person on every course. */
export async function participantsListed(
  db: Reader,
  { filter: { words, session, outcome, counted }, order, limit, offset }: ListAsked<ParticipantFilter>,
  of: Of,
  read: TakingPartRead,
): Promise<Listed<ParticipantRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await participants(db, read)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where((eb) =>
      'course' in of ? eb('participants.courseId', '=', of.course) : eb('personId', '=', of.person),
    )
    .$if(session != null, (query) => query.where('sessionId', '=', session as number))
    .$if(outcome != null, (query) => query.where('outcome', '=', outcome as Outcome))
    .$if(counted === true, (query) =>
      query.where('outcome', 'in', ['attended', 'completed']).where(inItsAudience),
    )
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('people.name', 'ilike', pattern),
          eb('members.name', 'ilike', pattern),
          eb('participants.role', 'ilike', pattern),
          eb('courses.title', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(sortedBy[order.sort] ?? 'person', (by) =>
      order.descending ? by.desc().nullsFirst() : by.asc().nullsLast(),
    )
    .orderBy('sessionOn')
    .orderBy('participants.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<
  string,
  'person' | 'school' | 'participants.role' | 'sessionOn' | 'outcome' | 'course'
> = {
  person: 'person',
  school: 'school',
  role: 'participants.role',
  on: 'sessionOn',
  outcome: 'outcome',
  course: 'course',
}

/** The membership of the school where this person worked on this day, if it was one school. */
export async function workplaceOn(db: Reader, personId: number, on: Day): Promise<number | null> {
  const rows = await db
    .selectFrom('posts')
    .select('membershipId')
    .distinct()
    .where('personId', '=', personId)
    .where('membershipId', 'is not', null)
    .where((eb) => eb.or([eb('fromOn', 'is', null), eb('fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .execute()
  return rows.length === 1 ? (rows[0]?.membershipId ?? null) : null
}

export type Removed = { id: number; person: string | null; outcome: Outcome; sessionOn: Day | null }

/** Records of this course that were taken away and may be put back, the latest first. */
export async function removedFrom(db: Reader, courseId: number): Promise<Removed[]> {
  const { rows } = await sql<Removed>`
    select distinct on (row_id) row_id as id, people.name as person, before ->> 'outcome' as outcome,
      course_sessions.held_on as session_on
    from revisions
    left join participants on participants.id = row_id
    left join people on people.id = (before ->> 'person_id')::bigint
    left join course_sessions on course_sessions.id = (before ->> 'session_id')::bigint
    where table_name = 'participants' and before @> jsonb_build_object('course_id', ${courseId}::bigint)
      and participants.id is null
    order by row_id, revisions.id desc`.execute(db)
  return rows
}

/** Whether a record was corrected on, or removed from, this course; so it may be put back there. */
export async function wasOn(db: Reader, courseId: number, id: number): Promise<boolean> {
  const found = await db
    .selectFrom('revisions')
    .select('id')
    .where('tableName', '=', 'participants')
    .where('rowId', '=', id)
    .where(sql<boolean>`before @> jsonb_build_object('course_id', ${courseId}::bigint)`)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return found !== undefined
}

/** A member with a conference of the year, and how many of its people took part or are booked; or with none. */
export type ConferenceTurnout = {
  membershipId: number
  courseId: number | null
  title: string | null
  /** Its last day up to the day asked for, if it has been held; and its next day after it. */
  heldOn: Day | null
  aheadOn: Day | null
  people: number[]
  booked: number
}

type YearAsked = { year: AcademicYear; on: Day }

/** Every member of the year with every conference of it that was held, or lies ahead, while it was a member. */
export async function conferenceTurnout(db: Reader, { year, on }: YearAsked): Promise<ConferenceTurnout[]> {
  const { rows } = await sql<ConferenceTurnout>`
    with sessions as (
      select s.id, course_id, title, held_on, s.status = 'held' and held_on <= ${on} as held
      from course_sessions s join courses on courses.id = course_id
      where kind = 'conference' and held_on between ${firstDay(year)} and ${lastDay(year)}
        and s.status <> 'cancelled' and (held_on > ${on} or s.status = 'held')
    ), conferences as (
      select course_id, title, max(held_on) filter (where held) as held_on, min(held_on) filter (where not held) as ahead_on
      from sessions group by course_id, title
    ), took_part as (
      select p.course_id, membership_id, json_agg(distinct person_id) filter (where held and outcome <> 'booked') as people,
        count(distinct person_id) filter (where not held) as booked
      from participants p join sessions s on s.course_id = p.course_id and s.id = coalesce(p.session_id, s.id)
      where outcome in ('attended', 'completed', 'booked') group by 1, 2
    )
    select m.id as membership_id, c.course_id, c.title, c.held_on, c.ahead_on,
      coalesce(t.people, '[]') as people, coalesce(t.booked, 0) as booked
    from memberships m
    left join conferences c on coalesce(c.held_on, c.ahead_on) between m.joined_on and coalesce(m.left_on, 'infinity')
    left join took_part t on t.course_id = c.course_id and t.membership_id = m.id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${firstDay(year)}, true)
    order by coalesce(c.held_on, c.ahead_on), c.course_id`.execute(db)
  return rows
}

/** A member with a course that its staff took part in, and how many of them did; or with none. */
export type CourseTaken = {
  membershipId: number
  courseId: number | null
  title: string | null
  lastOn: Day | null
  people: number
  /** Whether any course of the year is recorded, by whomever: where none is, nothing can be told. */
  anyRecorded: boolean
}

/** Every member of the year with the courses that its staff took part in up to this day. */
export async function coursesTaken(db: Reader, { year, on }: YearAsked): Promise<CourseTaken[]> {
  const { rows } = await sql<CourseTaken>`
    with sessions as (
      select id, course_id, held_on from course_sessions
      where status = 'held' and held_on between ${firstDay(year)} and ${on}
    ), taken as (
      select p.membership_id, p.course_id, count(distinct person_id) as people, max(held_on) as last_on
      from participants p join sessions s on s.course_id = p.course_id and s.id = coalesce(p.session_id, s.id)
      where outcome in ('attended', 'completed') group by 1, 2
    )
    select m.id as membership_id, t.course_id, title, last_on, coalesce(people, 0) as people,
      exists (select from sessions) as any_recorded
    from memberships m
    left join taken t on t.membership_id = m.id
    left join courses on courses.id = t.course_id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${firstDay(year)}, true)
    order by last_on, t.course_id`.execute(db)
  return rows
}
