import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedAt } from '../../test/judged.ts'
import { buildsTheAlliance } from './commitments.ts'

test('a part in the alliance’s groups is told and never held against a school (clause 5)', () => {
  const none = { membershipId: 1, groupId: null, name: null, kind: null, meetings: 0, leads: false }
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
