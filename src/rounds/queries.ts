import { type ExpressionBuilder, sql } from 'kysely'
import { datesOf } from '../calendars/queries.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader, Tables } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import { type Return, returnDay } from './rules.ts'
import type { RoundState } from './tables.ts'

/** Whoever is not in a round reads of it that it took place, and its theory of action once that is told. */
const inIt = sql<boolean>`reader.is_in`
/** Asked once for a round and not for each of its columns: what has an offset is not worked into them. */
const readerOf = sql<{ isIn: boolean }>`lateral (select in_round(rounds.id) as is_in offset 0)`.as<'reader'>(
  sql.ref('reader'),
)
const forThoseInIt = <T>(column: string) => sql<T | null>`case when ${inIt} then ${sql.ref(column)} end`
const told = sql<boolean>`rounds.state = 'returned' or rounds.shared_at is not null`
const forAll = <T>(column: string) => sql<T | null>`case when ${told} or ${inIt} then ${sql.ref(column)} end`

const rounds = (db: Reader) =>
  db
    .selectFrom('rounds')
    .innerJoin('members', 'members.id', 'rounds.hostMembershipId')
    .leftJoin('people as leading', 'leading.id', 'rounds.leadId')
    .innerJoin(readerOf, (join) => join.onTrue())
    .select(['rounds.id', 'rounds.hostMembershipId', 'rounds.title', 'rounds.visitOn', 'rounds.state'])
    .select(['rounds.leadId', 'rounds.caseStudyId', 'rounds.sharedAt', 'rounds.version'])
    .select(['rounds.returnedAt', 'members.shortName as host'])
    .select([
      inIt.as('isIn'),
      forThoseInIt<string>('rounds.problem').as('problem'),
      forThoseInIt<Tables['rounds']['marks']['__select__']>('rounds.marks').as('marks'),
      forThoseInIt<string>('rounds.starts').as('starts'),
      forThoseInIt<string>('rounds.ends').as('ends'),
      forThoseInIt<Day>('rounds.return_on').as('returnOn'),
      forThoseInIt<string>('rounds.returned_words').as('returnedWords'),
      forThoseInIt<Tables['rounds']['offered']>('rounds.offered').as('offered'),
      forThoseInIt<string>('leading.name').as('lead'),
      forAll<string>('rounds.theory_if').as('theoryIf'),
      forAll<string>('rounds.theory_then').as('theoryThen'),
    ])

export type Round = Awaited<ReturnType<typeof round>>

export async function round(db: Reader, id: number) {
  const found = await rounds(db).where('rounds.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** A round of which this reader may read all that hangs on it. @throws Refusal not found for everybody else. */
export async function roundWithin(db: Reader, id: number) {
  const found = await round(db, id)
  if (!found.isIn) throw notFound()
  return { ...found, problem: found.problem ?? '', marks: found.marks ?? {} }
}
export type RoundWithin = Awaited<ReturnType<typeof roundWithin>>

export type RoundFilter = {
  words: string | null
  year: AcademicYear | null
  host: number | null
  state: RoundState | null
}

/** Rounds that match, one page of them, and how many there are in all. */
export async function roundsListed(db: Reader, asked: ListAsked<RoundFilter>): Promise<Listed<Round>> {
  const { words, year, host, state } = asked.filter
  const rows = await rounds(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('visitOn', '>=', firstDay(year as AcademicYear))
        .where('visitOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(host != null, (query) => query.where('hostMembershipId', '=', host as number))
    .$if(!!state, (query) => query.where('rounds.state', '=', state as RoundState))
    .$if(!!words, (query) => query.where((eb) => mentions(eb as never, words as string)))
    .orderBy(sortedBy[asked.order.sort] ?? 'visitOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('rounds.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'visitOn' | 'members.shortName' | 'rounds.title' | 'rounds.state'> = {
  on: 'visitOn',
  host: 'members.shortName',
  title: 'rounds.title',
  state: 'rounds.state',
}

/** A problem of practice is looked through for those only who may read it. */
function mentions(eb: ExpressionBuilder<Tables, 'rounds' | 'members'>, words: string) {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return eb.or([
    eb('rounds.title', 'ilike', pattern),
    eb('members.name', 'ilike', pattern),
    eb.and([eb(inIt, '=', true), eb('rounds.problem', 'ilike', pattern)]),
  ])
}

/** When a visit of this day is gone back to, by the host's own term dates. */
export async function returnDayOf(db: Reader, hostMembershipId: number, visitOn: Day): Promise<Return> {
  return returnDay(await datesOf(db, hostMembershipId), visitOn)
}

/** Everybody recorded with a post at a school, now or before: whom nothing written on a round may name. */
export async function staffOf(db: Reader, membershipId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .innerJoin('membershipSchools as there', 'there.membershipId', 'posts.membershipId')
    .innerJoin('membershipSchools as here', 'here.urn', 'there.urn')
    .select('people.name')
    .distinct()
    .where('here.membershipId', '=', membershipId)
    .execute()
  return rows.map(({ name }) => name)
}

/** The rounds whose lessons were visited in a year, and the memberships that hosted them: for figures of the alliance. */
export async function roundsCounted(
  db: Reader,
  year: AcademicYear,
): Promise<{ hosts: number[]; sessions: number }> {
  const rows = await db
    .selectFrom('rounds')
    .select('hostMembershipId')
    .where('state', 'in', ['visited', 'debriefed', 'returned'])
    .where('visitOn', '>=', firstDay(year))
    .where('visitOn', '<=', lastDay(year))
    .execute()
  return { hosts: [...new Set(rows.map(({ hostMembershipId }) => hostMembershipId))], sessions: rows.length }
}

/** In which rooms who has written notes, and nothing of what they wrote: for those in the round. */
export async function observed(db: Reader, roundId: number): Promise<{ roomId: number; personId: number }[]> {
  const { rows } = await sql<{
    roomId: number
    personId: number
  }>`select * from round_observed(${roundId})`.execute(db)
  return rows
}
