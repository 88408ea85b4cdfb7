import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

export type Invoice = Awaited<ReturnType<typeof invoice>>

/** An invoice or a credit note as it was issued, with the school’s name now. */
export async function invoice(db: Reader, id: number) {
  const found = await db.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  const { id: _id, number: _number, issuedAt: _at, ...asIssued } = found
  const school = await db
    .selectFrom('members')
    .select(['name', 'shortName', 'urn'])
    .where('id', '=', found.membershipId)
    .executeTakeFirstOrThrow()
  return { ...found, asIssued, school: school.name, shortName: school.shortName, urn: school.urn }
}

export const invoiceLines = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('invoiceLines')
    .select(['position', 'what', 'says', 'netPence', 'fromOn', 'toOn'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute()

export type InvoiceSums = {
  owedPence: number
  creditedPence: number
  creditedNet: number
  writtenOffPence: number
}

/** What an invoice still asks for, from the books, and what was credited and written off. */
export async function sumsOf(db: Reader, invoiceId: number): Promise<InvoiceSums> {
  const { rows } = await sql<InvoiceSums>`
    select (select coalesce(sum(pence), 0)::bigint from journal_lines where invoice_id = ${invoiceId}) as owed_pence,
      coalesce(sum(total_pence), 0)::bigint as credited_pence, coalesce(sum(net_pence), 0)::bigint as credited_net,
      (select coalesce(sum(pence), 0)::bigint from write_offs where invoice_id = ${invoiceId} and undone_at is null) as written_off_pence
    from invoices where credits_id = ${invoiceId}`.execute(db)
  return rows[0] as InvoiceSums
}
