import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../../platform/day.ts'
import { type Front, type OfItem, partsOf, told } from './parts.ts'
import {
  digestOfEdition,
  digestOfPart,
  kindsIn,
  readAs,
  redacted,
  saidIn,
  sealed,
  verified,
} from './rules.ts'

const front: Front = {
  meeting: { id: 1, title: 'Board', groups: ['Board'] },
  ...{ heldOn: day('2018-02-01'), starts: '16:00', ends: null, place: 'Ashmere', chair: 'C', clerk: null },
  ...{ turnout: '2 of 2 schools represented.', quorum: null, approved: null },
}
const line = {
  school: 'Ashmere',
  capacity: 'head',
  arrived: null,
  departed: null,
  name: 'Hannah',
  why: null,
} as const
const words = fc.string({ minLength: 1, maxLength: 12 })
const ofItem: fc.Arbitrary<OfItem> = fc.record({
  item: fc.record({
    id: fc.nat(),
    title: words,
    kind: fc.constant('report' as const),
    papers: fc.array(words),
  }),
  feedback: fc.array(
    fc.record({
      ...{ group: words, met: fc.constant(day('2018-01-10')), school: words, stands: words },
      words: fc.option(words),
    }),
    { maxLength: 2 },
  ),
  reporters: fc.array(fc.record({ report: fc.nat(), name: words }), { maxLength: 2 }),
  minute: fc.array(words, { maxLength: 3 }),
  decisions: fc.array(
    fc.record({
      number: words,
      words,
      means: fc.constant(null),
      pence: fc.nat(),
      takesEffectOn: fc.constant(null),
    }),
    { maxLength: 2 },
  ),
  actions: fc.array(fc.record({ id: fc.nat(), words, post: words, due: fc.constant(null) }), {
    maxLength: 2,
  }),
  owners: fc.array(fc.record({ action: fc.nat(), name: words }), { maxLength: 2 }),
  interests: fc.constant([]),
})
const minutes = fc.array(fc.record({ partB: fc.boolean(), says: ofItem }), { maxLength: 5 }).map((items) =>
  partsOf(
    front,
    [line],
    items.map((item, i) => ({ ...item, itemId: i + 1, number: i + 1 })),
  ),
)
const frozen = (parts: ReturnType<typeof partsOf>) => {
  const kept = parts.map((part) => sealed(part))
  return { digest: digestOfEdition(kept.map(({ digest }) => digest)), parts: kept }
}

describe('an edition', () => {
  test('is known whole by its digest, and any character that is changed is noticed', () => {
    fc.assert(
      fc.property(
        minutes,
        fc.nat(),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (parts, n, at, sign) => {
          const edition = frozen(parts)
          assert.deepEqual(verified(edition), { belongs: true, shown: parts.length, withheld: 0 })
          const [part] = edition.parts.slice(n % parts.length)
          assert.ok(part)
          const { content, nonce } = part.text
          const i = at % content.length
          const changed = content.slice(0, i) + sign + content.slice(i + 1)
          if (changed === content) return
          part.text = { nonce, content: changed }
          assert.equal(verified(edition).belongs, false)
          // Nor does it help to seal the changed part anew.
          part.digest = digestOfPart(part.text)
          assert.equal(verified(edition).belongs, false)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('belongs to the whole whatever is left out, in its order and no other', () => {
    fc.assert(
      fc.property(minutes, fc.nat(), fc.boolean(), (parts, mask, swap) => {
        const { digest, parts: kept } = frozen(parts)
        const some = kept.map((part, i) => ((mask >> (i % 16)) & 1 ? { ...part, text: null } : part))
        const shown = some.filter(({ text }) => text !== null).length
        assert.deepEqual(verified({ digest, parts: some }), {
          belongs: true,
          shown,
          withheld: kept.length - shown,
        })
        const [first, second] = some
        if (swap && first && second) some.splice(0, 2, second, first)
        assert.equal(verified({ digest, parts: some }).belongs, !swap)
        assert.equal(verified({ digest, parts: some.slice(1) }).belongs, false)
      }),
      { numRuns: 60 },
    )
  })

  test('tells nothing of a part that is withheld without its nonce: the same words never have the same digest', () => {
    fc.assert(
      fc.property(minutes, (parts) => {
        for (const part of parts) {
          const [one, other] = [sealed(part), sealed(part)]
          assert.notEqual(one.digest, other.digest)
          assert.notEqual(one.digest, digestOfPart({ nonce: '', content: one.text.content }))
          assert.match(one.text.nonce, /^[0-9a-f]{64}$/)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('is read again as it was written', () => {
    fc.assert(
      fc.property(minutes, (parts) => {
        const read = frozen(parts).parts.map(({ text }) => saidIn(text))
        assert.deepEqual(told(read), told(parts.map(({ said }) => JSON.parse(JSON.stringify(said)))))
      }),
      { numRuns: 30 },
    )
  })
})

test('a redacted edition holds nothing confidential, and nothing of what it leaves out', () => {
  fc.assert(
    fc.property(minutes, fc.nat(30), (parts, marked) => {
      const { digest, parts: kept } = frozen(parts)
      const rows = kept.map((part, i) => ({ ...part, partB: part.kind === 'part b' || i === marked }))
      const left = redacted(rows, ['names', 'minute'])
      assert.equal(verified({ digest, parts: left }).belongs, true)
      for (const [i, { kind, text }] of left.entries())
        assert.equal(text === null, ['part b', 'names', 'minute'].includes(kind) || i === marked)
    }),
    { numRuns: 30 },
  )
})

test('who may not read in full reads the governors’ edition, or the public one', () => {
  const cases: [mayReadAll: boolean, asked: string | undefined, as: string][] = [
    [true, undefined, 'full'],
    [true, 'governors', 'governors'],
    [true, 'public', 'public'],
    [false, undefined, 'governors'],
    [false, 'full', 'governors'],
    [false, 'public', 'public'],
  ]
  for (const [mayReadAll, asked, as] of cases) assert.equal(readAs(mayReadAll, asked), as)
})

test('kinds are read from what was kept, and nothing else is', () =>
  assert.deepEqual(kindsIn('names constructor  owners'), ['names', 'owners']))
