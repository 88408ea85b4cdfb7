import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, completedMonths, day } from '../platform/day.ts'
import {
  CEILING,
  cohortFigures,
  type Gained,
  type LeftOutReason,
  looksLikeUpn,
  progress,
  readingAgeInWords,
  readingAgeTyped,
  type Test,
} from './rules.ts'

const months = (age: string) => {
  const read = readingAgeTyped(age)
  if ('wrong' in read) throw new Error(read.wrong)
  return read.months
}

const sat = (on: string, age: string | null, more: Partial<Test> = {}): Test => ({
  test: 'Star',
  testedOn: day(on),
  bornOn: null,
  readingAge: age === null ? null : months(age),
  ...more,
})

describe('a reading age', () => {
  const understood: [string, number][] = [
    ['8:02', 98],
    ['08:02', 98],
    [' 10:00 ', 120],
    ['16:06', CEILING],
    ['3:00', 36],
    ['19:00', 228],
  ]
  for (const [typed, age] of understood)
    test(`${typed} is ${age} months`, () => assert.deepEqual(readingAgeTyped(typed), { months: age }))

  const refused: [string, RegExp][] = [
    ['10.5', /point may mean months or tenths.*colon, like 8:05/],
    ['9.10', /point may mean months or tenths/],
    ['11:12', /has 12 months: a year has 12, so write 00 to 11/],
    ['<6:00', /lies beyond the test.*like 6:00 or 16:06/],
    ['16:06+', /lies beyond the test/],
    ['10:04:00', /turned into a time of day/],
    ['2:11', /between 3:00 and 19:00/],
    ['19:01', /between 3:00 and 19:00/],
    ['8:5', /years and months, like 8:05/],
    ['120', /years and months, like 8:05/],
    ['-8:05', /years and months/],
    ['eight', /years and months/],
    ['', /years and months/],
  ]
  for (const [typed, says] of refused)
    test(`“${typed}” is refused in a sentence`, () => {
      const read = readingAgeTyped(typed)
      assert.match('wrong' in read ? read.wrong : 'understood', says)
    })

  test('written and read again it is the same, for every age there is', () => {
    for (let age = 36; age <= 228; age++) assert.equal(months(readingAgeInWords(age)), age)
  })

  test('whatever is typed is either an age within range or a sentence', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[<>]?\d{0,3}[:.]\d{0,3}\+?$/)), (typed) => {
        const read = readingAgeTyped(typed)
        assert.ok('wrong' in read ? read.wrong.length > 20 : read.months >= 36 && read.months <= 228)
      }),
    ))
})

test('a UPN is no pseudonym', () => {
  assert.deepEqual(
    ['A123456789012', 'h801200001001', 'A12345678901X', 'R01', 'A12345', 'Pupil 12'].map(looksLikeUpn),
    [true, true, true, false, false, false],
  )
})

describe('five pupils of one year', () => {
  type Case = [string, string, string, string, string, string, string]
  const cases: [...Case, object][] = [
    [
      'A',
      '2014-11-03',
      '2026-09-14',
      '8:02',
      '2027-06-28',
      '9:05',
      '11:10 12:07',
      { gain: 15, elapsed: 9, ratio: '1.67', before: -44, after: -38, verdict: 'more than a year' },
    ],
    [
      'B',
      '2015-02-20',
      '2026-09-14',
      '9:11',
      '2027-06-28',
      '10:11',
      '11:06 12:04',
      { gain: 12, elapsed: 9, ratio: '1.33', before: -19, after: -17, verdict: 'not more than a year' },
    ],
    [
      'C',
      '2015-08-31',
      '2026-09-15',
      '10:04',
      '2027-06-28',
      '11:01',
      '11:00 11:09',
      { gain: 9, elapsed: 9, ratio: '1.00', before: -8, after: -8, verdict: 'not more than a year' },
    ],
    [
      'D',
      '2014-09-01',
      '2026-09-14',
      '16:06',
      '2027-06-29',
      '16:06',
      '12:00 12:09',
      { gain: 0, elapsed: 9, ratio: '0.00', before: 54, after: 45, verdict: 'at the ceiling' },
    ],
    [
      'E',
      '2015-05-05',
      '2026-11-02',
      '7:06',
      '2027-06-28',
      '8:07',
      '11:05 12:01',
      { gain: 13, elapsed: 7, ratio: '1.86', before: -47, after: -42, verdict: 'more than a year' },
    ],
  ]
  for (const [pupil, born, from, before, to, after, ages, expected] of cases)
    test(`pupil ${pupil}`, () => {
      const bornOn = day(born)
      const found = progress([sat(to, after, { bornOn }), sat(from, before, { bornOn })]) as Gained
      const { gain, elapsed, ratio, gap, verdict } = found
      assert.deepEqual({ gain, elapsed, ratio: ratio?.toFixed(2), ...gap, verdict }, expected)
      const aged = [found.first, found.last].map(({ testedOn }) => completedMonths(bornOn, testedOn))
      assert.equal(aged.map(readingAgeInWords).join(' '), ages)
    })
})

