import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { camt } from '../../../test/bank.ts'
import { type Day, day } from '../../platform/day.ts'
import { camtStatement } from './camt/read.ts'
import { camtTree } from './camt/xml.ts'
import { bankDay, bankSum } from './cells.ts'
import { headedBy, headingsIn, likelyColumns, likelyHeaded } from './csv/columns.ts'
import { csvStatement } from './csv/read.ts'
import { csvRows } from './csv/rows.ts'
import { fingerprintsOf, knownOtherwise, namingInvoices, type StatementLine } from './rules.ts'

const today = day('2018-03-05')
const host = { sortCode: '010203', accountNumber: '12345678' }
const line = (on: string, pence: number, says: string, payer: string | null = null): StatementLine => ({
  on: day(on),
  pence,
  payer,
  says,
  reversal: false,
})

test('dates as banks write them', () => {
  const cases: [string, string | undefined][] = [
    ['31/03/2027', '2027-03-31'],
    ['31/03/27', '2027-03-31'],
    ['1/3/2027', '2027-03-01'],
    ['2027-03-31', '2027-03-31'],
    ['2027-03-31T09:15:00Z', '2027-03-31'],
    ['31/03/2027 09:15', '2027-03-31'],
    ['31 Mar 2027', '2027-03-31'],
    ['31-Mar-27', '2027-03-31'],
    ['1 September 2027', '2027-09-01'],
    ['31/02/2027', undefined],
    ['31 Foo 2027', undefined],
    ['03/31/2027', undefined],
    ['20270331', undefined],
    ['', undefined],
  ]
  for (const [text, on] of cases) assert.equal(bankDay(text), on, text)
})

test('sums as banks write them', () => {
  const cases: [string, number | undefined][] = [
    ['1,234.56', 123_456],
    ['£3,000', 300_000],
    ['-20.00', -2_000],
    ['−20.00', -2_000],
    ['£-20.00', -2_000],
    ['(20.00)', -2_000],
    ['20.00-', -2_000],
    ['20.00 CR', 2_000],
    ['20.00DR', -2_000],
    ['20.5', 2_050],
    ['.50', 50],
    ['0.00', 0],
    ['-0.00', 0],
    ['1,23.00', undefined],
    ['1.234,56', undefined],
    ['12.345', undefined],
    ['(20.00', undefined],
    ['-20.00 CR', undefined],
    ['=1+1', undefined],
    ['1e9', undefined],
    ['', undefined],
    ['-', undefined],
  ]
  for (const [text, pence] of cases) assert.equal(bankSum(text), pence, text)
})

test('what is written of any sum is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), (pence) => {
      const plain = (Math.abs(pence) / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })
      for (const text of pence < 0
        ? [`-${plain}`, `(${plain})`, `${plain} DR`]
        : [plain, `£${plain}`, `${plain} CR`])
        assert.equal(bankSum(text), pence)
    }),
  )
})

const anyLine = fc.record({
  on: fc.constantFrom(day('2018-03-01'), day('2018-03-02')),
  pence: fc.constantFrom(100, 200),
  payer: fc.constantFrom(null, 'A'),
  says: fc.constantFrom('one', 'two'),
  reversal: fc.constant(false),
})

test('every line has a fingerprint of its own, the same in any order, case and spacing', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
      const prints = fingerprintsOf('account', lines)
      assert.equal(new Set(prints).size, lines.length)
      assert.deepEqual(fingerprintsOf('account', lines.toReversed()).sort(), [...prints].sort())
      const loud = lines.map((one) => ({ ...one, says: ` ${one.says.toUpperCase()} ` }))
      assert.deepEqual(fingerprintsOf('account', loud), prints)
    }),
  )
  assert.notDeepEqual(
    fingerprintsOf('a', [line('2018-03-01', 1, 'x')]),
    fingerprintsOf('b', [line('2018-03-01', 1, 'x')]),
  )
})

test('a line out of the other format is known by day, sum and a shared word, the most alike first', () => {
  const standing = [line('2018-03-01', 300_000, 'FASTER PAYMENT ASHMERE HIGH')]
  const lines = [
    line('2018-03-01', 300_000, 'Faster payment', 'Brindle Moor'),
    line('2018-03-01', 300_000, 'Faster payment', 'Ashmere High'),
    line('2018-03-02', 300_000, 'Faster payment', 'Ashmere High'),
  ]
  assert.deepEqual([...knownOtherwise(lines, standing)], [1])
  assert.deepEqual([...knownOtherwise(lines, [])], [])
  assert.deepEqual([...knownOtherwise([line('2018-03-01', 5, 'abc')], [line('2018-03-01', 5, 'xyz')])], [])
})

