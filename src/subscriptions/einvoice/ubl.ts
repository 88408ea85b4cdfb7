import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { numberOf } from '../invoices/rules.ts'
import type { VatTreatment } from '../settings/tables.ts'
import type { Issued } from './queries.ts'
import { onOneLine, periodOf, settledBy } from './rules.ts'
import { decimal, required, tag, words, type Xml } from './xml.ts'

/** The core of EN 16931 and nothing more: what the document promises to keep. */
const CORE = 'urn:cen.eu:en16931:2017'
const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:'

/** UNCL 5305, as EN 16931 uses it: how VAT is treated. */
const categories: Record<VatTreatment, string> = { outside: 'O', exempt: 'E', zero: 'Z', standard: 'S' }

/** What UBL calls the same thing in its two documents; UNCL 1001 has the codes. */
const shapes = {
  invoice: { root: 'Invoice', type: 'InvoiceTypeCode', code: '380', quantity: 'InvoicedQuantity' },
  'credit note': {
    root: 'CreditNote',
    type: 'CreditNoteTypeCode',
    code: '381',
    quantity: 'CreditedQuantity',
  },
} as const

/** UNCL 4461: a credit transfer, or clearing between partners, which asks nobody to pay. */
const means = { 'paid in': '30', recharged: '97', 'set off': '97' } as const

const amount = (name: string, pence: number) => required(name, decimal(pence), { currencyID: 'GBP' })
const day = (name: string, on: string | undefined) => words(name, on ?? null)

/**
 * An invoice or a credit note as UBL 2.1, for the payer’s own accounts. Its elements stand in the order of UBL’s schema,
 * and its sums are the pence that were issued.
 */
