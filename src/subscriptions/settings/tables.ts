import type { Generated } from 'kysely'

/** How the host treats value added tax on what it charges; the host's finance team says which. */
export const vatTreatments = {
  outside: 'Outside the scope of VAT',
  exempt: 'Exempt from VAT',
  zero: 'Zero-rated',
  standard: 'Standard-rated',
} as const
export type VatTreatment = keyof typeof vatTreatments

export type BillingSettings = {
  hostName: string
  address: string
  town: string
  postcode: string
  legalId: string | null
  vatNumber: string | null
  email: string
  telephone: string | null
  accountName: string
  /** Six digits. */
  sortCode: string
  /** Eight digits. */
  accountNumber: string
  /** Days from the issue of an invoice to the day it is due. */
  paymentDays: number
  vat: VatTreatment
  /** Why no VAT is charged, as the law asks an invoice to say; of `outside` and `exempt` only. */
  vatReason: string | null
  invoicePrefix: string
  creditPrefix: string
  rechargeCode: string | null
  /** 1 to 12: the month in which the host's financial year begins. */
  financialYearMonth: number
  /** Days past due. */
  firstReminder: number
  secondReminder: number
  thirdReminder: number
}

declare module '../../platform/db.ts' {
  interface Tables {
    billingSettings: { id: Generated<number>; version: Generated<number> } & BillingSettings
  }
}
