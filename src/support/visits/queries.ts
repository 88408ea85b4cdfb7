import { type ExpressionBuilder, sql } from 'kysely'
import { type AcademicYear, type Day, day, firstDay, inWords, lastDay } from '../../platform/day.ts'
import type { Reader, Tables } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { reckoning, visitsCounted } from '../ledger/counted.ts'
import type { Counted } from '../ledger/rules.ts'
import { isTaken, meets, partOfDay } from './rules.ts'
import { type Half, type VisitStatus, visitStatuses } from './tables.ts'

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

/** Enough of a visit to say what it counts. */
const toCount = ['half', 'supportVisits.status', 'throughSsig', 'sameTrust', 'toMembershipId'] as const
const brought = sql<boolean>`support_visits.import_id is not null`.as('brought')

export type Visit = Awaited<ReturnType<typeof visit>>
export type VisitRow = Pick<
  Visit,
  'id' | 'visitedOn' | 'half' | 'subject' | 'status' | 'practitioner' | 'fromSchool' | 'toSchool'
> &
  Counted

/** One visit, what it counts and why not. @throws Refusal not found. */
export async function visit(db: Reader, id: number) {
  const found = await visits(db)
    .selectAll('supportVisits')
    .select(names)
    .select(brought)
    .where('supportVisits.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  const { counts } = await reckoning(db, { from: found.visitedOn, to: found.visitedOn })
  return { ...found, counted: counts(found) }
}

/** The deployment that a visit belongs to, for whoever may open it. */
export async function supportOf(db: Reader, deploymentId: number | null) {
  if (deploymentId === null) return undefined
  return db
    .selectFrom('deployments')
    .innerJoin('supportAreas', 'supportAreas.id', 'areaId')
    .select(['deployments.id', 'supportAreas.name as area'])
    .where('deployments.id', '=', deploymentId)
    .executeTakeFirst()
}

type Going = { practitionerId: number; visitedOn: Day; half: Half; exceptId?: number }

const taking = (Object.keys(visitStatuses) as VisitStatus[]).filter(isTaken)

/** Where somebody is already in that part of the day, in a sentence; nothing where they are free. */
export async function elsewhere(db: Reader, { practitionerId, visitedOn, half, exceptId = 0 }: Going) {
  const there = await visits(db)
    .select(names)
    .select('half')
    .where('supportVisits.practitionerId', '=', practitionerId)
    .where('visitedOn', '=', visitedOn)
    .where('half', 'in', meets(half))
    .where('supportVisits.status', 'in', taking)
    .where('supportVisits.id', '<>', exceptId)
    .executeTakeFirst()
  if (!there) return undefined
  const { practitioner, toSchool } = there
  return `${practitioner} is already recorded at ${toSchool} ${partOfDay[there.half]} on ${inWords(visitedOn)}`
}

/** Whether both schools are of one trust today, as a visit keeps it when it is recorded. */
export async function ofOneTrust(db: Reader, { fromUrn, toUrn }: { fromUrn: number; toUrn: number }) {
  const rows = await db.selectFrom('schools').select('trustId').where('urn', 'in', [fromUrn, toUrn]).execute()
  const [from, to] = rows
  return !!from && !!to && from.trustId !== null && from.trustId === to.trustId
}

export type VisitFilter = {
  year: AcademicYear | null
  words: string | null
  ssig: boolean | null
  counted: boolean | null
}

/**
 * Visits that match, one page of them, what each counts, and how many there are in all. The page and the number are
 * asked side by side: a page found by its order needs no count of the rest, and a count needs no names.
 */
export async function visitsListed(db: Reader, asked: ListAsked<VisitFilter>): Promise<Listed<VisitRow>> {
  const { words } = asked.filter
  const counting = asked.filter.counted ? countingIn(db, asked.filter.year ?? null) : undefined
  const among = await counting?.ids
  const page = visits(db)
    .select(['supportVisits.id', 'visitedOn', 'subject'])
    .select(toCount)
    .select(names)
    .select(brought)
    .where(kept(asked.filter, among))
    .$if(!!words, (query) => query.where((eb) => mentions(eb, words as string)))
    .orderBy(sortedBy[asked.order.sort] ?? 'visitedOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('supportVisits.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  const [rows, total] = await Promise.all([page, countOf(db, asked.filter, among)])
  const [first] = rows
  if (!first) return { rows: [], total }
  const days = rows.map(({ visitedOn }) => visitedOn).sort()
  const shown = { from: days[0] ?? first.visitedOn, to: days.at(-1) ?? first.visitedOn }
  const { counts } = await (counting?.known ?? reckoning(db, shown))
  return { rows: rows.map((row) => ({ ...row, ...counts(row) })), total }
}

/** The visits that count, which only their terms and the hosts’ term dates can say, and these to say it again. */
function countingIn(db: Reader, year: AcademicYear | null) {
  const [from, to] = year === null ? [day('1900-01-01'), day('2100-12-31')] : [firstDay(year), lastDay(year)]
  const known = reckoning(db, { from, to })
  const all = visitsCounted(db, { from, to }, known)
  const ids = all.then((visits) => visits.filter(({ halfDays }) => halfDays > 0).map(({ id }) => id))
  return { known, ids }
}

async function countOf(
  db: Reader,
  { words, ...filter }: Partial<VisitFilter>,
  among: number[] | undefined,
): Promise<number> {
  const all = words ? visits(db).where((eb) => mentions(eb, words)) : db.selectFrom('supportVisits')
  const { count } = await all
    .where(kept(filter, among))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function kept({ year, ssig }: Partial<VisitFilter>, among: number[] | undefined) {
  const asked = [sql`true`]
  if (year != null) asked.push(sql`visited_on between ${firstDay(year)} and ${lastDay(year)}`)
  if (ssig != null) asked.push(sql`through_ssig = ${ssig}`)
  if (among) asked.push(sql`support_visits.id = any (${among}::bigint[])`)
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

/** Support through SSIG in this year, as the terms of the year count it (clause 21). */
export async function supportCounted(db: Reader, year: AcademicYear): Promise<SupportCounted> {
  const all = await visitsCounted(db, { from: firstDay(year), to: lastDay(year) })
  const counted = all.filter(({ halfDays }) => halfDays > 0)
  const supported = counted.map(({ toMembershipId }) => toMembershipId)
  const supporting = counted.map(({ fromMembershipId }) => fromMembershipId)
  return {
    halfDays: counted.reduce((sum, { halfDays }) => sum + halfDays, 0),
    takingPart: different([...supported, ...supporting]),
    supported: different(supported),
    supporting: different(supporting),
    visits: counted.length,
  }
}

const different = (ids: (number | null)[]) => new Set(ids.filter((id) => id !== null)).size