test('no more lines are known otherwise than stand', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 12 }),
      fc.array(anyLine, { maxLength: 12 }),
      (lines, standing) => {
        assert.ok(knownOtherwise(lines, standing).size <= Math.min(lines.length, standing.length))
      },
    ),
  )
})

test('of many lines that name one invoice those are matched that it still asks for', () => {
  const open = [{ id: 1, membershipId: 2, reference: 'RF18539007547034', owedPence: 300_000 }]
  const paid = (pence: number) => line('2018-03-01', pence, 'rf18 5390 0754 7034')
  assert.deepEqual(namingInvoices([paid(200_000), paid(100_000), paid(1)], open), [0, 1])
  assert.deepEqual(namingInvoices([{ ...paid(200_000), reversal: true }, paid(-100)], open), [])
})

const read = async (text: string, on: Day = today) => {
  const headed = likelyHeaded(await csvRows(text))
  const columns = likelyColumns(headed.headings)
  return csvStatement(headed, columns as Parameters<typeof csvStatement>[1], on)
}

test('a CSV with lines above its headings, quoted commas and the newest line first', async () => {
  const text = [
    'Account name: Vale Learning Alliance',
    '"Sort code, account","01-02-03 12345678"',
    '',
    'Date,Type,Description,Paid out,Paid in,Balance',
    '02/03/2018,DD,"Smith, Jones & Co",20.00,,"3,080.00"',
    '01/03/2018,FP,ASHMERE,,"3,000.00","3,100.00"',
    '28/02/2018,,Balance brought forward,,,100.00',
    ',,,,,',
    '',
  ].join('\r\n')
  const found = await read(text)
  assert.deepEqual(
    found.lines.map(({ on, pence, says }) => [on, pence, says]),
    [
      ['2018-03-01', 300_000, 'ASHMERE'],
      ['2018-03-02', -2_000, 'Smith, Jones & Co'],
    ],
  )
  assert.deepEqual([found.openingPence, found.closingPence, found.leftOut], [10_000, 308_000, 1])
})

test('semicolons and tabs, with a comma above the headings', async () => {
  for (const separator of [';', '\t'])
    assert.equal(
      (
        await read(
          ['Days: 1 March, 2018', ['Date', 'Memo', 'Amount'], ['1 Mar 2018', 'x', '-1.00']]
            .map((row) => [row].flat().join(separator))
            .join('\n'),
        )
      ).lines[0]?.pence,
      -100,
    )
})

test('what is wrong in a CSV is one sentence that names the row', async () => {
  const head = 'Date,Description,Amount,Balance\n'
  const cases: [string, RegExp][] = [
    [`${head}31/02/2018,x,1.00,1.00`, /Row 2 is dated 31\/02\/2018, which is no date/],
    [`${head}06/03/2018,x,1.00,1.00`, /Row 2 is dated 6 March 2018, which is still to come/],
    [`${head}01/01/0018,x,1.00,1.00`, /Row 2 is dated/],
    [`${head}01/03/2018,x,1.005,1.00`, /Row 2 says 1.005, which is no sum/],
    [`${head}01/03/2018,x,=1+1,1.00`, /Row 2 says =1\+1, which is no sum/],
    [`${head}01/03/2018,x,"100,000,000.00",1.00`, /Row 2 has more than £99,999,999.99/],
    [`${head},x,1.00,1.00`, /Row 2 has a sum and no date/],
    [
      `${head}01/03/2018,x,1.00,1.00\n02/03/2018,y,1.00,2.00\n03/03/2018,z,1.00,3.01`,
      /Row 4 says a balance of £3.01, where £3.00 follows/,
    ],
    [`${head}01/03/2018,"x,1.00,1.00`, /quotation mark/],
    ['Date,Memo,Paid in,Paid out\n01/03/2018,x,1.00,2.00', /Row 2 has a sum both in and out/],
    ['01/03/2018,x,1.00\n02/03/2018,y,2.00', /no row of headings/],
    [head, /no line beneath the headings/],
    ['words', /no row of headings/],
  ]
  for (const [text, says] of cases) await assert.rejects(read(text), says, text)
})

