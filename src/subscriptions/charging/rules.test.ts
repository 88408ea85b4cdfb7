import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { modelCalendar } from '../../../test/model-calendar.ts'
import { type AcademicYear, addDays, day, daysBetween, firstDay, lastDay } from '../../platform/day.ts'
import { vatOn } from '../invoices/rules.ts'
import { isDue, subscriptionDue } from './rules.ts'

const WHOLE = 300_000
const calendar = modelCalendar
const of = 2026 as AcademicYear

const byTerm = { subscription: WHOLE, subscriptionPartYear: 0 }
const byDay = { subscription: WHOLE, subscriptionPartYear: 1 }

type Spell = [joinedOn: string, leftOn: string | null]
const owed = ([joinedOn, leftOn]: Spell, terms = byTerm, year = of) => {
  const due = subscriptionDue(
    { joinedOn: day(joinedOn), leftOn: leftOn === null ? null : day(leftOn) },
    year,
    { terms, calendar },
  )
  return isDue(due) ? due.pence : due.because
}

const shares: [what: string, spell: Spell, pence: number | RegExp][] = [
  ['a member all along', ['2015-09-01', null], 300_000],
  ['joined on the first day of the year', ['2026-09-01', null], 300_000],
  ['left on its last', ['2015-09-01', '2027-08-31'], 300_000],
  ['left the day before', ['2015-09-01', '2027-08-30'], 300_000],
  ['joined on the last day of the autumn term', ['2026-12-18', null], 300_000],
  ['joined the day after', ['2026-12-19', null], 200_000],
  ['left on the first day of the spring term', ['2015-09-01', '2027-01-04'], 200_000],
  ['left the day before', ['2015-09-01', '2027-01-03'], 100_000],
  ['joined on the last day of the summer term', ['2027-07-21', null], 100_000],
  ['joined in the summer holidays', ['2027-07-22', null], /a member in no term of 2026-27/],
  ['joined on the last day of the year', ['2027-08-31', null], /a member in no term of 2026-27/],
  ['joined the year after', ['2027-09-01', null], /not a member in 2026-27/],
  ['left before it', ['2015-09-01', '2026-08-31'], /not a member in 2026-27/],
  ['came and went between two terms', ['2026-12-19', '2027-01-03'], /a member in no term/],
]
for (const [what, spell, expected] of shares)
  test(`by term: ${what}`, () => {
    const found = owed(spell)
    if (typeof expected === 'number') assert.equal(found, expected)
    else assert.match(String(found), expected)
  })

test('terms that are not known are asked for, and not guessed; a whole year needs none', () => {
  const later = 2027 as AcademicYear
  const part = subscriptionDue({ joinedOn: day('2027-11-01'), leftOn: null }, later, {
    terms: byTerm,
    calendar,
  })
  assert.ok(!isDue(part) && part.missing)
  assert.equal(owed(['2015-09-01', null], byTerm, later), WHOLE)
})

const days: [what: string, spell: Spell, year: number, pence: number][] = [
  ['240 of 365 days', ['2027-01-04', null], 2026, 197_260],
  ['one day', ['2027-08-31', null], 2026, 822],
  ['184 of the 366 days of a leap year', ['2028-03-01', null], 2027, 150_820],
  ['on the leap day alone', ['2028-02-29', '2028-02-29'], 2027, 820],
  ['all but one day of a leap year', ['2027-09-02', null], 2027, 299_180],
  ['a whole leap year', ['2015-09-01', null], 2027, 300_000],
]
for (const [what, spell, year, pence] of days)
  test(`by day: ${what}`, () => assert.equal(owed(spell, byDay, year as AcademicYear), pence))

test('of any spell what is owed lies between nothing and the whole, and for a whole year it is the whole', () => {
  const spell = fc.record({
    joined: fc.integer({ min: -400, max: 400 }),
    stays: fc.option(fc.integer({ min: 0, max: 800 })),
    pence: fc.integer({ min: 0, max: 10_000_000 }),
    inDays: fc.boolean(),
  })
  fc.assert(
    fc.property(spell, ({ joined, stays, pence, inDays }) => {
      const joinedOn = addDays(firstDay(of), joined)
      const leftOn = stays === null ? null : addDays(joinedOn, stays)
      const terms = { subscription: pence, subscriptionPartYear: inDays ? 1 : 0 }
      const due = subscriptionDue({ joinedOn, leftOn }, of, { terms, calendar })
      if (!isDue(due)) return
      assert.ok(Number.isInteger(due.pence) && due.pence >= 0 && due.pence <= pence)
      if (joinedOn <= firstDay(of) && (leftOn === null || leftOn >= lastDay(of)))
        assert.equal(due.pence, pence)
    }),
  )
})

test('by day the parts of a year that change hands are the whole, but for the rounding of each', () => {
  const length = daysBetween(firstDay(of), lastDay(of))
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: length }), { maxLength: 8 }), (cuts) => {
      const starts = [0, ...cuts.sort((a, b) => a - b)]
      const parts = starts.map((from, at) =>
        owed([addDays(firstDay(of), from), addDays(firstDay(of), (starts[at + 1] ?? length + 1) - 1)], byDay),
      ) as number[]
      const sum = parts.reduce((all, part) => all + part, 0)
      assert.ok(Math.abs(sum - WHOLE) <= parts.length / 2)
    }),
  )
})

test('£600.00 of VAT is added to £3,000.00, and none where none is charged', () => {
  assert.deepEqual(vatOn(WHOLE, 'standard'), { vatPerCent: 20, vatPence: 60_000, totalPence: 360_000 })
  for (const vat of ['outside', 'exempt', 'zero'] as const)
    assert.deepEqual(vatOn(WHOLE, vat), { vatPerCent: 0, vatPence: 0, totalPence: WHOLE })
})
