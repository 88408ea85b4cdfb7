import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Majority, majorities } from '../tables.ts'
import { type Basis, type Motion, motion, motionInWords, percent, sumInWords, type Tally } from './rules.ts'
import { sumSteps } from './steps.ts'

const tally = (votesFor: number, against: number, abstain = 0): Tally => ({ for: votesFor, against, abstain })
const basis = (majority: Majority, more: Partial<Basis> = {}): Basis => ({
  ...{
    majority,
    abstentionsCast: false,
    all: 25,
    present: 22,
    needed: 13,
    byCorrespondence: false,
    took: 22,
  },
  ...more,
})

describe('scenario 5: 15 for, 5 against, 2 abstained, of 25 memberships', () => {
  const counted = tally(15, 5, 2)

  test('two-thirds of all are 17: not carried, though three-quarters of the votes cast were for it', () => {
    const decided = motion(counted, basis('two thirds of all'))
    assert.equal(decided.outcome, 'not carried')
    assert.equal(
      sumInWords(decided),
      'Two-thirds of all 25 memberships: 25 × 2/3 = 16.67, so 17 votes for. There were 15: two fewer. Not carried — though 15 of 20 votes cast, 75%, were for it.',
    )
    assert.equal(
      motionInWords(decided, counted, basis('two thirds of all')),
      'Not carried: 15 for, 5 against, 2 abstained. Two-thirds of all 25 memberships is 17 votes.',
    )
    assert.deepEqual(
      sumSteps({ ...decided, tally: counted, basis: basis('two thirds of all') }).map(({ says, number }) => [
        says,
        number,
      ]),
      [
        ['Memberships that may vote', '25'],
        ['Two-thirds of that: 25 × 2/3', '16.67'],
        ['Rounded up: votes for that are enough', '17'],
        ['Votes for', '15'],
        ['Two fewer than that', 'Not carried'],
      ],
    )
  })

  const cases: [Majority, boolean, number, Motion['outcome']][] = [
    ['simple', false, 11, 'carried'],
    ['simple', true, 12, 'carried'],
    ['more than half of all', false, 13, 'carried'],
    ['two thirds of votes cast', false, 14, 'carried'],
    ['two thirds of votes cast', true, 15, 'carried'],
    ['two thirds of those present', false, 15, 'carried'],
    ['two thirds of all', true, 17, 'not carried'],
  ]
  for (const [majority, abstentionsCast, enough, outcome] of cases)
    test(`${majority}${abstentionsCast ? ', abstentions cast' : ''}: ${enough} are enough, ${outcome}`, () => {
      const decided = motion(counted, basis(majority, { abstentionsCast }))
      assert.deepEqual([decided.sum.enough, decided.outcome], [enough, outcome])
    })
})

describe('what is carried, and what is not', () => {
  const cases: [string, Tally, Basis, Motion['outcome']][] = [
    ['a tie', tally(10, 10), basis('simple'), 'not carried'],
    ['one more than a tie', tally(11, 10), basis('simple'), 'carried'],
    [
      'abstentions that are votes cast',
      tally(10, 8, 4),
      basis('simple', { abstentionsCast: true }),
      'not carried',
    ],
    ['abstentions that are none', tally(10, 8, 4), basis('simple'), 'carried'],
    ['exactly half of all', tally(12, 0), basis('more than half of all', { all: 24 }), 'not carried'],
    ['exactly two-thirds of all', tally(16, 8), basis('two thirds of all', { all: 24 }), 'carried'],
    ['abstentions alone', tally(0, 0, 5), basis('two thirds of votes cast'), 'not carried'],
    ['no vote at all', tally(0, 0), basis('two thirds of votes cast', { all: 0, present: 0 }), 'not carried'],
    ['one vote', tally(1, 0), basis('two thirds of votes cast'), 'carried'],
    [
      'too few between meetings',
      tally(12, 0),
      basis('simple', { byCorrespondence: true, took: 12 }),
      'no quorum',
    ],
    [
      'just enough between meetings',
      tally(12, 1),
      basis('simple', { byCorrespondence: true, took: 13 }),
      'carried',
    ],
    [
      'few votes in a room, where the quorum was tested',
      tally(3, 1),
      basis('simple', { took: 4 }),
      'carried',
    ],
  ]
  for (const [name, counted, by, outcome] of cases)
    test(name, () => assert.equal(motion(counted, by).outcome, outcome))

  test('the sum reads well of one, of none, of a tie and of abstentions', () => {
    const said = (counted: Tally, by: Basis) => sumInWords(motion(counted, by))
    assert.equal(
      said(tally(1, 0), basis('simple')),
      'More than half of the one vote cast: 1 × 1/2 = 0.5, so 1 vote for. There was 1: exactly enough. Carried: 1 of 1 vote cast, 100%, was for it.',
    )
    assert.equal(
      said(tally(0, 0, 3), basis('two thirds of votes cast')),
      'Two-thirds of no votes cast: 0 × 2/3 = 0, but at least 1 vote for. There were 0: one fewer. Not carried.',
    )
    assert.equal(
      said(tally(10, 10, 2), basis('simple', { abstentionsCast: true })),
      'More than half of the 22 votes cast, abstentions among them: 22 × 1/2 = 11, so 12 votes for. There were 10: two fewer. Not carried: 10 of 22 votes cast, 45.5%, were for it.',
    )
    assert.match(
      motionInWords(motion(tally(9, 9), basis('simple')), tally(9, 9), basis('simple')),
      /A tie is not carried/,
    )
  })

  test('a share is never rounded to all or to none', () => {
    const cases: [number, number, string][] = [
      [2, 3, '66.7%'],
      [3, 4, '75%'],
      [3499, 3500, 'more than 99.9%'],
      [1, 3500, 'less than 0.1%'],
      [0, 9, '0%'],
      [9, 9, '100%'],
    ]
    for (const [some, of, says] of cases) assert.equal(percent(some, of), says)
  })
})

