import { type RawBuilder, sql } from 'kysely'
import { posts } from '../people/tables.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { CourseKind } from './tables.ts'

/**
 * The role that a course is for, where it names posts (“nqt”, “head; acting head”): a mentor beside 57 new
 * teachers is not a 58th. An audience in other words, or a role nobody noted, holds nobody back.
 */
export const inItsAudience = sql<boolean>`(
  participants.role is null or courses.audience is null
  or lower(participants.role) = any (regexp_split_to_array(lower(trim(courses.audience)), '\\s*;\\s*'))
  or not regexp_split_to_array(lower(trim(courses.audience)), '\\s*;\\s*') && ${Object.keys(posts)}::text[])`

const heldOnes = sql<number>`(
  select count(*) from course_sessions where course_id = courses.id and status = 'held')`
const firstOn = sql<Day | null>`(select min(held_on) from course_sessions where course_id = courses.id)`
const lastOn = sql<Day | null>`(select max(held_on) from course_sessions where course_id = courses.id)`
const tookPart = sql<number>`(
  select count(distinct person_id) from participants
  where course_id = courses.id and outcome in ('attended', 'completed') and ${inItsAudience})`

const courses = (db: Reader) =>
  db
    .selectFrom('courses')
    .selectAll('courses')
    .select([heldOnes.as('held'), firstOn.as('firstOn'), lastOn.as('lastOn'), tookPart.as('people')])

export type CourseRow = Awaited<ReturnType<typeof course>>

