import { sql } from 'kysely'
import { type Actor, actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import { postMail } from '../../platform/mail.ts'
import { system } from '../../platform/who.ts'
import { billingSettings } from '../settings/queries.ts'
import type { BillingSettings } from '../settings/tables.ts'
import { readersOf, toChase } from './queries.ts'
import { reminderTo, stepDue } from './rules.ts'

/** Each morning schools are reminded whose invoices are overdue. */
export const paymentReminderWork = (database: Database, clock: Clock, url: string): Work => ({
  queue: 'reminders',
  at: '30 6 * * *',
  run: async () => {
    await remindAll(actor(database, system, clock.today()), url)
  },
})

/** @returns of how many invoices a reminder went. */
export async function remindAll(by: Actor, url: string): Promise<number> {
  const seller = await billingSettings(by.totals)
  if (!seller) return 0
  let sent = 0
  for (const invoice of await toChase(by.totals, { dueBefore: by.today }))
    if (stepDue(invoice, seller, by.today) !== null)
      sent += Number(await remind(by, invoice.id, { seller, url }))
  return sent
}

type With = { seller: BillingSettings; url: string }

/**
 * One reminder of one invoice to all its readers, with what was sent recorded in the same transaction, under a lock on
 * the invoice: of two that write at once the second finds it sent, and whoever has just paid is not written to. Where
 * nobody has an address nothing is recorded, so that it goes once somebody has.
 */
function remind(by: Actor, id: number, { seller, url }: With): Promise<boolean> {
  return by.together(async (tx, by) => {
    await sql`select from invoices where id = ${id} for no key update`.execute(tx)
    const [invoice] = await toChase(tx, { id, dueBefore: by.today })
    const step = invoice ? stepDue(invoice, seller, by.today) : null
    if (!invoice || step === null) return false
    const { membershipId, owedPence } = invoice
    const readers = await readersOf(tx, { membershipId, withHead: step > 1, on: by.today })
    if (readers.length === 0) return false
    const deed = {
      did: 'reminded a school of an invoice',
      subject: `subscriptions/invoices/${id}`,
      details: { step },
    }
    await by.act(deed, async (tx) => {
      const recipients = readers.map(({ email }) => email).join(', ')
      await tx
        .insertInto('paymentReminders')
        .values({ invoiceId: id, step, owedPence, recipients, sentOn: by.today })
        .execute()
      for (const reader of readers) await postMail(tx, reminderTo(reader, { invoice, step, seller, url }))
    })
    return true
  })
}
