import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aMember, judgedAt } from '../../test/judged.ts'
import { teachesHubSubjects } from '../agreement/applies.ts'
import { contributesToHubs } from '../meetings/commitments.ts'
import { day } from '../platform/day.ts'
import { draftedReport, type HubRecorded } from './draft.ts'
import { aloneIn, programmeInWords, programmeOf, toInvite } from './rules.ts'

describe('a hub’s programme', () => {
  const met = (status: string, heldOn: string) => ({ status, heldOn: day(heldOn) })
  const cases: [string, ReturnType<typeof met>[], number, string][] = [
    ['nothing planned', [], 3, '0 of 3 meetings held; 3 more are to be planned.'],
    [
      'on its way',
      [met('held', '2017-10-01'), met('planned', '2018-03-05')],
      3,
      '1 of 3 meetings held, 1 planned; 1 more is to be planned.',
    ],
    [
      'planned and past is neither',
      [met('planned', '2018-03-04')],
      1,
      '0 of 1 meeting held; 1 more is to be planned.',
    ],
    [
      'more than was agreed',
      [met('held', '2017-10-01'), met('held', '2017-11-01')],
      1,
      '2 of 1 meeting held.',
    ],
  ]
  for (const [name, meetings, wanted, says] of cases)
    test(name, () =>
      assert.equal(programmeInWords(programmeOf(meetings, wanted, day('2018-03-05')), wanted), says),
    )
})

test('colleagues who are their school’s only ones, and schools that have nobody', () => {
  const at = (name: string, membershipId: number | null) => ({ name, membershipId, school: 'A' })
  const members = [at('Ann', 1), at('Ben', 2), at('Cat', 2), at('Dan', null)]
  assert.deepEqual(
    aloneIn(members).map(({ name }) => name),
    ['Ann'],
  )
  const special = { ...aMember, id: 3, type: 'Community special school' }
  const schools = [{ ...aMember, id: 2 }, special, { ...aMember, id: 4 }]
  assert.deepEqual(
    toInvite(schools, [1, 2], teachesHubSubjects).map(({ id }) => id),
    [4],
  )
})

describe('the lead’s report', () => {
  const of: HubRecorded = {
    ...{ hub: 'Maths hub', since: day('2017-11-20'), schoolsBelonging: 2 },
    meetings: [
      { title: 'Bar models', heldOn: day('2018-01-10'), status: 'held', schools: 1 },
      { title: 'Moderation', heldOn: day('2018-03-10'), status: 'planned', schools: 0 },
    ],
    notes: [{ title: 'What we tried' }],
    resources: [{ title: 'Sheets', school: 'Ashmere', uses: 2 }],
    contributions: [
      { kind: 'hosted', school: 'Carr Lane' },
      { kind: 'hosted', school: 'Ashmere' },
      { kind: 'hosted', school: 'Ashmere' },
    ],
  }
  test('tells of schools by number and by name, and ranks none', () => {
    const words = draftedReport(of)
    assert.match(words, /Since 20 November 2017 Maths hub met once\. People of 2 schools belong to it\./)
    assert.match(words, /10 January 2018, Bar models: 1 school\n/)
    assert.match(words, /- Hosted a meeting: Ashmere, Carr Lane\n/)
    assert.match(words, /- Sheets, from Ashmere, used 2 times/)
  })
})

describe('what a school gave its hubs (clause 35)', () => {
  const none = { membershipId: 1, held: 3, meetingId: null, title: null, heldOn: null }
  const gave = {
    ...none,
    held: 0,
    gave: {
      membershipId: 1,
      kind: 'hosted' as const,
      givenOn: day('2018-01-10'),
      hub: 'Maths hub',
      groupId: 4,
    },
  }
  test('is shown as evidence, and changes nothing of how it stands', () => {
    const without = contributesToHubs([none], judgedAt({ atEndOf: 2017 }))
    const found = contributesToHubs([none, gave], judgedAt({ atEndOf: 2017 }))
    assert.equal(found.standing, without.standing)
    assert.equal(found.because, without.because)
    assert.deepEqual(found.evidence, [
      { says: 'hosted a meeting of Maths hub', on: '2018-01-10', href: '/hubs/4' },
    ])
  })
  test('does not apply where the subjects of the hubs are not taught', () => {
    const member = { type: 'Community special school' }
    assert.equal(contributesToHubs([none], judgedAt({ atEndOf: 2017, member })).standing, 'does not apply')
    assert.equal(contributesToHubs([none, gave], judgedAt({ member })).evidence.length, 1)
  })
})
