import { inPounds } from '../../platform/money.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { referencesIn } from '../invoices/reference.ts'

/** Payments are the office’s to see: one transfer may be of several schools. */
export const mayKeepPayments = (who: Who) => isOffice(who)

/** What a payment may be given to: an invoice, a school’s account, a purpose it was spent on, or other income. */
export type Given =
  | { invoiceId: number; membershipId: number }
  | { membershipId: number }
  | { purposeId: number }
  | { otherIncome: true }

export type Open = { id: number; membershipId: number; reference: string | null; owedPence: number }
export type Part = { invoiceId: number; membershipId: number; pence: number }

/**
 * What a payment settles by the references it gives: each invoice that is named, in the order in which they are due, as
 * far as the money goes. What is over is left for somebody to say. Nothing is guessed from the sum alone.
 */
export function byReference(
  { pence, words }: { pence: number; words: string },
  open: readonly Open[],
): Part[] {
  const named = new Set(referencesIn(words))
  let left = pence
  return open
    .filter(({ reference, owedPence }) => reference !== null && named.has(reference) && owedPence > 0)
    .flatMap(({ id, membershipId, owedPence }) => {
      const part = Math.min(left, owedPence)
      left -= part
      return part > 0 ? [{ invoiceId: id, membershipId, pence: part }] : []
    })
}

/** How a sum stands to what is asked, in a sentence; nothing where it is to the penny. */
export function difference(pence: number, asked: number): string | null {
  if (pence === asked) return null
  const by = inPounds(Math.abs(pence - asked))
  return pence < asked ? `${by} less than is asked` : `${by} more than is asked`
}

type Asked = { pence: number; leftPence: number; seenPence?: number | undefined }

/** Why this much of a payment cannot be matched, in a sentence; null when it can. Pence are of the payment’s sign. */
export function matchRefusal({ pence, leftPence, seenPence }: Asked): string | null {
  const left = inPounds(Math.abs(leftPence))
  if (seenPence !== undefined && seenPence !== leftPence)
    return `Somebody matched a part of this payment meanwhile: ${left} of it is left. Look at it again`
  const fits = Math.sign(pence) === Math.sign(leftPence) && Math.abs(pence) <= Math.abs(leftPence)
  return fits ? null : `Enter an amount from £0.01 up to ${left}, which is left of the payment`
}

/** Why this much cannot be paid back to a school, in a sentence; null when it can. All pence are positive. */
export function refundRefusal({
  pence,
  favourPence,
  school,
}: {
  pence: number
  favourPence: number
  school: string
}): string | null {
  if (pence <= favourPence) return null
  return favourPence === 0
    ? `Nothing stands on the account of ${school}: there is nothing to pay back`
    : `${inPounds(favourPence)} stands on the account of ${school}: no more than that can be paid back`
}

export const paymentStates = {
  open: { says: 'To match', tone: 'due' },
  part: { says: 'Part matched', tone: 'due' },
  matched: { says: 'Matched', tone: 'good' },
  cancelled: { says: 'Cancelled', tone: 'quiet' },
} as const
export type PaymentState = keyof typeof paymentStates

export function paymentState({
  pence,
  leftPence,
  cancelledAt,
}: {
  pence: number
  leftPence: number
  cancelledAt: Date | null
}): PaymentState {
  if (cancelledAt) return 'cancelled'
  if (leftPence === 0) return 'matched'
  return leftPence === pence ? 'open' : 'part'
}
