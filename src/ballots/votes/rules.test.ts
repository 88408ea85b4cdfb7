import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Who } from '../../platform/who.ts'
import { isChoice } from '../choices.ts'
import { choiceIn, shownIn } from './form.ts'
import { type Called, type Handed, type Hours, handVotes, whyNoHands, whyNotAt } from './hands/rules.ts'
import { whyNoPhone, whyNotByPhone } from './phone/rules.ts'
import {
  changeable,
  ordinal,
  type Preference,
  rankingFrom,
  votedInWords,
  voterOf,
  whyNobody,
  whyNotYou,
  whyOver,
} from './rules.ts'
import { namesIn, voteLink } from './token.ts'

const day = '2018-03-05' as Parameters<typeof whyNoHands>[1]

describe('a ranking', () => {
  test('is closed up over gaps, and refused where a preference is given twice', () => {
    const cases: [(number | null)[], ReturnType<typeof rankingFrom>][] = [
      [[1, 2, 3], { ranking: [10, 11, 12], closedUp: false }],
      [[3, 1, null], { ranking: [11, 10], closedUp: true }],
      [[null, 2, null], { ranking: [11], closedUp: true }],
      [[2, null, 1], { ranking: [12, 10], closedUp: false }],
      [[1, 2, 1], { repeated: 12, rank: 1 }],
      [[null, null, null], { ranking: [], closedUp: false }],
    ]
    for (const [ranks, found] of cases)
      assert.deepEqual(rankingFrom(ranks.map((rank, i) => ({ id: 10 + i, rank }))), found)
  })

  test('keeps the order of what was given, whatever the gaps', () => {
    const rank = fc.option(fc.integer({ min: 1, max: 8 }), { nil: null })
    fc.assert(
      fc.property(fc.array(rank, { maxLength: 8 }), (ranks) => {
        const given: Preference[] = ranks.map((rank, i) => ({ id: i + 1, rank }))
        const said = ranks.filter((rank) => rank !== null)
        const found = rankingFrom(given)
        if (new Set(said).size < said.length) return 'repeated' in found
        assert('ranking' in found)
        const inOrder = found.ranking.map((id) => given.find((one) => one.id === id)?.rank ?? 0)
        assert.deepEqual(
          inOrder,
          [...said].sort((a, b) => a - b),
        )
        return found.closedUp === said.some((rank) => rank > said.length)
      }),
    )
  })

  test('is said in ordinals', () => {
    assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal), [
      ...['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th'],
    ])
  })
})

describe('the form of a vote', () => {
  const options = [31, 12, 25].map((id, i) => ({ id, position: i + 1, words: `No ${id}`, personId: null }))
  const kinds = [
    [{ asks: 'motion', counting: null }, ['for', 'against', 'abstain']],
    [{ asks: 'election', counting: 'first past the post' }, ['31', '12', 'abstain']],
    [{ asks: 'election', counting: 'alternative vote' }, ['31', '12>31', '25>12>31', 'abstain']],
  ] as const

  test('reads what it shows of every choice that may be made', () => {
    for (const [kind, choices] of kinds)
      for (const choice of choices) {
        assert(isChoice(kind, options, choice), choice)
        const filled = { abstains: null, ...shownIn(kind, choice) }
        assert.deepEqual(choiceIn(kind, options, filled), { choice, closedUp: false })
      }
  })

  test('refuses preferences given twice, beside the second, and both preferring and abstaining', () => {
    const kind = { asks: 'election', counting: 'alternative vote' } as const
    const refused = (filled: Record<string, unknown>, field: string) =>
      assert.throws(() => choiceIn(kind, options, { abstains: null, ...filled }), { field })
    refused({ 'rank-31': '1', 'rank-25': '1' }, 'rank-25')
    refused({ 'rank-31': '1', abstains: [1] }, 'abstains')
    refused({}, 'rank-31')
  })
})

