import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { termsOf } from '../../../agreement/terms/rules.ts'
import type { CalendarDate } from '../../../calendars/rules.ts'
import { academicYearOf, addDays, type Day, day, weekday } from '../../../platform/day.ts'
import { halfDaysOf } from '../rules.ts'
import { becomes, dayProblem, daysProblem, doubtOf, type Known, seriesDays, timesProblem } from './rules.ts'

const span = (kind: CalendarDate['kind'], from: string, to: string): CalendarDate => ({
  kind,
  fromOn: day(from),
  toOn: day(to),
})
const calendar = [
  span('term', '2018-01-08', '2018-03-29'),
  span('term', '2018-04-16', '2018-07-20'),
  span('half-term', '2018-02-12', '2018-02-16'),
  span('inset', '2018-02-26', '2018-02-26'),
]
const known: Known = {
  ...{ year: academicYearOf(day('2018-03-05')), halfDaysAgreed: 6, booked: 3 },
  ...{ wantedFrom: day('2018-01-22'), today: day('2018-03-05') },
}
const agreed = termsOf([], known.year)

describe('what becomes of a visit that does not take place', () => {
  const cases = [
    ['host', '2018-03-04', 'cancelled'],
    ['host', '2018-03-05', 'cancelled on the day by host'],
    ['host', '2018-03-06', 'cancelled on the day by host'],
    ['practitioner', '2018-03-04', 'cancelled'],
    ['practitioner', '2018-03-05', 'missed'],
    ['practitioner', '2018-03-06', 'missed'],
  ] as const
  for (const [of, said, status] of cases)
    test(`${of}, said on ${said}: ${status}`, () =>
      assert.equal(becomes(of, day('2018-03-05'), day(said)), status))
})

describe('a day', () => {
  for (const [on, ok] of [
    ['2018-08-31', true],
    ['2018-09-01', false],
    ['2017-08-31', false],
    ['2018-01-22', true],
    ['2018-01-21', false],
  ] as const)
    test(`${on} is ${ok ? 'taken' : 'refused'}`, () => assert.equal(dayProblem(day(on), known) === null, ok))
  test('before it was wanted is taken while that is still to come', () =>
    assert.equal(dayProblem(day('2018-03-06'), { ...known, wantedFrom: day('2018-04-16') }), null))
})

test('half-days agreed are never passed, and always reached', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('am', 'pm', 'day', 'twilight'), { minLength: 1, maxLength: 12 }),
      fc.nat(20),
      fc.nat(20),
      (halves, halfDaysAgreed, booked) => {
        const wanted = halves.map((half) => ({ half: half as 'am' }))
        const sum = wanted.reduce((all, { half }) => all + halfDaysOf(half), 0)
        assert.equal(
          daysProblem(wanted, { ...known, halfDaysAgreed, booked }) === null,
          booked + sum <= halfDaysAgreed,
        )
      },
    ),
  ))

describe('a doubtful day', () => {
  const doubt = (on: string, terms = agreed, dates: CalendarDate[] = calendar) =>
    doubtOf(dates, { on: day(on), half: 'am', sameTrust: false, school: 'Ashmere' }, terms)
  const cases: [string, string | null, RegExp | null][] = [
    ['a school day', '2018-03-07', null],
    ['a training day that counts', '2018-02-26', null],
    ['half-term', '2018-02-14', /Ashmere is closed on 14 February 2018.*would not count/],
    ['a Sunday', '2018-03-11', /a Sunday.*would not count/],
    ['a bank holiday', '2018-05-07', /a bank holiday.*would not count/],
  ]
  for (const [name, on, says] of cases)
    test(name, () => (says ? assert.match(doubt(on ?? '') ?? '', says) : assert.equal(doubt(on ?? ''), null)))
  test('a training day that does not count by the terms', () =>
    assert.match(doubt('2018-02-26', { ...agreed, supportDays: 2 }) ?? '', /training day.*would not count/))
  test('half-term where any day counts: said, and that it counts', () =>
    assert.match(
      doubt('2018-02-14', { ...agreed, supportDays: 0 }) ?? '',
      /closed.*would count all the same/,
    ))
  test('nothing is guessed of a weekday without term dates', () =>
    assert.equal(doubt('2018-03-07', agreed, []), null))
})

describe('a programme', () => {
  test('is on its weekday, in its rhythm, on days with pupils, as many as were asked for', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 2, max: 8 }),
        (start, wanted, every, times) => {
          const from = addDays(day('2018-01-08'), start)
          const days = seriesDays(calendar, { from, weekday: wanted, every, times })
          assert.ok(days.length <= times)
          for (const [i, on] of days.entries()) {
            assert.equal(weekday(on), wanted)
            assert.ok(on >= from)
            assert.equal(
              doubtOf(
                calendar,
                { on, half: 'am', sameTrust: false, school: '' },
                { ...agreed, supportDays: 2 },
              ),
              null,
              on,
            )
            const before = days[i - 1]
            if (before) assert.equal(((Date.parse(on) - Date.parse(before)) / 86_400_000) % (7 * every), 0)
          }
        },
      ),
    ))
  test('begins on its first day where that is the weekday', () =>
    assert.deepEqual(seriesDays(calendar, { from: day('2018-03-05'), weekday: 1, every: 1, times: 2 }), [
      '2018-03-05',
      '2018-03-12',
    ] as Day[]))
})

test('times stand together, the earlier first', () => {
  const problem = (starts: string | null, ends: string | null) =>
    timesProblem({ starts, ends })?.field ?? null
  assert.equal(problem(null, null), null)
  assert.equal(problem('09:00', '10:00'), null)
  assert.equal(problem('09:00', null), 'ends')
  assert.equal(problem(null, '10:00'), 'starts')
  assert.equal(problem('10:00', '10:00'), 'ends')
})