export async function course(db: Reader, id: number) {
  const found = await courses(db).where('courses.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type CourseFilter = {
  words: string | null
  year: AcademicYear | null
  kind: CourseKind | null
  subject: string | null
}

/** Courses that match; a year has those of which a session fell in it, held or not. */
export async function coursesListed(
  db: Reader,
  { filter: { words, year, kind, subject }, order, limit, offset }: ListAsked<CourseFilter>,
): Promise<Listed<CourseRow>> {
  const like = (text: string | null | undefined) => `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await courses(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) => query.where(inYear(year as AcademicYear)))
    .$if(kind != null, (query) => query.where('kind', '=', kind as CourseKind))
    .$if(!!subject, (query) => query.where('subject', 'ilike', like(subject)))
    .$if(!!words, (query) =>
      query.where((eb) => eb.or(searched.map((column) => eb(column, 'ilike', like(words))))),
    )
    .orderBy(sortedBy[order.sort] ?? 'firstOn', (by) =>
      order.descending ? by.desc().nullsFirst() : by.asc().nullsLast(),
    )
    .orderBy('courses.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const searched = ['title', 'subject', 'audience', 'runBy'] as const
const sortedBy: Record<string, 'title' | 'kind' | 'subject' | 'firstOn' | 'held' | 'people'> = {
  ...{ title: 'title', kind: 'kind', subject: 'subject', on: 'firstOn', held: 'held', people: 'people' },
}

const inYear = (year: AcademicYear) => sql<boolean>`courses.id in (
  select course_id from course_sessions where held_on between ${firstDay(year)} and ${lastDay(year)})`

const sessions = (db: Reader) =>
  db
    .selectFrom('courseSessions')
    .leftJoin('members', 'members.id', 'courseSessions.hostMembershipId')
    .selectAll('courseSessions')
    .select('members.shortName as host')

export type SessionRow = Awaited<ReturnType<typeof session>>

/** A session of this course; another course’s is not found. */
export async function session(db: Reader, courseId: number, id: number) {
  const found = await sessions(db)
    .where('courseSessions.id', '=', id)
    .where('courseId', '=', courseId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** A course’s sessions in the order they were held. */
export const sessionsOf = (db: Reader, courseId: number): Promise<SessionRow[]> =>
  sessions(db)
    .where('courseId', '=', courseId)
    .orderBy('heldOn')
    .orderBy('starts')
    .orderBy('courseSessions.id')
    .execute()

export type Booking = {
  courseId: number
  title: string
  heldOn: Day
  starts: string | null
  venue: string | null
}

/** The planned sessions that somebody is booked on, by themselves or with the whole course, the soonest first. */
export const bookingsAhead = (db: Reader, personId: number, from: Day, most: number): Promise<Booking[]> =>
  db
    .selectFrom('courseSessions')
    .innerJoin('courses', 'courses.id', 'courseSessions.courseId')
    .select(['courses.id as courseId', 'courses.title', 'heldOn', 'starts', 'venue'])
    .where('courseSessions.status', '=', 'planned')
    .where('heldOn', '>=', from)
    .where(sql<boolean>`exists (
      select from participants p where p.course_id = courses.id and p.person_id = ${personId}
        and p.outcome = 'booked' and coalesce(p.session_id = course_sessions.id, true))`)
    .orderBy('heldOn')
    .orderBy('starts')
    .orderBy('courseSessions.id')
    .limit(sql.lit(most))
    .execute()

export type CourseCounted = {
  courseId: number
  ref: string | null
  title: string
  kind: CourseKind
  subject: string | null
  audience: string | null
  halfDays: number | null
  sessionsHeld: number
  /** Different people who attended or completed, in the role that the course is for where it names one. */
  people: number
  /** Different memberships of those people, and different trusts of their schools. */
  schools: number
  trusts: number
  /** Whether every membership that was current at some time in the year is among those schools. */
  everyMember: boolean
  /** Different memberships that hosted a session held in the year. */
  hosts: number
  /** How many records of taking part stand behind the number of people. */
  participations: number
}

/**
 * Every course of this year counted by the definitions of a year's records, in one statement.
 * A course belongs to each year in which a session of it was held. A person's record for one session
 * belongs to that session's year; a record for the whole course belongs to every year of the course.
 */
export const coursesCounted = (db: Reader, year: AcademicYear) =>
  counted(db, { from: firstDay(year), to: lastDay(year) }, sql`true`)

/** One course counted over its whole life; nothing while no session of it has been held. */
export async function courseCounted(db: Reader, id: number) {
  const [found] = await counted(db, { from: '-infinity', to: 'infinity' }, sql`course_id = ${id}`)
  return found
}

type Spell = { from: string; to: string }

async function counted(db: Reader, { from, to }: Spell, wanted: RawBuilder<unknown>) {
  const { rows } = await sql<CourseCounted>`
    with held as (
      select course_id, count(*) as sessions_held, count(distinct host_membership_id) as hosts
      from course_sessions
      where status = 'held' and held_on between ${from}::date and ${to}::date and ${wanted}
      group by course_id
    ), took_part as (
      select held.course_id, participants.person_id, participants.membership_id,
        case when participants.membership_id is null then null
          when participants.urn is null then members.trust_id else schools.trust_id end as trust_id
      from held
      join courses on courses.id = held.course_id
      join participants on participants.course_id = held.course_id
      left join course_sessions on course_sessions.id = participants.session_id
      left join schools on schools.urn = participants.urn
      left join members on members.id = participants.membership_id
      where participants.outcome in ('attended', 'completed')
        and (course_sessions.id is null or course_sessions.held_on between ${from}::date and ${to}::date)
        and ${inItsAudience}
    ), taken as (
      select course_id, count(distinct person_id) as people, count(distinct membership_id) as schools,
        count(distinct trust_id) as trusts, count(*) as participations, array_agg(distinct membership_id) as members
      from took_part group by course_id
    ), current as (
      select array_agg(id) as members from memberships
      where joined_on <= ${to}::date and coalesce(left_on, 'infinity') >= ${from}::date
    )
    select courses.id as course_id, ref, title, kind, subject, audience, half_days, sessions_held, hosts,
      coalesce(people, 0) as people, coalesce(schools, 0) as schools, coalesce(trusts, 0) as trusts,
      coalesce(participations, 0) as participations,
      coalesce(taken.members @> current.members, false) as every_member
    from held
    join courses on courses.id = held.course_id
    left join taken on taken.course_id = held.course_id
    cross join current
    order by title, courses.id`.execute(db)
  return rows
}
