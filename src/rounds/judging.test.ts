import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgingIn, judgingInWords, judgingWords } from './judging.ts'

const plain = [
  'pupils',
  'wrote',
  'three',
  'lines',
  'the',
  'teacher',
  'asked',
  'Goodwin',
  'goods',
  'shoulder',
  'bestowed',
]
const marks = [' ', ', ', '. ', ': ', ' – ', '! ', '? ', '; ', '\n', ' (', ') ', '/', '…']
const words = fc.array(fc.tuple(fc.constantFrom(...plain), fc.constantFrom(...marks)), { maxLength: 30 })
const text = (pairs: [string, string][]) => pairs.map((pair) => pair.join('')).join('')

describe('judging words', () => {
  test('are found whatever their case and whatever stands around them', () => {
    const listed = fc.constantFrom(...judgingWords)
    const cased = fc
      .tuple(listed, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }))
      .map(([word, up]) => [...word].map((letter, i) => (up[i] ? letter.toUpperCase() : letter)).join(''))
    const sign = fc.constantFrom(...marks)
    fc.assert(
      fc.property(words, sign, cased, sign, words, (before, left, word, right, after) => {
        assert.notDeepEqual(judgingIn(text(before) + left + word + right + text(after)), [], word)
      }),
    )
  })

  test('are not found where there are none', () => {
    fc.assert(fc.property(words, (pairs) => assert.deepEqual(judgingIn(text(pairs)), [])))
  })

  test('said by somebody else, between quotation marks, they are no judgement', () => {
    for (const [typed, found] of [
      ['Good pace', ['Good']],
      ['good-natured', ['good']],
      ['GOOD, good and gooder', ['GOOD']],
      ['Well-behaved', ['Well-behaved']],
      ['well\nbehaved', ['well behaved']],
      ['Pupils dug a well. Behaved as asked', []],
      ['She said “good, carry on” to two pupils', []],
      ['She said "good" to two pupils; a good start', ['good']],
      ["He said 'that's good' and sat down", []],
      ['‘Good,’ the teacher said', []],
      ["The pupils' good work and the girls' books", ['good']],
      ["Don't say it's good, can't be", ['good']],
      ['“A quotation that never ends, good', ['good']],
      ['“It ended\nelsewhere” good”', ['good']],
      ["They shouldn’t and shouldn't", ['shouldn’t', "shouldn't"]],
      ['ｇｏｏｄ', ['good']],
      ['', []],
    ] as const)
      assert.deepEqual(judgingIn(typed), found, typed)
  })

  test('are named in one sentence', () => {
    assert.equal(judgingInWords('Five tasks in twenty minutes'), null)
    assert.match(
      judgingInWords('A good start, poor end') ?? '',
      /^“good” and “poor” judge\. Say what you saw/,
    )
    assert.match(judgingInWords('Good pace') ?? '', /^“Good” judges\./)
  })

  test('a long text of nothing but apostrophes is read at once', () => {
    const began = performance.now()
    for (const one of ["'a ", ' ‘a', "'a", ' "', '“ ', "a'b 'c"]) judgingIn(one.repeat(8_000).slice(0, 8_000))
    assert.ok(performance.now() - began < 2_000)
  })
})