/** Everything that a ballot can come to: no more votes than took part, no more that took part than may. */
const voted = fc
  .record({
    tally: fc.record({ for: fc.nat(60), against: fc.nat(60), abstain: fc.nat(40) }),
    silent: fc.nat(30),
    absent: fc.nat(30),
    majority: fc.constantFrom(...(Object.keys(majorities) as Majority[])),
    abstentionsCast: fc.boolean(),
  })
  .map(({ tally, silent, absent, majority, abstentionsCast }) => {
    const took = tally.for + tally.against + tally.abstain
    const present = took + silent
    const all = present + absent
    return { tally, basis: basis(majority, { abstentionsCast, all, present, took }) }
  })

/** The least number of votes for, found by trying one after another, in whole numbers alone. */
function leastByTrying({ tally, basis }: { tally: Tally; basis: Basis }): number {
  const cast = tally.for + tally.against + (basis.abstentionsCast ? tally.abstain : 0)
  const enough: Record<Majority, (votes: number) => boolean> = {
    simple: (votes) => votes > cast - votes,
    'more than half of all': (votes) => votes > basis.all - votes,
    'two thirds of votes cast': (votes) => 3 * votes >= 2 * cast,
    'two thirds of those present': (votes) => 3 * votes >= 2 * basis.present,
    'two thirds of all': (votes) => 3 * votes >= 2 * basis.all,
  }
  let votes = 1
  while (!enough[basis.majority](votes)) votes++
  return votes
}

describe('whatever was voted', () => {
  test('what is enough is the least that is, found by trying', () =>
    fc.assert(
      fc.property(voted, (given) => {
        const { outcome, sum } = motion(given.tally, given.basis)
        const least = leastByTrying(given)
        assert.equal(sum.enough, least)
        assert.equal(outcome, given.tally.for >= least ? 'carried' : 'not carried')
      }),
    ))

  test('a vote more for it never loses a motion, whether it is new or changed', () =>
    fc.assert(
      fc.property(voted, ({ tally, basis }) => {
        fc.pre(motion(tally, basis).outcome === 'carried')
        const grown = { ...basis, all: basis.all + 1, present: basis.present + 1, took: basis.took + 1 }
        if (basis.majority === 'simple' || basis.majority === 'two thirds of votes cast')
          assert.equal(motion({ ...tally, for: tally.for + 1 }, grown).outcome, 'carried')
        if (basis.took < basis.present)
          assert.equal(
            motion({ ...tally, for: tally.for + 1 }, { ...basis, took: basis.took + 1 }).outcome,
            'carried',
          )
        if (tally.against > 0)
          assert.equal(
            motion({ ...tally, for: tally.for + 1, against: tally.against - 1 }, basis).outcome,
            'carried',
          )
      }),
    ))

  test('for and against are never carried both', () =>
    fc.assert(
      fc.property(voted, ({ tally, basis }) => {
        const other = { ...tally, for: tally.against, against: tally.for }
        const both = [motion(tally, basis), motion(other, basis)].map(({ outcome }) => outcome)
        assert.notDeepEqual(both, ['carried', 'carried'])
      }),
    ))
})
