import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../../platform/day.ts'
import { referenceOf } from '../../invoices/reference.ts'
import { nameAlike } from './names.ts'
import { type Asked, type Candidate, type Known, type School, suggestionsFor } from './rules.ts'

test('a bank’s name for a payer is like a school’s, payer’s or trust’s', () => {
  const like: [string, string][] = [
    ['KESTREL ACADEMY', 'Kestrel Academy'],
    ['KESTREL ACAD TRUST', 'Kestrel Academy'],
    ['HULTON GRANGE FOUN', 'Hulton Grange Boys'],
    ['NORTHMOOR TRUST', 'Northmoor Multi-Academy Trust'],
    ['ST OSWINS RC HIGH', 'Saint Oswin’s'],
    ['BRINDLE MOO', 'Brindle Moor High School'],
  ]
  for (const [given, name] of like) assert.ok(nameAlike(given, name), `${given} is like ${name}`)
  const unlike: [string, string][] = [
    ['THE ACADEMY TRUST', 'Kestrel Academy'],
    ['KESTREL ACADEMY', 'Northmoor Park'],
    ['', 'Kestrel Academy'],
    ['NORTHMOOR PARK', 'Northmoor High Side'],
    ['HULTON ABBEY', 'Hulton Grange Boys'],
  ]
  for (const [given, name] of unlike) assert.ok(!nameAlike(given, name), `${given} is not like ${name}`)
  assert.ok(nameAlike('annual sub kestrel academy thanks', 'Kestrel Academy', true))
  assert.ok(!nameAlike('annual sub, grange', 'Hulton Grange Boys', true))
})

const invoice = (id: number, school: string, given: Partial<Candidate> = {}): Candidate => ({
  ...{ id, membershipId: id * 10, school, trustId: null, prefix: 'INV', number: id, trust: null },
  ...{ reference: referenceOf('INV', id), dueOn: day('2018-04-04'), names: [school] },
  ...{ totalPence: 300_000, owedPence: 300_000 },
  ...given,
})
const account = (id: number, school: string, favourPence = 0): School => ({
  ...{ membershipId: id * 10, school, names: [school], favourPence },
})
const kestrel = invoice(1, 'Kestrel')
const high = invoice(2, 'Northmoor High', { trustId: 5, trust: 'Northmoor Trust' })
const park = invoice(3, 'Northmoor Park', { trustId: 5, trust: 'Northmoor Trust' })
const known: Known = {
  open: [kestrel, high, park],
  schools: [account(1, 'Kestrel'), account(2, 'Northmoor High'), account(3, 'Northmoor Park')],
  named: [],
}
const asked = (given: Partial<Asked>): Asked => ({
  ...{ leftPence: 300_000, payer: null, says: 'BACS', before: [] },
  ...given,
})
const said = (given: Partial<Asked>, of = known) =>
  suggestionsFor(asked(given), of).map(({ key, says, why }) => `${key} | ${says} | ${why}`)

