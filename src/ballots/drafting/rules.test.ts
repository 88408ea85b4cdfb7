import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { standardTerms, termKinds } from '../../agreement/terms/rules.ts'
import { day } from '../../platform/day.ts'
import { visitor } from '../../platform/who.ts'
import { majorities } from '../tables.ts'
import {
  agreedMajority,
  amendmentInWords,
  broughtUpToDate,
  candidatesIn,
  illusorySecrecy,
  mayWithdraw,
  shifted,
  votingOrder,
  whyNotAmended,
  whyNotCorrected,
  wrongWithCandidates,
  wrongWithWindow,
} from './rules.ts'

describe('what a motion needs', () => {
  test('is what the terms call by that name', () => {
    const { choices } = termKinds.majority
    for (const majority of [0, 1, 2, 3, 4] as const)
      assert.equal(
        majorities[
          agreedMajority({ ...standardTerms, majority }, { ofAgreement: false, byCorrespondence: false })
        ],
        choices[majority],
      )
  })

  test('is another for a change to the agreement, and never of those present where nobody is', () => {
    const terms = { majority: 3, majorityForProtocols: 4 }
    const cases = [
      [false, false, 'two thirds of those present'],
      [false, true, 'two thirds of votes cast'],
      [true, false, 'two thirds of all'],
      [true, true, 'two thirds of all'],
    ] as const
    for (const [ofAgreement, byCorrespondence, needed] of cases)
      assert.equal(agreedMajority(terms, { ofAgreement, byCorrespondence }), needed)
  })
})

describe('a window', () => {
  const window = (opens: string, closes: string) => ({
    ...{ opensOn: day(opens.slice(0, 10)), opensTime: opens.slice(11) },
    ...{ closesOn: day(closes.slice(0, 10)), closesTime: closes.slice(11) },
  })
  const cases: [says: string, opens: string, closes: string, now: string, wrong: RegExp | null][] = [
    ['seven days to the minute', '2018-03-06 09:00', '2018-03-13 09:00', '2018-03-05T12:00Z', null],
    [
      'a minute short',
      '2018-03-06 09:00',
      '2018-03-13 08:59',
      '2018-03-05T12:00Z',
      /at least 7 days: let it close on 13 March 2018 at 09:00 or later/,
    ],
    ['closed before it opens', '2018-03-06 09:00', '2018-03-06 08:00', '2018-03-05T12:00Z', /after it opens/],
    ['closed already', '2018-02-06 09:00', '2018-03-05 11:59', '2018-03-05T12:00Z', /in the future/],
    [
      'would have opened before now',
      '2018-03-01 09:00',
      '2018-03-09 09:00',
      '2018-03-05T12:00Z',
      /12 March 2018 at 12:00/,
    ],
    [
      'over the change to summer time, by the clock on the wall',
      '2018-03-22 09:00',
      '2018-03-29 09:00',
      '2018-03-20T12:00Z',
      null,
    ],
    [
      'now is told in summer time too',
      '2018-06-01 09:00',
      '2018-06-11 12:59',
      '2018-06-04T12:00Z',
      /11 June 2018 at 13:00/,
    ],
  ]
  for (const [says, opens, closes, now, wrong] of cases)
    test(says, () => {
      const found = wrongWithWindow(window(opens, closes), 7, new Date(now))
      if (wrong === null) assert.equal(found, null)
      else assert.match(found?.says ?? '', wrong)
    })
})

test('candidates are one a line, each once, and only of an election', () => {
  assert.deepEqual(candidatesIn('  Ann   Ash\n\nBea Birch \n'), ['Ann Ash', 'Bea Birch'])
  assert.equal(wrongWithCandidates('election', ['Ann Ash', 'Bea Birch']), null)
  assert.match(
    wrongWithCandidates('election', ['Ann Ash', 'Bea', 'ann ash']) ?? '',
    /ann ash stands here twice/,
  )
  assert.match(wrongWithCandidates('motion', ['Ann']) ?? '', /select an election/)
  assert.equal(wrongWithCandidates('motion', []), null)
  assert.match(wrongWithCandidates('election', ['x'.repeat(201), 'y']) ?? '', /200 characters/)
  assert.match(
    wrongWithCandidates(
      'election',
      Array.from({ length: 51 }, (_, i) => `${i}`),
    ) ?? '',
    /50/,
  )
})

test('a secret vote of fewer than five is hardly one', () => {
  assert.equal(illusorySecrecy(5), null)
  assert.match(illusorySecrecy(4) ?? '', /4 memberships/)
  assert.match(illusorySecrecy(1) ?? '', /one membership /)
})

