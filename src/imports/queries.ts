import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { GivenFile } from '../platform/sheet-encoding.ts'
import type { ImportState } from '../platform/tables.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { ImportKind, Summary } from './bring.ts'

export type ImportLine = {
  id: number
  kind: ImportKind
  source: string
  state: ImportState
  startedAt: Date
  startedBy: string | null
}
export type ImportFilter = { words: string | null }
export type Import = ImportLine & {
  progress: string | null
  finishedAt: Date | null
  summary: Partial<Summary>
}

const lines = (db: Reader) =>
  db
    .selectFrom('imports')
    .leftJoin('people', 'people.id', 'imports.startedBy')
    .where('imports.kind', 'in', ['year', 'people'])

const line = [
  'imports.id',
  'imports.kind',
  'imports.source',
  'imports.state',
  'imports.startedAt',
  'people.name as startedBy',
] as const

const containing = (words: string) => `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Newest first unless asked otherwise. */
export async function importsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<ImportFilter>,
): Promise<Listed<ImportLine>> {
  const column = order.sort === 'source' ? 'imports.source' : 'imports.startedAt'
  const found = filter.words
    ? lines(db).where('imports.source', 'ilike', containing(filter.words))
    : lines(db)
  const rows = await found
    .select(line)
    .select(sql<number>`count(*) over ()::integer`.as('total'))
    .orderBy(column, order.descending ? 'desc' : 'asc')
    .orderBy('imports.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows: rows as ImportLine[], total: rows[0]?.total ?? 0 }
}

export async function importById(db: Reader, id: number): Promise<Import> {
  const found = await lines(db)
    .select(line)
    .select(['imports.progress', 'imports.finishedAt', 'imports.result as summary'])
    .where('imports.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found as Import
}

/** The files of an import that was given in the browser, read from where they wait. */
export async function uploadsOf(db: Reader, importId: number): Promise<GivenFile[]> {
  const rows = await db
    .selectFrom('uploads')
    .select(['id', 'name', sql<number>`length(content)`.as('size')])
    .where('importId', '=', importId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, name, size }) => ({ name, size, stream: () => contentOf(db, id) }))
}

async function* contentOf(db: Reader, id: number): AsyncGenerator<Uint8Array> {
  const found = await db.selectFrom('uploads').select('content').where('id', '=', id).executeTakeFirst()
  if (found) yield found.content
}

/** Imports that are not finished, whoever is or was at work on them. */
export const unfinished = (db: Reader) =>
  db
    .selectFrom('imports')
    .select('id')
    .where('kind', 'in', ['year', 'people'])
    .where('state', 'in', ['waiting', 'checking', 'applying'])
    .orderBy('id')
    .execute()
