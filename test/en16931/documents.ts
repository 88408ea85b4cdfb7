import type { AcademicYear } from '../../src/platform/day.ts'
import { day } from '../../src/platform/day.ts'
import type { Issued } from '../../src/subscriptions/einvoice/queries.ts'
import { vatOn } from '../../src/subscriptions/invoices/rules.ts'
import type { VatTreatment } from '../../src/subscriptions/settings/tables.ts'

const reasons: Record<VatTreatment, string | null> = {
  outside: 'Outside the scope of VAT: not a supply in the course of business',
  exempt: 'Exempt: education, VAT Act 1994, schedule 9, group 6',
  zero: null,
  standard: null,
}

type Line = Issued['lines'][number]
export const subscription: Line = {
  position: 1,
  what: 'subscription',
  says: 'Subscription 2017-18',
  netPence: 300_000,
  fromOn: day('2017-09-01'),
  toOn: day('2018-08-31'),
}

/** An invoice as it is read back, with whatever else is wanted of it; its sums follow from its lines. */
export function anInvoice(vat: VatTreatment = 'outside', given: Partial<Issued> = {}): Issued {
  const lines = given.lines ?? [subscription]
  const netPence = lines.reduce((sum, line) => sum + line.netPence, 0)
  return {
    ...{ kind: 'invoice', prefix: 'INV', number: 12, membershipId: 1, year: 2017 as AcademicYear },
    ...{ runId: 1, creditsId: null, reason: null, payBy: 'invoice', costCentre: null, issuedBy: 1 },
    ...{ issuedOn: day('2018-03-05'), dueOn: day('2018-04-04'), reference: 'RF18INV00012' },
    ...{ purchaseOrder: null, urn: 990001, credits: null },
    buyerName: 'Ashmere High School',
    buyerAddress: '3 School Lane',
    buyerTown: 'Rivington',
    buyerPostcode: 'ZZ2 2ZZ',
    sellerName: 'Rivington Vale Council',
    sellerAddress: 'Town Hall, 1 Market Square',
    sellerTown: 'Rivington',
    sellerPostcode: 'ZZ1 1ZZ',
    sellerLegalId: 'LA-350',
    sellerVatNumber: vat === 'outside' ? null : 'GB123456789',
    sellerEmail: 'finance@council.example',
    sellerTelephone: '01000 000000',
    accountName: 'Vale Learning Alliance',
    sortCode: '010203',
    accountNumber: '87654321',
    vat,
    vatReason: reasons[vat],
    netPence,
    ...vatOn(netPence, vat),
    ...given,
    lines,
  }
}

export const aCreditNote = (vat: VatTreatment = 'outside', given: Partial<Issued> = {}): Issued =>
  anInvoice(vat, {
    ...{ kind: 'credit note', prefix: 'CN', number: 3, creditsId: 1, reference: null },
    reason: 'Left at Christmas',
    dueOn: day('2018-03-05'),
    credits: { prefix: 'INV', number: 12, issuedOn: day('2017-09-04'), totalPence: 300_000 },
    lines: [
      {
        ...subscription,
        says: 'Credit of INV-00012: Left at Christmas',
        netPence: 200_000,
        fromOn: null,
        toOn: null,
      },
    ],
    ...given,
  })
