import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { WayToPay } from '../payers/tables.ts'
import type { VatTreatment } from '../settings/tables.ts'

export const invoiceKinds = { invoice: 'Invoice', 'credit note': 'Credit note' } as const
export type InvoiceKind = keyof typeof invoiceKinds

/** What a line is for: which income it is counted as. */
export type ChargedFor = 'subscription' | 'charge'

declare module '../../platform/db.ts' {
  interface Tables {
    /** The last number taken of each series. */
    invoiceSeries: { kind: InvoiceKind; last: number }
    /** As it was issued, with everything it said then; the database lets nobody change it. */
    invoices: {
      id: GeneratedAlways<number>
      kind: InvoiceKind
      /** Taken by the database in the transaction that issues, so that the series has no gap. */
      number: Generated<number>
      prefix: string
      membershipId: number
      year: AcademicYear
      runId: number | null
      creditsId: number | null
      reason: string | null
      payBy: WayToPay
      issuedOn: Day
      dueOn: Day
      /** An ISO 11649 reference of at most 18 characters; none on a credit note. */
      reference: string | null
      purchaseOrder: string | null
      buyerName: string
      buyerAddress: string | null
      buyerTown: string | null
      buyerPostcode: string | null
      costCentre: string | null
      sellerName: string
      sellerAddress: string
      sellerTown: string
      sellerPostcode: string
      sellerLegalId: string | null
      sellerVatNumber: string | null
      sellerEmail: string
      sellerTelephone: string | null
      accountName: string
      sortCode: string
      accountNumber: string
      vat: VatTreatment
      vatReason: string | null
      vatPerCent: number
      netPence: number
      vatPence: number
      totalPence: number
      issuedBy: number | null
      issuedAt: Generated<Date>
    }
    invoiceLines: {
      id: GeneratedAlways<number>
      invoiceId: number
      position: number
      what: ChargedFor
      says: string
      netPence: number
      fromOn: Day | null
      toOn: Day | null
    }
    invoiceSendings: {
      id: GeneratedAlways<number>
      invoiceId: number
      recipient: string
      /** 1 when it was issued; one more whenever the office sends it again. */
      nth: Generated<number>
      sentAt: Generated<Date>
    }
  }
}
