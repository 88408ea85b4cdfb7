import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../platform/day.ts'
import {
  type BallotState,
  decidedBy,
  type Elector,
  isToClose,
  isToOpen,
  isToRemind,
  isToTell,
  type Seat,
  stateOf,
  titleOf,
  tookInWords,
  whyNotBeforehand,
  whyNotInRoom,
  whyNoVote,
} from './rules.ts'

const opens = new Date('2018-03-06T09:00:00Z')
const closes = new Date('2018-03-13T17:00:00Z')
const HOUR = 3_600_000
const at = (moment: Date, ms: number) => new Date(moment.getTime() + ms)

describe('who may vote for a school', () => {
  const me = 7
  const room = { state: 'open', byCorrespondence: false, absentFrom: null, openedAt: opens } as const
  const afar = { ...room, byCorrespondence: true }
  const both = { ...room, absentFrom: opens }
  const there: Elector = { membershipId: 1, school: 'Ashmere', present: true, excluded: false, took: null }
  const away = { ...there, present: false }
  const seat = (inRoom: number | null, heads: number[] = []): Seat => ({ inRoom, heads })
  type Case = [
    why: string,
    ballot: Parameters<typeof whyNoVote>[0],
    elector: Elector | undefined,
    seat: Seat,
    says: RegExp | null,
  ]
  const cases: Case[] = [
    ['who holds the seat, head or deputy alike', room, there, seat(me), null],
    ['the head whose deputy holds the seat may not', room, there, seat(8, [me]), /Somebody else holds/],
    ['nobody once all have left', room, there, seat(null, [me]), /Nobody holds Ashmere’s seat/],
    [
      'a school that came after the opening',
      room,
      away,
      seat(me, [me]),
      /was not represented when this vote opened/,
    ],
    ['a head from afar, between meetings', afar, away, seat(null, [me]), null],
    ['a deputy from afar', afar, away, seat(me, [8]), /Only the head of Ashmere/],
    ['a head who cannot come, where it was open beforehand', both, away, seat(null, [me]), null],
    ['of a school that came after all, whoever sits', both, there, seat(me, [8]), null],
    [
      'an interest was declared',
      room,
      { ...there, excluded: true },
      seat(me, [me]),
      /has no part in this vote/,
    ],
    ['a school that is no member', afar, undefined, seat(null, [me]), /was no member/],
    ['it is closed', { ...room, state: 'closed' }, there, seat(me), /is closed/],
    ['it is only drafted', { ...room, state: 'drafted' }, there, seat(me), /is not open yet/],
  ]
  for (const [why, ballot, elector, held, says] of cases)
    test(why, () => {
      const said = whyNoVote(ballot, { elector, seat: held, personId: me })
      if (says === null) assert.equal(said, null)
      else assert.match(said ?? '', says)
    })
})

describe('what a clock does with a vote', () => {
  const window = {
    ...{ byCorrespondence: true, opensAt: opens, closesAt: closes, openedAt: null, remindedAt: null },
    toldAt: null,
  }
  const [drafted, open] = [
    { ...window, state: 'drafted' as BallotState },
    { ...window, state: 'open' as BallotState, openedAt: opens },
  ]

  test('a second before, and at the moment', () => {
    assert.deepEqual([isToOpen(drafted, at(opens, -1000)), isToOpen(drafted, opens)], [false, true])
    assert.deepEqual([isToClose(open, at(closes, -1000)), isToClose(open, closes)], [false, true])
    assert.equal(isToOpen(drafted, closes), false, 'its window has passed')
    assert.equal(isToOpen({ ...drafted, byCorrespondence: false }, opens), false)
    assert.equal(isToClose({ ...open, closesAt: null }, closes), false)
  })

  test('only what is drafted opens, and only what is open closes', () => {
    for (const state of ['proposed', 'open', 'closed', 'cancelled'] as const)
      assert.equal(isToOpen({ ...drafted, state }, opens), false, state)
    for (const state of ['drafted', 'beforehand', 'closed', 'cancelled'] as const)
      assert.equal(isToClose({ ...open, state }, closes), false, state)
  })

  test('the heads are told once, of what is open to them from afar', () => {
    assert.equal(isToTell(open, opens), true)
    assert.equal(isToTell({ ...open, toldAt: opens }, opens), false)
    assert.equal(isToTell({ ...open, byCorrespondence: false, closesAt: null }, opens), false)
    assert.equal(
      isToTell({ ...window, state: 'beforehand', byCorrespondence: false, closesAt: null }, opens),
      true,
    )
  })

  test('a reminder goes in the last day, never in the first, and never twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -10, max: 500 }), (lasts, hour) => {
        const ballot = { ...open, closesAt: at(opens, lasts * HOUR) }
        const due = isToRemind(ballot, at(opens, hour * HOUR))
        assert.equal(due, hour >= 24 && hour >= lasts - 24 && hour < lasts)
        assert.equal(isToRemind({ ...ballot, remindedAt: opens }, at(opens, hour * HOUR)), false)
      }),
    )
  })
})

