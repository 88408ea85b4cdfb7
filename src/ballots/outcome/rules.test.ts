import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../platform/day.ts'
import { motion } from '../counting/rules.ts'
import type { Majority } from '../tables.ts'
import { decisionWords, reportTitle, statesFor, voteInWords, whyNoDecision, whyNoStatement } from './rules.ts'

/** A motion of 25 schools of which 22 are there. */
const voted = (votes: number[], majority: Majority) => {
  const [yes = 0, no = 0, abstain = 0] = votes
  const tally = { for: yes, against: no, abstain }
  const took = yes + no + abstain
  const basis = {
    ...{ majority, abstentionsCast: false, all: 25, present: 22, needed: 13, byCorrespondence: false, took },
  }
  const decided = motion(tally, basis)
  return { outcome: decided.outcome, options: [], says: '', motion: { ...decided, tally, basis } }
}
const elected = {
  outcome: 'elected' as const,
  options: [{ id: 1, words: 'Ann Ashmere' }],
  says: 'Ann is elected.',
  motion: null,
}
const nobody = { ...elected, outcome: 'nobody elected' as const, options: [], says: 'Nobody is elected.' }

describe('what a decision says, and by what vote', () => {
  const question = { question: 'Who chairs the board' }
  test('scenario 5: 15 for, 5 against, 2 abstained is not two-thirds of 25', () => {
    const lost = voted([15, 5, 2], 'two thirds of all')
    assert.equal(voteInWords(lost), '15 for, 5 against, 2 abstained; not carried, 17 of 25 needed')
    assert.equal(decisionWords({ question: 'Alter clause 32' }, lost), 'Not agreed: Alter clause 32')
  })
  test('a motion that is carried is the decision', () => {
    const won = voted([15, 5, 2], 'simple')
    assert.equal(voteInWords(won), '15 for, 5 against, 2 abstained; carried, 11 of 20 needed')
    assert.equal(decisionWords({ question: 'A bus' }, won), 'A bus')
  })
  test('an election names who was elected, or that nobody was', () => {
    assert.equal(decisionWords(question, elected), 'Ann Ashmere was elected: Who chairs the board')
    assert.equal(decisionWords(question, nobody), 'Nobody was elected: Who chairs the board')
    assert.equal(voteInWords(elected), 'Ann is elected.')
  })
  test('a report of it between meetings has a title of a line', () => {
    assert.equal(reportTitle({ question: 'A bus.' }), 'Decided between meetings: A bus')
    const long = reportTitle({ question: 'bus '.repeat(200) })
    assert.ok(long.length <= 200 && long.endsWith('bus…'), long)
  })
})

describe('of which votes a decision is recorded', () => {
  const closed = { state: 'closed', amendsId: null } as const
  const cases: [string, Parameters<typeof whyNoDecision>, RegExp | null][] = [
    ['carried', [closed, { outcome: 'carried' }], null],
    ['lost', [closed, { outcome: 'not carried' }], null],
    ['nobody elected', [closed, { outcome: 'nobody elected' }], null],
    ['an amendment', [{ ...closed, amendsId: 3 }, { outcome: 'carried' }], /amendment is no decision/],
    ['a tie', [closed, { outcome: 'needs a lot' }], /a lot is drawn/],
    ['no quorum', [closed, { outcome: 'no quorum' }], /no quorum/],
    ['open', [{ ...closed, state: 'open' }, null], /not closed yet/],
    ['cancelled', [{ ...closed, state: 'cancelled' }, null], /cancelled/],
  ]
  for (const [name, given, says] of cases)
    test(name, () => {
      const why = whyNoDecision(...given)
      if (says === null) assert.equal(why, null)
      else assert.match(why ?? '', says)
    })
})

describe('when a statement may be made', () => {
  const closed = { state: 'closed', closedAt: new Date('2018-03-01T23:30:00Z'), minuted: false } as const
  const cases: [string, Parameters<typeof whyNoStatement>[0], RegExp | null][] = [
    ['on the day of the close', { ...closed, today: day('2018-03-01') }, null],
    ['on the fourteenth day', { ...closed, today: day('2018-03-15') }, null],
    ['on the day after that', { ...closed, today: day('2018-03-16') }, /until 15 March 2018, 14 days after/],
    ['once the minutes are approved', { ...closed, minuted: true, today: day('2018-03-02') }, /approved/],
    [
      'while it is open',
      { ...closed, state: 'open', closedAt: null, today: day('2018-03-01') },
      /once the vote is closed/,
    ],
    [
      'of one that was cancelled',
      { ...closed, state: 'cancelled', today: day('2018-03-01') },
      /once the vote/,
    ],
  ]
  for (const [name, given, says] of cases)
    test(name, () => {
      const why = whyNoStatement(given)
      if (says === null) assert.equal(why, null)
      else assert.match(why ?? '', says)
    })
})

test('a head speaks for their schools that took part, and whoever cast a vote for that school', () => {
  const took = [
    { membershipId: 1, castByThem: false },
    { membershipId: 2, castByThem: true },
    { membershipId: 3, castByThem: false },
  ]
  assert.deepEqual(statesFor(took, [1, 4]), [1, 2])
  assert.deepEqual(statesFor(took, []), [2])
})
