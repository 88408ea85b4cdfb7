import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import {
  changedSince,
  inBrief,
  isReviewNear,
  nextNumber,
  placeBehind,
  reviewInWords,
  stateOf,
  titleOf,
} from './rules.ts'

describe('where a new clause goes', () => {
  const numbers: [string[], string][] = [
    [[], '1'],
    [['1', '2', '48'], '49'],
    [['1', '2a', '2.1', 'IV'], '2'],
  ]
  for (const [taken, next] of numbers)
    test(`after ${taken.join(', ') || 'nothing'} comes ${next}`, () =>
      assert.equal(nextNumber(taken.map((number) => ({ number }))), next))

  test('it never takes a number that is taken, and stands right behind its part', () => {
    const clause = fc.record({
      number: fc.oneof(fc.nat(200).map(String), fc.constantFrom('2a', '3.1')),
      part: fc.constantFrom('A', 'B', ''),
    })
    fc.assert(
      fc.property(fc.array(clause), fc.constantFrom('A', 'B', 'C', ''), (given, part) => {
        const clauses = given.map((one, i) => ({ ...one, id: i + 1 }))
        assert.ok(!clauses.some(({ number }) => number === nextNumber(clauses)))
        const inPart = clauses.filter((one) => one.part === part)
        assert.equal(placeBehind(clauses, part), (inPart.length > 0 ? inPart : clauses).at(-1)?.id ?? 0)
      }),
    )
  })
})

describe('whether a draft still says what a proposal would change', () => {
  const proposed = { number: '21', wordsNow: 'Nine days' }
  const cases: [string, Parameters<typeof changedSince>[1], RegExp | null][] = [
    ['under whatever number it stands there now', { number: '22', words: 'Nine days' }, null],
    ['not when the clause is gone', undefined, /no clause 21 any more/],
    [
      'not when it was reworded',
      { number: '22', words: 'Ten' },
      /^Clause 22 of this draft reads differently/,
    ],
  ]
  for (const [name, clause, says] of cases)
    test(name, () => {
      const refusal = changedSince(proposed, clause)
      if (says) assert.match(refusal ?? '', says)
      else assert.equal(refusal, null)
    })
})

test('a proposal is open until it is decided, and again when its draft was given up', () => {
  assert.equal(stateOf({ outcome: null, draftId: null }), 'open')
  assert.equal(stateOf({ outcome: 'adopted', draftId: 4 }), 'adopted')
  assert.equal(stateOf({ outcome: 'adopted', draftId: null }), 'open')
  assert.equal(stateOf({ outcome: 'declined', draftId: null }), 'declined')
})

test('the review is near in its last 30 days, and when its day is past', () => {
  const near: [string | null, string, boolean][] = [
    [null, '2018-03-05', false],
    ['2018-07-01', '2018-05-31', false],
    ['2018-07-01', '2018-06-01', true],
    ['2018-07-01', '2018-07-01', true],
    ['2018-07-01', '2018-09-01', true],
  ]
  for (const [on, today, is] of near) assert.equal(isReviewNear(on === null ? null : day(on), day(today)), is)
})

test('what is proposed is said in a few words', () => {
  assert.equal(titleOf({ kind: 'reword', number: '21', part: 'Staff' }), 'Other words for clause 21')
  assert.equal(titleOf({ kind: 'remove', number: '21', part: 'Staff' }), 'Removal of clause 21')
  assert.equal(titleOf({ kind: 'add', number: null, part: 'Staff' }), 'A new clause in “Staff”')
  assert.equal(titleOf({ kind: 'add', number: null, part: null }), 'A new clause')
  assert.match(inBrief({ number: '3', words: 'word '.repeat(30) }), /^3\. (word ?){10,14}…$/)
})

test('the day of the review is said, and that it is past', () => {
  const on = day('2018-07-01')
  assert.match(reviewInWords(on, on), /^The agreement is reviewed by 1 July 2018\./)
  assert.match(reviewInWords(on, day('2018-07-02')), /^The agreement was to be reviewed by 1 July 2018\./)
  assert.match(reviewInWords(null, on), /^No day is set/)
})
