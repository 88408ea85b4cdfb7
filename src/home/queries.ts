import { sql } from 'kysely'
import { DECLARATION } from '../declarations/rules.ts'
import { isSeen } from '../groups/queries.ts'
import type { GroupsSeen } from '../groups/rules.ts'
import { type AcademicYear, academicYearOf, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { supportCounted } from '../support/visits/queries.ts'

export type YearSoFar = {
  members: number
  meetings: number
  supportHalfDays: number
  learners: number
}

/** This academic year up to now, each figure as its own list counts it. */
export async function yearSoFar(db: Reader, year: AcademicYear, today: Day): Promise<YearSoFar> {
  const [{ halfDays }, { rows }] = await Promise.all([
    supportCounted(db, year),
    countedSoFar(year, today).execute(db),
  ])
  const [found] = rows
  if (!found) throw new Error('A select without from gives one row')
  return { ...found, supportHalfDays: halfDays }
}

function countedSoFar(year: AcademicYear, today: Day) {
  const [from, to] = [firstDay(year), lastDay(year)]
  return sql<Omit<YearSoFar, 'supportHalfDays'>>`select
    (select count(*) from memberships where joined_on <= ${today} and coalesce(left_on >= ${today}, true)) as members,
    (select count(*) from meetings where status = 'held' and held_on between ${from} and ${to}) as meetings,
    (select count(distinct person_id) from participants p
      where outcome in ('attended', 'completed') and exists (
        select from course_sessions s where s.course_id = p.course_id and s.status = 'held'
          and (p.session_id is null or p.session_id = s.id) and s.held_on between ${from} and ${to})) as learners`
}

export type Beginning = { schools: boolean; people: boolean; records: boolean }

/** What the alliance has anything of yet. */
export async function beginnings(db: Reader): Promise<Beginning> {
  const { rows } = await sql<Beginning>`select
    exists (select from memberships) as schools,
    exists (select from people join posts on posts.person_id = people.id where post <> 'coordinator') as people,
    exists (select from meetings) or exists (select from support_visits) or exists (select from courses)
      as records`.execute(db)
  return rows[0] ?? { schools: false, people: false, records: false }
}

/** The next planned meetings of the groups the reader sees, the soonest first. */
export const meetingsAhead = (db: Reader, today: Day, seen: GroupsSeen, most = 5) =>
  db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingGroups.meetingId', 'meetings.id')
    .innerJoin('groups', 'groups.id', 'meetingGroups.groupId')
    .select((eb) => [
      'meetings.id',
      'meetings.title',
      'meetings.heldOn',
      'meetings.starts',
      'meetings.place',
      eb.fn.agg<string>('string_agg', ['groups.name', sql`', ' order by groups.name`]).as('groups'),
    ])
    .where('meetings.status', '=', 'planned')
    .where('meetings.heldOn', '>=', today)
    .$if(seen !== 'all', (query) => query.where(isSeen(seen)))
    .groupBy('meetings.id')
    .orderBy('meetings.heldOn')
    .orderBy('meetings.starts')
    .limit(sql.lit(most))
    .execute()

export type Unclosed = { meetings: number; imports: number; lastTerm: Day | null; mails: number }

/** What waits for the office: meetings past and still planned, imports with faults, mail that did not go. */
export async function unclosed(db: Reader, today: Day): Promise<Unclosed> {
  const { rows } = await sql<Unclosed>`select
    (select count(*) from meetings where status = 'planned' and held_on < ${today}) as meetings,
    (select count(*) from imports where state in ('faulty', 'failed')) as imports,
    (select max(to_on) from calendar_dates d join calendars c on c.id = d.calendar_id
      where c.is_default and d.kind = 'term') as "lastTerm",
    (select count(*) from mails where state = 'failed') as mails`.execute(db)
  return rows[0] ?? { meetings: 0, imports: 0, lastTerm: null, mails: 0 }
}

export const allianceNamed = (db: Reader) =>
  db.selectFrom('alliance').select(['name', 'shortName', 'version']).executeTakeFirst()

export type AgreementAsked = {
  number: number
  signBy: Day | null
  reviewOn: Day | null
  /** The memberships of today, and those of them that have signed in both capacities. */
  members: number[]
  signed: number[]
}

/** The version of the agreement that schools are asked to sign, and who has: clause 20 asks for both signatures. */
export async function agreementAsked(db: Reader, today: Day): Promise<AgreementAsked | undefined> {
  const { rows } = await sql<AgreementAsked>`
    with asked as (
      select id, number, sign_by, review_on from agreement_versions
      where published_at is not null and published_on <= ${today} order by number desc limit 1
    ), present as (
      select id from memberships where joined_on <= ${today} and coalesce(left_on >= ${today}, true)
    ), same_person as (
      select coalesce((select value = 1 from agreed_terms
        where name = 'samePersonSigns' and year <= ${academicYearOf(today)} order by year desc limit 1), false) as may
    ), complete as (
      select membership_id as id from signatures, same_person
      where version_id = (select id from asked) and signed_on <= ${today}
      group by membership_id, may
      having count(*) = 2 and (may or count(distinct person_id) = 2)
    )
    select number, sign_by as "signBy", review_on as "reviewOn",
      (select coalesce(json_agg(id), '[]') from present) as members,
      (select coalesce(json_agg(id), '[]') from present join complete using (id)) as signed
    from asked`.execute(db)
  return rows[0]
}

/** Those of these schools for which nothing is declared for the year, where there is something to declare. */
export const undeclared = (db: Reader, schools: number[], year: AcademicYear) =>
  db
    .selectFrom('memberships')
    .select(['id', 'joinedOn'])
    .where('id', 'in', schools)
    .where(
      sql<boolean>`exists (select from promises where commitment = ${DECLARATION})
        and not exists (select from declarations where membership_id = memberships.id and year = ${year})`,
    )
    .execute()

export type TermAhead = { kind: 'term' | 'half-term'; fromOn: Day; toOn: Day }

/** The terms and half-term holidays not over yet of the calendar of one of these schools, or else the alliance's. */
export async function termsAhead(db: Reader, schools: number[], today: Day): Promise<TermAhead[]> {
  const { rows } = await sql<TermAhead>`
    select kind, from_on as "fromOn", to_on as "toOn" from calendar_dates
    where kind in ('term', 'half-term') and to_on >= ${today} and calendar_id = (
      select c.id from calendars c
        left join calendar_memberships own on own.calendar_id = c.id and own.membership_id = any (${schools}::bigint[])
      where c.is_default or own.membership_id is not null
      order by own.membership_id limit 1)
    order by from_on, kind limit 4`.execute(db)
  return rows
}
