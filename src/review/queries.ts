import { sql } from 'kysely'
import { votesCounted } from '../ballots/outcome/year.ts'
import { coursesCounted } from '../learning/queries.ts'
import { meetingsCounted } from '../meetings/queries.ts'
import { peerReviewsCounted } from '../peer-review/clusters/queries.ts'
import { type AcademicYear, academicYearOf, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { cohortsCounted } from '../reading/queries.ts'
import { roundsCounted } from '../rounds/queries.ts'
import { impactTotals } from '../support/evaluations/queries.ts'
import { supportCounted } from '../support/visits/queries.ts'
import type { Content, Edition } from './edition.ts'
import type { YearFacts } from './rules.ts'

/** Everything the figures of a year follow from. Asked of a reader of totals, whoever will see them. */
export async function yearFacts(db: Reader, year: AcademicYear): Promise<YearFacts> {
  const [members, support, evaluations, meetings, votes, courses, roundHosts, peerReviews] =
    await Promise.all([
      memberCount(db, lastDay(year)),
      supportCounted(db, year),
      impactTotals(db, year),
      meetingsCounted(db, year),
      votesCounted(db, year),
      coursesCounted(db, year),
      hostsOfRounds(db, year),
      peerReviewsCounted(db, year),
    ])
  const [schemes, resources, packages, cohorts] = await Promise.all([
    schemeCounts(db, year),
    resourceCount(db, year),
    packageCounts(db, year),
    cohortsCounted(db, year),
  ])
  return {
    ...{ year, members, support, evaluations: evaluations.told?.evaluated ?? null, meetings, votes, courses },
    ...{ roundHosts, peerReviews, schemes, resources, packages, cohorts },
  }
}

async function memberCount(db: Reader, on: Day): Promise<number> {
  const { count } = await db
    .selectFrom('memberships')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('joinedOn', '<=', on)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .executeTakeFirstOrThrow()
  return count
}

async function hostsOfRounds(db: Reader, year: AcademicYear) {
  const [rounds, sessions] = await Promise.all([
    roundsCounted(db, year),
    db
      .selectFrom('courseSessions')
      .innerJoin('courses', 'courses.id', 'courseSessions.courseId')
      .select('hostMembershipId')
      .where('courses.kind', '=', 'rounds')
      .where('courseSessions.status', '=', 'held')
      .where('hostMembershipId', 'is not', null)
      .where('heldOn', '>=', firstDay(year))
      .where('heldOn', '<=', lastDay(year))
      .execute(),
  ])
  const hosts = new Set([...rounds.hosts, ...sessions.map(({ hostMembershipId }) => hostMembershipId)])
  return { hosts: hosts.size, sessions: sessions.length, visited: rounds.sessions }
}

const schemesOf = (db: Reader, year: AcademicYear) =>
  db
    .selectFrom('schemes')
    .where('fromOn', '<=', lastDay(year))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', firstDay(year))]))

async function schemeCounts(db: Reader, year: AcademicYear) {
  return schemesOf(db, year)
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('kind', 'not in', ['panel', 'peer review']).as('joint'),
      eb.fn.countAll<number>().filterWhere('kind', '=', 'panel').as('panels'),
      eb.fn.countAll<number>().filterWhere('kind', '=', 'peer review').as('peerReviews'),
    ])
    .executeTakeFirstOrThrow()
}

/** The schemes that ran in a year and how many members took part in each. */
export async function schemesTold(db: Reader, year: AcademicYear) {
  return schemesOf(db, year)
    .select((eb) => [
      'name',
      'kind',
      'everyone',
      eb
        .selectFrom('schemeMembers')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('schemeId', '=', 'schemes.id')
        .as('members'),
    ])
    .orderBy('name')
    .execute()
}

async function resourceCount(db: Reader, year: AcademicYear): Promise<number> {
  return (await resourcesTold(db, year)).length
}

export async function resourcesTold(db: Reader, year: AcademicYear) {
  return db
    .selectFrom('resources')
    .select(['title', 'kind', 'sharedOn'])
    .where('sharedOn', '>=', firstDay(year))
    .where('sharedOn', '<=', lastDay(year))
    .orderBy('sharedOn')
    .orderBy('title')
    .execute()
}

export async function packagesTold(db: Reader, year: AcademicYear) {
  return db
    .selectFrom('packages')
    .leftJoin('organisations', 'organisations.name', 'packages.partner')
    .select(['partner', 'title', 'subsidised', 'organisations.kind as from'])
    .where('fromOn', '<=', lastDay(year))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', firstDay(year))]))
    .orderBy('partner')
    .orderBy('title')
    .execute()
}

async function packageCounts(db: Reader, year: AcademicYear) {
  const told = await packagesTold(db, year)
  const authority = told.filter(({ from }) => from === 'authority').length
  return { partners: told.length - authority, authority }
}

export async function caseStudiesTold(db: Reader, year: AcademicYear) {
  return db
    .selectFrom('caseStudies')
    .leftJoin('members', 'members.id', 'caseStudies.membershipId')
    .select(['caseStudies.id', 'title', 'members.name as school', 'theoryOfAction', 'body', 'publishedOn'])
    .where('publishedOn', '>=', firstDay(year))
    .where('publishedOn', '<=', lastDay(year))
    .orderBy('publishedOn')
    .orderBy('caseStudies.id')
    .execute()
}

