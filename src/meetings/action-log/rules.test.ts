import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../platform/day.ts'
import { type Holding, type isOverdue, type Owned, ownersNow, stateOf } from './rules.ts'

const today = day('2018-03-05')
const [was, now] = [day('2018-01-31'), day('2018-02-01')]
const held = (personId: number, post: Holding['post'], more: Partial<Holding> = {}): Holding => ({
  ...{ personId, post, membershipId: 1, groupId: null, fromOn: day('2015-09-01'), toOn: null },
  ...more,
})
const owned = (ownerPost: Owned['ownerPost'], more: Partial<Owned> = {}): Owned => ({
  ...{ ownerId: 7, ownerPost, ownerMembershipId: 1, ownerGroupId: null },
  ...more,
})

describe('who owns an action now', () => {
  const cases: [string, Owned, Holding[], number[]][] = [
    ['whoever undertook it, still in post', owned('head'), [held(7, 'head'), held(9, 'deputy')], [7]],
    [
      'the head who followed',
      owned('head'),
      [held(7, 'head', { toOn: was }), held(8, 'head', { fromOn: now })],
      [8],
    ],
    [
      'whoever acts as head in between',
      owned('head'),
      [held(7, 'head', { toOn: was }), held(8, 'acting head', { fromOn: now })],
      [8],
    ],
    ['the same person as executive head', owned('head'), [held(7, 'executive head'), held(8, 'head')], [7]],
    ['not the head of another school', owned('head'), [held(8, 'head', { membershipId: 2 })], []],
    [
      'not a head who is yet to come',
      owned('head'),
      [held(7, 'head', { toOn: was }), held(8, 'head', { fromOn: day('2018-04-01') })],
      [],
    ],
    ['both deputies', owned('deputy'), [held(8, 'deputy'), held(9, 'deputy')], [8, 9]],
    ['the one teacher who is left', owned('nqt'), [held(8, 'nqt')], [8]],
    ['none of many teachers', owned('teacher'), [held(8, 'teacher'), held(9, 'teacher')], []],
    [
      'whoever leads the group now',
      owned('lead', { ownerMembershipId: null, ownerGroupId: 3 }),
      [
        held(8, 'lead', { membershipId: null, groupId: 3 }),
        held(9, 'lead', { membershipId: null, groupId: 4 }),
      ],
      [8],
    ],
    ['nobody, where nobody holds the post', owned('business manager'), [held(8, 'head')], []],
  ]
  for (const [name, action, posts, expected] of cases)
    test(name, () => assert.deepEqual(ownersNow(action, posts, today), expected))
})

describe('when an action is overdue', () => {
  const cases: [string, Parameters<typeof isOverdue>[0], string][] = [
    ['without a day it never is', { closedOn: null, dueBy: null }, 'open'],
    ['not on its day', { closedOn: null, dueBy: today }, 'open'],
    ['the day after', { closedOn: null, dueBy: day('2018-03-04') }, 'overdue'],
    ['not once it is closed', { closedOn: today, dueBy: day('2018-03-04') }, 'closed'],
  ]
  for (const [name, due, state] of cases) test(name, () => assert.equal(stateOf(due, today), state))
})
