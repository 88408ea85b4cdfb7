import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgedAt } from '../../test/judged.ts'
import type { Standing } from '../agreement/finding.ts'
import { day } from '../platform/day.ts'
import { isRepresented, learnsTogether } from './commitments.ts'
import type { ConferenceTurnout } from './participants/queries.ts'

const conference = (given: Partial<ConferenceTurnout>): ConferenceTurnout => ({
  ...{ membershipId: 1, courseId: 3, title: 'Summer conference', heldOn: null, aheadOn: null },
  ...{ people: [], booked: 0, ...given },
})
const none: ConferenceTurnout = conference({ courseId: null, title: null })
const june = day('2018-06-29')

describe('represented at the conference (clause 28)', () => {
  const cases: [string, ConferenceTurnout[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['no conference yet', [none], { on: '2018-03-05' }, 'not yet due'],
    ['no conference in a year that is over', [none], { atEndOf: 2017 }, 'does not apply'],
    ['no rows at all', [], { atEndOf: 2017 }, 'does not apply'],
    ['one ahead, far', [conference({ aheadOn: june })], { on: '2018-03-05' }, 'not yet due'],
    ['one ahead, near, nobody booked', [conference({ aheadOn: june })], { on: '2018-06-15' }, 'at risk'],
    ['the day before that', [conference({ aheadOn: june })], { on: '2018-06-14' }, 'not yet due'],
    [
      'near, somebody booked: booked is not yet there',
      [conference({ aheadOn: june, booked: 1 })],
      { on: '2018-06-28' },
      'not yet due',
    ],
    ['somebody came', [conference({ heldOn: june, people: [9] })], { on: '2018-06-29' }, 'met'],
    ['nobody came', [conference({ heldOn: june })], { on: '2018-06-30' }, 'breached'],
    [
      'nobody came, another is ahead',
      [conference({ heldOn: day('2017-10-02') }), conference({ courseId: 4, aheadOn: june })],
      { on: '2018-03-05' },
      'not yet due',
    ],
    [
      'came to the other',
      [conference({ heldOn: day('2017-10-02') }), conference({ courseId: 4, heldOn: june, people: [9] })],
      { atEndOf: 2017 },
      'met',
    ],
    [
      'two are asked for, one came',
      [conference({ heldOn: june, people: [9] })],
      { atEndOf: 2017, terms: { conferenceDelegates: 2 } },
      'breached',
    ],
    [
      'the same person twice is one',
      [conference({ heldOn: june, people: [9] }), conference({ courseId: 4, heldOn: june, people: [9] })],
      { atEndOf: 2017, terms: { conferenceDelegates: 2 } },
      'breached',
    ],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = isRepresented(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })
})

test('joint learning is told and never held against a school (clause 11)', () => {
  const row = {
    membershipId: 1,
    courseId: 3,
    title: 'Coaching',
    lastOn: day('2018-02-06'),
    people: 2,
    anyRecorded: true,
  }
  const nothing = { ...row, courseId: null, title: null, lastOn: null, people: 0 }
  assert.equal(learnsTogether([row], judgedAt()).standing, 'met')
  assert.equal(learnsTogether([nothing], judgedAt()).standing, 'not yet due')
  assert.match(learnsTogether([nothing], judgedAt({ atEndOf: 2017 })).because, /not held against/)
  assert.match(
    learnsTogether([{ ...nothing, anyRecorded: false }], judgedAt({ atEndOf: 2017 })).because,
    /by any school/,
  )
})
