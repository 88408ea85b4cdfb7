import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Block, Document, Text } from '../../platform/pdf.ts'
import { inFours } from '../invoices/reference.ts'
import { numberOf } from '../invoices/rules.ts'
import { type InvoiceKind, invoiceKinds } from '../invoices/tables.ts'
import type { Issued } from './queries.ts'
import { inPairs, onOneLine, settledBy } from './rules.ts'
import { termsInWords, ubl } from './ubl.ts'

type Fact = { label: string; value: Text }
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
/** Those of which something is known, in their order. */
const facts = (known: readonly [string, string | null][]): Block => ({
  kind: 'facts',
  facts: known.flatMap(([label, value]): Fact[] => (value === null ? [] : [{ label, value }])),
})

/** An invoice or a credit note to print or to keep, with the same for the payer’s accounts inside the file. */
export function printed(issued: Issued): Document {
  const named = numberOf(issued)
  return {
    title: `${invoiceKinds[issued.kind]} ${named}`,
    subtitle: `To ${issued.buyerName}`,
    author: issued.sellerName,
    date: issued.issuedOn,
    sections: [
      { kind: 'figures', figures: inShort(issued) },
      facts(ofItself(issued)),
      heading(issued.credits ? 'What it credits' : 'What it is for'),
      ...whatItCredits(issued),
      charges(issued),
      ...vatInWords(issued),
      heading(howHeadings[settledBy(issued)]),
      ...howToPay(issued),
      heading('From and to'),
      facts(sellerFacts(issued)),
      facts(buyerFacts(issued)),
      {
        kind: 'note',
        text: `The file ${named}.xml, attached to this PDF, says the same for accounting software (UBL 2.1, EN 16931).`,
      },
    ],
    alternatives: [
      {
        name: `${named}.xml`,
        type: 'application/xml',
        says: `${invoiceKinds[issued.kind]} ${named} as UBL 2.1`,
        text: ubl(issued),
      },
    ],
  }
}

const asks: Record<ReturnType<typeof settledBy>, (issued: Issued) => string> = {
  'paid in': ({ dueOn }) => `to pay by ${inWords(dueOn)}`,
  recharged: () => 'recharged: you need not pay this',
  'set off': () => 'credited to you',
}

function inShort(issued: Issued) {
  const total = { figure: inPounds(issued.totalPence), label: asks[settledBy(issued)](issued) }
  const { reference } = issued
  return settledBy(issued) === 'paid in' && reference
    ? [total, { figure: inFours(reference), label: 'your reference when you pay' }]
    : [total]
}

const whatItCredits = ({ credits, reason }: Issued): Block[] => {
  if (!credits) return []
  const text = `Invoice ${numberOf(credits)} of ${inWords(credits.issuedOn)}, which was for ${inPounds(credits.totalPence)}.`
  const why: Text = [{ text: 'Why: ', bold: true }, reason ?? '']
  return [
    { kind: 'paragraph', text },
    { kind: 'paragraph', text: why },
  ]
}

function charges(issued: Issued): Block {
  const dated = issued.lines.some(({ fromOn }) => fromOn !== null)
  const row = (what: Text, when: string, pence: Text): Text[] => [what, ...(dated ? [when] : []), pence]
  const sum = (label: string, pence: number): Text[] =>
    row([{ text: label, bold: true }], '', [{ text: inPounds(pence), bold: true }])
  return {
    kind: 'table',
    caption: issued.kind === 'invoice' ? 'What is charged' : 'What is credited',
    columns: [
      { header: 'What', wide: true },
      ...(dated ? [{ header: 'For' }] : []),
      { header: 'Amount', align: 'end' as const },
    ],
    rows: [
      ...issued.lines.map(({ says, fromOn, toOn, netPence }) =>
        row(says, fromOn && toOn ? `${inWords(fromOn)} to ${inWords(toOn)}` : '', inPounds(netPence)),
      ),
      ...(issued.vat === 'outside'
        ? []
        : [
            row('Total without VAT', '', inPounds(issued.netPence)),
            row(`VAT at ${issued.vatPerCent}%`, '', inPounds(issued.vatPence)),
          ]),
      sum('Total', issued.totalPence),
    ],
  }
}

const vatInWords = ({ vat, vatReason }: Issued): Block[] =>
  vatReason === null
    ? vat === 'zero'
      ? [{ kind: 'paragraph', text: 'This supply is zero-rated for VAT.' }]
      : []
    : [{ kind: 'paragraph', text: `No VAT is charged. ${vatReason}` }]

const howHeadings = {
  'paid in': 'How to pay',
  recharged: 'Nothing to pay',
  'set off': 'What happens with it',
} as const

function howToPay(issued: Issued): Block[] {
  const terms: Block = { kind: 'paragraph', text: termsInWords(issued) }
  if (settledBy(issued) !== 'paid in') return [terms]
  return [
    terms,
    facts([
      ['Account name', issued.accountName],
      ['Sort code', inPairs(issued.sortCode)],
      ['Account number', issued.accountNumber],
      ['Reference', issued.reference && inFours(issued.reference)],
    ]),
    {
      kind: 'note',
      text: 'With this reference, spaces or not, your payment is found at once. One payment may be for several invoices: give the reference of each in your remittance.',
    },
  ]
}

/** Those who may recover VAT need to know from which day it counts. */
const issueLabel = (kind: InvoiceKind, vatPence: number) =>
  kind === 'invoice' && vatPence > 0 ? 'Issued (tax point)' : 'Issued'

const ofItself = (issued: Issued): [string, string | null][] => [
  ['Number', numberOf(issued)],
  [issueLabel(issued.kind, issued.vatPence), inWords(issued.issuedOn)],
  ['Due', settledBy(issued) === 'paid in' ? inWords(issued.dueOn) : null],
  ['Purchase order', issued.purchaseOrder],
  ['Cost centre', issued.costCentre],
]

const addressInWords = (address: string | null, ...parts: (string | null)[]) =>
  [onOneLine(address), ...parts].filter(Boolean).join(', ') || null

const sellerFacts = (issued: Issued): [string, string | null][] => [
  ['From', issued.sellerName],
  ['Address', addressInWords(issued.sellerAddress, issued.sellerTown, issued.sellerPostcode)],
  ['Registered as', issued.sellerLegalId],
  ['VAT number', issued.sellerVatNumber],
  ['Contact', [issued.sellerEmail, issued.sellerTelephone].filter(Boolean).join(', ')],
]

const buyerFacts = (issued: Issued): [string, string | null][] => [
  ['To', issued.buyerName],
  ['Address', addressInWords(issued.buyerAddress, issued.buyerTown, issued.buyerPostcode)],
  ['URN', issued.urn === null ? null : String(issued.urn)],
]
