import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import { aCreditNote, anInvoice, subscription } from '../../../test/en16931/documents.ts'
import { mutations } from '../../../test/en16931/mutations.ts'
import { order } from '../../../test/en16931/order.ts'
import { broken, ruleIds } from '../../../test/en16931/validate.ts'
import { day } from '../../platform/day.ts'
import { type VatTreatment, vatTreatments } from '../settings/tables.ts'
import type { Issued } from './queries.ts'
import { ubl } from './ubl.ts'
import { decimal } from './xml.ts'

const treatments = Object.keys(vatTreatments) as VatTreatment[]

const two = [
  { ...subscription, netPence: 200_001 },
  {
    ...subscription,
    position: 2,
    what: 'charge' as const,
    says: 'Course: reading',
    netPence: 1,
    fromOn: null,
    toOn: null,
  },
]
const unaddressed = { buyerAddress: null, buyerTown: null, buyerPostcode: null }
const hostile = `O’Neil & Sons <script>alert("x")</script> ]]> 'é' \u0000\u0001\u0008\u000B\u001F\uFFFE\uD800 ${'long '.repeat(200)}`

/** What an invoice or a note may differ in, beside how VAT treats it. */
const differences: [string, Partial<Issued>][] = [
  ['as usual', {}],
  ['with a recharge', { payBy: 'recharge', costCentre: 'AA-1001' }],
  ['with an order', { purchaseOrder: 'PO 12/3' }],
  ['without a number of registration', { sellerLegalId: null }],
  ['without a telephone or a URN', { sellerTelephone: null, urn: null }],
  ['hostile', { buyerName: hostile, buyerAddress: hostile, sellerName: hostile, purchaseOrder: hostile }],
  [
    'of what cannot be written',
    { buyerName: '\u0000', sellerName: '\uFFFF', sellerLegalId: '\u0001', purchaseOrder: ' ' },
  ],
]

const documents = treatments.flatMap((vat) => [
  ...differences.flatMap(([name, given]) => [
    { name: `${vat} invoice ${name}`, issued: anInvoice(vat, given) },
    { name: `${vat} credit note ${name}`, issued: aCreditNote(vat, given) },
  ]),
  { name: `${vat} invoice of two lines`, issued: anInvoice(vat, { lines: two }) },
  {
    name: `${vat} invoice without days`,
    issued: anInvoice(vat, { lines: [{ ...subscription, fromOn: null, toOn: null }] }),
  },
])
documents.push(
  { name: 'outside invoice without an address', issued: anInvoice('outside', unaddressed) },
  { name: 'outside credit note without an address', issued: aCreditNote('outside', unaddressed) },
)

for (const { name, issued } of documents)
  test(`${name} keeps EN 16931`, () => {
    const xml = ubl(issued)
    assert.deepEqual(broken(xml), [])
    assert.deepEqual(misplaced(xml), [])
  })

/** Elements that UBL’s schema would not have where they stand, and those with nothing in them. */
function misplaced(xml: string): string[] {
  using document = XmlDocument.fromString(xml)
  const wrong: string[] = []
  const look = (element: XmlElement) => {
    const children: XmlElement[] = []
    for (let child = element.firstChild; child; child = child.next)
      if (child instanceof XmlElement) children.push(child)
    if (children.length === 0 && element.content.trim() === '') wrong.push(`${element.name} is empty`)
    const places = children.map(({ name }) => (order[element.name] ?? []).indexOf(name))
    if (places.some((place, at) => place < 0 || place < (places[at - 1] ?? 0)))
      wrong.push(`${element.name}: ${children.map(({ name }) => name).join(', ')}`)
    for (const child of children) look(child)
  }
  look(document.root)
  return wrong
}

test('the check of places finds what is out of place, unknown or empty', () => {
  const xml = ubl(anInvoice())
  const dates = xml.replace(/(<cbc:IssueDate>.*)\n(.*<cbc:DueDate>.*)/, '$2\n$1')
  assert.equal(misplaced(dates).length, 1)
  assert.equal(misplaced(xml.replaceAll('CityName', 'Town')).length, 2)
  assert.deepEqual(misplaced(xml.replace('>Rivington<', '><')), ['CityName is empty'])
})

const bases: Record<VatTreatment | 'credit note', string> = {
  outside: ubl(anInvoice('outside')),
  exempt: ubl(anInvoice('exempt')),
  zero: ubl(anInvoice('zero')),
  standard: ubl(anInvoice('standard')),
  'credit note': ubl(aCreditNote('outside')),
}

for (const { breaks, of = 'outside', by } of mutations)
  test(`${breaks} is found broken in ${of}`, () => {
    const ids = broken(by(bases[of]), breaks).map(({ id }) => id)
    assert.ok(ids.includes(breaks), `found ${ids.join(', ')}`)
  })

