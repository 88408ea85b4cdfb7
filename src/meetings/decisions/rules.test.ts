import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../platform/day.ts'
import { nextNumber, yearOfNumber } from './rules.ts'

test('decisions are numbered by academic year', () => {
  assert.equal(yearOfNumber(day('2027-08-31')), '2026-27')
  assert.equal(yearOfNumber(day('2027-09-01')), '2027-28')
})

test('each has the number after the last of its year', () => {
  const cases: [string[], string][] = [
    [[], '2026-27/1'],
    [['2026-27/1'], '2026-27/2'],
    [['2026-27/9', '2026-27/10'], '2026-27/11'],
    [['2025-26/40', '2026-27/3'], '2026-27/4'],
  ]
  for (const [taken, next] of cases) assert.equal(nextNumber('2026-27', taken), next)
})
