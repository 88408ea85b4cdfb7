import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../platform/day.ts'
import { type Borne, isMemberOn, spellRefusal, standingOn, succession } from './rules.ts'

const spell = (joined: string, left: string | null = null) => ({
  joinedOn: day(joined),
  leftOn: left === null ? null : day(left),
})
const borne = (urn: number, from: string, to: string | null = null): Borne => ({
  urn,
  fromOn: day(from),
  toOn: to === null ? null : day(to),
})

describe('a conversion', () => {
  const one = [borne(990001, '2015-09-01')]
  const cases: [what: string, urn: number, from: string, expected: RegExp | null][] = [
    ['during the membership', 990101, '2027-04-01', null],
    ['to the URN it bears already', 990001, '2027-04-01', /already a URN of this school/],
    ['on the day the old URN began', 990101, '2015-09-01', /must begin after 1 September 2015/],
    ['before it was a member', 990101, '2014-01-01', /must begin after 1 September 2015/],
    ['on its last day', 990101, '2030-08-31', null],
    ['after it left', 990101, '2030-09-01', /was not a member on 1 September 2030/],
  ]
  for (const [what, urn, from, expected] of cases)
    test(what, () => {
      const says = succession(spell('2015-09-01', '2030-08-31'), one, { urn, fromOn: day(from) })
      if (expected) assert.match(says ?? '', expected)
      else assert.equal(says, null)
    })
})

describe('the dates of a membership with a conversion in it', () => {
  const two = [borne(990001, '2015-09-01', '2027-03-31'), borne(990101, '2027-04-01')]
  const cases: [joined: string, left: string | null, field: string | null][] = [
    ['2015-09-01', null, null],
    ['2012-09-01', '2028-08-31', null],
    ['2027-04-01', null, 'joinedOn'],
    ['2015-09-01', '2027-03-31', 'leftOn'],
    ['2015-09-01', '2014-09-01', 'leftOn'],
  ]
  for (const [joined, left, field] of cases)
    test(`${joined} to ${left ?? 'now'}: ${field ?? 'possible'}`, () =>
      assert.equal(spellRefusal(spell(joined, left), two)?.field ?? null, field))
})

test('on any day a spell is coming, a membership or past, and a membership exactly when it is current', () => {
  const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays(day('2012-09-01'), n))
  fc.assert(
    fc.property(days, fc.option(fc.nat(2000)), days, (joinedOn, length, on) => {
      const one = { joinedOn, leftOn: length === null ? null : addDays(joinedOn, length) }
      assert.equal(standingOn(one, on) === 'member', isMemberOn(one, on))
      assert.equal(standingOn(one, on) === 'coming', on < joinedOn)
    }),
  )
})
