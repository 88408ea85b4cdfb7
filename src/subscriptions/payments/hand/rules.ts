import { type Day, inWords } from '../../../platform/day.ts'
import type { PaymentKind } from '../tables.ts'

export const means = {
  transfer: 'Transfer',
  cheque: 'Cheque',
  cash: 'Cash',
} as const
export type Means = keyof typeof means

/** The most that is taken for one payment: £10 million. More is a slip of the finger. */
export const MOST_PENCE = 1_000_000_000

type Typed = { amount: number; datedOn: Day }

/** What of a payment entered by hand cannot be, in a sentence, and the question it is about. */
export function wrongIn({ amount, datedOn }: Typed, today: Day): { says: string; field: string } | null {
  if (amount < 1) return { says: 'Enter an amount of £0.01 or more', field: 'amount' }
  if (datedOn > today)
    return {
      says: `Enter today or a day before it: ${inWords(datedOn)} has not come yet`,
      field: 'datedOn',
    }
  return null
}

type Stands = { kind: PaymentKind; cancelledAt: Date | null; pence: number; leftPence: number }

/** Why a payment cannot be cancelled, in a sentence; null when it can. */
export function cancelRefusal({ kind, cancelledAt, pence, leftPence }: Stands): string | null {
  if (cancelledAt) return 'This payment was cancelled already'
  if (kind === 'bank')
    return 'This payment is a line of a bank statement: it goes when the import of the statement is undone'
  if (kind === 'recharge') return 'This payment came with an internal recharge: it goes when that is undone'
  return leftPence === pence
    ? null
    : 'This payment is matched. Undo the match first, then it can be cancelled'
}
