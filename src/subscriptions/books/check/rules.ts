import { inPounds } from '../../../platform/money.ts'
import { numberOf } from '../../invoices/rules.ts'
import { type InvoiceKind, invoiceKinds } from '../../invoices/tables.ts'

/** What must be so in the books, and each way in which it is not. */
export type Checked = { claim: string; faults: string[] }

type Numbered = { prefix: string; number: number }

export const unbalanced = ({ id, lines, pence }: { id: number; lines: number; pence: number }) =>
  pence === 0
    ? `Entry ${id} has ${lines === 0 ? 'no lines' : 'only one line'}`
    : `Entry ${id} does not balance: its ${side(pence)}`

/** Which side is more, and by how much. */
const side = (pence: number) =>
  pence > 0
    ? `debits are ${inPounds(pence)} more than its credits`
    : `credits are ${inPounds(-pence)} more than its debits`

export const disagreeing = ({ pence }: { pence: number }) =>
  `The trial balance does not agree: its ${side(pence)}`

export const wronglyOwed = (invoice: Numbered & { owedPence: number; totalPence: number }) =>
  invoice.owedPence < 0
    ? `${numberOf(invoice)} was settled by ${inPounds(-invoice.owedPence)} more than it asks`
    : `${numberOf(invoice)} asks for ${inPounds(invoice.owedPence)}, more than the ${inPounds(invoice.totalPence)} that it says`

export const wronglyBooked = (invoice: Numbered & { totalPence: number; bookedPence: number }) =>
  `${numberOf(invoice)} is of ${inPounds(invoice.totalPence)}, and ${inPounds(invoice.bookedPence)} stands in the books for it`

export const wronglyAdded = (invoice: Numbered & { netPence: number; linesPence: number }) =>
  `${numberOf(invoice)} says ${inPounds(invoice.netPence)} before VAT, and its lines add up to ${inPounds(invoice.linesPence)}`

type Series = { kind: InvoiceKind; number: number; last: number; highest: number }

export const misnumbered = ({ kind, number, last, highest }: Series) =>
  number > last
    ? `${invoiceKinds[kind]} number ${number} was issued, and the series has come to ${last} only`
    : `${invoiceKinds[kind]} number ${number} is missing: the series has come to ${Math.max(last, highest)}`

export const chargeFaults = {
  'no charge': 'asks for a subscription, and no year is marked as invoiced by it',
  'wrong year': 'is marked as the subscription of another year than it says, or is not an invoice',
  'wrong release': 'was released by a credit note that is not its own, or not of the whole of it',
  'not released': 'was credited in whole, and its year is still marked as invoiced',
} as const

export const wronglyCharged = ({ fault, ...invoice }: Numbered & { fault: keyof typeof chargeFaults }) =>
  `${numberOf(invoice)} ${chargeFaults[fault]}`

export const wronglyTaken = (payment: {
  id: number
  pence: number
  bookedPence: number
  cancelled: boolean
  reversed: boolean
}) =>
  payment.pence !== payment.bookedPence
    ? `Payment ${payment.id} is of ${inPounds(payment.pence)}, and ${inPounds(payment.bookedPence)} stands in the books for it`
    : payment.cancelled
      ? `Payment ${payment.id} was cancelled, and still stands in the books`
      : `Payment ${payment.id} stands, and was reversed in the books`

export const overMatched = ({ id, pence, givenPence }: { id: number; pence: number; givenPence: number }) =>
  `Payment ${id} is of ${inPounds(pence)}, and ${inPounds(givenPence)} of it is matched`

type Matched = {
  /** What was matched or written off, such as `A match of payment 12`. */
  of: string
  pence: number
  bookedPence: number
  undone: boolean
  reversed: boolean
}

export const wronglyMatched = ({ of, pence, bookedPence, undone, reversed }: Matched) =>
  pence !== bookedPence
    ? `${of} is of ${inPounds(pence)}, and ${inPounds(bookedPence)} stands in the books for it`
    : `${of} ${
        undone
          ? reversed
            ? 'was undone by another entry than it says'
            : 'was undone, and still stands in the books'
          : 'stands, and was reversed in the books'
      }`

export const notReversed = ({ id, reversesId }: { id: number; reversesId: number }) =>
  `Entry ${id} says that it reverses entry ${reversesId}, and does not come to the same the other way round`

type Held = { account: 'bank' | 'unmatched'; pence: number; recordedPence: number }

export const wronglyHeld = ({ account, pence, recordedPence }: Held) =>
  account === 'bank'
    ? `The books hold ${inPounds(pence)} in the account, and the payments come to ${inPounds(recordedPence)}`
    : `The books have ${inPounds(pence)} that is not matched, and the payments have ${inPounds(recordedPence)}`
