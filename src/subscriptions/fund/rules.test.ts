import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import { type Account, accounts } from '../books/tables.ts'
import { financialYearOf, fundLines, fundOf, type Moved, type Span, spanInWords, spanOf } from './rules.ts'

test('a year of twelve months begins with the host’s own month', () => {
  const cases: [year: number, month: number | undefined, from: string, to: string, says: string][] = [
    [2026, undefined, '2026-04-01', '2027-03-31', 'April 2026 to March 2027'],
    [2026, 4, '2026-04-01', '2027-03-31', 'April 2026 to March 2027'],
    [2026, 9, '2026-09-01', '2027-08-31', 'September 2026 to August 2027'],
    [2026, 1, '2026-01-01', '2026-12-31', 'January 2026 to December 2026'],
    [2023, 3, '2023-03-01', '2024-02-29', 'March 2023 to February 2024'],
  ]
  for (const [year, month, from, to, says] of cases) {
    assert.deepEqual(spanOf(year, month), { from, to })
    assert.equal(spanInWords(spanOf(year, month)), says)
  }
  const years: [on: string, month: number | undefined, year: number][] = [
    ['2026-03-31', undefined, 2025],
    ['2026-04-01', undefined, 2026],
    ['2026-08-31', 9, 2025],
    ['2026-09-01', 9, 2026],
    ['2026-01-01', 1, 2026],
    ['2026-12-31', 1, 2026],
  ]
  for (const [on, month, year] of years) assert.equal(financialYearOf(day(on), month), year, on)
})

type Line = { account: Account; purpose: string | null; pence: number; on: string }

/** What the database sums. */
function moved(lines: readonly Line[], { from, to }: Span): Moved[] {
  const all = lines.filter(({ on }) => on <= to)
  const keys = [...new Set(all.map(({ account, purpose }) => `${account}/${purpose ?? ''}`))]
  return keys.map((key) => {
    const [account = '', purpose = ''] = key.split('/')
    const of = all.filter((line) => line.account === account && (line.purpose ?? '') === purpose)
    const sum = (some: Line[]) => some.reduce((pence, line) => pence + line.pence, 0)
    return {
      account: account as Account,
      purpose: purpose || null,
      beforePence: sum(of.filter(({ on }) => on < from)),
      withinPence: sum(of.filter(({ on }) => on >= from)),
    }
  })
}

const side = fc.record({
  account: fc.constantFrom(...(Object.keys(accounts) as Account[])),
  pence: fc.integer({ min: -10_000_000, max: 10_000_000 }),
  purpose: fc.constantFrom('Cover', 'Courses', 'Peer review'),
})
/** Any movement that balances, on a day of three years. */
const entry = fc
  .record({
    sides: fc.array(side, { minLength: 1, maxLength: 4 }),
    last: fc.constantFrom(...(Object.keys(accounts) as Account[])),
    on: fc.constantFrom('2024-03-31', '2024-04-01', '2025-03-31', '2025-04-01', '2026-03-31', '2026-04-01'),
  })
  .map(({ sides, last, on }): Line[] => [
    ...sides.map(({ account, pence, purpose }) => ({
      ...{ account, pence, on },
      purpose: account === 'spending' ? purpose : null,
    })),
    {
      account: last,
      on,
      purpose: last === 'spending' ? 'Cover' : null,
      pence: -sides.reduce((sum, { pence }) => sum + pence, 0),
    },
  ])

test('reserve brought forward, income and spending come to what is held, owed and owing', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const lines = entries.flat()
      for (const year of [2023, 2024, 2025]) {
        const fund = fundOf(moved(lines, spanOf(year)))
        assert.equal(fund.broughtForward + fund.income - fund.spent - fund.writtenOff, fund.carriedForward)
        assert.equal(fund.carriedForward, fund.held + fund.owed - fund.unmatched - fund.vat)
        assert.equal(
          fund.spending.reduce((sum, { pence }) => sum + pence, 0),
          fund.spent,
        )
      }
    }),
  )
})

test('what a year carries forward the next one brings, but for a balance from before that is dated in it', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const lines = entries.flat()
      const [last, next] = [spanOf(2024), spanOf(2025)]
      const opened = lines
        .filter(({ account, on }) => account === 'reserve' && on >= next.from && on <= next.to)
        .reduce((sum, { pence }) => sum + pence, 0)
      assert.equal(
        fundOf(moved(lines, next)).broughtForward,
        fundOf(moved(lines, last)).carriedForward - opened,
      )
    }),
  )
})

test('lines that are nothing in both years are left out, sums never', () => {
  const none = fundOf([])
  const { accounts: lines, position } = fundLines(none, none)
  assert.deepEqual(
    lines.map(({ says }) => says),
    ['Reserve brought forward', 'Income', 'Spending', 'Result of the year', 'Reserve carried forward'],
  )
  assert.deepEqual(
    position.map(({ now }) => now),
    [0],
  )
  const before = fundOf([{ account: 'spending', purpose: 'Cover', beforePence: 0, withinPence: 500 }])
  assert.deepEqual(
    fundLines(none, before).accounts.filter(({ account }) => account === 'spending'),
    [{ says: 'Spent on: Cover', now: 0, before: 500, account: 'spending' }],
  )
})