export function ubl(issued: Issued): string {
  const { root, type, code } = shapes[issued.kind]
  const isInvoice = issued.kind === 'invoice'
  const body = [
    required('cbc:CustomizationID', CORE),
    required('cbc:ID', numberOf(issued)),
    day('cbc:IssueDate', issued.issuedOn),
    // A credit note of UBL has no day on which it is due.
    isInvoice ? day('cbc:DueDate', issued.dueOn) : undefined,
    required(`cbc:${type}`, code),
    words('cbc:Note', issued.reason),
    required('cbc:DocumentCurrencyCode', 'GBP'),
    words('cbc:AccountingCost', issued.costCentre),
    issued.purchaseOrder || issued.urn === null
      ? undefined
      : words('cbc:BuyerReference', `URN ${issued.urn}`),
    period(periodOf(issued.lines)),
    tag('cac:OrderReference', [words('cbc:ID', issued.purchaseOrder)]),
    credited(issued),
    tag('cac:AccountingSupplierParty', [seller(issued)]),
    tag('cac:AccountingCustomerParty', [buyer(issued)]),
    howToPay(issued),
    tag('cac:PaymentTerms', [words('cbc:Note', termsInWords(issued))]),
    vat(issued),
    totals(issued),
    ...issued.lines.map((line) => lineOf(issued, line)),
  ]
  const xml = tag(root, body, {
    xmlns: `${NAMESPACE}${root}-2`,
    'xmlns:cac': `${NAMESPACE}CommonAggregateComponents-2`,
    'xmlns:cbc': `${NAMESPACE}CommonBasicComponents-2`,
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`
}

const period = (part: ReturnType<typeof periodOf>): Xml =>
  tag('cac:InvoicePeriod', [day('cbc:StartDate', part?.fromOn), day('cbc:EndDate', part?.toOn)])

const credited = ({ credits }: Issued): Xml =>
  credits
    ? tag('cac:BillingReference', [
        tag('cac:InvoiceDocumentReference', [
          required('cbc:ID', numberOf(credits)),
          day('cbc:IssueDate', credits.issuedOn),
        ]),
      ])
    : undefined

type Address = { address: string | null; town: string | null; postcode: string | null }
const addressOf = ({ address, town, postcode }: Address): Xml =>
  tag('cac:PostalAddress', [
    words('cbc:StreetName', onOneLine(address)),
    words('cbc:CityName', town),
    words('cbc:PostalZone', postcode),
    tag('cac:Country', [required('cbc:IdentificationCode', 'GB')]),
  ])

const vatScheme = tag('cac:TaxScheme', [required('cbc:ID', 'VAT')])

/** Whoever has no number of its own is told from others by its mailbox: EN 16931 wants something (BR-CO-26). */
function seller(issued: Issued): Xml {
  const number = issued.vat === 'outside' ? null : issued.sellerVatNumber
  const registration = words('cbc:CompanyID', issued.sellerLegalId)
  return tag('cac:Party', [
    required('cbc:EndpointID', issued.sellerEmail, { schemeID: 'EM' }),
    number || registration
      ? undefined
      : tag('cac:PartyIdentification', [required('cbc:ID', issued.sellerEmail)]),
    addressOf({
      address: issued.sellerAddress,
      town: issued.sellerTown,
      postcode: issued.sellerPostcode,
    }),
    number === null ? undefined : tag('cac:PartyTaxScheme', [words('cbc:CompanyID', number), vatScheme]),
    tag('cac:PartyLegalEntity', [required('cbc:RegistrationName', issued.sellerName), registration]),
    tag('cac:Contact', [
      words('cbc:Telephone', issued.sellerTelephone),
      words('cbc:ElectronicMail', issued.sellerEmail),
    ]),
  ])
}

const buyer = (issued: Issued): Xml =>
  tag('cac:Party', [
    addressOf({
      address: issued.buyerAddress,
      town: issued.buyerTown,
      postcode: issued.buyerPostcode,
    }),
    tag('cac:PartyLegalEntity', [required('cbc:RegistrationName', issued.buyerName)]),
  ])

function howToPay(issued: Issued): Xml {
  const settled = settledBy(issued)
  return tag('cac:PaymentMeans', [
    required('cbc:PaymentMeansCode', means[settled]),
    ...(settled === 'paid in'
      ? [
          words('cbc:PaymentID', issued.reference),
          tag('cac:PayeeFinancialAccount', [
            required('cbc:ID', issued.accountNumber),
            words('cbc:Name', issued.accountName),
            tag('cac:FinancialInstitutionBranch', [words('cbc:ID', issued.sortCode)]),
          ]),
        ]
      : []),
  ])
}

/** When and how it is settled, in a sentence for whoever reads the words of a document and not its codes. */
export function termsInWords(issued: Issued): string {
  if (issued.credits)
    return `Set against invoice ${numberOf(issued.credits)}. Whatever you paid of it already stands on your account with ${issued.sellerName}.`
  if (issued.payBy === 'recharge')
    return `You need not pay this: ${issued.sellerName} moves ${inPounds(issued.totalPence)} within its own ledger.`
  return `Please pay ${inPounds(issued.totalPence)} by ${inWords(issued.dueOn)}.`
}

const categoryOf = (name: string, { vat, vatPerCent }: Issued, reason: string | null = null): Xml =>
  tag(name, [
    required('cbc:ID', categories[vat]),
    vat === 'outside' ? undefined : required('cbc:Percent', String(vatPerCent)),
    words('cbc:TaxExemptionReason', reason),
    vatScheme,
  ])

const vat = (issued: Issued): Xml =>
  tag('cac:TaxTotal', [
    amount('cbc:TaxAmount', issued.vatPence),
    tag('cac:TaxSubtotal', [
      amount('cbc:TaxableAmount', issued.netPence),
      amount('cbc:TaxAmount', issued.vatPence),
      categoryOf('cac:TaxCategory', issued, issued.vatReason),
    ]),
  ])

const totals = ({ netPence, totalPence }: Issued): Xml =>
  tag('cac:LegalMonetaryTotal', [
    amount('cbc:LineExtensionAmount', netPence),
    amount('cbc:TaxExclusiveAmount', netPence),
    amount('cbc:TaxInclusiveAmount', totalPence),
    amount('cbc:PayableAmount', totalPence),
  ])

/** One of each thing: `C62` is the code of UN/ECE Recommendation 20 for what is counted in ones. */
function lineOf(issued: Issued, line: Issued['lines'][number]): Xml {
  const { root, quantity } = shapes[issued.kind]
  return tag(`cac:${root}Line`, [
    required('cbc:ID', String(line.position)),
    required(`cbc:${quantity}`, '1', { unitCode: 'C62' }),
    amount('cbc:LineExtensionAmount', line.netPence),
    period(periodOf([line])),
    tag('cac:Item', [required('cbc:Name', line.says), categoryOf('cac:ClassifiedTaxCategory', issued)]),
    tag('cac:Price', [amount('cbc:PriceAmount', line.netPence)]),
  ])
}
