import { sql } from 'kysely'
import type { Database } from '../src/platform/db.ts'
import { everything } from '../src/platform/db.ts'

const statements = new WeakMap<Database, string>()

/** A digest of every row of every table: equal before and after whatever must change nothing. */
export async function contents(database: Database): Promise<string> {
  const statement = statements.get(database) ?? (await digestOfAll(database))
  statements.set(database, statement)
  return database.transaction(everything, async (tx) => {
    const { rows } = await sql<{ digest: string }>`${sql.raw(statement)}`.execute(tx)
    return rows[0]?.digest ?? ''
  })
}

async function digestOfAll(database: Database): Promise<string> {
  const { rows } = await database.pool.query<{ table: string }>(
    `select table_name as table from information_schema.tables
     where table_schema = $1 and table_type = 'BASE TABLE' order by table_name`,
    [database.schema],
  )
  const tables = rows.map(
    ({ table }) =>
      `select '${table}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as of from ${table} t`,
  )
  return `select md5(string_agg(name || of, '|' order by name)) as digest from (${tables.join(' union all ')}) every`
}