test('a question is settled once schools may vote', () => {
  for (const state of ['proposed', 'drafted'] as const) {
    assert.equal(whyNotCorrected({ state }), null)
    assert.equal(whyNotAmended({ state, asks: 'motion', amendsId: null }), null)
    assert.match(whyNotAmended({ state, asks: 'election', amendsId: null }) ?? '', /Only a motion/)
    assert.match(whyNotAmended({ state, asks: 'motion', amendsId: 1 }) ?? '', /not amended itself/)
  }
  for (const state of ['beforehand', 'open', 'closed', 'cancelled'] as const) {
    assert.match(whyNotCorrected({ state }) ?? '', /stays as it is/)
    assert.match(whyNotAmended({ state, asks: 'motion', amendsId: null }) ?? '', /stays as it is/)
  }
})

test('a motion is withdrawn until it is taken up, an amendment until it is voted on, by whoever proposed it', () => {
  const who = { ...visitor, personId: 7 }
  const by = (
    state: 'proposed' | 'drafted' | 'open',
    amendsId: number | null,
    proposedBy: number | null = 7,
  ) => mayWithdraw(who, { state, asks: 'motion', amendsId, proposedBy })
  assert.deepEqual([by('proposed', null), by('drafted', null)], [true, false])
  assert.deepEqual([by('proposed', 1), by('drafted', 1), by('open', 1)], [true, true, false])
  assert.equal(by('proposed', null, 8), false)
  assert.equal(
    mayWithdraw(visitor, { state: 'proposed', asks: 'motion', amendsId: null, proposedBy: null }),
    false,
  )
})

describe('the order of voting', () => {
  test('has each motion after its amendments', () => {
    const one = (id: number, position: number, amendsId: number | null = null) => ({ id, position, amendsId })
    const order = votingOrder([one(1, 2), one(2, 1), one(3, 2, 1), one(4, 1, 1), one(5, 1, 2), one(6, 1, 99)])
    assert.deepEqual(
      order.map(({ id }) => id),
      [5, 2, 6, 4, 3, 1],
    )
  })

  test('keeps every vote when one comes sooner or later, and moves it by one place', () => {
    assert.deepEqual(shifted([1, 2, 3], 2, 'sooner'), [2, 1, 3])
    assert.deepEqual(shifted([1, 2, 3], 2, 'later'), [1, 3, 2])
    assert.deepEqual(shifted([1, 2, 3], 1, 'sooner'), [1, 2, 3])
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 1 }), fc.nat(), (ids, n) => {
        const id = ids[n % ids.length] as number
        const place = ids.indexOf(id)
        const later = shifted(ids, id, 'later')
        assert.deepEqual([...later].sort(), [...ids].sort())
        assert.equal(later.indexOf(id), Math.min(place + 1, ids.length - 1))
        if (place < ids.length - 1) assert.deepEqual(shifted(later, id, 'sooner'), ids)
      }),
    )
  })
})

test('an amendment is said in short where it is short', () => {
  const was = 'That each school gives nine days of staff time in a year'
  const cases = [
    ['That each school gives ten days of staff time in a year', 'That “nine” be amended to “ten”'],
    ['That each school gives nine days of staff time', 'That “in a year” be left out'],
    ['That each school gives nine whole days of staff time in a year', 'That “whole” be added'],
    [
      'That every school gives ten days of staff time in a year',
      'That the motion be amended to read: “That every school gives ten days of staff time in a year”',
    ],
    ['Nothing at all', 'That the motion be amended to read: “Nothing at all”'],
  ] as const
  for (const [now, says] of cases) assert.equal(amendmentInWords(was, now), says)
})

describe('an amendment of a motion that has changed', () => {
  const was = 'Buy nine buses in June'

  test('keeps both changes where they are apart, and none where they are of the same words', () => {
    const updated = (amended: string, now: string) => broughtUpToDate({ was, amended, now })
    assert.equal(updated('Buy nine buses in July', 'Buy ten buses in June'), 'Buy ten buses in July')
    assert.equal(updated('Buy eight buses in June', 'Buy ten buses in June'), null)
  })

  test('is itself where the motion has not changed, and the motion where it changes nothing', () => {
    const words = fc.array(fc.constantFrom('buy', 'nine', 'ten', 'buses', 'in', 'June'), { minLength: 1 })
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [a, b] = [one.join(' '), other.join(' ')]
        assert.equal(broughtUpToDate({ was: a, amended: b, now: a }), b)
        assert.equal(broughtUpToDate({ was: a, amended: a, now: b }), b)
      }),
    )
  })
})
