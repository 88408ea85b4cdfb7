import { sql } from 'kysely'
import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'
import type { InvoiceKind } from '../../invoices/tables.ts'
import type { Account, EntryKind } from '../tables.ts'

export type EntryShown = {
  id: number
  datedOn: Day
  kind: EntryKind
  says: string
  subject: string
  reversesId: number | null
  reversedById: number | null
  postedBy: string | null
  postedAt: Date
}

export async function entry(db: Reader, id: number): Promise<EntryShown> {
  const { rows } = await sql<EntryShown>`
    select e.id, e.dated_on, e.kind, e.says, e.subject, e.reverses_id, r.id as reversed_by_id, who.name as posted_by, e.posted_at
    from journal_entries e left join journal_entries r on r.reverses_id = e.id
    left join people who on who.id = e.posted_by where e.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export type EntryLine = {
  account: Account
  pence: number
  school: string | null
  purpose: string | null
  invoiceId: number | null
  prefix: string | null
  number: number | null
}

export async function entryLines(db: Reader, id: number): Promise<EntryLine[]> {
  const { rows } = await sql<EntryLine>`
    select l.account, l.pence, m.short_name as school, p.name as purpose, l.invoice_id, i.prefix, i.number
    from journal_lines l left join members m on m.id = l.membership_id
    left join purposes p on p.id = l.purpose_id left join invoices i on i.id = l.invoice_id
    where l.entry_id = ${id} order by l.pence < 0, l.id`.execute(db)
  return rows
}

/** The records that a movement comes from; of a reversal those of what it reverses. */
export type Sources = {
  invoice: { id: number; kind: InvoiceKind; prefix: string; number: number } | null
  payment: { id: number; says: string; statementId: number | null; rechargeId: number | null } | null
  writeOff: { invoiceId: number; prefix: string; number: number; decision: string } | null
}

const INVOICE = /^subscriptions\/invoices\/(\d{1,15})$/

export async function sourcesOf(db: Reader, { id, subject, reversesId }: EntryShown): Promise<Sources> {
  const entries = sql`(${id}, ${reversesId ?? id})`
  const [, invoiceId] = INVOICE.exec(subject) ?? []
  const [payments, writeOffs, invoice] = await Promise.all([
    sql<NonNullable<Sources['payment']>>`
      select id, says, statement_id, recharge_id from payments where entry_id in ${entries}
        or id in (select payment_id from allocations where entry_id in ${entries} or undo_entry_id in ${entries})
      order by id limit 1`.execute(db),
    sql<NonNullable<Sources['writeOff']>>`
      select w.invoice_id, i.prefix, i.number, w.decision from write_offs w join invoices i on i.id = w.invoice_id
      where w.entry_id in ${entries} or w.undo_entry_id in ${entries} order by w.id limit 1`.execute(db),
    invoiceId
      ? db
          .selectFrom('invoices')
          .select(['id', 'kind', 'prefix', 'number'])
          .where('id', '=', Number(invoiceId))
          .executeTakeFirst()
      : undefined,
  ])
  return {
    invoice: invoice ?? null,
    payment: payments.rows[0] ?? null,
    writeOff: writeOffs.rows[0] ?? null,
  }
}

/** How the audit log names the records of a movement. */
export function subjectsOf({ subject }: EntryShown, { payment, writeOff }: Sources): string[] {
  const named = [
    /\d$/.test(subject) || !subject.endsWith('/payments') ? subject : null,
    payment && `subscriptions/payments/${payment.id}`,
    payment?.statementId && `subscriptions/statements/${payment.statementId}`,
    payment?.rechargeId && `subscriptions/recharges/${payment.rechargeId}`,
    writeOff && `subscriptions/invoices/${writeOff.invoiceId}`,
  ]
  return [...new Set(named.filter((one) => typeof one === 'string'))]
}

export type AuditShown = { seq: number; at: Date; name: string; did: string; subject: string; hash: string }

const MOST_SHOWN = 25

/**
 * The lines of the audit log about the records of a movement, and the first that its poster wrote about its subject
 * after it: the line of the deed itself, where that was named before its record had a number.
 */
export async function auditOf(db: Reader, { id, subject }: EntryShown, subjects: readonly string[]) {
  const { rows } = await sql<AuditShown>`
    select a.seq, a.at, coalesce(p.name, case a.who when 'system' then 'Endeavour itself' else 'Person ' || a.who end) as name,
      a.did, a.subject, a.hash
    from audit_log a left join people p on p.id = case when a.who ~ '^[0-9]{1,15}$' then a.who::bigint end
    where a.subject = any (${subjects}::text[]) or a.seq = (
      select min(b.seq) from audit_log b join journal_entries e on e.id = ${id}
      where b.subject = ${subject} and b.at >= e.posted_at and b.who = coalesce(e.posted_by::text, 'system'))
    order by a.seq limit ${MOST_SHOWN}`.execute(db)
  return rows
}