/** How many members there were on each 31 August, from the first membership to this year. */
export async function growth(db: Reader, year: AcademicYear) {
  const { rows } = await sql<{ year: number; members: number }>`
    select y as year, count(m.id) as members
    from generate_series((select coalesce(min(case when extract(month from joined_on) >= 9
        then extract(year from joined_on) else extract(year from joined_on) - 1 end), ${year})::integer from memberships), ${year}) y
    left join memberships m on m.joined_on <= make_date(y + 1, 8, 31) and (m.left_on is null or m.left_on >= make_date(y + 1, 8, 31))
    group by y order by y`.execute(db)
  return rows as { year: AcademicYear; members: number }[]
}

/** What was held or done in each month of the year, by kind. */
export async function monthsTold(db: Reader, year: AcademicYear) {
  const { rows } = await sql<{ month: string; kind: 'meetings' | 'sessions' | 'visits'; count: number }>`
    select to_char(held, 'YYYY-MM') as month, kind, count(*) as count from (
      select held_on as held, 'meetings' as kind from meetings where status = 'held'
      union all select held_on, 'sessions' from course_sessions where status = 'held'
      union all select visited_on, 'visits' from support_visits where through_ssig and status in ('done', 'cancelled on the day by host')
    ) happened
    where held between ${firstDay(year)} and ${lastDay(year)}
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/** Every record a year's review stands on, as it is now: its table, id and version. */
export async function recordsOf(db: Reader, year: AcademicYear) {
  const from = firstDay(year)
  const to = lastDay(year)
  const { rows } = await sql<{ source: string; id: number; version: number }>`
    select 'memberships' as source, id, version from memberships where joined_on <= ${to}
    union all select 'support', id, version from support_visits where visited_on between ${from} and ${to}
    union all select 'meetings', id, version from meetings where held_on between ${from} and ${to}
    union all select 'ballots', id, version from ballots
      where (closed_at at time zone 'Europe/London')::date between ${from} and ${to}
    union all select 'learning', c.id, c.version from courses c where exists
      (select from course_sessions s where s.course_id = c.id and s.held_on between ${from} and ${to})
    union all select 'sessions', id, version from course_sessions where held_on between ${from} and ${to}
    union all select 'participants', p.id, p.version from participants p where exists
      (select from course_sessions s where s.course_id = p.course_id and s.held_on between ${from} and ${to})
    union all select 'schemes', id, version from schemes where from_on <= ${to} and (to_on is null or to_on >= ${from})
    union all select 'library', id, version from resources where shared_on between ${from} and ${to}
    union all select 'packages', id, version from packages where from_on <= ${to} and (to_on is null or to_on >= ${from})
    union all select 'case-studies', id, version from case_studies where published_on between ${from} and ${to}
    union all select 'reading', id, version from reading_tests where cohort in
      (select cohort from reading_tests group by cohort having min(tested_on) between ${from} and ${to})
    order by 1, 2`.execute(db)
  return rows
}

/** The office's own words for a year, by section. */
export async function draftTexts(db: Reader, year: AcademicYear) {
  return db
    .selectFrom('reviewDrafts')
    .select(['section', 'body', 'version'])
    .where('year', '=', year)
    .execute()
}

export async function alliance(db: Reader): Promise<string> {
  const found = await db.selectFrom('alliance').select('name').executeTakeFirst()
  return found?.name ?? 'The alliance'
}

/** The latest frozen edition of a year, or the one of this number. */
export async function frozen(db: Reader, year: AcademicYear, number?: number): Promise<Edition | undefined> {
  const found = await db
    .selectFrom('reviewEditions')
    .leftJoin('people', 'people.id', 'reviewEditions.frozenBy')
    .select(['number', 'content', 'digest', 'frozenAt', 'people.name as frozenBy'])
    .where('year', '=', year)
    .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
    .orderBy('number', 'desc')
    .executeTakeFirst()
  if (!found) return undefined
  const { number: edition, digest, frozenAt, frozenBy } = found
  return { ...(found.content as Content), frozen: { number: edition, digest, frozenAt, frozenBy } }
}

export type YearListed = { year: AcademicYear; editions: number; latest: Date | null }

/** The years that have records or editions, newest first. */
export async function yearsRecorded(db: Reader): Promise<YearListed[]> {
  const { rows } = await sql<{ on: Day }>`
    select min(held_on)::text as on from meetings union all select max(held_on)::text from meetings
    union all select min(visited_on)::text from support_visits union all select max(visited_on)::text from support_visits
    union all select min(held_on)::text from course_sessions union all select max(held_on)::text from course_sessions
    union all select min(joined_on)::text from memberships`.execute(db)
  const editions = await db
    .selectFrom('reviewEditions')
    .select((eb) => ['year', eb.fn.countAll<number>().as('editions'), eb.fn.max('frozenAt').as('latest')])
    .groupBy('year')
    .execute()
  const days = rows.flatMap(({ on }) => (on ? [academicYearOf(on)] : []))
  if (days.length === 0) return []
  const [first, last] = [Math.min(...days), Math.max(...days)]
  const all = Array.from({ length: last - first + 1 }, (_, i) => (last - i) as AcademicYear)
  return all.map((year) => {
    const known = editions.find((one) => one.year === year)
    return { year, editions: known?.editions ?? 0, latest: known?.latest ?? null }
  })
}