test('every rule stated here is tried', () => {
  const tried = new Set(mutations.map(({ breaks }) => breaks))
  assert.deepEqual(
    ruleIds.filter((id) => !tried.has(id)),
    [],
  )
})

test('what is said, element by element', () => {
  const says = (issued: Issued, xpath: string) => {
    using document = XmlDocument.fromString(ubl(issued))
    const text = document.root.eval(`string(${xpath})`, document.root.namespaces)
    return String(text)
  }
  const all: [string, Issued, string, string][] = [
    ['number', anInvoice(), 'cbc:ID', 'INV-00012'],
    ['reference', anInvoice(), '//cbc:PaymentID', 'RF18INV00012'],
    ['account', anInvoice(), '//cac:PayeeFinancialAccount/cbc:ID', '87654321'],
    ['sort code', anInvoice(), '//cac:FinancialInstitutionBranch/cbc:ID', '010203'],
    ['means', anInvoice(), '//cbc:PaymentMeansCode', '30'],
    ['due', anInvoice(), 'cbc:DueDate', '2018-04-04'],
    ['due', anInvoice('standard'), '//cbc:PayableAmount', '3600.00'],
    ['VAT', anInvoice('standard'), '//cac:TaxSubtotal/cbc:TaxAmount', '600.00'],
    [
      'VAT number outside its scope',
      anInvoice('outside', { sellerVatNumber: 'GB123456789' }),
      'count(//cac:PartyTaxScheme)',
      '0',
    ],
    ['rate outside its scope', anInvoice(), 'count(//cbc:Percent)', '0'],
    ['recharge', anInvoice('outside', { payBy: 'recharge' }), '//cbc:PaymentMeansCode', '97'],
    [
      'account of a recharge',
      anInvoice('outside', { payBy: 'recharge' }),
      'count(//cac:PayeeFinancialAccount)',
      '0',
    ],
    ['URN', anInvoice(), 'cbc:BuyerReference', 'URN 990001'],
    ['order', anInvoice('outside', { purchaseOrder: 'PO 1' }), 'cac:OrderReference/cbc:ID', 'PO 1'],
    ['order for URN', anInvoice('outside', { purchaseOrder: 'PO 1' }), 'count(cbc:BuyerReference)', '0'],
    ['credited', aCreditNote(), 'cac:BillingReference//cbc:ID', 'INV-00012'],
    ['why', aCreditNote(), 'cbc:Note', 'Left at Christmas'],
    ['credit note asks for no payment', aCreditNote(), 'count(//cac:PayeeFinancialAccount)', '0'],
    [
      'mailbox for want of a number',
      anInvoice('outside', { sellerLegalId: null }),
      '//cac:PartyIdentification/cbc:ID',
      'finance@council.example',
    ],
    ['period', anInvoice(), 'cac:InvoicePeriod/cbc:EndDate', '2018-08-31'],
    [
      'words stay words',
      anInvoice('outside', { buyerName: '<a> & "b"' }),
      'cac:AccountingCustomerParty//cbc:RegistrationName',
      '<a> & "b"',
    ],
  ]
  for (const [name, issued, xpath, expected] of all) assert.equal(says(issued, xpath), expected, name)
})

test('the last of several credit notes may be a penny off the rate', () => {
  const rounded = aCreditNote('standard', {
    netPence: 51,
    vatPence: 11,
    totalPence: 62,
    lines: [{ ...subscription, netPence: 51 }],
  })
  assert.deepEqual(broken(ubl(rounded)), [])
})

test('pence are written as decimals that read back as the same pence', () => {
  assert.deepEqual([0, 1, 10, 299_999, 300_000].map(decimal), ['0.00', '0.01', '0.10', '2999.99', '3000.00'])
  assert.throws(() => decimal(-1), /Not whole pence/)
  assert.throws(() => decimal(0.5), /Not whole pence/)
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (pence) => {
      const [pounds = '', pennies = ''] = decimal(pence).split('.')
      return pennies.length === 2 && BigInt(pounds) * 100n + BigInt(pennies) === BigInt(pence)
    }),
  )
})

test('whatever was typed and charged, the document is valid', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
  const lines = fc.array(fc.record({ says: text, netPence: fc.integer({ min: 1, max: 10_000_000 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(fc.constantFrom(...treatments), text, lines, (vat, name, charged) => {
      const written = charged.map((line, at) => ({
        ...subscription,
        ...line,
        position: at + 1,
        toOn: day('2018-07-31'),
      }))
      const issued = anInvoice(vat, { buyerName: name, buyerTown: name, costCentre: name, lines: written })
      const xml = ubl(issued)
      assert.deepEqual(broken(xml), [])
      assert.deepEqual(misplaced(xml), [])
    }),
    { numRuns: 25 },
  )
})
