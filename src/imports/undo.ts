import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { endSchools } from './apply.ts'
import { conflicts, inTurn } from './bring.ts'
import type { Links } from './merge.ts'
import { mayImport } from './rules.ts'
import { type SheetTarget, targets } from './targets.ts'

/** In the order in which rows build on one another, the names that only imports add first. */
const tables: { table: string; what: string; id: string; target?: SheetTarget }[] = [
  { table: 'trusts', what: 'trusts', id: 'id' },
  { table: 'organisations', what: 'organisations', id: 'id' },
  ...Object.values<SheetTarget>(targets).map((target) => ({
    table: target.table,
    what: target.what,
    id: target.id ?? 'id',
    target,
  })),
]

/** Rows that are part of another, and go and come back with it. */
const owned = Object.values<SheetTarget>(targets).flatMap(({ table, links }) =>
  links ? [{ table: links.table, by: links.own, owner: table }] : [],
)

/**
 * Takes back an import: what it corrected says again what it said before, and what it added goes.
 * Refused, saying why, once anything has been built on it: its rows corrected, or named by others.
 */
export async function undoImport(by: Actor, id: number): Promise<void> {
  permit(mayImport(by.who))
  await refusingConflicts(() =>
    by.act({ did: 'undid an import', subject: `imports/${id}` }, async (tx) => {
      await inTurn(tx)
      await mustBeApplied(tx, id)
      refuseIf(await correctedSince(tx, id), 'records of it were corrected or removed since')
      for (const { table, id: key, target } of tables) if (target) await putBack(tx, table, key, target, id)
      refuseIf(await recordedSince(tx, id), 'records were added since about what it brought in')
      for (const { table } of tables.toReversed())
        await sql`delete from ${sql.table(table)} where import_id = ${id}`.execute(tx)
      const undone = { state: 'undone', finishedAt: sql<Date>`now()` } as const
      await tx.updateTable('imports').set(undone).where('id', '=', id).execute()
    }),
  )
}

async function refusingConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!conflicts(error)) throw error
    const says =
      'This import cannot be undone: something recorded since stands where it would put things back'
    throw Object.assign(notPossible(says), { cause: error })
  }
}

async function mustBeApplied(tx: Writer, id: number) {
  const found = await tx.selectFrom('imports').select('state').where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  if (found.state !== 'applied') throw notPossible('Only an import that was brought in can be undone')
}

type Counted = { table: string; count: number }

function refuseIf(counted: Counted[], why: string) {
  const some = counted
    .filter(({ count }) => count > 0)
    .map(({ table, count }) => `${whatIs(table)} (${count})`)
  if (some.length > 0) throw notPossible(`This import cannot be undone, because ${why}: ${some.join(', ')}`)
}

/** What is recorded of groups, meetings and people beside a year's files, where its table's name is no word for it. */
const called: Record<string, string> = {
  acting_letters: 'letters of acting heads',
  briefing_givings: 'briefings that were given',
  circulations: 'packs that were sent',
  deputy_namings: 'deputies named',
  deputy_waivers: 'waivers for deputies',
  feed_addresses: 'calendar addresses',
  group_leads: 'former leads of groups',
  group_members: 'members of groups',
  hub_contributions: 'contributions to hubs',
  item_interests: 'interests declared on items',
  item_openings: 'readings of items',
  meeting_actions: 'actions',
}

const whatIs = (table: string) =>
  tables.find((one) => one.table === table)?.what ?? called[table] ?? table.replaceAll('_', ' ')

/** What the database itself changes with a correction, and what comes back with what was corrected. */
const alongside: Record<string, string[]> = { groups: ['lead_from'] }