test('headings have names of their own', () => {
  assert.deepEqual(headingsIn({ number: 1, cells: ['Date', '', 'Amount', 'Amount', ''] }), [
    'Date',
    'Column 2',
    'Amount',
    'Amount (2)',
  ])
  assert.equal(headedBy([]).length, 0)
})

test('columns are offered by their headings', () => {
  const offered = likelyColumns([
    'Transaction Date',
    'Value Date',
    'Details',
    'Money in',
    'Money out',
    'Balance',
    'Payer name',
  ])
  assert.deepEqual(offered, {
    dateColumn: 'Transaction Date',
    amountColumn: null,
    inColumn: 'Money in',
    outColumn: 'Money out',
    payerColumn: 'Payer name',
    saysColumn: 'Details',
    balanceColumn: 'Balance',
  })
  assert.equal(likelyColumns(['Date', 'Credit', 'Memo', 'Amount']).amountColumn, 'Amount')
})

const camtRead = async (text: string) => camtStatement(await camtTree(text), host, today)
const paid = { amount: '3000.00', payer: 'Ashmere High School', words: 'RF18 1234' }

test('camt.053 of every edition', async () => {
  for (let edition = 2; edition <= 13; edition++) {
    const later = edition >= 8
    const details = `<TxDtls><Refs><EndToEndId>E2E</EndToEndId></Refs>${later ? '<Amt Ccy="GBP">3000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>' : ''}<RltdPties><Dbtr>${later ? '<Pty><Nm>Ashmere</Nm></Pty>' : '<Nm>Ashmere</Nm>'}</Dbtr></RltdPties><RmtInf><Ustrd>one</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>`
    const text = camt({
      edition: String(edition).padStart(2, '0'),
      entries: [{ amount: '3000.00', details }],
    })
    const { lines } = await camtRead(
      edition >= 6 ? text.replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>') : text,
    )
    assert.deepEqual(lines, [
      { on: '2018-03-01', pence: 300_000, payer: 'Ashmere', says: 'one / RF18 / E2E', reversal: false },
    ])
  }
})

test('money out, reversals, pending entries and batches', async () => {
  const part = (amount: string, name: string) =>
    `<TxDtls><AmtDtls><TxAmt><Amt Ccy="GBP">${amount}</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties></TxDtls>`
  const { lines, leftOut } = await camtRead(
    camt({
      entries: [
        { amount: '20.00', side: 'DBIT', payer: 'Hall', words: 'hire' },
        { amount: '20.00', reversal: true, words: 'hire' },
        { amount: '5.00', status: 'PDNG' },
        { amount: '3.00', details: part('1.00', 'A') + part('2.00', 'B') },
        { amount: '4.00', details: part('1.00', 'A') + part('2.00', 'B') },
        { amount: '0.00' },
      ],
    }),
  )
  assert.deepEqual(
    lines.map(({ pence, payer, says }) => [pence, payer, says]),
    [
      [-2_000, 'Hall', 'hire'],
      [2_000, null, 'Reversal: hire'],
      [100, 'A', 'No words given'],
      [200, 'B', 'No words given'],
      [400, null, 'No words given'],
    ],
  )
  assert.equal(leftOut, 2)
})

test('a moment is the day it was in London, and an account may be no IBAN', async () => {
  const text = camt({ entries: [paid] })
  const at = async (moment: string) =>
    (await camtRead(text.replace('<BookgDt><Dt>2018-03-01</Dt>', `<BookgDt><DtTm>${moment}</DtTm>`))).lines[0]
      ?.on
  assert.equal(await at('2017-06-30T23:30:00Z'), '2017-07-01')
  assert.equal(await at('2018-01-31T23:30:00'), '2018-01-31')
  const other = (id: string) => camtRead(text.replace(/<IBAN>.*?<\/IBAN>/, `<Othr><Id>${id}</Id></Othr>`))
  for (const id of ['01-02-03 12345678', '01020312345678', '12345678'])
    assert.equal((await other(id)).lines.length, 1)
  await assert.rejects(
    other('12345679'),
    /of another account than 12345678 with sort code 01-02-03: 12345679/,
  )
})

