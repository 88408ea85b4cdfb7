import { sql } from 'kysely'
import type { Writer } from '../platform/db.ts'

/** A table of the record that rows of a year are merged into. Names are SQL's own. */
export type Target = {
  table: string
  /** Columns that rows give. */
  columns: string[]
  /** Of those, the columns in which a recorded row may be corrected. */
  corrects: string[]
  /** Which recorded row `t` a given row `g` tells of. */
  match: string
  /** What names a row; schools have their URN. */
  id?: 'id' | 'urn'
  /** Rows come with ids that were taken for them before, because other rows name them. */
  idsGiven?: true
  /** A blank leaves what is recorded as it is. */
  keepsBlanks?: true
  /** Moves rows out of each other's way before they are corrected, so that two may exchange what must be unique. */
  park?: { set: string; if: string }
  /** A row's part in others, kept in a table of pairs. Rows give the other ids as `linked`. */
  links?: Links
}

/** `said` tells the others in words, for whoever reads what a row said before. */
export type Links = { table: string; own: string; other: string; said: { as: string; names: string } }

export type Tally = { added: number; changed: number; same: number }
export type Given = Record<string, unknown>
/** Which import writes, and who started it. */
export type Origin = { importId: number; by: number | null }

const ROWS_A_MESSAGE = 5_000

/**
 * Adds the rows that are new and corrects those that differ, a whole table at a time; rows that say what
 * is recorded are left untouched. What stood before a correction is kept as a revision of this import.
 */
export async function merge(
  tx: Writer,
  target: Target,
  rows: Given[],
  { importId, by }: Origin,
): Promise<Tally> {
  if (rows.length === 0) return { added: 0, changed: 0, same: 0 }
  await stage(tx, target, rows)
  const changed = await correct(tx, target, importId, by)
  const added = await add(tx, target, importId)
  if (target.links) await link(tx, target, target.links, importId)
  await run(tx, 'drop table given, changed')
  return { added, changed, same: rows.length - added - changed }
}

async function run(tx: Writer, text: string): Promise<number> {
  const { numAffectedRows } = await sql.raw(text).execute(tx)
  return Number(numAffectedRows ?? 0)
}

async function stage(tx: Writer, { table, columns, links, id = 'id' }: Target, rows: Given[]) {
  const extra = 'null::bigint[] as linked, null::integer as n'
  await run(
    tx,
    `create temporary table given on commit drop as select t.*, ${extra} from ${table} t with no data`,
  )
  const names = [...new Set([id, 'n', ...columns, ...(links ? ['linked'] : [])])].join(', ')
  for (let at = 0; at < rows.length; at += ROWS_A_MESSAGE) {
    const part = rows.slice(at, at + ROWS_A_MESSAGE).map((row, i) => ({ ...row, n: at + i }))
    await sql`insert into given (${sql.raw(names)}) select ${sql.raw(names)}
      from jsonb_populate_recordset(null::given, ${JSON.stringify(part)}::jsonb)`.execute(tx)
  }
  await run(tx, 'analyze given')
}

const linkedTo = ({ table, own, other }: Links, id: string) =>
  `(select array_agg(${other} order by ${other}) from ${table} where ${own} = ${id})`

const linksBefore = ({ said, ...links }: Links) =>
  `jsonb_build_object('linked_id', ${linkedTo({ said, ...links }, 't.id')}, '${said.as}', (${said.names}))`

async function correct(tx: Writer, target: Target, importId: number, by: number | null): Promise<number> {
  const { table, corrects, match, id = 'id', keepsBlanks, park, links } = target
  const told = (column: string) => (keepsBlanks ? `coalesce(g.${column}, t.${column})` : `g.${column}`)
  const differs = corrects.map((column) => `t.${column} is distinct from ${told(column)}`)
  if (links) differs.push(`${linkedTo(links, `t.${id}`)} is distinct from g.linked`)
  await run(
    tx,
    `create temporary table changed on commit drop as
       select t.${id} as id from ${table} t join given g on ${match} where ${differs.join(' or ') || 'false'}`,
  )
  await run(tx, `select from ${table} where ${id} in (select id from changed) for update`)
  const linked = links ? ` || ${linksBefore(links)}` : ''
  await sql`insert into revisions (table_name, row_id, version, before, import_id, changed_by)
    select ${table}, t.${sql.raw(id)}, t.version, to_jsonb(t)${sql.raw(linked)}, ${importId}, ${by}
    from ${sql.raw(table)} t where t.${sql.raw(id)} in (select id from changed)`.execute(tx)
  const these = `${match} and t.${id} in (select id from changed)`
  if (park) await run(tx, `update ${table} t set ${park.set} from given g where ${these} and ${park.if}`)
  const sets = [...corrects.map((column) => `${column} = ${told(column)}`), 'version = t.version + 1']
  return run(tx, `update ${table} t set ${sets.join(', ')} from given g where ${these}`)
}

async function add(tx: Writer, { table, columns, match, id = 'id', idsGiven }: Target, importId: number) {
  const names = [...new Set(idsGiven ? [id, ...columns] : columns)]
  const { numAffectedRows } = await sql`
    insert into ${sql.raw(table)} (${sql.raw(names.join(', '))}, import_id)
    ${sql.raw(idsGiven ? 'overriding system value' : '')}
    select ${sql.raw(names.map((name) => `g.${name}`).join(', '))}, ${importId}
    from given g where not exists (select from ${sql.raw(table)} t where ${sql.raw(match)}) order by g.n`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}

async function link(tx: Writer, { table, match }: Target, links: Links, importId: number) {
  await run(tx, `delete from ${links.table} where ${links.own} in (select id from changed)`)
  await sql`insert into ${sql.raw(links.table)} (${sql.raw(links.own)}, ${sql.raw(links.other)})
    select t.id, other from given g join ${sql.raw(table)} t on ${sql.raw(match)}, unnest(g.linked) as other
    where t.id in (select id from changed)
      or t.import_id = ${importId} and not exists (select from ${sql.raw(links.table)} l where l.${sql.raw(links.own)} = t.id)`.execute(
    tx,
  )
}

/** Takes ids for rows that are new, so that rows which name them can be written at once. */
export async function takeIds(
  tx: Writer,
  table: string,
  rows: Iterable<{ id: number | null }>,
): Promise<void> {
  const fresh = [...rows].filter(({ id }) => id === null)
  if (fresh.length === 0) return
  const { rows: ids } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence(${table}, 'id')) as id from generate_series(1, ${fresh.length}::integer)`.execute(
    tx,
  )
  for (const [i, row] of fresh.entries()) row.id = ids[i]?.id ?? null
}
