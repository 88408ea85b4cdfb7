import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

export const paymentKinds = {
  bank: 'From a bank statement',
  recharge: 'Internal recharge',
  hand: 'Entered by hand',
} as const
export type PaymentKind = keyof typeof paymentKinds

export const waysMatched = {
  reference: 'By its reference',
  hand: 'By hand',
  recharge: 'With its recharge',
} as const
export type HowMatched = keyof typeof waysMatched

declare module '../../platform/db.ts' {
  interface Tables {
    /** Money that came in (positive pence) or went out (negative). */
    payments: {
      id: GeneratedAlways<number>
      kind: PaymentKind
      statementId: number | null
      rechargeId: number | null
      datedOn: Day
      pence: number
      payer: string | null
      says: string
      /** What tells a line of a statement from every other, so that none is taken in twice. */
      fingerprint: string | null
      entryId: number
      recordedBy: number | null
      recordedAt: Generated<Date>
      cancelledAt: Date | null
      cancelledBy: number | null
      cancelledWhy: string | null
      version: Generated<number>
    }
    /** What a payment was for; exactly one of invoice (with its membership), membership (on account), purpose or none (other income). */
    allocations: {
      id: GeneratedAlways<number>
      paymentId: number
      /** Of the sign of its payment. */
      pence: number
      invoiceId: number | null
      membershipId: number | null
      purposeId: number | null
      entryId: number
      how: HowMatched
      allocatedBy: number | null
      allocatedAt: Generated<Date>
      undoneAt: Date | null
      undoneBy: number | null
      undoneWhy: string | null
      undoEntryId: number | null
    }
    recharges: {
      id: GeneratedAlways<number>
      madeOn: Day
      madeBy: number | null
      takenOn: Day | null
      takenAs: string | null
      takenBy: number | null
      cancelledAt: Date | null
      cancelledBy: number | null
      version: Generated<number>
    }
    rechargeLines: {
      rechargeId: number
      invoiceId: number
      pence: number
      costCentre: string
      live: Generated<boolean>
    }
  }
}