describe('how far it is', () => {
  const none = { acceptedAt: null, absentFrom: null, openedAt: null, closedAt: null, cancelledAt: null }
  const cases: [says: BallotState, set: Partial<Record<keyof typeof none, Date>>][] = [
    ['proposed', {}],
    ['drafted', { acceptedAt: opens }],
    ['beforehand', { acceptedAt: opens, absentFrom: opens }],
    ['open', { acceptedAt: opens, absentFrom: opens, openedAt: opens }],
    ['closed', { acceptedAt: opens, openedAt: opens, closedAt: closes }],
    ['cancelled', { acceptedAt: opens, openedAt: opens, cancelledAt: closes }],
  ]
  for (const [says, set] of cases) test(says, () => assert.equal(stateOf({ ...none, ...set }), says))
})

describe('when a vote in the room may be opened', () => {
  const meeting = { heldOn: day('2018-03-06'), beganAt: opens, endedAt: null, status: 'held' }
  const cases: [
    why: string,
    meeting: Parameters<typeof whyNotInRoom>[0],
    today: string,
    says: RegExp | null,
  ][] = [
    ['while it goes on', meeting, '2018-03-06', null],
    ['before it has begun', { ...meeting, beganAt: null }, '2018-03-06', /has not begun/],
    ['on an earlier day', meeting, '2018-03-05', /has not begun/],
    ['once it has ended', { ...meeting, endedAt: closes }, '2018-03-06', /has ended/],
    ['on a later day, though nobody ended it', meeting, '2018-03-07', /has ended/],
    ['of a meeting that was cancelled', { ...meeting, status: 'cancelled' }, '2018-03-06', /was cancelled/],
  ]
  for (const [why, of, today, says] of cases)
    test(why, () => {
      const said = whyNotInRoom(of, day(today))
      if (says === null) assert.equal(said, null)
      else assert.match(said ?? '', says)
    })

  test('beforehand until it begins, by name or in secret', () => {
    const ahead = { ...meeting, beganAt: null, status: 'planned' }
    const named = { byCorrespondence: false, meetingId: 1, manner: 'named' } as const
    assert.equal(whyNotBeforehand(named, ahead, day('2018-03-06')), null)
    assert.match(whyNotBeforehand(named, meeting, day('2018-03-06')) ?? '', /too late/)
    assert.match(whyNotBeforehand(named, ahead, day('2018-03-07')) ?? '', /too late/)
    for (const not of [{ manner: 'hands' as const }, { byCorrespondence: true }, { meetingId: null }])
      assert.match(
        whyNotBeforehand({ ...named, ...not }, ahead, day('2018-03-06')) ?? '',
        /by name or in secret/,
      )
  })
})

describe('in words', () => {
  test('how many have voted', () => {
    const cases: [took: number, says: string][] = [
      [0, 'Nobody has voted yet, of 22'],
      [1, '1 of 22 has voted'],
      [18, '18 of 22 have voted'],
    ]
    for (const [took, says] of cases) assert.equal(tookInWords({ may: 22, took, papers: 0 }), says)
    assert.equal(tookInWords({ may: 22, took: 18, papers: 17 }), '18 of 22 have taken part')
  })

  test('what decides it, with what an abstention is', () => {
    const motion = { asks: 'motion', counting: null } as const
    assert.match(
      decidedBy({ ...motion, majority: 'simple' }, false),
      /votes cast\. An abstention is not a vote cast$/,
    )
    assert.match(decidedBy({ ...motion, majority: 'simple' }, true), /An abstention is a vote cast$/)
    assert.match(decidedBy({ ...motion, majority: 'two thirds of all' }, false), /counted among them$/)
    const election = { asks: 'election', counting: 'first past the post', majority: null } as const
    assert.match(decidedBy(election, false), /a tie is decided by lot$/)
  })

  test('a confidential question is in no title', () => {
    const of = { asks: 'motion', question: 'Who is to leave?' } as const
    assert.deepEqual(
      [titleOf({ ...of, partB: false }), titleOf({ ...of, partB: true })],
      ['Who is to leave?', 'A confidential vote'],
    )
  })
})
