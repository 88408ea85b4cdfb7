import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { SchemeKind } from './tables.ts'

const schemes = (db: Reader) =>
  db
    .selectFrom('schemes')
    .selectAll('schemes')
    .select((eb) =>
      eb
        .selectFrom('schemeMembers')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('schemeId', '=', 'schemes.id')
        .as('schools'),
    )

export type SchemeRow = Awaited<ReturnType<typeof scheme>>

export async function scheme(db: Reader, id: number) {
  const found = await schemes(db).where('schemes.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The memberships named as taking part, by name; none are named where every member does. */
export const schoolsIn = (db: Reader, schemeId: number) =>
  db
    .selectFrom('schemeMembers')
    .innerJoin('members', 'members.id', 'schemeMembers.membershipId')
    .select(['members.id', 'members.shortName as name'])
    .where('schemeId', '=', schemeId)
    .orderBy('members.shortName')
    .execute()

export type SchemeFilter = { words: string | null; year: AcademicYear | null; kind: SchemeKind | null }

/** Schemes that match; one belongs to every academic year in which it ran. */
export async function schemesListed(db: Reader, asked: ListAsked<SchemeFilter>): Promise<Listed<SchemeRow>> {
  const { words, year, kind } = asked.filter
  const rows = await schemes(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('fromOn', '<=', lastDay(year as AcademicYear))
        .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', firstDay(year as AcademicYear))])),
    )
    .$if(!!kind, (query) => query.where('kind', '=', kind as SchemeKind))
    .$if(!!words, (query) => query.where('name', 'ilike', `%${words?.replace(/[\\%_]/g, '\\$&')}%`))
    .orderBy(sortedBy[asked.order.sort] ?? 'fromOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('schemes.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'fromOn' | 'toOn' | 'name' | 'kind'> = {
  from: 'fromOn',
  to: 'toOn',
  name: 'name',
  kind: 'kind',
}
