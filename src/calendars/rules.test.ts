import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day, day, weekday } from '../platform/day.ts'
import { bankHolidays, bankHolidaysTo, isBankHoliday } from './bank-holidays.ts'
import {
  type CalendarDate,
  endingSoon,
  isSchoolDay,
  overlapping,
  type SchoolCalendar,
  schoolDaysAfter,
  schoolDaysBetween,
  schoolYearOf,
} from './rules.ts'
import type { DateKind } from './tables.ts'

const date = (kind: DateKind, from: string, to = from): CalendarDate => ({
  kind,
  fromOn: day(from),
  toOn: day(to),
})

/** The model calendar of 2026/27: 190 days, of 71, 53 and 66. */
const council: SchoolCalendar = [
  date('term', '2026-09-01', '2026-12-18'),
  date('term', '2027-01-04', '2027-03-25'),
  date('term', '2027-04-12', '2027-07-21'),
  date('half-term', '2026-10-26', '2026-10-30'),
  date('half-term', '2027-02-15', '2027-02-19'),
  date('half-term', '2027-05-31', '2027-06-04'),
  date('inset', '2026-09-01'),
  date('inset', '2026-09-02'),
  date('inset', '2026-10-23'),
  date('inset', '2027-01-04'),
  date('inset', '2027-06-07'),
]
/** As an independent school has it: half-term is a fortnight. */
const independent: SchoolCalendar = [
  ...council.filter(({ kind, fromOn }) => !(kind === 'half-term' && fromOn < '2026-12-01')),
  date('half-term', '2026-10-19', '2026-10-30'),
]
const nextYear: SchoolCalendar = [
  date('term', '2027-09-06', '2027-12-17'),
  date('term', '2028-01-04', '2028-03-31'),
  date('term', '2028-04-18', '2028-07-21'),
]

const said = (calendar: SchoolCalendar, start: string, count: number) => {
  const counted = schoolDaysAfter(calendar, day(start), count)
  return 'on' in counted ? counted.on : `calendar missing after ${counted.missingAfter}`
}

describe('counting school days', () => {
  const missing = 'calendar missing after 2027-07-21'
  const cases: [start: string, plus2: string, plus10: string, plus15: string, plus20: string][] = [
    ['2026-10-15', '2026-10-19', '2026-11-06', '2026-11-13', '2026-11-20'],
    ['2026-10-23', '2026-11-03', '2026-11-13', '2026-11-20', '2026-11-27'],
    ['2026-12-04', '2026-12-08', '2026-12-18', '2027-01-11', '2027-01-18'],
    ['2026-12-18', '2027-01-06', '2027-01-18', '2027-01-25', '2027-02-01'],
    ['2027-02-10', '2027-02-12', '2027-03-03', '2027-03-10', '2027-03-17'],
    ['2027-03-24', '2027-04-12', '2027-04-22', '2027-04-29', '2027-05-07'],
    ['2027-07-01', '2027-07-05', '2027-07-15', missing, missing],
  ]
  for (const [start, ...expected] of cases)
    test(`from ${start}: 2, 10, 15 and 20 school days on`, () => {
      assert.deepEqual(
        [2, 10, 15, 20].map((count) => said(council, start, count)),
        expected,
      )
    })

  const others: [what: string, calendar: SchoolCalendar, start: string, count: number, expected: string][] = [
    ['a fortnight’s half-term moves a deadline', independent, '2026-10-15', 10, '2026-11-12'],
    ['day 0 is the day itself', council, '2026-10-24', 0, '2026-10-24'],
    ['from a Saturday the Monday after half-term is day 1', council, '2026-10-24', 1, '2026-11-02'],
    ['exactly the last day of the year', council, '2027-07-01', 14, '2027-07-21'],
    ['one day past it', council, '2027-07-01', 15, missing],
    ['in the summer, with the next year there', [...council, ...nextYear], '2027-07-01', 15, '2027-09-06'],
    ['in the summer, without it', council, '2027-08-10', 1, missing],
    ['before the first date that is known', council, '2026-08-20', 1, 'calendar missing after null'],
    ['a calendar without dates', [], '2026-10-15', 1, 'calendar missing after null'],
    [
      'a year that is not there is not jumped over',
      [...nextYear, ...council.map(({ kind }) => date(kind, '2030-09-02'))],
      '2028-07-21',
      1,
      'calendar missing after 2028-07-21',
    ],
    [
      'nor is a term that is not there',
      council.filter(({ fromOn }) => fromOn !== '2027-01-04'),
      '2026-12-18',
      1,
      'calendar missing after 2026-12-18',
    ],
    ['May Day is a bank holiday in term', council, '2027-04-30', 1, '2027-05-04'],
  ]
  for (const [what, calendar, start, count, expected] of others)
    test(what, () => assert.equal(said(calendar, start, count), expected))

  test('the model year has 190 days: 71, 53 and 66', () => {
    const terms = council.filter(({ kind }) => kind === 'term')
    assert.deepEqual(
      terms.map(({ fromOn, toOn }) => schoolDaysBetween(council, fromOn, toOn)),
      [71, 53, 66],
    )
  })

  const days = fc.integer({ min: 0, max: 330 }).map((n) => addDays(day('2026-09-01'), n))
  test('never lands on a weekend, a bank holiday or a day taken out of a term', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 200 }), (start, count) => {
        const counted = schoolDaysAfter(council, start, count)
        if (!('on' in counted)) return
        assert.ok(isSchoolDay(council, counted.on))
        assert.ok(![0, 6].includes(weekday(counted.on)) && !isBankHoliday(counted.on))
      }),
    )
  })
  test('counting further or starting later never gives an earlier day, and counting on adds up', () => {
    const at = (start: Day, count: number) => {
      const counted = schoolDaysAfter(council, start, count)
      return 'on' in counted ? counted.on : day('2099-12-31')
    }
    fc.assert(
      fc.property(days, days, fc.nat(60), fc.nat(60), (a, b, m, n) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        assert.ok(at(early, m) <= at(late, m))
        assert.ok(at(early, Math.min(m, n)) <= at(early, Math.max(m, n)))
        const between = at(early, m)
        if (m > 0 && between < '2099') assert.equal(at(between, n), at(early, m + n))
      }),
    )
  })
})