/** Rows it added that were corrected or removed later, and rows it corrected that were corrected again. */
async function correctedSince(tx: Writer, id: number): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select table_name as table, count(distinct row_id)::integer as count
    from revisions later
    where before @> jsonb_build_object('import_id', ${id}::bigint)
       or exists (select from revisions ours where ours.import_id = ${id} and ours.id < later.id
                  and ours.table_name = later.table_name and ours.row_id = later.row_id)
    group by table_name`.execute(tx)
  return rows
}

async function putBack(
  tx: Writer,
  table: string,
  key: string,
  { corrects, park, links }: SheetTarget,
  id: number,
) {
  const ours = sql`revisions where table_name = ${table} and import_id = ${id}`
  const { rows } = await sql<{ id: number }>`select row_id as id from ${ours}`.execute(tx)
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  const stood = sql`(select row_id, before from ${ours}) as kept,
    lateral jsonb_populate_record(null::${sql.table(table)}, kept.before) as g
    where t.${sql.ref(key)} = kept.row_id`
  if (park)
    await sql`update ${sql.table(table)} t set ${sql.raw(park.set)} from ${stood} and ${sql.raw(park.if)}`.execute(
      tx,
    )
  const back = [...corrects, ...(alongside[table] ?? [])]
  const sets = back.map((column) => `${column} = g.${column}`).join(', ')
  await sql`update ${sql.table(table)} t set ${sql.raw(sets)}, version = t.version + 1 from ${stood}`.execute(
    tx,
  )
  if (links) await relink(tx, links, ids, ours)
  if (table === 'memberships') await endSchools(tx, ids)
  await sql`delete from ${ours}`.execute(tx)
}

async function relink(tx: Writer, { table, own, other }: Links, ids: number[], ours: RawBuilder<unknown>) {
  await sql`delete from ${sql.table(table)} where ${sql.ref(own)} = any (${ids})`.execute(tx)
  await sql`insert into ${sql.table(table)} (${sql.ref(own)}, ${sql.ref(other)})
    select row_id, stood::bigint from (select row_id, before from ${ours}) as kept,
      jsonb_array_elements_text(nullif(before -> 'linked_id', 'null')) as stood`.execute(tx)
}

type Reference = { table: string; column: string; names: string; key: string; marked: boolean }

/** Every column of every table that names a row of ours, found in the database's own catalogue. */
async function references(tx: Writer): Promise<Reference[]> {
  const names = tables.map(({ table }) => table)
  const { rows } = await sql<Reference>`
    select child.relname as table, a.attname as column, parent.relname as names, k.attname as key,
      exists (select from pg_attribute m where m.attrelid = child.oid and m.attname = 'import_id' and not m.attisdropped) as marked
    from pg_constraint c
    join pg_class child on child.oid = c.conrelid
    join pg_class parent on parent.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute k on k.attrelid = c.confrelid and k.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = current_schema()::regnamespace and parent.relname = any (${names})`.execute(
    tx,
  )
  return rows
}

/** Rows of others that name what it added: not its own rows, nor what is part of them. */
async function recordedSince(tx: Writer, id: number): Promise<Counted[]> {
  const counted: Counted[] = []
  for (const { table, column, names, key, marked } of await references(tx)) {
    const part = marked ? undefined : owned.find((one) => one.table === table)
    if (part?.by === column) continue
    const others = marked
      ? sql`c.import_id is distinct from ${id}`
      : part
        ? sql`not exists (select from ${sql.table(part.owner)} o where o.id = c.${sql.ref(part.by)} and o.import_id = ${id})`
        : sql`true`
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.table(table)} c
      join ${sql.table(names)} p on p.${sql.ref(key)} = c.${sql.ref(column)}
      where p.import_id = ${id} and ${others}`.execute(tx)
    counted.push({ table: part?.owner ?? table, count: rows[0]?.count ?? 0 })
  }
  return together(counted)
}

function together(counted: Counted[]): Counted[] {
  const all = new Map<string, number>()
  for (const { table, count } of counted) all.set(table, (all.get(table) ?? 0) + count)
  return [...all].map(([table, count]) => ({ table, count }))
}
