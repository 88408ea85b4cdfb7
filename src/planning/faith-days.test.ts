import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, type Day, day, daysBetween } from '../platform/day.ts'
import { faithDays, faithDaysFrom, faithDaysOn, faithDaysTo } from './faith-days.ts'

const starts = (name: string) => faithDays.filter((one) => one.name === name).map(({ fromOn }) => fromOn)

/** The day and the month that another calendar gives a day. */
function inCalendar(calendar: string, on: Day, month: 'long' | 'numeric') {
  const format = new Intl.DateTimeFormat(`en-GB-u-ca-${calendar}`, { day: 'numeric', month, timeZone: 'UTC' })
  const parts = new Map(format.formatToParts(new Date(on)).map(({ type, value }) => [type, value]))
  const name = parts.get('month') ?? ''
  return { date: Number(parts.get('day')), month: month === 'long' ? name : Number(name) }
}

/** Every day of the table on which another calendar says this. */
function daysWhere(calendar: string, wanted: { date: number; month: string | number }) {
  const found: Day[] = []
  const month = typeof wanted.month === 'string' ? 'long' : 'numeric'
  for (let on = faithDaysFrom; on <= faithDaysTo; on = addDays(on, 1)) {
    const { date, month: name } = inCalendar(calendar, on, month)
    if (date === wanted.date && name === wanted.month) found.push(on)
  }
  return found
}

/** The Gregorian Easter as Meeus, Jones and Butcher reckon it. */
function easterOf(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return addDays(day(`${year}-${String(Math.floor(n / 31)).padStart(2, '0')}-01`), n % 31)
}

/** The Julian Easter as Meeus reckons it, 13 days on in this century. */
function orthodoxEasterOf(year: number): Day {
  const d = (19 * (year % 19) + 15) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
  const n = d + e + 114
  return addDays(day(`${year}-${String(Math.floor(n / 31)).padStart(2, '0')}-01`), (n % 31) + 13)
}

const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030]

describe('the table of faith days', () => {
  const reckoned: [string, string, { date: number; month: string | number }][] = [
    ['Rosh Hashanah', 'hebrew', { date: 1, month: 'Tishri' }],
    ['Yom Kippur', 'hebrew', { date: 10, month: 'Tishri' }],
    ['Passover, first days', 'hebrew', { date: 15, month: 'Nisan' }],
    ['Passover, last days', 'hebrew', { date: 21, month: 'Nisan' }],
    ['Ramadan', 'islamic-umalqura', { date: 1, month: 9 }],
    ['Eid al-Fitr', 'islamic-umalqura', { date: 1, month: 10 }],
    ['Eid al-Adha', 'islamic-umalqura', { date: 10, month: 12 }],
    ['Chinese New Year', 'chinese', { date: 1, month: 1 }],
  ]
  for (const [name, calendar, wanted] of reckoned)
    test(`${name} is where the ${calendar} calendar has it`, () => {
      assert.deepEqual(starts(name), daysWhere(calendar, wanted))
    })

  test('Easter and what hangs on it are where the churches reckon them', () => {
    assert.deepEqual(starts('Easter'), years.map(easterOf))
    assert.deepEqual(starts('Orthodox Easter'), years.map(orthodoxEasterOf))
    assert.deepEqual(
      starts('Ash Wednesday').map((on) => daysBetween(on, easterOf(Number(on.slice(0, 4))))),
      years.map(() => 46),
    )
  })

  test('Diwali is at a new moon, Holi and Wesak at a full one', () => {
    const ages = (name: string) => starts(name).map((on) => inCalendar('chinese', on, 'numeric').date)
    for (const age of ages('Diwali')) assert.ok(age >= 29 || age === 1, String(age))
    for (const age of [...ages('Holi'), ...ages('Wesak')]) assert.ok(age >= 14 && age <= 17, String(age))
  })

  test('days that everybody knows', () => {
    const known: [string, string][] = [
      ['2024-10-12', 'Yom Kippur'],
      ['2025-03-30', 'Eid al-Fitr'],
      ['2025-10-20', 'Diwali'],
      ['2026-04-03', 'Good Friday'],
      ['2026-04-12', 'Orthodox Easter'],
      ['2026-09-21', 'Yom Kippur'],
      ['2027-02-07', 'Chinese New Year'],
    ]
    for (const [on, name] of known)
      assert.ok(
        faithDaysOn(day(on)).some(({ of, how }) => of.name === name && how === 'on'),
        `${name} on ${on}`,
      )
  })

  test('Ramadan lasts 29 or 30 days, up to Eid; what begins at sunset touches the day before', () => {
    for (const { name, fromOn, toOn } of faithDays)
      if (name === 'Ramadan' && toOn < faithDaysTo) {
        assert.ok([29, 30].includes(daysBetween(fromOn, toOn) + 1))
        assert.ok(starts('Eid al-Fitr').includes(addDays(toOn, 1)))
      }
    const touches = (on: string) => faithDaysOn(day(on)).map(({ of, how }) => `${of.name} ${how}`)
    assert.deepEqual(touches('2026-09-19'), [])
    assert.deepEqual(touches('2026-09-20'), ['Yom Kippur eve'])
    assert.deepEqual(touches('2026-09-22'), [])
    assert.deepEqual(touches('2026-05-26'), ['Eid al-Adha perhaps'])
    assert.deepEqual(touches('2026-05-28'), ['Eid al-Adha perhaps'])
  })
})
