import { type Day, daysBetween, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { inFours } from '../invoices/reference.ts'
import { numberOf } from '../invoices/rules.ts'
import type { InvoiceKind } from '../invoices/tables.ts'
import type { WayToPay } from '../payers/tables.ts'
import type { BillingSettings } from '../settings/tables.ts'

/** Reminders are held, and debts written off, by the office; the second on a decision. */
export const mayHold = (who: Who) => isOffice(who)
export const mayWriteOff = (who: Who) => isOffice(who)

export type ReminderStep = 1 | 2 | 3
export const steps: Record<ReminderStep, string> = { 1: 'First', 2: 'Second', 3: 'Third and last' }

export type Chased = {
  payBy: WayToPay
  dueOn: Day
  owedPence: number
  /** The last day on which reminders are held, where they are. */
  heldUntil: Day | null
  /** The reminders that went, in their order. */
  sent: readonly { step: number; sentOn: Day }[]
}

type Pace = Pick<BillingSettings, 'firstReminder' | 'secondReminder' | 'thirdReminder'>

/**
 * Which reminder of an invoice goes this morning, if any: each once, as many days past due as the settings say, never
 * while it is held, and none for a recharge, which the school does not pay. A morning that was missed is made up for,
 * but with as many days between two letters as the settings put there: nobody gets three on three days.
 */
export function stepDue(
  { payBy, dueOn, owedPence, heldUntil, sent }: Chased,
  { firstReminder, secondReminder, thirdReminder }: Pace,
  today: Day,
): ReminderStep | null {
  if (payBy !== 'invoice' || owedPence <= 0 || (heldUntil !== null && heldUntil >= today)) return null
  const after = [firstReminder, secondReminder, thirdReminder]
  const last = sent.at(-1)
  const at = last ? last.step : 0
  const wanted = after[at]
  if (wanted === undefined || daysBetween(dueOn, today) < wanted) return null
  const between = wanted - (after[at - 1] ?? 0)
  return last && daysBetween(last.sentOn, today) < between ? null : ((at + 1) as ReminderStep)
}

type Held = { kind: InvoiceKind; payBy: WayToPay; owedPence: number }

/** Why there are no reminders to hold, in a sentence; null where there may be some. */
export function holdRefusal({ kind, payBy, owedPence }: Held): string | null {
  if (kind !== 'invoice') return 'Nobody is reminded of a credit note'
  if (payBy === 'recharge')
    return 'Nobody is reminded of an internal recharge: the host moves the sum in its own ledger'
  return owedPence > 0 ? null : 'Nothing of this invoice is owed any more: nobody is reminded'
}

export type Reminded = {
  id: number
  prefix: string
  number: number
  school: string
  reference: string
  dueOn: Day
  totalPence: number
  owedPence: number
}

type To = { name: string | null; email: string }
type Letter = { invoice: Reminded; step: ReminderStep; seller: BillingSettings; url: string }

const firm: Record<ReminderStep, string> = {
  1: 'It may have crossed with your payment; then there is nothing to do.',
  2: 'We wrote before. If something is wrong with the invoice, please tell us, so that it can be put right.',
  3: 'This is our third and last reminder. If it cannot be paid now, please tell us when it will be. The alliance’s board may be asked what is to be done about what stays unpaid.',
}

/** A reminder to one reader: what, how much, since when, how to pay and whom to ask. */
export function reminderTo({ name, email }: To, { invoice, step, seller, url }: Letter) {
  const number = numberOf(invoice)
  const { owedPence, totalPence, dueOn, school, reference, id } = invoice
  const part = owedPence < totalPence ? ` of ${inPounds(totalPence)}` : ''
  return {
    to: email,
    subject: `${step === 1 ? 'Reminder' : `${steps[step]} reminder`}: invoice ${number} is overdue`,
    text: [
      name === null ? 'Hello,' : `Hello ${name},`,
      `Invoice ${number} to ${school} was due by ${inWords(dueOn)}. ${inPounds(owedPence)}${part} has not reached us yet. ${firm[step]}`,
      [
        `Please pay ${inPounds(owedPence)} to`,
        `Account name: ${seller.accountName}`,
        `Sort code: ${seller.sortCode.replace(/(..)(?=.)/g, '$1-')}`,
        `Account number: ${seller.accountNumber}`,
        `Reference: ${inFours(reference)}`,
      ].join('\n'),
      `The invoice: ${url}/subscriptions/invoices/${id}`,
      `Questions: ${seller.hostName}, ${seller.email}${seller.telephone ? `, ${seller.telephone}` : ''}`,
    ].join('\n\n'),
  }
}

/** Why this much of an invoice cannot be written off, in a sentence; null when it can. */
export function writeOffRefusal(pence: number, owedPence: number): string | null {
  if (owedPence <= 0) return 'Nothing of this invoice is owed any more: nothing is written off'
  if (pence >= 1 && pence <= owedPence) return null
  return `Enter an amount from £0.01 to ${inPounds(owedPence)}, which is still owed`
}

/** How the decision is cited: the board’s, by its number here, or as it was typed. */
export const citedAs = (number: string | null, typed: string | null) =>
  number === null ? typed : typed === null ? `Decision ${number}` : `Decision ${number}: ${typed}`
