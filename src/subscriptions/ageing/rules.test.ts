import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../../platform/day.ts'
import { type Age, aged, ageOf, overduePence, sumOf } from './rules.ts'

const on = day('2018-03-05')

test('the day it is due is not overdue, and each age ends with its last day', () => {
  const cases: [number, Age][] = [
    [-1, 'notDue'],
    [0, 'notDue'],
    [1, 'to30'],
    [30, 'to30'],
    [31, 'to60'],
    [60, 'to60'],
    [61, 'to90'],
    [90, 'to90'],
    [91, 'over90'],
  ]
  for (const [days, age] of cases) assert.equal(ageOf(addDays(on, -days), on), age, `${days} days`)
})

test('whatever is owed and held, the ages less what is held are the account', () => {
  const row = fc.record({
    membershipId: fc.integer({ min: 1, max: 4 }),
    dueOn: fc.option(fc.integer({ min: -200, max: 200 }).map((days) => addDays(on, days))),
    pence: fc.integer({ min: -500_000, max: 500_000 }).filter((pence) => pence !== 0),
  })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const all = aged(
        rows.map((one) => ({ ...one, school: String(one.membershipId) })),
        on,
      )
      for (const one of [...all, sumOf(all)])
        assert.equal(one.notDue + overduePence(one) - one.onAccountPence, one.totalPence)
      assert.equal(
        sumOf(all).totalPence,
        rows.reduce((sum, { pence }) => sum + pence, 0),
      )
    }),
  )
})
