import { createHash } from 'node:crypto'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { headOf, type Sealed } from './audit.ts'
import type { Address } from './db.ts'
import { writeWhole } from './file.ts'
import { connectAsOwner, recorded } from './migrate.ts'

/**
 * A backup is compressed lines of JSON: this header, then for each table its name and columns followed by a
 * string a row (as PostgreSQL writes a row), then the end, and at last the digest of all the lines before it.
 */
export type Header = {
  backup: 'Endeavour'
  format: 1
  alliance: string
  madeAt: string
  migrations: Record<string, string>
}
export type TableLine = { table: string; columns: string[] }
export type EndLine = { sequences: Record<string, number>; rows: number; audit: Sealed }
export type DigestLine = { sha256: string }

export type BackedUp = { alliance: string; tables: number; rows: number; sha256: string }

/** What lets somebody in is not put into files: after a restore everybody signs in again. */
const leftOut = [
  'migrations',
  'sessions',
  'verifications',
  'one_time_codes',
  'passkey_challenges',
  'provider_visits',
]
const FETCH = 500

/** Everything must be written the same way, whatever the server's own settings. */
export const PLAIN = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 1; set local bytea_output = 'hex'`

/** Writes all the alliance's records as they stand at one moment, while others go on working. */
export async function backUp(address: Address, file: string): Promise<BackedUp> {
  const { schema } = address
  const client = await connectAsOwner(address)
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`${PLAIN}; set local search_path to ${client.escapeIdentifier(schema)}, public`)
    const header = await headerOf(client)
    const told = { tables: 0, rows: 0, sha256: '' }
    await writeWhole(file, digested(client, header, schema, told), createGzip({ level: 4 }))
    return { alliance: header.alliance, ...told }
  } finally {
    await client.end()
  }
}

async function headerOf(client: pg.Client): Promise<Header> {
  const { rows } = await client.query<{ name: string; at: Date }>(
    `select coalesce((select name from alliance), '') as name, now() as at`,
  )
  return {
    backup: 'Endeavour',
    format: 1,
    alliance: rows[0]?.name ?? '',
    madeAt: rows[0]?.at.toISOString() ?? '',
    migrations: Object.fromEntries(await recorded(client)),
  }
}

type Told = { tables: number; rows: number; sha256: string }

async function* digested(client: pg.Client, header: Header, schema: string, told: Told) {
  const hash = createHash('sha256')
  const line = (said: object | string) => {
    const text = `${JSON.stringify(said)}\n`
    hash.update(text)
    return text
  }
  yield line(header)
  for (const table of await tablesIn(client, schema)) {
    told.tables += 1
    yield line(table)
    for await (const rows of rowsOf(client, table.table)) {
      told.rows += rows.length
      yield rows.map(line).join('')
    }
  }
  const end: EndLine = {
    sequences: await sequencesIn(client, schema),
    rows: told.rows,
    audit: await headOf(client),
  }
  yield line(end)
  told.sha256 = hash.digest('hex')
  yield `${JSON.stringify({ sha256: told.sha256 } satisfies DigestLine)}\n`
}

/** The alliance's tables with the columns that are stored, not worked out. */
export async function tablesIn(client: pg.ClientBase, schema: string): Promise<TableLine[]> {
  const { rows } = await client.query<TableLine>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname <> all ($2)
     group by c.relname order by c.relname`,
    [schema, leftOut],
  )
  return rows
}

async function* rowsOf(client: pg.Client, table: string): AsyncGenerator<string[]> {
  const name = client.escapeIdentifier(table)
  const large = await client.query(
    `select from pg_attribute where attrelid = $1::regclass and atttypid = 'bytea'::regtype`,
    [name],
  )
  await client.query(`declare row_by_row no scroll cursor for select ${name}::text as row from ${name}`)
  for (;;) {
    const { rows } = await client.query<{ row: string }>(
      `fetch ${large.rowCount ? 1 : FETCH} from row_by_row`,
    )
    if (rows.length === 0) break
    yield rows.map(({ row }) => row)
  }
  await client.query('close row_by_row')
}

async function sequencesIn(client: pg.Client, schema: string): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; last: number }>(
    'select sequencename as name, last_value as last from pg_sequences where schemaname = $1 and last_value is not null',
    [schema],
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, Number(last)]))
}