test('what a payment may be for, each with why', async (t) => {
  const cases: [string, Partial<Asked>, Known, string[]][] = [
    ['nothing is guessed from the sum alone', {}, known, []],
    [
      'the reference of an invoice',
      { says: `sub ${kestrel.reference}` },
      known,
      ['named | Match £3,000.00 to INV-00001 of Kestrel | It gives the reference of this invoice.'],
    ],
    [
      'a penny less than is asked',
      { says: `sub ${kestrel.reference}`, leftPence: 299_999 },
      known,
      [
        'named | Match £2,999.99 to INV-00001 of Kestrel | It gives the reference of this invoice; it is £0.01 less than is asked.',
      ],
    ],
    [
      'the same sum, and a payer’s name',
      { payer: 'KESTREL ACAD' },
      known,
      [
        'invoice-1 | Match £3,000.00 to INV-00001 of Kestrel | The same sum, and the payer’s name is like Kestrel.',
      ],
    ],
    [
      'a payer’s name, and another sum',
      { payer: 'KESTREL ACAD', leftPence: 299_999 },
      known,
      [
        'invoice-1 | Match £2,999.99 to INV-00001 of Kestrel | The payer’s name is like Kestrel; it is £0.01 less than is asked.',
      ],
    ],
    [
      'all open invoices of one trust',
      { payer: 'NORTHMOOR TRUST', leftPence: 600_000 },
      known,
      [
        'trust-5 | Match £6,000.00 to all 2 open invoices of Northmoor Trust | INV-00002 of Northmoor High and INV-00003 of Northmoor Park come to this sum, and the payer’s name is like the trust’s.',
      ],
    ],
    [
      'what is over, of the school whose invoice it paid',
      { payer: 'X', leftPence: 100, before: [10] },
      { ...known, open: [high] },
      [
        'account-10 | Put £1.00 on the account of Kestrel | A part of this payment was matched to Kestrel; what is over is theirs.',
      ],
    ],
    [
      'an invoice that asks for nothing more',
      { says: `${kestrel.reference}` },
      {
        ...known,
        open: [high],
        named: [{ id: 1, membershipId: 10, prefix: 'INV', number: 1, reference: kestrel.reference ?? '' }],
      },
      [
        'account-10 | Put £3,000.00 on the account of Kestrel | It gives the reference of INV-00001, which asks for nothing more.',
      ],
    ],
    [
      'money paid back to a school',
      { leftPence: -100, payer: 'Kestrel' },
      { ...known, schools: [account(1, 'Kestrel', 100), account(2, 'Northmoor High', 99)] },
      [
        'account-10 | Take it as £1.00 paid back to Kestrel | It went to a name like Kestrel, and £1.00 stands on its account.',
      ],
    ],
    [
      'no more than stands on the account',
      { leftPence: -101, payer: 'Kestrel' },
      { ...known, schools: [account(1, 'Kestrel', 100)] },
      [],
    ],
  ]
  for (const [name, given, of, expected] of cases)
    await t.test(name, () => assert.deepEqual(said(given, of), expected))
})

test('no suggestion gives away more than is left, nor more than an invoice asks for', () => {
  const names = ['Kestrel', 'Northmoor High', 'Northmoor Park']
  const candidate = fc.record({
    at: fc.integer({ min: 1, max: 9 }),
    name: fc.constantFrom(...names),
    owedPence: fc.integer({ min: 1, max: 5 }),
    trusted: fc.boolean(),
  })
  const payment = fc.record({
    leftPence: fc.integer({ min: -12, max: 12 }).filter((pence) => pence !== 0),
    payer: fc.constantFrom(null, ...names, 'NORTHMOOR TRUST'),
    named: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    before: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(candidate, { selector: ({ at }) => at, maxLength: 6 }),
      payment,
      (rows, paid) => {
        const open = rows.map(({ at, name, owedPence, trusted }) =>
          invoice(at, name, {
            owedPence,
            ...(trusted ? { trustId: 5, trust: 'Northmoor Trust' } : {}),
          }),
        )
        const schools = rows.map(({ at, name, owedPence }) => account(at, name, owedPence))
        const says = paid.named.map((at) => referenceOf('INV', at)).join(' ')
        const found = suggestionsFor(
          { ...paid, says, before: paid.before.map((at) => at * 10) },
          { open, schools, named: [] },
        )
        assert.equal(new Set(found.map(({ key }) => key)).size, found.length)
        for (const { parts } of found) {
          const sum = parts.reduce((all, { pence }) => all + Math.abs(pence), 0)
          assert.ok(sum > 0 && sum <= Math.abs(paid.leftPence))
          for (const { given, pence } of parts) {
            assert.equal(Math.sign(pence), Math.sign(paid.leftPence))
            if ('invoiceId' in given)
              assert.ok(pence <= (open.find(({ id }) => id === given.invoiceId)?.owedPence ?? 0))
          }
        }
      },
    ),
  )
})
