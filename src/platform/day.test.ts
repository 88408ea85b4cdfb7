import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  academicYearOf,
  addDays,
  completedMonths,
  type Day,
  day,
  dayInLondon,
  daysBetween,
  dayTyped,
  firstDay,
  inDays,
  inShort,
  isDay,
  lastDay,
  momentAt,
  yearName,
  yearTyped,
} from './day.ts'

describe('days as people type them', () => {
  const cases: [string, string | undefined][] = [
    ['2018-03-05', '2018-03-05'],
    ['05/03/2018', '2018-03-05'],
    ['5/3/2018', '2018-03-05'],
    ['5.3.2018', '2018-03-05'],
    [' 5-3-2018 ', '2018-03-05'],
    ['29/2/2016', '2016-02-29'],
    ['29/2/2018', undefined],
    ['31/4/2018', undefined],
    ['2018-13-01', undefined],
    ['5/3/18', undefined],
    ['March 5th', undefined],
    ['', undefined],
  ]
  for (const [typed, expected] of cases) test(`“${typed}”`, () => assert.equal(dayTyped(typed), expected))
})

describe('academic years', () => {
  const boundaries: [string, number][] = [
    ['2017-08-31', 2016],
    ['2017-09-01', 2017],
    ['2018-08-31', 2017],
    ['2018-09-01', 2018],
    ['2018-01-01', 2017],
  ]
  for (const [on, year] of boundaries)
    test(`${on} is in ${year}`, () => assert.equal(academicYearOf(day(on)), year))

  const written: [string, number | undefined][] = [
    ['2017-18', 2017],
    ['2017/18', 2017],
    ['2017-2018', 2017],
    ['1999-00', 1999],
    ['2017-19', undefined],
    ['2017', undefined],
    ['17-18', undefined],
    ['2017-1', undefined],
  ]
  for (const [text, year] of written) test(`“${text}”`, () => assert.equal(yearTyped(text), year))

  test('every day lies between the first and last day of its year, and the year reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 36_000 }), (offset) => {
        const on = addDays(day('2000-01-01'), offset)
        const year = academicYearOf(on)
        assert.ok(firstDay(year) <= on && on <= lastDay(year))
        assert.equal(yearTyped(yearName(year)), year)
        assert.equal(daysBetween(day('2000-01-01'), on), offset)
        assert.ok(isDay(on))
      }),
    )
  })
})

describe('the day in London', () => {
  const moments: [string, string][] = [
    ['2018-08-31T22:30:00Z', '2018-08-31'],
    ['2018-08-31T23:30:00Z', '2018-09-01'],
    ['2018-12-31T23:59:59Z', '2018-12-31'],
    ['2026-10-25T00:30:00Z', '2026-10-25'],
    ['2026-03-28T23:59:59Z', '2026-03-28'],
    ['2026-03-29T23:30:00Z', '2026-03-30'],
  ]
  for (const [moment, on] of moments) test(moment, () => assert.equal(dayInLondon(new Date(moment)), on))
})

describe('completed months', () => {
  const spans: [string, string, number][] = [
    ['2014-11-03', '2026-09-14', 142],
    ['2015-08-31', '2026-09-15', 132],
    ['2026-09-14', '2027-06-28', 9],
    ['2026-01-31', '2026-02-28', 0],
    ['2026-01-15', '2026-02-15', 1],
  ]
  for (const [from, to, months] of spans)
    test(`${from} to ${to}`, () => assert.equal(completedMonths(day(from), day(to)), months))
})

describe('half-days in words', () => {
  const said: [number, string][] = [
    [0, '0 days'],
    [1, '½ day'],
    [2, '1 day'],
    [3, '1½ days'],
    [132, '66 days'],
  ]
  for (const [halves, words] of said) test(words, () => assert.equal(inDays(halves), words))
})

test('a column says the weekday, and says it the same each time', () => {
  const on: Day = day('2018-03-05')
  assert.equal(inShort(on), 'Mon 5 Mar 2018')
  assert.equal(inShort(on), inShort(on))
})

test('a time of day in London is a moment: an hour earlier in summer, the first of the hour that comes twice', () => {
  const cases: [string, string, string][] = [
    ['2018-03-05', '15:42', '2018-03-05T15:42:00Z'],
    ['2018-05-06', '15:42', '2018-05-06T14:42:00Z'],
    ['2018-05-06', '00:10', '2018-05-05T23:10:00Z'],
    ['2018-10-28', '01:30', '2018-10-28T00:30:00Z'],
    ['2018-10-28', '02:30', '2018-10-28T02:30:00Z'],
  ]
  for (const [on, time, moment] of cases) assert.deepEqual(momentAt(day(on), time), new Date(moment))
})
