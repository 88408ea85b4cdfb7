import { type ExpressionBuilder, sql } from 'kysely'
import type { Asked } from '../agreement/commitment.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader, Tables } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { Half, VisitStatus } from './tables.ts'

const visits = (db: Reader) =>
  db
    .selectFrom('supportVisits')
    .innerJoin('people', 'people.id', 'supportVisits.practitionerId')
    .innerJoin('schools as supporting', 'supporting.urn', 'supportVisits.fromUrn')
    .innerJoin('schools as supported', 'supported.urn', 'supportVisits.toUrn')

const names = [
  'people.name as practitioner',
  'supporting.shortName as fromSchool',
  'supported.shortName as toSchool',
] as const

export type Visit = Awaited<ReturnType<typeof visit>>
export type VisitRow = Pick<
  Visit,
  'id' | 'visitedOn' | 'half' | 'subject' | 'status' | 'practitioner' | 'fromSchool' | 'toSchool'
>

export async function visit(db: Reader, id: number) {
  const found = await visits(db)
    .selectAll('supportVisits')
    .select(names)
    .where('supportVisits.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type VisitFilter = {
  year: AcademicYear | null
  words: string | null
  ssig: boolean | null
  counted: boolean | null
}

/**
 * Visits that match, one page of them, and how many there are in all. The two are asked side by side: a page
 * found by its order needs no count of the rest, and a count needs no names.
 */
export async function visitsListed(db: Reader, asked: ListAsked<VisitFilter>): Promise<Listed<VisitRow>> {
  const { words } = asked.filter
  const page = visits(db)
    .select(['supportVisits.id', 'visitedOn', 'half', 'subject', 'supportVisits.status'])
    .select(names)
    .where(kept(asked.filter))
    .$if(!!words, (query) => query.where((eb) => mentions(eb, words as string)))
    .orderBy(sortedBy[asked.order.sort] ?? 'visitedOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('supportVisits.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  const [rows, total] = await Promise.all([page, countOf(db, asked.filter)])
  return { rows, total }
}

async function countOf(db: Reader, { words, ...filter }: Partial<VisitFilter>): Promise<number> {
  const all = words ? visits(db).where((eb) => mentions(eb, words)) : db.selectFrom('supportVisits')
  const { count } = await all
    .where(kept(filter))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function kept({ year, ssig, counted }: Partial<VisitFilter>) {
  const asked = [sql`true`]
  if (year != null) asked.push(sql`visited_on between ${firstDay(year)} and ${lastDay(year)}`)
  if (ssig != null) asked.push(sql`through_ssig = ${ssig}`)
  if (counted) asked.push(sql`through_ssig and support_visits.status <> 'cancelled'`)
  return sql<boolean>`${sql.join(asked, sql` and `)}`
}

const sortedBy: Record<string, 'visitedOn' | 'practitioner' | 'fromSchool' | 'toSchool'> = {
  on: 'visitedOn',
  practitioner: 'practitioner',
  from: 'fromSchool',
  to: 'toSchool',
}

type Joined = Pick<Tables, 'supportVisits' | 'people'> & {
  supporting: Tables['schools']
  supported: Tables['schools']
}

function mentions(eb: ExpressionBuilder<Joined, keyof Joined>, words: string) {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return eb.or([
    eb('people.name', 'ilike', pattern),
    eb('supporting.name', 'ilike', pattern),
    eb('supported.name', 'ilike', pattern),
    eb('supportVisits.subject', 'ilike', pattern),
    eb('supportVisits.commission', 'ilike', pattern),
  ])
}

export type SupportCounted = {
  halfDays: number
  /** Different memberships on either side, supported, and supporting. */
  takingPart: number
  supported: number
  supporting: number
  visits: number
}

/** Support through SSIG in this year: visits done, or cancelled by the host on the day (clause 21). */
export async function supportCounted(db: Reader, year: AcademicYear): Promise<SupportCounted> {
  const { rows } = await sql<SupportCounted>`
    select coalesce(sum(case half when 'day' then 2 else 1 end) filter (where side = 'to'), 0)::int as half_days,
      count(distinct membership_id) as taking_part,
      count(distinct membership_id) filter (where side = 'to') as supported,
      count(distinct membership_id) filter (where side = 'from') as supporting,
      count(*) filter (where side = 'to') as visits
    from support_visits
    cross join lateral (values ('from', from_membership_id), ('to', to_membership_id)) as sides (side, membership_id)
    where through_ssig and status <> 'cancelled'
      and visited_on between ${firstDay(year)} and ${lastDay(year)}`.execute(db)
  return rows[0] as SupportCounted
}

/** A member with one visit that its staff made to another school in the year, or with none. */
export type Given = {
  membershipId: number
  /** Whether any school's support is recorded in the year: where none is, nothing can be told from it. */
  anyRecorded: boolean
} & (
  | { id: number; visitedOn: Day; half: Half; status: VisitStatus; throughSsig: boolean }
  | { id: null; visitedOn: null; half: null; status: null; throughSsig: null }
)

/** Every member of the year with the visits its staff made up to this day, whatever became of them. */
export async function supportGiven(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<Given[]> {
  const { rows } = await sql<Given>`
    select m.id as membership_id, v.id, visited_on, half, status, through_ssig,
      exists (select from support_visits where visited_on between ${firstDay(year)} and ${on}) as any_recorded
    from memberships m
    left join support_visits v on v.from_membership_id = m.id and visited_on between ${firstDay(year)} and ${on}
    where joined_on <= ${on} and coalesce(left_on >= ${firstDay(year)}, true)
    order by visited_on, v.id`.execute(db)
  return rows
}

/** What a member gave, took and shared in the year, counted. */
export type Exchanged = {
  membershipId: number
  given: number
  received: number
  people: number
  hosted: number
}

/** Every member of the year with visits given and received, staff on joint courses and sessions hosted. */
export async function exchanged(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<Exchanged[]> {
  const { rows } = await sql<Exchanged>`
    with visits as (
      select from_membership_id, to_membership_id from support_visits
      where status <> 'cancelled' and visited_on between ${firstDay(year)} and ${on}
    ), sessions as (
      select id, course_id, host_membership_id from course_sessions
      where status = 'held' and held_on between ${firstDay(year)} and ${on}
    ), given as (select from_membership_id as id, count(*) as n from visits group by 1
    ), received as (select to_membership_id as id, count(*) as n from visits group by 1
    ), people as (
      select p.membership_id as id, count(distinct person_id) as n
      from participants p join sessions s on s.course_id = p.course_id and s.id = coalesce(p.session_id, s.id)
      where outcome in ('attended', 'completed') group by 1
    ), hosted as (select host_membership_id as id, count(*) as n from sessions group by 1)
    select m.id as membership_id, coalesce(given.n, 0) as given, coalesce(received.n, 0) as received,
      coalesce(people.n, 0) as people, coalesce(hosted.n, 0) as hosted
    from memberships m
    left join given on given.id = m.id left join received on received.id = m.id
    left join people on people.id = m.id left join hosted on hosted.id = m.id
    where joined_on <= ${on} and coalesce(left_on >= ${firstDay(year)}, true)`.execute(db)
  return rows
}
