import { type RawBuilder, sql } from 'kysely'
import type { Actor } from './action.ts'
import type { Reader, Tables, Writer } from './db.ts'
import { notFound } from './refusal.ts'

/** The row was changed by somebody else since it was opened. */
export class Stale extends Error {}

/** Tables whose rows are corrected, never overwritten: they have a version, and an id or (schools) a URN. */
export type Revised = {
  [Name in keyof Tables & string]: Tables[Name] extends { version: unknown } & (
    | { id: unknown }
    | { urn: unknown }
  )
    ? Name
    : never
}[keyof Tables & string]

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** PostgreSQL says a time of day with its seconds. */
const plain = (value: unknown) => String(value ?? '').replace(/^(\d\d:\d\d):00$/, '$1')
const same = (a: unknown, b: unknown) => plain(a) === plain(b)

type Row = ({ id: number } | { urn: number }) & { version: number }

/** The column a row is known by, and its value there. */
const keyOf = (row: Row) =>
  'id' in row ? { column: 'id', value: row.id } : { column: 'urn', value: row.urn }

async function locked(tx: Writer, table: Revised, row: Row): Promise<Record<string, unknown>> {
  const { column, value } = keyOf(row)
  // As text, for its columns' own names: those of an object would be renamed on the way, and not fit the table again.
  const { rows } = await sql<{ before: string }>`
    select to_jsonb(t)::text as before from ${sql.table(snake(table))} t where ${sql.ref(column)} = ${value} for update`.execute(
    tx,
  )
  const [found] = rows
  if (!found) throw notFound()
  const before = JSON.parse(found.before) as Record<string, unknown>
  if (before.version !== row.version) throw new Stale()
  return before
}

async function keep(tx: Writer, by: Actor, table: Revised, id: number, before: Record<string, unknown>) {
  const version = Number(before.version)
  await tx
    .insertInto('revisions')
    .values({
      tableName: snake(table),
      rowId: id,
      version,
      before: JSON.stringify(before),
      importId: null,
      changedBy: by.who.personId,
    })
    .execute()
}

/** What a row is told together with though it stands in rows of its own, in words: a meeting’s groups. */
type Linked = Record<string, { was: string; becomes: string }>

/**
 * Corrects one row as it stood at this version, keeping what stood before. Links that differ count as a
 * change to the row, so that two people who change them at once are told of each other.
 * @returns whether anything was different.
 * @throws Stale when somebody else changed it meanwhile.
 */
export async function correct(
  tx: Writer,
  by: Actor,
  table: Revised,
  row: Row,
  changes: Record<string, string | number | boolean | null>,
  linked: Linked = {},
): Promise<boolean> {
  const before = await locked(tx, table, row)
  const changed = Object.entries(changes).filter(([column, value]) => !same(before[snake(column)], value))
  const relinked = Object.entries(linked).filter(([, { was, becomes }]) => was !== becomes)
  if (changed.length + relinked.length === 0) return false
  const { column, value } = keyOf(row)
  const links = Object.fromEntries(relinked.map(([name, { was }]) => [name, was]))
  await keep(tx, by, table, value, { ...before, ...links })
  const sets = changed.map(([name, now]) => sql`${sql.ref(snake(name))} = ${now}`)
  await sql`update ${sql.table(snake(table))} set ${sql.join([...sets, sql`version = version + 1`])} where ${sql.ref(column)} = ${value}`.execute(
    tx,
  )
  return true
}

/** Takes one row away, keeping what stood so that it can be put back. */
export async function remove(tx: Writer, by: Actor, table: Revised, row: Row): Promise<void> {
  const before = await locked(tx, table, row)
  const { column, value } = keyOf(row)
  await keep(tx, by, table, value, before)
  await sql`delete from ${sql.table(snake(table))} where ${sql.ref(column)} = ${value}`.execute(tx)
}

/**
 * Puts back a row that was removed, as it last stood, under its own id.
 * @returns whether it was away; somebody else may have put it back already.
 */
export async function restore(tx: Writer, table: Exclude<Revised, 'schools'>, id: number): Promise<boolean> {
  const name = snake(table)
  const { rows } = await sql<{ id: number }>`
    with last as (
      select before from revisions where table_name = ${name} and row_id = ${id} order by id desc limit 1
    )
    insert into ${sql.table(name)} overriding system value
    select stood.*
    from last cross join lateral jsonb_populate_record(null::${sql.table(name)},
      before || jsonb_build_object('version', (before ->> 'version')::integer + 1)) as stood
    on conflict (id) do nothing
    returning id`.execute(tx)
  return rows.length > 0
}

/** Lets go for good of rows that are kept for a time only, and of what they said before. */
export const forget = (tx: Writer, table: Revised, over: RawBuilder<unknown>) =>
  sql`
    with gone as (delete from ${sql.table(snake(table))} where ${over} returning id)
    delete from revisions using gone where table_name = ${snake(table)} and row_id = gone.id`.execute(tx)

export type Revision = {
  version: number
  before: Record<string, unknown>
  changedAt: Date
  changedBy: string | null
}

/** What a row said before, newest first, and who changed it. */
export async function revisions(db: Reader, table: Revised, id: number): Promise<Revision[]> {
  const rows = await db
    .selectFrom('revisions')
    .leftJoin('people', 'people.id', 'revisions.changedBy')
    .select(['revisions.version', 'revisions.before', 'revisions.changedAt', 'people.name as changedBy'])
    .where('tableName', '=', snake(table))
    .where('rowId', '=', id)
    .orderBy('revisions.id', 'desc')
    .execute()
  return rows as Revision[]
}
