import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { EntryKind } from '../books/tables.ts'

/** What changed what an invoice asks for; negative pence settle it. */
export type Settled = {
  entryId: number
  datedOn: Day
  kind: EntryKind
  says: string
  subject: string
  pence: number
}

/** Everything in the books that an invoice was settled by, or that was undone again, in the order it was posted. */
export async function settledBy(db: Reader, invoiceId: number): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
    select e.id as entry_id, e.dated_on, e.kind, e.says, e.subject, sum(l.pence)::bigint as pence
    from journal_lines l join journal_entries e on e.id = l.entry_id
    where l.invoice_id = ${invoiceId} and e.kind <> 'invoice'
    group by e.id order by e.id`.execute(db)
  return rows
}

/** The credit notes of an invoice. */
export const creditNotesOf = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('invoices')
    .select(['id', 'prefix', 'number', 'issuedOn', 'totalPence', 'reason'])
    .where('creditsId', '=', invoiceId)
    .orderBy('id')
    .execute()
export type CreditNote = Awaited<ReturnType<typeof creditNotesOf>>[number]

/** To whom it was sent, and when. */
export const sendingsOf = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('invoiceSendings')
    .select(['recipient', 'nth', 'sentAt'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('id')
    .execute()
export type Sending = Awaited<ReturnType<typeof sendingsOf>>[number]