describe('who may not vote is told', () => {
  const own = { school: 'Ashmere', holder: 'Hannah Head', time: '15:42' }
  const line = { capacity: 'deputy' as const, arrived: '15:00', departed: null, why: null }

  test('that they observe, have left, or who sits there', () => {
    const cases: [Parameters<typeof whyNotYou>[1], string][] = [
      [{ ...own, line: { ...line, capacity: 'observer', why: 'A second time this year.' } }, 'A second time'],
      [{ ...own, line: { ...line, capacity: 'observer' } }, 'an observer has no vote for Ashmere'],
      [{ ...own, line: { ...line, departed: '15:40' } }, 'You left the meeting at 15:40'],
      [{ ...own, line: { ...line, departed: '15:50' } }, 'Hannah Head holds Ashmere’s seat'],
      [{ ...own, line: null }, 'Hannah Head holds Ashmere’s seat'],
      [{ ...own, line: null, holder: null }, 'the rule'],
    ]
    for (const [given, said] of cases) assert.match(whyNotYou('the rule', given), new RegExp(said))
  })

  test('that votes belong to the schools', () => {
    const who = (role: Who['held'][number]['role'], membershipId: number | null = null): Who => ({
      ...{ personId: 1, name: 'N', leads: [], serves: [] },
      held: [{ role, membershipId }],
    })
    assert.match(whyNobody(who('authority officer'), true), /the authority has none/)
    assert.match(whyNobody(who('coordinator'), false), /the office has none/)
    assert.match(whyNobody(who('deputy', 4), true), /the head of each school votes for it/)
    assert.match(whyNobody(who('head', 4), true), /no member when the vote opened/)
    assert.match(whyNobody(who('deputy', 4), false), /register of this meeting does not name you/)
  })
})

describe('a vote in words', () => {
  const now = new Date('2018-03-05T16:00:00Z')
  const stands = {
    ...{ school: 'Ashmere', choice: 'for', castAt: new Date('2018-03-05T15:42:00Z') },
    ...{ person: 'Hannah Head', recordedBy: null, how: 'page' as const, source: null },
  }
  const motion = { asks: 'motion', counting: null } as const
  const clerk = { person: null, recordedBy: 'Sana Support', how: 'phone' as const, source: 'Hannah rang.' }

  test('says who, how and when', () => {
    const said = (more: object, at = now) => votedInWords(motion, [], { ...stands, ...more }, at)
    assert.equal(said({}), 'Ashmere voted: For, by Hannah Head at 15:42.')
    assert.equal(said({ how: 'mail' }), 'Ashmere voted: For, by Hannah Head, from a mail, at 15:42.')
    assert.match(said({}, new Date('2018-03-06T16:00:00Z')), /at 15:42 on 5 March 2018\.$/)
    assert.match(said({ how: 'hands', person: null }), /by show of hands at 15:42/)
    assert.match(said(clerk), /by phone at 15:42, written down by Sana Support: Hannah rang\.$/)
    assert.match(voterOf(clerk) ?? '', /Sana Support, who wrote down/)
  })

  test('says whether it may be changed, which one by phone always may', () => {
    const closesAt = new Date('2018-03-12T17:00:00Z')
    assert.equal(
      changeable({ mayChange: true, closesAt }, 'page'),
      'You may change it until the close, at 17:00 on 12 March 2018.',
    )
    assert.match(changeable({ mayChange: false, closesAt: null }, 'page'), /stays as it is/)
    assert.match(changeable({ mayChange: false, closesAt: null }, 'phone'), /may overturn it until the close/)
    assert.match(whyOver({ closesAt }, closesAt) ?? '', /closed at 17:00 on 12 March 2018/)
    assert.equal(whyOver({ closesAt }, now), null)
  })
})