test('what is wrong in a camt.053 is one sentence', async () => {
  const whole = camt({ entries: [paid] })
  const deep = `${'<a>'.repeat(400)}${'</a>'.repeat(400)}`
  const cases: [string, RegExp][] = [
    [camt({ iban: 'GB33BANK01020387654321', entries: [paid] }), /of another account/],
    [camt({ iban: 'DE89370400440532013000', entries: [paid] }), /of another account/],
    [camt({ currency: 'EUR', entries: [paid] }), /kept in EUR/],
    [whole.replace('<Ntry><Amt Ccy="GBP">', '<Ntry><Amt Ccy="USD">'), /Entry 1 is in USD/],
    [camt({ entries: [{ ...paid, amount: '3000.001' }] }), /Entry 1 says 3000.001, which is no sum/],
    [camt({ closing: '100.00', entries: [{ ...paid, amount: '-3000.00' }] }), /Entry 1 says -3000.00/],
    [camt({ closing: '100.00', entries: [{ ...paid, amount: '1e9' }] }), /Entry 1 says 1e9/],
    [
      camt({ closing: '100.00', entries: [{ ...paid, amount: '100000000.00' }] }),
      /Entry 1 is more than £99,999,999.99/,
    ],
    [camt({ entries: [{ ...paid, on: '2018-02-30' }] }), /Entry 1 is dated 2018-02-30, which is no date/],
    [
      camt({ entries: [{ ...paid, on: '2018-03-06' }] }),
      /Entry 1 is dated 6 March 2018, which is still to come/,
    ],
    [
      camt({ closing: '3100.01', entries: [paid] }),
      /does not add up: it opens with £100.00, its entries come to £3,000.00, and it closes with £3,100.01/,
    ],
    [whole.replace('CLBD', 'ITBD'), /does not say with which balance/],
    [whole.replaceAll('camt.053', 'camt.054'), /This is a camt.054 message/],
    [whole.replaceAll('camt.053', 'pain.001'), /This is a pain.001 message/],
    [camt({ edition: '01', entries: [paid] }), /edition of camt.053 is not read/],
    [camt({ edition: '14', entries: [paid] }), /edition of camt.053 is not read/],
    ['<html><body>Sign in</body></html>', /This XML is not a bank statement/],
    [whole.replace('<CdtDbtInd>CRDT', '<CdtDbtInd>BOTH'), /does not have the shape of a camt.053/],
    [whole.replace('<Document', `<Document a="${'x'.repeat(100_000)}"`), /does not have the shape/],
    [whole.replace('<GrpHdr>', `<GrpHdr><Note a="${'x'.repeat(100_000)}"/>`), /does not have the shape/],
    [whole.replace('<GrpHdr>', `<GrpHdr>${deep}`), /no whole XML document/],
    [whole.slice(0, -20), /no whole XML document/],
    [whole.replace('<Ustrd>', '<Ustrd>\u0001'), /no whole XML document/],
    [whole.replace('<Ustrd>', '<Ustrd>&x;'), /no whole XML document/],
    [whole.replace('UTF-8', 'UTF-7'), /written as UTF-7, which is not read/],
    [whole.replace('?>', '?><!DOCTYPE a SYSTEM "file:///etc/passwd">'), /declares a document type/],
    [whole.replace('?>', '?><!doctype a [<!ENTITY b "c">]>'), /declares a document type/],
  ]
  for (const [text, says] of cases) await assert.rejects(camtRead(text), says, String(says))
})

test('an element of another vocabulary is none that is read', async () => {
  const text = camt({ entries: [paid] }).replace(
    '<BookgDt>',
    '<x:Amt xmlns:x="urn:x" Ccy="GBP">1.00</x:Amt><BookgDt>',
  )
  await assert.rejects(camtRead(text), /does not have the shape/)
})

test('ten thousand entries are read in good time, and a crowd of anything else is refused in it', async () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => ({ amount: '1.00', words: `w${i}` }))
  const started = performance.now()
  assert.equal((await camtRead(camt({ entries }))).lines.length, 10_000)
  const odd = camt({ entries: [paid] }).replace('<BookgDt>', `${'<Odd/>'.repeat(500_000)}<BookgDt>`)
  await assert.rejects(camtRead(odd), /too many lines/)
  assert.ok(performance.now() - started < 20_000)
})
