import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../platform/day.ts'
import { type Role, visitor, type Who } from '../platform/who.ts'
import { groupsSeen, leadChange, mayKeepMembers, maySeeGroups } from './rules.ts'

const who = (role: Role, rest: Partial<Who> = {}): Who => ({
  ...{ personId: 5, name: 'Somebody', leads: [], serves: [] },
  held: [{ role, membershipId: role === 'coordinator' ? null : 1 }],
  ...rest,
})

describe('who sees and keeps groups', () => {
  test('everybody sees a group on which they serve, whatever else they see', () => {
    assert.deepEqual(groupsSeen(who('teacher', { serves: [7] })), { kinds: ['hub'], own: [7] })
    assert.deepEqual(groupsSeen(who('partner', { serves: [7] })), { kinds: [], own: [7] })
    assert.equal(maySeeGroups(who('partner', { serves: [7] })), true)
    assert.equal(maySeeGroups(who('partner')), false)
    assert.equal(maySeeGroups(visitor), false)
  })

  test('the office, the lead and the deputy lead keep its members, and nobody else', () => {
    const group = { id: 7, deputyLeads: [5] }
    assert.equal(mayKeepMembers(who('coordinator', { personId: 1 }), group), true)
    assert.equal(mayKeepMembers(who('teacher', { personId: 2, leads: [7] }), group), true)
    assert.equal(mayKeepMembers(who('teacher', { serves: [7] }), group), true)
    assert.equal(mayKeepMembers(who('teacher', { personId: 6, serves: [7] }), group), false)
    assert.equal(mayKeepMembers(who('head', { personId: 6, leads: [8] }), group), false)
    assert.equal(mayKeepMembers(visitor, { id: 7, deputyLeads: [] }), false)
  })
})

describe('a change of lead', () => {
  const today = day('2018-03-05')
  const since = day('2016-09-01')
  const before = { leadId: 1, leadFrom: since }
  const ended = (toOn: string, fromOn: typeof since | null = since) => ({
    personId: 1,
    fromOn,
    toOn: day(toOn),
  })
  const cases: [string, typeof before | { leadId: null; leadFrom: null }, object, object][] = [
    [
      'the same lead, a better date',
      before,
      { leadId: 1, leadFrom: today },
      { leadFrom: today, ended: null },
    ],
    [
      'another, the old date left standing',
      before,
      { leadId: 2, leadFrom: since },
      { leadFrom: today, ended: ended('2018-03-04') },
    ],
    [
      'another, since a day before',
      before,
      { leadId: 2, leadFrom: day('2018-01-08') },
      { leadFrom: day('2018-01-08'), ended: ended('2018-01-07') },
    ],
    [
      'nobody any more',
      before,
      { leadId: null, leadFrom: null },
      { leadFrom: null, ended: ended('2018-03-04') },
    ],
    [
      'somebody where nobody was',
      { leadId: null, leadFrom: null },
      { leadId: 2, leadFrom: null },
      { leadFrom: today, ended: null },
    ],
    [
      'two on one day: the first never led',
      { leadId: 1, leadFrom: today },
      { leadId: 2, leadFrom: today },
      { leadFrom: today, ended: null },
    ],
  ]
  for (const [name, stood, given, becomes] of cases)
    test(name, () => assert.deepEqual(leadChange(stood, given as typeof before, today), becomes))
})
