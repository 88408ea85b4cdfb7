import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { PaymentKind } from './tables.ts'

export type Payment = Awaited<ReturnType<typeof payment>>

/** A payment, with what of it is not yet given to anything. */
export async function payment(db: Reader, id: number) {
  const { rows } = await sql<{
    id: number
    kind: PaymentKind
    statementId: number | null
    rechargeId: number | null
    datedOn: Day
    pence: number
    payer: string | null
    says: string
    entryId: number
    recordedBy: string | null
    recordedAt: Date
    cancelledAt: Date | null
    cancelledBy: string | null
    cancelledWhy: string | null
    version: number
    leftPence: number
  }>`
    select p.id, p.kind, p.statement_id, p.recharge_id, p.dated_on, p.pence, p.payer, p.says, p.entry_id, who.name as recorded_by,
      p.recorded_at, p.cancelled_at, canceller.name as cancelled_by, p.cancelled_why, p.version,
      (p.pence - coalesce((select sum(a.pence) from allocations a where a.payment_id = p.id and a.undone_at is null), 0))::bigint as left_pence
    from payments p left join people who on who.id = p.recorded_by left join people canceller on canceller.id = p.cancelled_by
    where p.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export type OpenInvoice = {
  id: number
  membershipId: number
  school: string
  trustId: number | null
  prefix: string
  number: number
  reference: string | null
  dueOn: Day
  totalPence: number
  owedPence: number
}

/** Invoices that still ask for something, the earliest due first. */
export async function openInvoices(db: Reader): Promise<OpenInvoice[]> {
  const { rows } = await sql<OpenInvoice>`
    select i.id, i.membership_id, m.short_name as school, m.trust_id, i.prefix, i.number, i.reference, i.due_on, i.total_pence, l.owed_pence
    from (select invoice_id, sum(pence)::bigint as owed_pence from journal_lines where invoice_id is not null
      group by invoice_id having sum(pence) > 0) l
    join invoices i on i.id = l.invoice_id join members m on m.id = i.membership_id
    order by i.due_on, i.id`.execute(db)
  return rows
}

/** What was given to what of a payment that stands and is not undone. */
export async function allocation(db: Reader, id: number) {
  const found = await db.selectFrom('allocations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** A school and what stands on its account beside its invoices, in its favour; never less than nothing. */
export type InFavour = { membershipId: number; school: string; favourPence: number }

export async function accountsInFavour(db: Reader): Promise<InFavour[]> {
  const { rows } = await sql<InFavour>`
    select m.id as membership_id, m.short_name as school, -sum(l.pence)::bigint as favour_pence
    from journal_lines l join members m on m.id = l.membership_id
    where l.account = 'members' and l.invoice_id is null
    group by m.id, m.short_name having sum(l.pence) < 0 order by m.short_name, m.id`.execute(db)
  return rows
}

export async function accountInFavour(db: Reader, membershipId: number): Promise<InFavour> {
  const { rows } = await sql<InFavour>`
    select m.id as membership_id, m.short_name as school,
      greatest(0, -coalesce((select sum(l.pence) from journal_lines l where l.membership_id = m.id and l.invoice_id is null), 0))::bigint as favour_pence
    from members m where m.id = ${membershipId}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}
