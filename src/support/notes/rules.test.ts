import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CalendarDate, dueAfter } from '../../calendars/rules.ts'
import { day } from '../../platform/day.ts'
import { isLate, refusalOf } from './rules.ts'

const span = (kind: CalendarDate['kind'], from: string, to: string): CalendarDate => ({
  kind,
  fromOn: day(from),
  toOn: day(to),
})

test('five school days after, over half-term; past the dates that are known nothing is guessed', () => {
  const calendar = [span('term', '2018-01-08', '2018-03-29'), span('half-term', '2018-02-12', '2018-02-16')]
  assert.equal(dueAfter(calendar, day('2018-02-08'), 5), '2018-02-22')
  assert.equal(dueAfter(calendar, day('2018-03-22'), 5), '2018-03-29')
  assert.equal(dueAfter(calendar, day('2018-03-23'), 5), null)
  assert.equal(dueAfter([], day('2018-02-08'), 5), null)
  assert.deepEqual(
    [
      isLate(day('2018-03-06'), day('2018-03-06')),
      isLate(day('2018-03-06'), day('2018-03-07')),
      isLate(null, day('2030-01-01')),
    ],
    [false, true, false],
  )
})

test('what can be noted: a visit that was not called off, from its day on, while the support is not signed off', () => {
  const visit = {
    visitedOn: day('2018-03-05'),
    practitionerId: 1,
    status: 'planned',
    state: 'active',
  } as const
  const may = (more: object, today = '2018-03-05') => refusalOf({ ...visit, ...more }, day(today)) === null
  assert.deepEqual(
    [
      may({}),
      may({}, '2018-03-04'),
      may({ status: 'done' }),
      may({ status: 'missed' }),
      may({ status: 'cancelled' }),
    ],
    [true, false, true, false, false],
  )
  assert.deepEqual(
    [may({ state: 'closed' }), may({ state: 'signed off' }), may({ state: 'withdrawn' })],
    [true, false, false],
  )
})
