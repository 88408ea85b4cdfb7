import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, day } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import type { State } from '../deployments/tables.ts'
import { bookedHalfDays, type DeedName, doneHalfDays, holdsPupilNumber, isHalfway, mayDo } from './rules.ts'

const who = (personId: number, ...held: Who['held']): Who => ({
  personId,
  name: '',
  held,
  leads: [],
  serves: [],
})
const of = { toMembershipId: 1, fromMembershipId: 2, practitionerPersonId: 9 }
const people = {
  head: who(1, { role: 'head', membershipId: 1 }),
  deputy: who(2, { role: 'deputy', membershipId: 1 }),
  otherHead: who(3, { role: 'head', membershipId: 2 }),
  practitioner: who(9, { role: 'practitioner', membershipId: 2 }),
  another: who(8, { role: 'practitioner', membershipId: 2 }),
  ssig: who(7, { role: 'ssig', membershipId: 2 }),
  office: who(6, { role: 'coordinator', membershipId: null }),
}

describe('who does what, and when', () => {
  const cases: [DeedName, State[], (keyof typeof people)[]][] = [
    ['plan', ['agreed', 'active', 'paused'], ['head', 'practitioner']],
    ['review', ['active', 'paused', 'closed'], ['head', 'practitioner']],
    ['book', ['active'], ['head', 'deputy', 'practitioner', 'ssig', 'office']],
    ['rebook', ['active', 'paused'], ['head', 'deputy', 'practitioner', 'ssig', 'office']],
    ['extend', ['agreed', 'active', 'paused'], ['ssig', 'office']],
  ]
  const all: State[] = [
    'requested',
    'matched',
    'released',
    'agreed',
    'active',
    'paused',
    'closed',
    'evaluated',
    'withdrawn',
  ]
  for (const [name, states, may] of cases)
    test(name, () => {
      for (const state of all)
        for (const [one, person] of Object.entries(people))
          assert.equal(
            mayDo(person, name, { ...of, state }),
            states.includes(state) && may.includes(one as 'head'),
            `${one} ${state}`,
          )
    })
})

test('what is called off in time takes no days; what the host cancelled on the day does', () => {
  const visits = [
    { half: 'day', status: 'done' },
    { half: 'am', status: 'cancelled' },
    { half: 'pm', status: 'missed' },
    { half: 'twilight', status: 'cancelled on the day by host' },
    { half: 'am', status: 'planned' },
  ] as const
  assert.equal(bookedHalfDays(visits), 4)
  assert.equal(doneHalfDays(visits), 3)
})

describe('half way', () => {
  const course = { halfDaysAgreed: 6, wantedFrom: day('2018-03-01'), wantedTo: day('2018-03-21') }
  for (const [done, after, halfway] of [
    [2, 9, false],
    [3, 0, true],
    [0, 10, true],
    [0, 9, false],
    [2, 10, true],
  ] as const)
    test(`${done} of 6 half-days, ${after} of 20 days`, () =>
      assert.equal(isHalfway(course, done, addDays(course.wantedFrom, after)), halfway))
})

test('a pupil’s number is known by its form alone', () => {
  for (const text of ['A823456789012', 'see h801200001001.', 'A82345678901B', '(Z999999999999)'])
    assert.ok(holdsPupilNumber(text), text)
  for (const text of [
    'A8234567890123',
    '1234567890123',
    'AB23456789012',
    'B82345678901',
    'Year 11',
    '',
    null,
  ])
    assert.ok(!holdsPupilNumber(text), String(text))
})
