import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { aCreditNote, anInvoice } from '../../../test/en16931/documents.ts'
import { pdf } from '../../platform/pdf.ts'
import { printed } from './document.ts'
import type { Issued } from './queries.ts'
import { onOneLine, periodOf } from './rules.ts'
import { ubl } from './ubl.ts'

async function read(issued: Issued) {
  const bytes = await pdf(printed(issued))
  const file = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => file.getPage(at + 1)))
  const texts = await Promise.all(pages.map((page) => page.getTextContent()))
  const text = texts
    .flatMap(({ items }) => items.map((item) => ('str' in item ? item.str : '')))
    .join(' ')
    .replace(/\s+/g, ' ')
  const { metadata } = await file.getMetadata()
  return {
    text,
    marked: (await file.getMarkInfo())?.Marked,
    part: metadata.get('pdfuaid:part'),
    attached: (await file.getAttachments()) as Record<
      string,
      { filename: string; content: Uint8Array }
    > | null,
  }
}

const recharge = anInvoice('outside', { payBy: 'recharge', costCentre: 'AA-1001' })
const hostile = '#panic("x") $ <b> & \\u{41} “Łódź” '.repeat(8)

const cases: { name: string; issued: Issued; says: RegExp[]; not: RegExp[] }[] = [
  {
    name: 'an invoice',
    issued: anInvoice('outside', { purchaseOrder: 'PO-77' }),
    says: [
      /Invoice INV-00012/,
      /RF18 INV0 0012/,
      /01-02-03/,
      /87654321/,
      /by 4 April 2018/,
      /PO-77/,
      /No VAT is charged/,
    ],
    not: [/need not pay/, /VAT number/, /VAT at/],
  },
  {
    name: 'an invoice with VAT',
    issued: anInvoice('standard'),
    says: [/VAT at 20% £600\.00/, /£3,600\.00/, /GB123456789/, /tax point/],
    not: [/No VAT is charged/],
  },
  {
    name: 'a zero-rated invoice',
    issued: anInvoice('zero'),
    says: [/zero-rated/, /VAT at 0%/],
    not: [/No VAT/],
  },
  {
    name: 'a recharge',
    issued: recharge,
    says: [/You need not pay this: Rivington Vale Council moves £3,000\.00/, /AA-1001/],
    not: [/87654321/, /01-02-03/, /RF18/, /How to pay/],
  },
  {
    name: 'a credit note',
    issued: aCreditNote('standard'),
    says: [
      /Credit note CN-00003/,
      /INV-00012 of 4 September 2017/,
      /Why: Left at Christmas/,
      /£2,400\.00 credited to you/,
    ],
    not: [/87654321/, /How to pay/, /need not pay/],
  },
  {
    name: 'one with hostile names',
    issued: anInvoice('outside', {
      buyerName: hostile,
      sellerAddress: hostile,
      purchaseOrder: '\u0000\u202E',
    }),
    says: [/#panic\("x"\)/],
    not: [],
  },
]

for (const { name, issued, says, not } of cases)
  test(`${name} is tagged PDF/UA-1 and carries its XML to the last byte`, async () => {
    const { text, marked, part, attached } = await read(issued)
    assert.equal(marked, true)
    assert.equal(part, '1')
    const [only, ...others] = Object.values(attached ?? {})
    assert.deepEqual(others, [])
    assert.equal(only?.filename, `${issued.kind === 'invoice' ? 'INV-00012' : 'CN-00003'}.xml`)
    assert.deepEqual(Buffer.from(only?.content ?? []), Buffer.from(ubl(issued)))
    for (const what of says) assert.match(text, what)
    for (const what of not) assert.doesNotMatch(text, what)
  })

test('the same invoice makes the same bytes', async () => {
  assert.deepEqual(await pdf(printed(recharge)), await pdf(printed(recharge)))
})

test('an address of several lines is one line, and a period spans all lines', () => {
  assert.equal(onOneLine('Town Hall,\r\n 1 Market Square\n\n'), 'Town Hall, 1 Market Square')
  assert.equal(onOneLine(null), null)
  const [first, last] = ['2017-09-01', '2018-08-31'] as const
  const part = (fromOn: string | null, toOn: string | null) =>
    ({ fromOn, toOn }) as { fromOn: never; toOn: never }
  assert.deepEqual(periodOf([part('2018-01-01', last), part(null, null), part(first, '2017-12-31')]), {
    fromOn: first,
    toOn: last,
  })
  assert.equal(periodOf([part(null, null)]), null)
})
