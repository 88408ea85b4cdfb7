import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { HowMatched } from './tables.ts'

/** What a part of a payment was given to, by whom and how; undone, with why. */
export type Matching = {
  id: number
  paymentId: number
  pence: number
  how: HowMatched
  invoiceId: number | null
  prefix: string | null
  number: number | null
  /** What the invoice still asks for. */
  owedPence: number | null
  membershipId: number | null
  school: string | null
  purpose: string | null
  allocatedBy: string | null
  allocatedAt: Date
  undoneBy: string | null
  undoneAt: Date | null
  undoneWhy: string | null
}

const matchings = sql`
  select a.id, a.payment_id, a.pence, a.how, a.invoice_id, i.prefix, i.number, a.membership_id, m.short_name as school, p.name as purpose,
    (select sum(l.pence) from journal_lines l where l.invoice_id = a.invoice_id)::bigint as owed_pence,
    who.name as allocated_by, a.allocated_at, undoer.name as undone_by, a.undone_at, a.undone_why
  from allocations a left join invoices i on i.id = a.invoice_id left join members m on m.id = a.membership_id
  left join purposes p on p.id = a.purpose_id
  left join people who on who.id = a.allocated_by left join people undoer on undoer.id = a.undone_by`

/** Every match of a payment, those that were undone too, in their order. */
export async function matchingsOf(db: Reader, paymentId: number): Promise<Matching[]> {
  const { rows } = await sql<Matching>`${matchings} where a.payment_id = ${paymentId} order by a.id`.execute(
    db,
  )
  return rows
}

export async function matching(db: Reader, id: number): Promise<Matching> {
  const { rows } = await sql<Matching>`${matchings} where a.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}
