import { type Actor, actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import type { Log } from '../../platform/log.ts'
import { Refusal } from '../../platform/refusal.ts'
import { system } from '../../platform/who.ts'
import { invoicePdf } from '../einvoice/pdf.ts'
import { sendInvoice } from './sending/actions.ts'
import type { Pdf } from './sending/rules.ts'

type Given = { database: Database; clock: Clock; url: string; log: Log }
/** `nth` is there for one that the office sends again. */
type Data = { id: number; nth?: number }

/** Sets each invoice and credit note in type and sends it, once whatever issued it has been committed. */
export const invoiceWork = ({ database, clock, url, log }: Given): Work => ({
  queue: 'invoices',
  run: async (data, { last }) => {
    const { id, nth = 1 } = data as Data
    const by = actor(database, system, clock.today())
    await sendInvoice(by, { id, nth, url, pdf: (by) => made(by, { id, last, log }) })
  },
})

/**
 * The PDF, or nothing where this computer sets no type: the letter then leads to the page. What fails otherwise is tried
 * again, and at last the letter goes without: a school waits for its invoice no longer than that.
 */
async function made(
  by: Actor,
  { id, last, log }: { id: number; last: boolean; log: Log },
): Promise<Pdf | null> {
  try {
    return await invoicePdf(by.db, id)
  } catch (error) {
    if (!(error instanceof Refusal || last)) throw error
    log.warn({ invoice: id, error: (error as Error).message }, 'an invoice is sent without its PDF')
    return null
  }
}
