import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { AcademicYear } from '../../platform/day.ts'
import { termField, termTyped } from './fields.ts'
import {
  type Agreed,
  agreedFor,
  standardTerms,
  type TermName,
  termExplained,
  termInWords,
  termKinds,
  termNames,
  termsOf,
  wrongWith,
  yearsToAgree,
} from './rules.ts'

const year = (start: number) => start as AcademicYear

describe('which number holds', () => {
  const agreed: Agreed[] = [
    { name: 'staffTime', year: year(2018), value: 24 },
    { name: 'staffTime', year: year(2016), value: 20 },
    { name: 'forgotten', year: year(2016), value: 1 },
  ]
  const cases: [number, number, number | undefined][] = [
    [2015, 18, undefined],
    [2016, 20, 2016],
    [2017, 20, 2016],
    [2018, 24, 2018],
    [2030, 24, 2018],
  ]
  for (const [start, value, since] of cases)
    test(`in ${start}`, () => {
      assert.equal(termsOf(agreed, year(start)).staffTime, value)
      assert.equal(agreedFor(agreed, 'staffTime', year(start))?.year, since)
      assert.equal(termsOf(agreed, year(start)).subscription, standardTerms.subscription)
    })
})

describe('how a number is said', () => {
  const cases: [TermName, number, string][] = [
    ['staffTime', 18, '9 days'],
    ['staffTime', 11, '5½ days'],
    ['staffTime', 1, '½ day'],
    ['subscription', 300_000, '£3,000'],
    ['subscription', 250_050, '£2,500.50'],
    ['deputisings', 1, '1'],
    ['deputisingsPer', 1, 'Each deputy’s own'],
    ['samePersonSigns', 0, 'No'],
    ['warningDays', 14, '14 days'],
  ]
  for (const [name, value, says] of cases) test(says, () => assert.equal(termInWords(name, value), says))
  test('a last day is also said as a date', () =>
    assert.equal(termExplained('declareBy', 121, year(2026)), '121 days, which is 31 December 2026'))
})

test('a bound is said in the number’s own words', () => {
  assert.equal(
    wrongWith('staffTime', 401),
    'Staff time a school gives in a year must be between 0 days and 200 days',
  )
  assert.match(wrongWith('subscription', 10_000_001) ?? '', /between £0 and £100,000/)
  assert.match(wrongWith('samePersonSigns', 2) ?? '', /one of those in the list/)
  assert.match(wrongWith('hubMeetings', 1.5) ?? '', /between 0 and 20/)
})

test('every number may be agreed up to its bound, and is typed as it is shown', () => {
  for (const name of termNames) assert.equal(wrongWith(name, termKinds[name].standard), undefined)
  const anything = fc
    .constantFrom(...termNames)
    .chain((name) => fc.tuple(fc.constant(name), fc.integer({ min: 0, max: termKinds[name].most })))
  fc.assert(
    fc.property(anything, ([name, value]) => {
      assert.equal(wrongWith(name, value), undefined)
      const { schema } = termField(name, { label: 'Number', ask: 'Enter it' })
      assert.equal(schema.parse(termTyped(name, value)), value)
    }),
  )
})

test('a number is agreed from the next year, this one, or one of the five before', () => {
  assert.deepEqual(yearsToAgree(year(2026)), [2027, 2026, 2025, 2024, 2023, 2022, 2021])
})
