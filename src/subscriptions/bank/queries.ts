import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { LineState, StatementLine } from './rules.ts'
import type { StatementFormat } from './tables.ts'

export type StatementRow = {
  id: number
  name: string
  format: StatementFormat
  account: string | null
  fromOn: Day
  toOn: Day
  openingPence: number | null
  closingPence: number | null
  lines: number
  newLines: number
  leftOut: number
  importedBy: string | null
  importedAt: Date
  undoneAt: Date | null
  undoneBy: string | null
  /** Of the payments that it brought and that stand: all, those wholly matched, and those a match of any kind holds. */
  standing: number
  matched: number
  byReference: number
  held: number
}

const statements = sql`
  select s.id, s.name, s.format, s.account, s.from_on, s.to_on, s.opening_pence, s.closing_pence, s.lines, s.new_lines, s.left_out,
    who.name as imported_by, s.imported_at, s.undone_at, undoer.name as undone_by,
    p.standing, p.matched, p.by_reference, p.held
  from bank_statements s
  left join people who on who.id = s.imported_by left join people undoer on undoer.id = s.undone_by
  cross join lateral (
    select count(*) as standing, count(*) filter (where a.given = p.pence) as matched,
      count(*) filter (where a.by_reference) as by_reference, count(*) filter (where a.given is not null) as held
    from payments p left join lateral (
      select sum(pence) as given, bool_or(how = 'reference') as by_reference
      from allocations where payment_id = p.id and undone_at is null) a on true
    where p.statement_id = s.id and p.cancelled_at is null) p`

const orders: Record<string, string> = { days: 's.from_on', lines: 's.lines', given: 's.imported_at' }
export type StatementFilter = { words: string | null }
const containing = (words: string | null | undefined) =>
  words ? `%${words.replaceAll(/[\\%_]/g, '\\$&')}%` : null

export async function statementsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<StatementFilter>,
): Promise<Listed<StatementRow>> {
  const words = containing(filter.words)
  const { rows } = await sql<StatementRow & { total: number }>`
    with found as (${statements} where ${words}::text is null or s.name ilike ${words}
      order by ${sql.raw(orders[order.sort] ?? 's.imported_at')} ${sql.raw(order.descending ? 'desc' : 'asc')}, s.id desc
      limit ${limit} offset ${offset})
    select found.*, (select count(*) from bank_statements s where ${words}::text is null or s.name ilike ${words}) as total from found`.execute(
    db,
  )
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function statement(db: Reader, id: number): Promise<StatementRow> {
  const { rows } = await sql<StatementRow>`${statements} where s.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export type LineRow = {
  id: number
  datedOn: Day
  pence: number
  payer: string | null
  says: string
  state: LineState
}
export type LineFilter = { state: LineState | null; words: string | null }

const lineOrders: Record<string, string> = { date: 'dated_on', amount: 'pence' }

/** The payments that a statement brought, each with how it stands. */
export async function linesListed(
  db: Reader,
  statementId: number,
  { filter, order, limit, offset }: ListAsked<LineFilter>,
): Promise<Listed<LineRow>> {
  const words = containing(filter.words)
  const { rows } = await sql<LineRow & { total: number }>`
    with lines as (
      select p.id, p.dated_on, p.pence, p.payer, p.says,
        case when p.cancelled_at is not null then 'cancelled' when a.given is null then 'open'
          when a.given = p.pence then 'matched' else 'part' end as state
      from payments p left join lateral (
        select sum(pence) as given from allocations where payment_id = p.id and undone_at is null) a on true
      where p.statement_id = ${statementId})
    select *, count(*) over () as total from lines
    where (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${words}::text is null or says ilike ${words} or payer ilike ${words})
    order by ${sql.raw(lineOrders[order.sort] ?? 'dated_on')} ${sql.raw(order.descending ? 'desc' : 'asc')}, id
    limit ${limit} offset ${offset}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** Of these fingerprints those whose payment stands. */
export async function standingOf(db: Reader, fingerprints: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ fingerprint: string }>`
    select fingerprint from payments where cancelled_at is null and fingerprint = any (${fingerprints}::text[])`.execute(
    db,
  )
  return new Set(rows.map(({ fingerprint }) => fingerprint))
}

type Span = { account: string; format: StatementFormat; fromOn: Day; toOn: Day; fingerprints: string[] }

/** Standing payments of these days out of files of the other format, but for those known by their fingerprint. */
export async function standingOtherwise(db: Reader, { account, format, fromOn, toOn, fingerprints }: Span) {
  const { rows } = await sql<Omit<StatementLine, 'reversal'>>`
    select p.dated_on as "on", p.pence, p.payer, p.says from payments p join bank_statements s on s.id = p.statement_id
    where s.account = ${account} and s.format <> ${format} and p.cancelled_at is null
      and p.dated_on between ${fromOn} and ${toOn} and p.fingerprint <> all (${fingerprints}::text[])
    order by p.id`.execute(db)
  return rows
}

/** A standing statement out of the very same file. */
export const statementOf = (db: Reader, digest: string) =>
  db
    .selectFrom('bankStatements')
    .select('id')
    .where('digest', '=', digest)
    .where('undoneAt', 'is', null)
    .orderBy('id')
    .executeTakeFirst()

export async function upload(db: Reader, id: number) {
  const found = await db.selectFrom('bankUploads').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Files that wait for somebody to name their columns, the newest first. */
export const uploads = (db: Reader) =>
  db
    .selectFrom('bankUploads')
    .select(['id', 'name', 'givenAt'])
    .where('statementId', 'is', null)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
