import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'

/** Maintained schools bank with their council, which moves the sum between cost centres; others are invoiced. */
export const waysToPay = {
  invoice: 'By invoice',
  recharge: 'By internal recharge in the host’s ledger',
} as const
export type WayToPay = keyof typeof waysToPay

declare module '../../platform/db.ts' {
  interface Tables {
    payers: {
      id: GeneratedAlways<number>
      membershipId: number
      payBy: WayToPay
      name: string
      address: string
      town: string
      postcode: string
      email: string | null
      costCentre: string | null
      version: Generated<number>
    }
    purchaseOrders: {
      id: GeneratedAlways<number>
      membershipId: number
      year: AcademicYear
      number: string
      version: Generated<number>
    }
  }
}
