import { type ExpressionBuilder, sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader, Tables } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { Standing } from './rules.ts'
import { establishmentTypes, type Member } from './tables.ts'

/** The memberships current on this day, by name. */
export async function membersOn(db: Reader, on: Day): Promise<Member[]> {
  return db
    .selectFrom('members')
    .selectAll()
    .where('joinedOn', '<=', on)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .orderBy('name')
    .execute()
}

/** Memberships to choose from on a form, present ones first; a spell that ended says when. */
export async function memberOptions(db: Reader): Promise<RowOptions> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'name', 'leftOn'])
    .orderBy((eb) => eb('leftOn', 'is not', null))
    .orderBy('name')
    .execute()
  return rows.map(({ id, name, leftOn }) => [id, leftOn ? `${name} (left ${leftOn.slice(0, 4)})` : name])
}

/** One membership, and the URN its school bore on this day (or bears now, outside its spell). */
export async function membershipOn(db: Reader, id: number, on: Day) {
  const member = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst()
  if (!member) throw notFound()
  const then = await db
    .selectFrom('membershipSchools')
    .select('urn')
    .where('membershipId', '=', id)
    .where('fromOn', '<=', on)
    .orderBy('fromOn', 'desc')
    .executeTakeFirst()
  return { ...member, urn: then?.urn ?? member.urn }
}

export type MemberFilter = {
  words: string | null
  on: Day | null
  standing: Standing | 'all' | null
  type: string | null
  trustId: number | null
}

type Joined = { memberships: Tables['memberships']; schools: Tables['schools']; trusts: Tables['trusts'] }

/** Memberships under the name and URN that each school bore on this day, or nearest to it. */
const membersNear = (db: Reader, on: Day) =>
  db
    .selectFrom('memberships')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('membershipSchools')
          .select('membershipSchools.urn')
          .whereRef('membershipSchools.membershipId', '=', 'memberships.id')
          .orderBy(sql`from_on <= ${on}`, 'desc')
          .orderBy(sql`abs(from_on - ${on}::date)`)
          .limit(sql.lit(1))
          .as('then'),
      (join) => join.onTrue(),
    )
    .innerJoin('schools', 'schools.urn', 'then.urn')
    .leftJoin('trusts', 'trusts.id', 'schools.trustId')
    .select(['memberships.id', 'memberships.joinedOn', 'memberships.leftOn'])
    .select(['schools.urn', 'schools.name', 'schools.shortName', 'schools.type', 'schools.town'])
    .select(['trusts.id as trustId', 'trusts.name as trust'])

export type MemberRow = Awaited<ReturnType<typeof membersListed>>['rows'][number]

