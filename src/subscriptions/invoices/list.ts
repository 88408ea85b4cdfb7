import { sql } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { WayToPay } from '../payers/tables.ts'
import type { InvoiceFilter } from './form.ts'
import { type InvoiceState, stateOf } from './rules.ts'
import type { InvoiceKind } from './tables.ts'

type Found = {
  id: number
  kind: InvoiceKind
  prefix: string
  number: number
  membershipId: number
  school: string
  year: AcademicYear
  payBy: WayToPay
  purchaseOrder: string | null
  reference: string | null
  issuedOn: Day
  dueOn: Day
  totalPence: number
  owedPence: number
  creditedPence: number
  writtenOffPence: number
}
/** A credit note has no state: nothing is waited for. */
export type InvoiceRow = Found & { state: InvoiceState | null }

/**
 * Invoices and credit notes that match, and how each stands today. An alliance has some dozens a year: they are all read
 * and judged by the one rule, which the database does not know.
 */
export async function invoicesListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<InvoiceFilter>,
  today: Day,
): Promise<Listed<InvoiceRow>> {
  const rows = (await found(db, filter))
    .map((row) => ({ ...row, state: row.kind === 'invoice' ? stateOf(row, today) : null }))
    .filter(({ state }) => !filter.state || state === filter.state)
    .sort(inOrder[order.sort] ?? byNumber)
  if (order.descending) rows.reverse()
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

async function found(db: Reader, { words, year, kind }: Partial<InvoiceFilter>): Promise<Found[]> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Found>`
    select i.id, i.kind, i.prefix, i.number, i.membership_id, m.name as school, i.year, i.pay_by, i.purchase_order, i.reference,
      i.issued_on, i.due_on, i.total_pence, coalesce(owed.pence, 0)::bigint as owed_pence,
      coalesce(credited.pence, 0)::bigint as credited_pence, coalesce(given_up.pence, 0)::bigint as written_off_pence
    from invoices i join members m on m.id = i.membership_id
    left join (select invoice_id, sum(pence) as pence from journal_lines where invoice_id is not null group by 1) owed
      on owed.invoice_id = i.id
    left join (select credits_id, sum(total_pence) as pence from invoices where credits_id is not null group by 1) credited
      on credited.credits_id = i.id
    left join (select invoice_id, sum(pence) as pence from write_offs where undone_at is null group by 1) given_up
      on given_up.invoice_id = i.id
    where (${year ?? null}::int is null or i.year = ${year ?? null}) and (${kind ?? null}::text is null or i.kind = ${kind ?? null})
      and (m.name ilike ${pattern} or i.buyer_name ilike ${pattern} or i.reference ilike ${pattern}
        or i.prefix || '-' || lpad(i.number::text, greatest(5, length(i.number::text)), '0') ilike ${pattern})`.execute(
    db,
  )
  return rows
}

type Compare = (a: Found, b: Found) => number
const byNumber: Compare = (a, b) =>
  a.issuedOn.localeCompare(b.issuedOn) || a.kind.localeCompare(b.kind) || a.number - b.number
const inOrder: Record<string, Compare> = {
  number: byNumber,
  school: (a, b) => a.school.localeCompare(b.school) || byNumber(a, b),
  due: (a, b) => a.dueOn.localeCompare(b.dueOn) || byNumber(a, b),
  sum: (a, b) => a.totalPence - b.totalPence || byNumber(a, b),
  owed: (a, b) => a.owedPence - b.owedPence || byNumber(a, b),
}
