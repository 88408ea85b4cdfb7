import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Moved, Span } from './rules.ts'

/** What moved on every account before a span and in it: sums only, of all schools together. */
export async function movedIn(totals: Reader, { from, to }: Span): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    select l.account, p.name as purpose, coalesce(sum(l.pence) filter (where e.dated_on < ${from}), 0)::bigint as before_pence,
      coalesce(sum(l.pence) filter (where e.dated_on >= ${from}), 0)::bigint as within_pence
    from journal_lines l join journal_entries e on e.id = l.entry_id left join purposes p on p.id = l.purpose_id
    where e.dated_on <= ${to} group by l.account, p.name`.execute(totals)
  return rows
}

/** The first day in the books. */
export async function firstInBooks(totals: Reader): Promise<Day | null> {
  const { rows } = await sql<{
    first: Day | null
  }>`select min(dated_on) as first from journal_entries`.execute(totals)
  return rows[0]?.first ?? null
}
