import { type ExpressionBuilder, sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader, Tables } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'

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
