import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked } from '../platform/web.tsx'
import type { RegisterSummary } from './actions.ts'
import type { Sought } from './read.ts'
import type { ChangeKind, Decision } from './tables.ts'

/** Every school that is known here, and those that the register has linked with them. */
export async function sought(db: Reader, authority: string | null): Promise<Sought> {
  const { rows } = await sql<{ urn: number }>`
    select urn from schools union select urn from school_links union select link_urn from school_links
    union select becomes::integer from register_changes where kind = 'successor' and approved is null`.execute(
    db,
  )
  return { urns: new Set(rows.map(({ urn }) => urn)), authority }
}

/** What is known here of the schools the register speaks of, as it would say it. */
export const schoolsHere = (db: Reader, urns: number[]) =>
  db
    .selectFrom('schools')
    .leftJoin('trusts', 'trusts.id', 'schools.trustId')
    .selectAll('schools')
    .select('trusts.name as trust')
    .where('urn', 'in', urns)
    .execute()

export const trustsHere = (db: Reader) => db.selectFrom('trusts').selectAll().execute()
export const linksHere = (db: Reader) => db.selectFrom('schoolLinks').selectAll().execute()

/** Proposals that wait, or that somebody has left: neither is made again. */
export const undecidedOrLeft = (db: Reader) =>
  db
    .selectFrom('registerChanges')
    .select(['id', 'urn', 'trustId', 'kind', 'field', 'becomes', 'approved'])
    .where((eb) => eb.or([eb('approved', 'is', null), eb('approved', '=', false)]))
    .execute()

const changes = (db: Reader) =>
  db
    .selectFrom('registerChanges')
    .leftJoin('schools', 'schools.urn', 'registerChanges.urn')
    .leftJoin('trusts', 'trusts.id', 'registerChanges.trustId')
    .leftJoin('people', 'people.id', 'registerChanges.decidedBy')
    .selectAll('registerChanges')
    .select((eb) => [
      eb.fn.coalesce('schools.shortName', 'trusts.name').as('about'),
      'people.name as decidedByName',
    ])

export type ChangeRow = Awaited<ReturnType<typeof change>>

export async function change(db: Reader, id: number) {
  const found = await changes(db).where('registerChanges.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export const waiting = (db: Reader, importId: number) =>
  changes(db)
    .where('registerChanges.importId', '=', importId)
    .where('approved', 'is', null)
    .orderBy('registerChanges.id')
    .execute()

export type ChangeFilter = { words: string | null; kind: ChangeKind | null; decision: Decision | null }

/** Changes that one reading proposed, those of more weight than a field first. */
export async function changesListed(db: Reader, importId: number, asked: ListAsked<ChangeFilter>) {
  const { words, kind, decision } = asked.filter
  const pattern = `%${words?.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await changes(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('registerChanges.importId', '=', importId)
    .$if(!!kind, (query) => query.where('registerChanges.kind', '=', kind as ChangeKind))
    .$if(decision === 'open', (query) => query.where('approved', 'is', null))
    .$if(decision === 'approved', (query) => query.where('approved', '=', true))
    .$if(decision === 'left', (query) => query.where('approved', '=', false))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('schools.name', 'ilike', pattern),
          eb('becomes', 'ilike', pattern),
          eb(sql`register_changes.urn::text`, '=', words as string),
        ]),
      ),
    )
    .orderBy((eb) => eb('registerChanges.kind', '=', 'field'))
    .orderBy('registerChanges.id', asked.order.descending ? 'desc' : 'asc')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const imports = (db: Reader) =>
  db
    .selectFrom('imports')
    .leftJoin('people', 'people.id', 'imports.startedBy')
    .select(['imports.id', 'source', 'state', 'startedAt', 'people.name as startedBy'])
    .select((eb) =>
      eb
        .selectFrom('registerChanges')
        .select((count) => count.fn.countAll<number>().as('waiting'))
        .whereRef('registerChanges.importId', '=', 'imports.id')
        .where('approved', 'is', null)
        .as('waiting'),
    )
    .where('imports.kind', '=', 'register')

export type ReadingRow = Awaited<ReturnType<typeof readingsListed>>['rows'][number]

/** Files of the register that were read, newest first. */
export async function readingsListed(db: Reader, asked: ListAsked<{ words: string | null }>) {
  const rows = await imports(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(!!asked.filter.words, (query) =>
      query.where('source', 'ilike', `%${asked.filter.words?.replace(/[\\%_]/g, '\\$&')}%`),
    )
    .orderBy('imports.id', asked.order.descending ? 'desc' : 'asc')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function reading(db: Reader, id: number) {
  const found = await imports(db).select('result').where('imports.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return { ...found, result: found.result as RegisterSummary }
}
