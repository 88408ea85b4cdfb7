import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked } from '../../platform/web.tsx'
import type { OrganisationKind } from '../tables.ts'

export type NameFilter = { words: string | null }

const pattern = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`

export type TrustRow = Awaited<ReturnType<typeof trustsListed>>['rows'][number]

/** Trusts, each with how many schools of it are members on this day. */
export async function trustsListed(db: Reader, asked: ListAsked<NameFilter>, on: Day) {
  const { words } = asked.filter
  const rows = await db
    .selectFrom('trusts')
    .selectAll('trusts')
    .select((eb) => [
      eb
        .selectFrom('members')
        .select((count) => count.fn.countAll<number>().as('members'))
        .whereRef('members.trustId', '=', 'trusts.id')
        .where('joinedOn', '<=', on)
        .where((lasting) => lasting.or([lasting('leftOn', 'is', null), lasting('leftOn', '>=', on)]))
        .as('members'),
      eb.fn.countAll<number>().over().as('total'),
    ])
    .$if(!!words, (query) => query.where('trusts.name', 'ilike', pattern(words as string)))
    .orderBy('trusts.name', asked.order.descending ? 'desc' : 'asc')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function trust(db: Reader, id: number) {
  const found = await db.selectFrom('trusts').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export const membersOfTrust = (db: Reader, trustId: number) =>
  db.selectFrom('members').selectAll().where('trustId', '=', trustId).orderBy('name').execute()

export type OrganisationFilter = NameFilter & { kind: OrganisationKind | null }
export type OrganisationRow = Awaited<ReturnType<typeof organisationsListed>>['rows'][number]

/** Organisations that are not schools, with how many people hold a post there on this day. */
export async function organisationsListed(db: Reader, asked: ListAsked<OrganisationFilter>, on: Day) {
  const { words, kind } = asked.filter
  const rows = await db
    .selectFrom('organisations')
    .selectAll('organisations')
    .select((eb) => [
      eb
        .selectFrom('posts')
        .select((count) => count.fn.count<number>('personId').distinct().as('people'))
        .whereRef('posts.organisationId', '=', 'organisations.id')
        .where((begun) => begun.or([begun('fromOn', 'is', null), begun('fromOn', '<=', on)]))
        .where((lasting) => lasting.or([lasting('toOn', 'is', null), lasting('toOn', '>=', on)]))
        .as('people'),
      eb.fn.countAll<number>().over().as('total'),
    ])
    .$if(!!words, (query) => query.where('organisations.name', 'ilike', pattern(words as string)))
    .$if(!!kind, (query) => query.where('kind', '=', kind as OrganisationKind))
    .orderBy(
      asked.order.sort === 'kind' ? 'kind' : 'organisations.name',
      asked.order.descending ? 'desc' : 'asc',
    )
    .orderBy('organisations.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function organisation(db: Reader, id: number) {
  const found = await db.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
