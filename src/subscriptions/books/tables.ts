import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

/** The accounts of the books, in the order of a trial balance. */
export const accounts = {
  bank: 'Held in the host’s account',
  members: 'Owed by schools',
  unmatched: 'Paid, and not yet matched',
  vat: 'VAT to hand over',
  reserve: 'Reserve brought forward',
  subscriptions: 'Subscriptions',
  charges: 'Courses and other charges',
  'other income': 'Other income',
  spending: 'Spending',
  'written off': 'Written off',
} as const
export type Account = keyof typeof accounts

/**
 * What each account is numbered in an export to the host: 1 is owned or owed to the alliance, 2 owed by it, 3 its
 * reserve, 4 income, 5 spending. They never change, so that a host maps them to its own ledger once.
 */
export const accountCodes: Record<Account, number> = {
  bank: 1000,
  members: 1100,
  unmatched: 2000,
  vat: 2100,
  reserve: 3000,
  subscriptions: 4000,
  charges: 4100,
  'other income': 4200,
  spending: 5000,
  'written off': 5900,
}

export const entryKinds = {
  opening: 'Opening balance',
  invoice: 'Invoice issued',
  'credit note': 'Credit note issued',
  payment: 'Money in or out',
  match: 'Payment matched',
  'write-off': 'Written off',
  reversal: 'Reversal',
} as const
export type EntryKind = keyof typeof entryKinds

declare module '../../platform/db.ts' {
  interface Tables {
    purposes: { id: GeneratedAlways<number>; name: string; version: Generated<number> }
    journalEntries: {
      id: GeneratedAlways<number>
      datedOn: Day
      kind: EntryKind
      says: string
      /** The record it comes from, as the audit log names it: `subscriptions/invoices/12`. */
      subject: string
      reversesId: number | null
      postedBy: number | null
      postedAt: Generated<Date>
    }
    journalLines: {
      id: GeneratedAlways<number>
      entryId: number
      account: Account
      membershipId: number | null
      invoiceId: number | null
      purposeId: number | null
      /** A debit is positive, a credit negative. */
      pence: number
    }
  }
}
