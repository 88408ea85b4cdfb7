import type { Day } from '../../platform/day.ts'
import { isOffice, moneyOf, type Who } from '../../platform/who.ts'
import type { VatTreatment } from '../settings/tables.ts'
import type { ChargedFor } from './tables.ts'

/** The standard rate of VAT in per cent (Value Added Tax Act 1994, section 2(1)), since 4 January 2011. */
export const STANDARD_RATE = 20

export type ChargedLine = {
  what: ChargedFor
  says: string
  netPence: number
  fromOn: Day | null
  toOn: Day | null
}

/** What VAT is added, rounded to the nearest penny on the whole invoice. */
export function vatOn(netPence: number, vat: VatTreatment) {
  const vatPerCent = vat === 'standard' ? STANDARD_RATE : 0
  const vatPence = Math.round((netPence * vatPerCent) / 100)
  return { vatPerCent, vatPence, totalPence: netPence + vatPence }
}

/** The number as people say it: `INV-00012`. */
export const numberOf = ({ prefix, number }: { prefix: string; number: number }) =>
  `${prefix}-${String(number).padStart(5, '0')}`

/** How an invoice stands on a day, from what it still asks for. */
export type InvoiceState = 'paid' | 'part paid' | 'due' | 'overdue' | 'credited' | 'written off'
export const invoiceStates: Record<InvoiceState, string> = {
  paid: 'Paid',
  'part paid': 'Part paid',
  due: 'To be paid',
  overdue: 'Overdue',
  credited: 'Credited',
  'written off': 'Written off',
}

export type Sums = {
  totalPence: number
  /** What is still asked for. */
  owedPence: number
  creditedPence: number
  writtenOffPence: number
  dueOn: Day
}

/** £2,999.99 of £3,000.00 is part paid: only to the penny is it paid. */
export function stateOf(
  { totalPence, owedPence, creditedPence, writtenOffPence, dueOn }: Sums,
  today: Day,
): InvoiceState {
  if (owedPence > 0) return dueOn < today ? 'overdue' : owedPence < totalPence ? 'part paid' : 'due'
  if (creditedPence >= totalPence) return 'credited'
  return writtenOffPence > 0 ? 'written off' : 'paid'
}

/** The office issues; a school’s head and business manager open their own (clause 25). */
export const mayIssue = (who: Who) => isOffice(who)
export const mayOpenMoney = (who: Who) => isOffice(who) || moneyOf(who).length > 0
export const mayOpenMoneyOf = (who: Who, membershipId: number) =>
  isOffice(who) || moneyOf(who).includes(membershipId)