describe('bank holidays of England and Wales', () => {
  /** Easter Sunday by the anonymous Gregorian reckoning; an independent check on what was published. */
  function easter(year: number): Day {
    const a = year % 19
    const b = Math.floor(year / 100)
    const c = year % 100
    const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
    const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
    const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
    const month = String(Math.floor(f / 31)).padStart(2, '0')
    return day(`${year}-${month}-${String((f % 31) + 1).padStart(2, '0')}`)
  }
  const years = Array.from({ length: 14 }, (_, i) => 2015 + i)

  for (const year of years)
    test(`${year}: Easter, the bank holiday Mondays and the fixed days, none on a weekend`, () => {
      const inYear = bankHolidays.filter((on) => on.startsWith(String(year)))
      const extra: Record<number, number> = { 2022: 10, 2023: 9 }
      assert.equal(inYear.length, extra[year] ?? 8)
      assert.ok(inYear.includes(addDays(easter(year), -2)), 'Good Friday')
      assert.ok(inYear.includes(addDays(easter(year), 1)), 'Easter Monday')
      assert.ok(inYear.every((on) => weekday(on) !== 0 && weekday(on) !== 6))
      const august = inYear.find((on) => on.slice(5, 7) === '08')
      assert.ok(august && weekday(august) === 1 && addDays(august, 7).slice(5, 7) === '09')
    })

  test('the days that were moved or proclaimed', () => {
    for (const on of ['2020-05-08', '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08'])
      assert.ok(isBankHoliday(day(on)), on)
    for (const on of ['2020-05-04', '2022-05-30']) assert.ok(!isBankHoliday(day(on)), on)
  })
  test('the table says where it ends', () => {
    assert.equal(bankHolidaysTo.slice(0, 4), bankHolidays.at(-1)?.slice(0, 4))
  })
})

describe('what runs out', () => {
  const cases: [today: string, expected: string[]][] = [
    ['2026-11-21', []],
    ['2027-05-01', ['terms']],
    ['2028-02-01', ['terms', 'bank holidays']],
  ]
  for (const [today, expected] of cases)
    test(`on ${today}: ${expected.join(' and ') || 'nothing'}`, () =>
      assert.deepEqual(
        endingSoon(council, day(today)).map(({ what }) => what),
        expected,
      ))
})

test('the end of August belongs to the school year that begins', () => {
  assert.equal(schoolYearOf(day('2026-08-31')), 2026)
  assert.equal(schoolYearOf(day('2026-07-31')), 2025)
})

test('two dates of one kind overlap when they share a day', () => {
  const autumn = date('term', '2026-09-01', '2026-12-18')
  assert.equal(overlapping(date('term', '2026-12-18', '2027-01-08'), [autumn]), autumn)
  assert.equal(overlapping(date('inset', '2026-12-18'), [autumn]), undefined)
})
