import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { changeInWords, changesBetween, isUnchanged, piecesOf, type Said } from './changes.ts'

/** Clauses in short: `promise number words`, under the heading that stands before them. */
function said(...lines: string[]): Said {
  let part = ''
  const clauses = lines.flatMap((line) => {
    if (line.startsWith('# ')) part = line.slice(2)
    const [, promise, number = '', words = ''] = /^(\d+) (\S+) (.*)$/.exec(line) ?? []
    return promise ? [{ promiseId: Number(promise), number, part, words }] : []
  })
  return { title: 'Compact', opening: '', clauses }
}

const before = said(
  '# Sharing',
  '1 1 We share.',
  '2 2 We give.',
  '# Caring',
  '3 3 We care.',
  '4 4 We listen.',
)

const cases: [name: string, now: Said, expected: string[]][] = [
  ['nothing', before, []],
  [
    'words',
    said('# Sharing', '1 1 We share all.', '2 2 We give.', '# Caring', '3 3 We care.', '4 4 We listen.'),
    ['Clause 1 is reworded.'],
  ],
  [
    'a clause that is gone, and the numbers after it',
    said('# Sharing', '1 1 We share.', '# Caring', '3 2 We care.', '4 3 We listen.'),
    ['Clause 2 is removed.', 'Clause 3 is now clause 2.', 'Clause 4 is now clause 3.'],
  ],
  [
    'the first clause that is gone',
    said('# Sharing', '2 2 We give.', '# Caring', '3 3 We care.', '4 4 We listen.'),
    ['Clause 1 is removed.'],
  ],
  [
    'a new clause',
    said(
      '# Sharing',
      '1 1 We share.',
      '2 2 We give.',
      '9 2a We sing.',
      '# Caring',
      '3 3 We care.',
      '4 4 We listen.',
    ),
    ['Clause 2a is new.'],
  ],
  [
    'the one clause that changed places',
    said('# Sharing', '4 4 We listen.', '1 1 We share.', '2 2 We give.', '# Caring', '3 3 We care.'),
    ['Clause 4 now stands under “Sharing”, and stands in another place.'],
  ],
  [
    'a heading',
    said('# Sharing', '1 1 We share.', '2 2 We give.', '# Kindness', '3 3 We care.', '4 4 We listen.'),
    ['Clause 3 now stands under “Kindness”.', 'Clause 4 now stands under “Kindness”.'],
  ],
]

describe('between two versions', () => {
  for (const [name, now, expected] of cases)
    test(`${name} differs`, () =>
      assert.deepEqual(changesBetween(before, now).clauses.map(changeInWords), expected))

  test('the title and the opening differ by themselves', () => {
    const changes = changesBetween(before, { ...before, title: 'Covenant', opening: 'We agree.' })
    assert.deepEqual(changes.title, { was: 'Compact', now: 'Covenant' })
    assert.deepEqual(changes.opening, { was: '', now: 'We agree.' })
    assert.equal(isUnchanged(changes), false)
  })
})

const clause = fc.record(
  {
    promiseId: fc.integer({ min: 1, max: 12 }),
    number: fc.constantFrom('1', '2', '3a'),
    part: fc.constantFrom('', 'A', 'B'),
    words: fc.constantFrom('We share.', 'We give.', 'We care, and share.'),
  },
  { noNullPrototype: true },
)
const anySaid = fc
  .uniqueArray(clause, { selector: ({ promiseId }) => promiseId, maxLength: 12 })
  .map((clauses): Said => ({ title: 'T', opening: '', clauses }))

describe('whatever two versions say', () => {
  test('each difference is told once, and what is not told is the same', () => {
    fc.assert(
      fc.property(anySaid, anySaid, (was, now) => {
        const told = changesBetween(was, now).clauses
        const ids = told.map((change) => (change.now ?? change.was)?.promiseId)
        assert.equal(new Set(ids).size, ids.length)
        const untold = ({ clauses }: Said) => clauses.filter(({ promiseId }) => !ids.includes(promiseId))
        assert.deepEqual(untold(was), untold(now))
      }),
    )
  })

  test('a version does not differ from itself', () => {
    fc.assert(fc.property(anySaid, (said) => assert.ok(isUnchanged(changesBetween(said, said)))))
  })

  test('marked words give back both texts', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 20 }), fc.lorem({ maxCount: 20 }), (was, now) => {
        const without = (gone: string) =>
          piecesOf({ was, now })
            .filter(({ is }) => is !== gone)
            .map(({ text }) => text)
            .join('')
        assert.equal(without('added'), was)
        assert.equal(without('removed'), now)
      }),
    )
  })
})
