import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedAt } from '../../test/judged.ts'
import { day } from '../platform/day.ts'
import { buildsTheAlliance, isReadyToServe } from './commitments.ts'
import type { Readiness } from './queries.ts'

test('a part in the alliance’s groups is told and never held against a school (clause 5)', () => {
  const none = {
    membershipId: 1,
    groupId: null,
    name: null,
    kind: null,
    meetings: 0,
    leads: false,
    serves: false,
  }
  const maths = { ...none, groupId: 4, name: 'Maths hub', kind: 'hub' as const }
  assert.equal(buildsTheAlliance([none], judgedAt()).standing, 'not yet due')
  assert.equal(buildsTheAlliance([none], judgedAt({ atEndOf: 2017 })).standing, 'does not apply')
  assert.equal(
    buildsTheAlliance([{ ...maths, meetings: 3 }], judgedAt()).because,
    'Has been at meetings of 1 group in 2017-18.',
  )
  const led = buildsTheAlliance([{ ...maths, meetings: 3, leads: true }], judgedAt())
  assert.equal(led.standing, 'met')
  assert.deepEqual(led.evidence, [
    { says: 'leads Maths hub, 3 meetings of Maths hub', on: null, href: '/groups/4' },
  ])
})

test('who leads or serves has a part, and in a year that is over it is told as past', () => {
  const none = { membershipId: 1, groupId: 4, name: 'SEND panel', kind: 'panel' as const, meetings: 0 }
  const says = (leads: boolean, when?: Parameters<typeof judgedAt>[0]) =>
    buildsTheAlliance([{ ...none, leads, serves: true }], judgedAt(when)).because
  assert.equal(says(false), 'Serves on 1 group in 2017-18.')
  assert.equal(says(true, { atEndOf: 2016 }), 'Led 1 group in 2016-17.')
})

test('readiness to serve is shown by a seat or an offer, and never held against a school (clause 29)', () => {
  const none: Readiness = { membershipId: 1, serves: null, says: null, on: null, href: null }
  const seat: Readiness = {
    ...{ membershipId: 1, serves: true, says: 'A seat on SEND panel', on: day('2017-10-01') },
    href: '/groups/4',
  }
  const offer: Readiness = { ...seat, serves: false, says: 'Put forward for any group', href: null }
  const cases: [Readiness[], Parameters<typeof judgedAt>[0], string][] = [
    [[none], {}, 'not yet due'],
    [[none], { on: '2018-08-31' }, 'not yet due'],
    [[none], { atEndOf: 2017 }, 'does not apply'],
    [[offer], {}, 'attested'],
    [[offer], { atEndOf: 2017 }, 'attested'],
    [[seat, offer], {}, 'met'],
    [[seat], { atEndOf: 2017, member: { joinedOn: day('2018-01-08') } }, 'met'],
  ]
  for (const [rows, when, standing] of cases)
    assert.equal(isReadyToServe(rows, judgedAt(when)).standing, standing)
  assert.equal(isReadyToServe([seat, offer], judgedAt()).evidence.length, 2)
  assert.match(isReadyToServe([none], judgedAt()).next?.href ?? '', /nominations\/new/)
})
