import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedAt } from '../../../test/judged.ts'
import { day } from '../../platform/day.ts'
import { type Confided, keepsConfidences } from './commitments.ts'
import { type Sight, sightInWords } from './rules.ts'

test('who can see it is said in one sentence', () => {
  const board: Sight = { audience: 'members', board: true, groups: [], named: [], withheld: 0 }
  const cases: [Partial<Sight>, string][] = [
    [
      {},
      'Can be read by the alliance office, whoever keeps the meeting, the heads and whoever held a seat on the board there.',
    ],
    [
      { board: false, groups: ['Maths hub', 'Science hub'] },
      'Can be read by the alliance office, whoever keeps the meeting and the members of Maths hub and Science hub.',
    ],
    [
      { audience: 'named', named: ['Omar Officer', 'Tess Teacher'] },
      'Can be read by the alliance office, whoever keeps the meeting, Omar Officer and Tess Teacher.',
    ],
    [
      { audience: 'named', withheld: 1 },
      'Can be read by the alliance office and whoever keeps the meeting. It is withheld from 1 person who would otherwise read it.',
    ],
  ]
  for (const [sight, says] of cases) assert.equal(sightInWords({ ...board, ...sight }), says)
})

const row = {
  membershipId: 1,
  meetingId: 7,
  title: 'Board',
  heldOn: day('2018-02-06'),
  readers: 0,
  recalled: 0,
  unconfirmed: 0,
}

test('clause 34 asks a school only about copies that went out before an item was marked', () => {
  const cases: [Partial<Confided>[], boolean, string][] = [
    [[], false, 'not yet due'],
    [[], true, 'does not apply'],
    [[{ readers: 2 }], false, 'met'],
    [[{ recalled: 2 }], false, 'met'],
    [[{ recalled: 2, unconfirmed: 1 }], false, 'at risk'],
    [[{ readers: 1 }, { recalled: 2, unconfirmed: 1 }], true, 'met'],
  ]
  for (const [rows, ended, standing] of cases)
    assert.equal(
      keepsConfidences(
        rows.map((one) => ({ ...row, ...one })),
        judgedAt(ended ? { atEndOf: 2017 } : {}),
      ).standing,
      standing,
    )
})

test('its evidence counts people at meetings, and says nothing of what was confidential', () => {
  const { evidence, because } = keepsConfidences(
    [{ ...row, readers: 2, recalled: 3, unconfirmed: 1 }],
    judgedAt(),
  )
  assert.equal(
    evidence[0]?.says,
    'Board: 2 people of the school opened what is confidential; 3 people were asked to delete copies, 2 confirmed it',
  )
  assert.match(because, /called back from 3 people of the school, and 1 not confirmed yet/)
})
