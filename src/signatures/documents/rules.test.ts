import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import type { Block, Text } from '../../platform/pdf.ts'
import { type Composed, composed } from './compose.ts'
import type { Act } from './queries.ts'
import { compared } from './rules.ts'

const act = {
  ...{ id: 1, versionId: 1, membershipId: 1, personId: 1, version: 1, made: false, recordedBy: null },
  ...{ schoolName: 'Ashmere High School', urn: 990001, digest: 'ab'.repeat(32), signedOn: day('2018-03-05') },
  ...{
    signedAt: new Date('2018-07-05T22:30:00Z'),
    how: 'electronic' as const,
    statement: 'I sign.',
    substituteReason: null,
  },
  ...{ seal: Buffer.from('seal'), certificate: null, sealedKey: null },
}
const head: Act = {
  ...{ ...act, capacity: 'leadership', name: 'Hannah Head', title: 'Headteacher', proof: 'passkey' },
  ...{ legalBody: null, minute: null, minuteOn: null },
}
const chair: Act = {
  ...{
    ...act,
    id: 2,
    capacity: 'governance',
    name: 'Chen Chair',
    title: 'Chair of governors',
    proof: 'code',
  },
  ...{ legalBody: 'Governing body', minute: 'FGB 7', minuteOn: day('2018-02-27') },
}
const words = {
  ...{ title: 'Working protocols', opening: 'Why.\n\nHow.', number: 2, digest: act.digest, alliance: 'Vale' },
  ...{ publishedOn: day('2018-01-08'), authorities: [] },
  clauses: [
    ['1', 'Strategy', 'We help.\nWe meet.'],
    ['2', 'Strategy', 'We share.'],
    ['3(a)', 'Ethos', 'We respect.'],
  ].map(([number = '', part = '', words = ''], position) => ({
    ...{ id: position, promiseId: position, position, commitment: null, kind: 'people' as const, version: 1 },
    ...{ number, part, words },
  })),
}
const given = (more: Partial<Composed>): Composed => ({
  ...{ words, acts: [head, chair], level: 'B-B', signedHere: new Set([1, 2]), url: 'https://vale.example' },
  reservations: [],
  ...more,
})

const plain = (text: Text) =>
  typeof text === 'string' ? text : text.map((run) => (typeof run === 'string' ? run : run.text)).join('')
const lines = (block: Block): string[] => {
  if (block.kind === 'heading') return [`${'#'.repeat(block.level)} ${block.text}`]
  if (block.kind === 'paragraph' || block.kind === 'note') return [plain(block.text)]
  if (block.kind === 'list') return block.items.map(plain)
  return block.kind === 'table' ? block.rows.map((row) => row.map(plain).join(': ')) : []
}
const told = (more: Partial<Composed> = {}) => composed(given(more)).sections.flatMap(lines)

describe('the document', () => {
  test('holds the words, part by part', () => {
    const all = told()
    const from = all.indexOf('# The words')
    assert.deepEqual(all.slice(from, all.indexOf('# The signatures')), [
      ...['# The words', 'Why.', 'How.', '## Strategy', '1. We help.', 'We meet.', '2. We share.'],
      ...['## Ethos', '3(a). We respect.'],
    ])
  })

  const cases: [string, Partial<Composed>, string[]][] = [
    [
      'what was signed',
      {},
      [
        'School: Ashmere High School (URN 990001)',
        'Legal body: Governing body',
        'Version: 2, published on 8 January 2018',
        `Digest of the words (SHA-256): ${act.digest}`,
      ],
    ],
    [
      'who signed, how, and when in London',
      {},
      [
        'Hannah Head, Headteacher, as head of Ashmere High School (URN 990001)',
        'Signed on 5 July 2018 at 23:30 (London time), having proved who they are with a passkey, at the moment of signing',
        'Signed on 5 July 2018 at 23:30 (London time), having proved who they are with a one-time code sent to their mail address, at the moment of signing',
        'Agreed by minute FGB 7 of the meeting on 27 February 2018',
      ],
    ],
    [
      'why somebody signed in another’s place',
      { acts: [{ ...head, substituteReason: 'The head is ill.' }] },
      [
        'Signed in another’s place. The reason recorded: The head is ill.',
        'Those who govern the school have not signed yet. When they do, another document is made that bears both signatures; this one is kept.',
      ],
    ],
    [
      'that one signed on paper',
      { acts: [{ ...chair, how: 'paper', proof: null, seal: null, statement: null }, head] },
      [
        'Signed on paper on 5 March 2018, as the alliance office recorded',
        'The signature is on the paper that the school keeps; none is set in this file',
      ],
    ],
    [
      'that a signature stands in another file',
      { signedHere: new Set([2]) },
      [
        'Their electronic signature is set in the document that was made before this one; here stands their seal',
      ],
    ],
    ['the level', { level: 'B-T' }, []],
  ]
  for (const [name, more, expected] of cases)
    test(`tells ${name}`, () => {
      const all = told(more)
      for (const one of expected) assert.ok(all.includes(one), `${one}\n\n${all.join('\n')}`)
      assert.ok(all.some((one) => one.includes(`level ${more.level ?? 'B-B'} (ETSI`)))
    })
})

test('two files are compared byte by byte', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one))
  fc.assert(
    fc.property(bytes, bytes, bytes, (same, one, other) => {
      const [a, b] = [Buffer.concat([same, one]), Buffer.concat([same, other])]
      const { shared, differing } = compared(a, b)
      assert.ok(shared >= same.length && a.subarray(0, shared).equals(b.subarray(0, shared)))
      assert.equal(differing === 0, a.subarray(0, b.length).equals(b.subarray(0, a.length)))
    }),
  )
})

test('the reservations of the school stand beside its signatures, where it has any', () => {
  const said = (reservations: Composed['reservations']) =>
    composed(given({ reservations })).sections.flatMap(lines)
  assert.ok(!said([]).includes('# Reservations'))
  const reserved = said([{ number: '2', words: 'Not of pupils.' }])
  const at = reserved.indexOf('# Reservations')
  assert.deepEqual(reserved.slice(at + 2, at + 3), ['Clause 2, with the reservation: Not of pupils.'])
})
