import type { Reader } from '../../platform/db.ts'
import { pdf } from '../../platform/pdf.ts'
import { numberOf } from '../invoices/rules.ts'
import { printed } from './document.ts'
import { issued } from './queries.ts'
import { ubl as written } from './ubl.ts'

/**
 * An invoice or a credit note as an accessible PDF that carries its UBL; the same bytes whenever it is made.
 * @throws Refusal (not found) for whoever may not see it, or where this computer has no typesetter.
 */
export async function invoicePdf(db: Reader, id: number): Promise<{ name: string; bytes: Uint8Array }> {
  const found = await issued(db, id)
  return { name: `${numberOf(found)}.pdf`, bytes: await pdf(printed(found)) }
}

/**
 * The same as UBL 2.1, for the payer’s accounting software.
 * @throws Refusal (not found) for whoever may not see it.
 */
export async function ubl(db: Reader, id: number): Promise<{ name: string; xml: string }> {
  const found = await issued(db, id)
  return { name: `${numberOf(found)}.xml`, xml: written(found) }
}