describe('a show of hands', () => {
  const called: Called[] = [
    { membershipId: 1, school: 'Ashmere', present: true, excluded: false },
    { membershipId: 2, school: 'Brindle', present: true, excluded: false },
    { membershipId: 3, school: 'Carr', present: false, excluded: false },
    { membershipId: 4, school: 'Dale', present: true, excluded: true },
  ]
  const hands = (others: Handed, otherwise: [number, Handed][] = []) =>
    handVotes(called, { at: '15:42', others, otherwise: new Map(otherwise) })

  test('gives every school that was there what all others voted, or its own', () => {
    const of = (...choices: string[]) => ({
      votes: choices.map((choice, i) => ({ membershipId: i + 1, choice })),
    })
    assert.deepEqual(hands('for'), of('for', 'for'))
    assert.deepEqual(hands('for', [[2, 'against']]), of('for', 'against'))
    assert.deepEqual(hands('against', [[2, 'none']]), of('against'))
    assert.deepEqual(hands('none', [[1, 'abstain']]), of('abstain'))
  })

  test('is refused for a school that was not there, or has no part', () => {
    const wrong = hands('for', [[3, 'for']])
    assert('wrong' in wrong)
    assert.deepEqual([wrong.wrong, /Carr was not represented at 15:42/.test(wrong.says)], [3, true])
    const outside = hands('for', [[4, 'for']])
    assert('wrong' in outside && /Dale has no part/.test(outside.says))
  })

  test('was taken within the hours of its meeting, and not before it came', () => {
    const hours: Hours = { heldOn: day, starts: '12:30', beganAt: null, endedAt: null, status: 'held' }
    const now = { today: day, time: '16:00' }
    const later = { today: '2018-03-06' as typeof day, time: '08:00' }
    const began = { ...hours, beganAt: new Date('2018-03-05T12:40:00Z') }
    const over = { ...began, endedAt: new Date('2018-03-05T14:00:00Z') }
    const cases: [Hours, string, typeof now, RegExp | null][] = [
      [hours, '16:01', now, /It is 16:00 now/],
      [hours, '16:00', now, null],
      [hours, '16:01', later, null],
      [hours, '12:29', later, /began at 12:30/],
      [began, '12:35', later, /began at 12:40/],
      [began, '12:40', later, null],
      [over, '14:01', later, /ended at 14:00/],
      [over, '14:00', later, null],
    ]
    for (const [of, at, when, said] of cases) {
      const found = whyNotAt(of, at, when)
      if (said === null) assert.equal(found, null)
      else assert.match(found ?? '', said)
    }
    assert.match(whyNoHands({ ...hours, status: 'cancelled' }, day) ?? '', /cancelled/)
    assert.match(whyNoHands({ ...hours, heldOn: '2018-03-06' as typeof day }, day) ?? '', /on 6 March 2018/)
    assert.equal(whyNoHands(hours, day), null)
  })
})

describe('a vote by phone', () => {
  const elector = {
    ...{ membershipId: 1, school: 'Ashmere', present: false, excluded: false, took: null },
  }
  const at = new Date('2018-03-05T12:00:00Z')
  const afar = { byCorrespondence: true, state: 'open' as const, absentFrom: null, openedAt: at }
  const inRoom = { ...afar, byCorrespondence: false }

  test('is written down for a school that votes from afar and has not', () => {
    const cases: [typeof afar | typeof inRoom, object, RegExp | null][] = [
      [afar, {}, null],
      [afar, { took: 'vote' }, /has taken part already/],
      [afar, { excluded: true }, /no part in this vote/],
      [inRoom, { present: true }, /is in the room/],
      [inRoom, {}, /was not represented when this vote opened/],
      [{ ...inRoom, absentFrom: at } as never, {}, null],
    ]
    for (const [ballot, more, said] of cases) {
      const found = whyNotByPhone(ballot, { ...elector, ...more })
      if (said === null) assert.equal(found, null)
      else assert.match(found ?? '', said)
    }
  })

  test('is written down while the vote is open, and not where hands are counted', () => {
    assert.equal(whyNoPhone({ manner: 'named', state: 'open' }), null)
    assert.equal(whyNoPhone({ manner: 'secret', state: 'beforehand' }), null)
    for (const state of ['proposed', 'drafted', 'closed', 'cancelled'] as const)
      assert.notEqual(whyNoPhone({ manner: 'named', state }), null)
    assert.notEqual(whyNoPhone({ manner: 'hands', state: 'open' }), null)
  })
})

test('a link votes for the head, school and ballot it was made for, and no other', () => {
  const names = { ballotId: 7, membershipId: 12, personId: 3 }
  const settings = { url: 'https://alliance.example', secret: 'a secret' }
  const address = new URL(voteLink(settings, names, '12>15'))
  const token = address.searchParams.get('token') ?? ''
  assert.equal(address.searchParams.get('choice'), '12>15')
  assert.deepEqual(namesIn('a secret', token), names)
  assert.equal(namesIn('another secret', token), undefined)
  const seal = token.split('.')[3]
  for (const other of [
    `8.12.3.${seal}`,
    `7.13.3.${seal}`,
    `7.12.4.${seal}`,
    `${token}A`,
    token.slice(0, -1),
    '',
  ])
    assert.equal(namesIn('a secret', other), undefined, other)
})
