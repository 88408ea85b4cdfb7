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
    .selectAll('supportVisits')
    .select([
      'people.name as practitioner',
      'supporting.shortName as fromSchool',
      'supported.shortName as toSchool',
    ])

export type VisitRow = Awaited<ReturnType<typeof visit>>

export async function visit(db: Reader, id: number) {
  const found = await visits(db).where('supportVisits.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type VisitFilter = {
  year: AcademicYear | null
  words: string | null
  ssig: boolean | null
  counted: boolean | null
}

/** Visits that match, one page of them, and how many there are in all. */
export async function visitsListed(db: Reader, asked: ListAsked<VisitFilter>): Promise<Listed<VisitRow>> {
  const { year, words, ssig, counted } = asked.filter
  const rows = await visits(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('visitedOn', '>=', firstDay(year as AcademicYear))
        .where('visitedOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(!!words, (query) => query.where((eb) => mentions(eb, words as string)))
    .$if(ssig != null, (query) => query.where('throughSsig', '=', ssig as boolean))
    .$if(counted === true, (query) =>
      query.where('throughSsig', '=', true).where('supportVisits.status', '<>', 'cancelled'),
    )
    .orderBy(sortedBy[asked.order.sort] ?? 'visitedOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('supportVisits.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
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