describe('who is left out, and why', () => {
  const cases: [string, Test[], LeftOutReason][] = [
    ['no result at either end', [sat('2017-09-18', null), sat('2018-06-25', null)], 'no result'],
    ['nothing at all', [], 'no result'],
    ['one test', [sat('2017-09-18', '8:00')], 'one test only'],
    ['a second test without a result', [sat('2017-09-18', '8:00'), sat('2018-06-25', null)], 'one test only'],
    [
      'Star then NGRT',
      [sat('2017-09-18', '8:00'), sat('2018-06-25', '9:00', { test: 'NGRT' })],
      'different tests',
    ],
    ['both on one day', [sat('2017-09-18', '8:00'), sat('2017-09-18', '9:00', { test: 'NGRT' })], 'same day'],
    ['55 days apart', [sat('2018-01-01', '8:00'), sat('2018-02-25', '9:01')], 'too close'],
  ]
  for (const [name, tests, leftOut] of cases) test(name, () => assert.deepEqual(progress(tests), { leftOut }))

  test('56 days apart is enough', () => {
    assert.equal((progress([sat('2018-01-01', '8:00'), sat('2018-02-26', '9:01')]) as Gained).gain, 13)
  })

  test('of more than two tests the first and last days count, with the test sat on both', () => {
    const ngrt = { test: 'NGRT' }
    const found = progress([
      sat('2018-01-15', '12:00'),
      sat('2018-06-25', '9:01', { test: ' star ' }),
      sat('2017-09-18', '7:00', ngrt),
      sat('2017-09-18', '8:00'),
    ]) as Gained
    assert.deepEqual([found.gain, found.verdict], [13, 'more than a year'])
  })

  test('the ceiling is 16:06 both times; at one end alone it is a gain like any other', () => {
    const verdict = (before: string, after: string) =>
      (progress([sat('2017-09-18', before), sat('2018-06-25', after)]) as Gained).verdict
    assert.equal(verdict('16:06', '16:06'), 'at the ceiling')
    assert.equal(verdict('15:05', '16:06'), 'more than a year')
    assert.equal(verdict('16:06', '16:05'), 'not more than a year')
    assert.equal(verdict('16:05', '16:06'), 'not more than a year')
  })

  test('without a date of birth, or with one after the test, there is a gain but no gap', () => {
    const later = { bornOn: day('2018-01-01') }
    for (const more of [{}, later])
      assert.equal(
        (progress([sat('2017-09-18', '8:00', more), sat('2018-06-25', '9:00')]) as Gained).gap,
        null,
      )
  })
})

describe('a cohort', () => {
  const pupils = (count: number, before: string, after?: string) =>
    Array.from({ length: count }, () => ({
      tests: [sat('2026-09-14', before), ...(after ? [sat('2027-06-28', after)] : [])],
    }))

  test('24 selected, 20 matched, 18 over a year: 90% of those matched and 75% of those selected', () => {
    const figures = cohortFigures([
      ...pupils(18, '8:00', '9:01'),
      ...pupils(1, '8:00', '9:00'),
      ...pupils(1, '16:06', '16:06'),
      ...pupils(4, '8:00'),
    ])
    assert.deepEqual(figures, {
      selected: 24,
      matched: 20,
      ceiling: 1,
      overAYear: 18,
      percent: 90,
      percentOfSelected: 75,
      leftOut: [{ why: 'one test only', pupils: 4 }],
      gains: [0, 12, ...Array(18).fill(13)],
    })
  })

  test('of nobody matched there is no percentage', () => {
    const { percent, percentOfSelected } = cohortFigures(pupils(3, '8:00'))
    assert.deepEqual([percent, percentOfSelected], [null, 0])
    assert.equal(cohortFigures([]).percentOfSelected, null)
  })

  const anyTest = fc.record({
    test: fc.constantFrom('Star', 'NGRT'),
    testedOn: fc.integer({ min: 0, max: 400 }).map((days) => addDays(day('2017-09-01'), days)),
    bornOn: fc.option(fc.integer({ min: 0, max: 900 }).map((days) => addDays(day('2005-09-01'), days))),
    readingAge: fc.option(fc.oneof(fc.integer({ min: 36, max: 228 }), fc.constant(CEILING))),
  })
  const cohort = fc.array(fc.record({ tests: fc.array(anyTest, { maxLength: 5 }) }), { maxLength: 30 })

  test('everyone selected is matched or left out for one reason, and nobody twice', () =>
    fc.assert(
      fc.property(cohort, (pupils) => {
        const figures = cohortFigures(pupils)
        const left = figures.leftOut.reduce((sum, { pupils }) => sum + pupils, 0)
        assert.equal(figures.matched + left, figures.selected)
        assert.ok(figures.overAYear + figures.ceiling <= figures.matched)
        assert.equal(figures.gains.filter((gain) => gain > 12).length, figures.overAYear)
      }),
    ))

  test('the order in which pupils and tests were typed changes nothing', () =>
    fc.assert(
      fc.property(cohort, (pupils) => {
        const turned = [...pupils].reverse().map(({ tests }) => ({ tests: [...tests].reverse() }))
        const once = (tests: Test[]) =>
          new Set(tests.map(({ test, testedOn }) => test + testedOn)).size === tests.length
        fc.pre(pupils.every(({ tests }) => once(tests)))
        assert.deepEqual(cohortFigures(turned), cohortFigures(pupils))
      }),
    ))
})
