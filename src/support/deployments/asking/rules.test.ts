import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../../platform/day.ts'
import type { State } from '../tables.ts'
import { answerOf, requestRefusal, spokeFirst, type Wished } from './rules.ts'

const wish = (given: Partial<Wished> = {}): Wished => ({
  ...{ kind: 'support', wantedFrom: day('2018-01-22'), wantedTo: day('2018-05-25'), halfDaysWanted: 6 },
  ...{ firstContactOn: null, firstContactId: null },
  ...given,
})
const of = { today: day('2018-01-20'), requestedOn: day('2018-01-20'), toMembershipId: 1 }

describe('what a request must be', () => {
  const cases: [string, Partial<Wished>, string | null][] = [
    ['as it is', {}, null],
    ['one day is the least', { halfDaysWanted: 2 }, null],
    ['half a day is too little', { halfDaysWanted: 1 }, 'halfDaysWanted'],
    ['half a day of coaching is not', { halfDaysWanted: 1, kind: 'coaching' }, null],
    ['no time at all, coaching or not', { halfDaysWanted: 0, kind: 'coaching' }, 'halfDaysWanted'],
    ['begun before today, not over', { wantedFrom: day('2017-09-01'), wantedTo: day('2018-01-20') }, null],
    ['over yesterday', { wantedFrom: day('2017-09-01'), wantedTo: day('2018-01-19') }, 'wantedTo'],
    ['from the year before', { wantedFrom: day('2017-08-31') }, 'wantedFrom'],
    ['ends before it begins', { wantedFrom: day('2018-03-02'), wantedTo: day('2018-03-01') }, 'wantedTo'],
    ['to the end of next year', { wantedTo: day('2019-08-31') }, null],
    ['a day further', { wantedTo: day('2019-09-01') }, 'wantedTo'],
    ['spoke before, with whom', { firstContactOn: day('2018-01-18'), firstContactId: 2 }, null],
    ['spoke today', { firstContactOn: day('2018-01-20'), firstContactId: 2 }, null],
    ['will have spoken', { firstContactOn: day('2018-01-21'), firstContactId: 2 }, 'firstContactOn'],
    ['spoke with nobody', { firstContactOn: day('2018-01-18') }, 'firstContactId'],
    ['spoke at no time', { firstContactId: 2 }, 'firstContactOn'],
    ['spoke with itself', { firstContactOn: day('2018-01-18'), firstContactId: 1 }, 'firstContactId'],
  ]
  for (const [name, given, field] of cases)
    test(name, () => assert.equal(requestRefusal(wish(given), of)?.field ?? null, field))
})

describe('which came first (clause 27)', () => {
  const asked = { requestedAt: new Date('2018-01-20T10:00:00Z'), toTrustId: null, firstContactTrustId: null }
  const cases: [string, Partial<Parameters<typeof spokeFirst>[0]>, boolean][] = [
    ['nobody was spoken with', { firstContactOn: null }, false],
    ['two days before', { firstContactOn: day('2018-01-18') }, true],
    ['the day before', { firstContactOn: day('2018-01-19') }, true],
    ['the same day', { firstContactOn: day('2018-01-20') }, false],
    [
      'a school of the same trust',
      { firstContactOn: day('2018-01-18'), toTrustId: 4, firstContactTrustId: 4 },
      false,
    ],
    [
      'a school of another trust',
      { firstContactOn: day('2018-01-18'), toTrustId: 4, firstContactTrustId: 5 },
      true,
    ],
    [
      'asked after midnight in summer: the day is London’s',
      { requestedAt: new Date('2018-06-30T23:30:00Z'), firstContactOn: day('2018-06-30') },
      true,
    ],
  ]
  for (const [name, given, first] of cases)
    test(name, () => assert.equal(spokeFirst({ ...asked, firstContactOn: null, ...given }), first))
})

describe('SSIG’s answer', () => {
  const due = { state: 'requested' as State, answerDue: day('2018-01-26'), answeredAt: null }
  test('on its last day it is not late; the day after the school is free', () => {
    assert.deepEqual(answerOf(due, day('2018-01-26')), {
      says: 'SSIG answers by 26 January 2018.',
      free: false,
    })
    const late = answerOf(due, day('2018-01-27'))
    assert.equal(late.free, true)
    assert.match(
      late.says,
      /^SSIG has not answered by 26 January 2018\. .*it breaks nothing \(clause 27\)\.$/,
    )
  })
  test('taking it up is no answer, a match is, and a decline frees', () => {
    assert.equal(answerOf({ ...due, state: 'triaged' }, day('2018-01-29')).free, true)
    const answeredAt = new Date('2018-01-22T10:00:00Z')
    assert.equal(answerOf({ ...due, state: 'matched', answeredAt }, day('2018-01-29')).free, false)
    assert.equal(answerOf({ ...due, state: 'declined', answeredAt }, day('2018-01-22')).free, true)
  })
  test('a match that came to nothing is said to have', () => {
    const answeredAt = new Date('2018-01-22T10:00:00Z')
    assert.match(
      answerOf({ ...due, state: 'triaged', answeredAt }, day('2018-01-29')).says,
      /came to nothing/,
    )
  })
  test('without term dates no day is guessed, and nobody is free by a day that nobody knows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (after) => {
        const on = day(new Date(Date.UTC(2018, 0, 20 + after)).toISOString().slice(0, 10))
        const { says, free } = answerOf({ ...due, answerDue: null }, on)
        assert.equal(free, false)
        assert.match(says, /term dates for that time are not here/)
      }),
    )
  })
})