/** Memberships that match on the day asked for, one page of them, and how many there are in all. */
export async function membersListed(db: Reader, asked: ListAsked<MemberFilter>, today: Day) {
  const { words, type, trustId, standing } = asked.filter
  const on = asked.filter.on ?? today
  const rows = await membersNear(db, on)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where((eb) => stands(eb, standing ?? 'member', on))
    .$if(!!words, (query) => query.where((eb) => mentions(eb, words as string)))
    .$if(!!type, (query) => query.where('schools.type', '=', type as string))
    .$if(!!trustId, (query) => query.where('trusts.id', '=', trustId as number))
    .orderBy(sortedBy[asked.order.sort] ?? 'schools.name', asked.order.descending ? 'desc' : 'asc')
    .orderBy('memberships.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 } satisfies Listed<unknown>
}

const sortedBy: Record<string, 'schools.name' | 'schools.type' | 'trusts.name' | 'joinedOn' | 'leftOn'> = {
  name: 'schools.name',
  type: 'schools.type',
  trust: 'trusts.name',
  joined: 'joinedOn',
  left: 'leftOn',
}

function stands(eb: ExpressionBuilder<Joined, keyof Joined>, standing: Standing | 'all', on: Day) {
  if (standing === 'all') return eb.lit(true)
  if (standing === 'coming') return eb('memberships.joinedOn', '>', on)
  if (standing === 'past') return eb('memberships.leftOn', '<', on)
  const lasting = eb.or([eb('memberships.leftOn', 'is', null), eb('memberships.leftOn', '>=', on)])
  return eb.and([eb('memberships.joinedOn', '<=', on), lasting])
}

function mentions(eb: ExpressionBuilder<Joined, keyof Joined>, words: string) {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return eb.or([
    eb('schools.name', 'ilike', pattern),
    eb('schools.shortName', 'ilike', pattern),
    eb('schools.town', 'ilike', pattern),
    eb('trusts.name', 'ilike', pattern),
    eb(sql`schools.urn::text`, '=', words),
  ])
}

/** How many memberships were current on each of these days. */
export async function memberCounts(db: Reader, days: Day[]): Promise<{ on: Day; members: number }[]> {
  const { rows } = await sql<{ on: Day; members: number }>`
    select day as on, count(m.id) as members from unnest(${days}::date[]) as day
    left join memberships m on m.joined_on <= day and (m.left_on is null or m.left_on >= day)
    group by day order by day`.execute(db)
  return rows
}

export async function firstJoinedOn(db: Reader): Promise<Day | null> {
  const first = await db
    .selectFrom('memberships')
    .select((eb) => eb.fn.min('joinedOn').as('on'))
    .executeTakeFirst()
  return first?.on ?? null
}

/** One membership with the whole of what is known of its school now. */
export async function membership(db: Reader, id: number) {
  const found = await db
    .selectFrom('members')
    .innerJoin('memberships', 'memberships.id', 'members.id')
    .innerJoin('schools', 'schools.urn', 'members.urn')
    .leftJoin('trusts', 'trusts.id', 'schools.trustId')
    .selectAll('schools')
    .select(['members.id', 'members.joinedOn', 'members.leftOn', 'trusts.name as trust'])
    .select(['memberships.version as spellVersion'])
    .where('members.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
export type Membership = Awaited<ReturnType<typeof membership>>

/** The URNs a membership has borne, first to last, with the name of each. */
export const urnsBorne = (db: Reader, membershipId: number) =>
  db
    .selectFrom('membershipSchools')
    .innerJoin('schools', 'schools.urn', 'membershipSchools.urn')
    .select(['membershipSchools.urn', 'fromOn', 'toOn', 'schools.name', 'schools.type', 'schools.status'])
    .where('membershipId', '=', membershipId)
    .orderBy('fromOn')
    .execute()
export type UrnBorne = Awaited<ReturnType<typeof urnsBorne>>[number]

/** Every spell of the schools that bore these URNs, first to last. */
export const spellsOf = (db: Reader, urns: number[]) =>
  db
    .selectFrom('memberships')
    .select(['id', 'joinedOn', 'leftOn'])
    .where('id', 'in', (eb) =>
      eb.selectFrom('membershipSchools').select('membershipId').where('urn', 'in', urns),
    )
    .orderBy('joinedOn')
    .execute()

const LEADING = [
  'head',
  'acting head',
  'executive head',
  'deputy',
  'chair of governors',
  'chair of trustees',
  'business manager',
] as const

/** Who leads, governs and runs the school on this day. */
export const leadersOn = (db: Reader, membershipId: number, on: Day) =>
  db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .select(['people.id', 'people.name', 'posts.post', 'posts.fromOn', 'people.email'])
    .where('posts.membershipId', '=', membershipId)
    .where('posts.post', 'in', LEADING)
    .where((eb) => eb.or([eb('posts.fromOn', 'is', null), eb('posts.fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('posts.toOn', 'is', null), eb('posts.toOn', '>=', on)]))
    .orderBy((eb) => eb.fn('array_position', [sql`array[${sql.join([...LEADING])}]`, 'posts.post']))
    .orderBy('people.name')
    .execute()
export type Leader = Awaited<ReturnType<typeof leadersOn>>[number]

/** What the register says came before or after these URNs. */
export const linksOf = (db: Reader, urns: number[]) =>
  db
    .selectFrom('schoolLinks')
    .selectAll()
    .where((eb) => eb.or([eb('urn', 'in', urns), eb('linkUrn', 'in', urns)]))
    .orderBy('urn')
    .execute()

export const schoolByUrn = (db: Reader, urn: number) =>
  db.selectFrom('schools').selectAll().where('urn', '=', urn).executeTakeFirst()

/** The types to choose from: the register's, and whatever else is recorded here. */
export async function typeOptions(db: Reader): Promise<Record<string, string>> {
  const rows = await db.selectFrom('schools').select('type').distinct().execute()
  const all = [...Object.values(establishmentTypes), ...rows.flatMap(({ type }) => type ?? [])]
  return Object.fromEntries([...new Set(all)].sort().map((type) => [type, type]))
}

export async function trustOptions(db: Reader): Promise<RowOptions> {
  const rows = await db.selectFrom('trusts').select(['id', 'name']).orderBy('name').execute()
  return rows.map(({ id, name }) => [id, name])
}
