import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { CalendarDate } from '../../calendars/rules.ts'
import { type AcademicYear, academicYearOf, addDays, day, weekday } from '../../platform/day.ts'
import { daysOfPattern, meetingsFor, type Rhythm, rhythms, yearLater } from './rules.ts'
import { datesTyped } from './typed.ts'

const year = 2026 as AcademicYear
const date = (kind: CalendarDate['kind'], from: string, to = from) => ({
  kind,
  fromOn: day(from),
  toOn: day(to),
})
const calendar = [
  date('term', '2026-09-01', '2026-12-18'),
  date('half-term', '2026-10-26', '2026-10-30'),
  date('term', '2027-01-04', '2027-03-25'),
  date('half-term', '2027-02-15', '2027-02-19'),
  date('term', '2027-04-12', '2027-07-21'),
  date('half-term', '2027-05-31', '2027-06-04'),
  date('inset', '2026-09-01'),
]
const thursdays = { week: 4, count: 3, weekdays: [4] }

describe('the days of a pattern', () => {
  const cases: [Rhythm, string][] = [
    ['terms', '2026-09-24 2027-01-28 2027-05-06'],
    ['half-terms', '2026-09-24 2026-11-26 2027-01-28 2027-03-18 2027-05-06 2027-07-01'],
    ['spread', '2026-10-15 2027-02-04 2027-05-27'],
  ]
  for (const [rhythm, expected] of cases)
    test(`${rhythms[rhythm]}: the same weekday across the change of the clocks`, () => {
      assert.deepEqual(daysOfPattern({ ...thursdays, rhythm }, calendar, year), expected.split(' '))
    })

  test('once a month of term, and the last week where a month has no such week', () => {
    const found = daysOfPattern({ ...thursdays, week: 5, rhythm: 'months' }, calendar, year)
    assert.deepEqual(found.slice(0, 4), ['2026-09-24', '2026-10-22', '2026-11-26', '2026-12-17'])
    assert.equal(found.length, 11)
  })

  test('groups take turns over the weekdays, and then over the weeks', () => {
    const pattern = { rhythm: 'terms', week: 2, count: 3, weekdays: [2, 4] } as const
    const first = [0, 1, 2, 3].map(
      (nth) => daysOfPattern({ ...pattern, weekdays: [2, 4] }, calendar, year, nth)[0],
    )
    assert.deepEqual(first, ['2026-09-15', '2026-09-10', '2026-09-22', '2026-09-17'])
  })

  test('lie in the year, on the weekday asked for and on school days, whether its terms are known or not', () => {
    const patterns = fc.record({
      rhythm: fc.constantFrom(...(Object.keys(rhythms) as Rhythm[])),
      week: fc.integer({ min: 1, max: 20 }),
      count: fc.integer({ min: 1, max: 40 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
    })
    fc.assert(
      fc.property(patterns, fc.nat(60), fc.boolean(), (pattern, nth, known) => {
        const days = daysOfPattern(pattern, known ? calendar : [], year, nth)
        assert.deepEqual(days, [...new Set(days)].sort())
        for (const on of days) {
          assert.equal(academicYearOf(on), year)
          assert.equal(weekday(on), pattern.weekdays[nth % pattern.weekdays.length])
          const free = calendar.filter(
            ({ kind, fromOn, toOn }) => kind !== 'term' && fromOn <= on && on <= toOn,
          )
          assert.ok(!known || free.length === 0)
        }
        if (pattern.rhythm === 'spread') assert.ok(days.length > 0 && days.length <= pattern.count)
      }),
    )
  })
})

test('last year’s meetings keep their weekday, and stay in the year', () => {
  fc.assert(
    fc.property(fc.nat(364), (n) => {
      const on = addDays(day('2025-09-01'), n)
      const later = yearLater(on, year)
      assert.equal(weekday(later), weekday(on))
      assert.equal(academicYearOf(later), year)
    }),
  )
})

test('groups meet each by itself, in turn or not, or together', () => {
  assert.deepEqual(meetingsFor([7, 8], 'turn'), [
    { groups: [7], nth: 0 },
    { groups: [8], nth: 1 },
  ])
  assert.deepEqual(
    meetingsFor([7, 8], 'same').map(({ nth }) => nth),
    [0, 0],
  )
  assert.deepEqual(meetingsFor([7, 8], 'together'), [{ groups: [7, 8], nth: 0 }])
})

describe('dates that were typed or pasted', () => {
  const read: [string, string, string | null, string | null, string | null][] = [
    ['24/9/2026', '2026-09-24', null, null, null],
    ['24.9.26', '2026-09-24', null, null, null],
    ['2026-11-12', '2026-11-12', null, null, null],
    ['14/1', '2027-01-14', null, null, null],
    ['Thu 12 Nov', '2026-11-12', null, null, null],
    ['Thursday, 12th of November 2026', '2026-11-12', null, null, null],
    ['11 March 2027 13:30-15:45', '2027-03-11', '13:30', '15:45', null],
    ['6 May, 3.45pm to 5.15pm, Ashmere High', '2027-05-06', '15:45', '17:15', 'Ashmere High'],
    ['1 July at 9am at 12 Mill Lane', '2027-07-01', '09:00', null, '12 Mill Lane'],
    ['24/9/2026 Vale House', '2026-09-24', null, null, 'Vale House'],
  ]
  for (const [line, on, starts, ends, place] of read)
    test(line, () => {
      assert.deepEqual(datesTyped(`\n${line}\n`, year), { dates: [{ on, starts, ends, place }], faults: [] })
    })

  const wrong: [string, RegExp][] = [
    ['Fri 12 November', /^Line 1: 12 November 2026 is a Thursday, and the line says Fri$/],
    ['31/2/2027', /^Line 1: “31\/2\/2027” does not begin with a date/],
    ['soon', /“soon” does not begin with a date/],
    ['24/9/2027', /24 September 2027 is not in 2026-27/],
    ['12 Smarch', /does not begin with a date/],
  ]
  for (const [line, says] of wrong)
    test(`${line} is complained about`, () => {
      const { dates, faults } = datesTyped(line, year)
      assert.deepEqual(dates, [])
      assert.match(faults.join(), says)
    })

  test('whatever is pasted is read or complained about', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const lines = text.split(/[\n;]/).filter((line) => line.trim() !== '')
        const { dates, faults } = datesTyped(text, year)
        assert.equal(dates.length + faults.length, lines.length)
        for (const { on } of dates) assert.equal(academicYearOf(on), year)
      }),
    )
  })
})
