import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../platform/day.ts'
import { cohortFigures } from './rules.ts'
import { cohortNamedBy, impactInWords, readingInWords, withoutSmall } from './told.ts'

/** So many pupils gaining more than a year, not more, and tested once only. */
function cohort(over: number, not: number, once: number) {
  const test = { test: 'Star', bornOn: null }
  const first = { ...test, testedOn: day('2017-09-18'), readingAge: 96 }
  const last = (gain: number) => ({ ...test, testedOn: day('2018-06-25'), readingAge: 96 + gain })
  const pupils = (count: number, gain?: number) =>
    Array.from({ length: count }, () => ({ tests: gain === undefined ? [first] : [first, last(gain)] }))
  return cohortFigures([...pupils(over, 13), ...pupils(not, 12), ...pupils(once)])
}

describe('small numbers', () => {
  const cases: [string, [number, number, number], object][] = [
    ['five may be told, and a percentage of ten', [5, 5, 5], { matched: 10, overAYear: 5, percent: 50 }],
    [
      'four may not, nor the percentage that would tell it',
      [4, 6, 0],
      { matched: 10, overAYear: 'hidden', percent: 'hidden' },
    ],
    ['none is told', [0, 10, 0], { matched: 10, overAYear: 0, percent: 0 }],
    [
      'a percentage of nine is not',
      [9, 0, 1],
      { matched: 9, overAYear: 9, percent: 'hidden', percentOfSelected: 90 },
    ],
    [
      'of nobody there is none',
      [0, 0, 6],
      { matched: 0, overAYear: 0, percent: null, percentOfSelected: 'hidden' },
    ],
    ['why pupils were left out', [10, 0, 4], { leftOut: [{ why: 'one test only', pupils: 'hidden' }] }],
    ['no picture of nine', [9, 0, 0], { gains: 'hidden' }],
    ['a picture of ten', [10, 0, 0], { gains: Array(10).fill(13) }],
  ]
  for (const [name, [over, not, once], expected] of cases)
    test(name, () => {
      const told = withoutSmall(cohort(over, not, once))
      assert.deepEqual({ ...told, ...expected }, told)
    })

  test('none of 1 to 4 is ever told, in figures or in words', () => {
    const few = fc.integer({ min: 0, max: 15 })
    fc.assert(
      fc.property(few, few, few, (over, not, once) => {
        const {
          gains: _,
          leftOut,
          percent,
          percentOfSelected,
          ...counts
        } = withoutSmall(cohort(over, not, once))
        for (const told of [...Object.values(counts), ...leftOut.map(({ pupils }) => pupils)])
          assert.ok(told === 'hidden' || told === 0 || Number(told) >= 5)
        const said = impactInWords({ ...counts, leftOut, percent, percentOfSelected, gains: [] })
        for (const [number] of said.matchAll(/(?<!\d)[1-4](?!\d)/g)) assert.fail(`${number} in “${said}”`)
      }),
    )
  })
})

test('a text names a cohort, or one of its figures', () => {
  assert.deepEqual(
    ['reading:readers-2017', 'reading:readers-2017:percent', 'reading:a:b', 'reading:', 'support_days'].map(
      cohortNamedBy,
    ),
    ['readers-2017', 'readers-2017', 'a:b', undefined, undefined],
  )
  const told = withoutSmall(cohort(18, 2, 4))
  const said = (figure: string) => readingInWords(`reading:readers-2017${figure}`, told)
  assert.equal(said(':percent'), '90%')
  assert.deepEqual([':selected', ':matched', ':ceiling', ':over_a_year'].map(said), ['24', '20', '0', '18'])
  assert.match(
    said(''),
    /^90% of the pupils tested at both points \(18 of 20\) gained more than twelve months/,
  )
})
