import { inPounds } from '../../platform/money.ts'
import { type Age, ages } from '../ageing/rules.ts'
import type { BillingSettings } from '../settings/tables.ts'
import type { InvoiceAsAt } from './queries.ts'

/** The account that is paid to, as people type it. */
export const accountInWords = ({
  accountName,
  sortCode,
  accountNumber,
}: Pick<BillingSettings, 'accountName' | 'sortCode' | 'accountNumber'>) =>
  `${accountName}, sort code ${sortCode.replace(/(..)(?=.)/g, '$1-')}, account number ${accountNumber}`

/** What a balance means: owed, held, or nothing. */
export function balanceInWords(pence: number): string {
  if (pence === 0) return 'Nothing is owed'
  return pence > 0 ? `${inPounds(pence)} is owed` : `${inPounds(-pence)} is held on account`
}

/** What may be paid by transfer: what the host does not move in its own ledger. */
export const toPay = <Row extends Pick<InvoiceAsAt, 'payBy'>>(open: readonly Row[]) =>
  open.filter(({ payBy }) => payBy === 'invoice')

/** What is held may settle a part of what is owed; the office does that, and does not guess. */
export const heldInWords = ({ email }: Pick<BillingSettings, 'email'>) =>
  `Money held on account can be set against it first: ask ${email}.`

export const ageLabel = (age: Age) =>
  age === 'notDue' ? 'Not due yet' : age === 'over90' ? 'Overdue by over 90 days' : `Overdue by ${ages[age]}`
