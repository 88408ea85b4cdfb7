import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import type { Capacity } from '../tables.ts'
import {
  type Admission,
  admission,
  allowanceInWords,
  type Claim,
  type Deputising,
  holderAt,
  isQuorate,
  isValidFor,
  neededFor,
  quorumAt,
  quorumInWords,
  type SeatLine,
} from './rules.ts'

const [khan, ellis] = [
  { id: 5, name: 'K. Khan' },
  { id: 6, name: 'E. Ellis' },
]
const line = (
  capacity: Capacity,
  arrived: string | null = null,
  departed: string | null = null,
): SeatLine => ({
  ...{ membershipId: 1, personId: null },
  ...{ capacity, arrived, departed },
})

describe('who holds a school’s seat', () => {
  const late = [line('deputy', '15:40'), line('head', '16:10', '16:50')]
  const cases: [why: string, lines: SeatLine[], at: string | null, holds: Capacity | undefined][] = [
    ['nobody came', [], '16:00', undefined],
    ['apologies hold no seat', [line('apologies'), line('absent')], '16:00', undefined],
    ['the head', [line('head')], '16:00', 'head'],
    ['the head rather than who acts as head', [line('acting head'), line('head')], '16:00', 'head'],
    [
      'who acts as head rather than the deputy',
      [line('deputy'), line('acting head')],
      '16:00',
      'acting head',
    ],
    ['before anybody has come', late, '15:30', undefined],
    ['the deputy until the head comes', late, '16:09', 'deputy'],
    ['a head who comes late takes it back', late, '16:10', 'head'],
    ['and leaves it when they go', late, '16:50', 'deputy'],
    ['once both have gone, nobody', [line('deputy', null, '16:00')], '16:00', undefined],
    ['over the whole of it, who came', [line('deputy', '15:40', '16:00')], null, 'deputy'],
    ['an observer holds none', [line('observer')], null, undefined],
    ['nor does a representative on the board', [line('representative')], null, undefined],
  ]
  for (const [why, lines, at, holds] of cases)
    test(why, () => assert.equal(holderAt(lines, at)?.capacity, holds))
})

describe('the quorum', () => {
  const cases: [members: number, share: number, needed: number][] = [
    [25, 50, 13],
    [24, 50, 12],
    [25, 67, 17],
    [25, 100, 25],
    [25, 0, 0],
    [3, 33, 1],
    [0, 50, 0],
  ]
  for (const [members, share, needed] of cases)
    test(`${share}% of ${members} is ${needed}`, () => assert.equal(neededFor(members, share), needed))

  const words: [represented: number, words: string][] = [
    [12, '13 of 25 needed; 12 are represented: one short.'],
    [1, '13 of 25 needed; 1 is represented: 12 short.'],
    [13, '13 of 25 needed; 13 are represented: a quorum, with none to spare.'],
    [15, '13 of 25 needed; 15 are represented: a quorum, with two to spare.'],
  ]
  for (const [represented, says] of words)
    test(says, () => assert.equal(quorumInWords({ members: 25, needed: 13, represented }), says))

  test('of a meeting that is over', () =>
    assert.match(quorumInWords({ members: 25, needed: 13, represented: 13 }, true), /13 were represented/))

  test('a membership counts once, whoever of it is there, and never by those who only observe', () => {
    const register = fc.array(
      fc.record({
        membershipId: fc.option(fc.integer({ min: 1, max: 5 })),
        personId: fc.constant(null),
        capacity: fc.constantFrom<Capacity>(
          'head',
          'acting head',
          'deputy',
          'observer',
          'guest',
          'apologies',
        ),
        arrived: fc.option(fc.constantFrom('15:00', '16:00', '17:00')),
        departed: fc.option(fc.constantFrom('15:30', '16:30')),
      }),
    )
    fc.assert(
      fc.property(register, fc.constantFrom('15:00', '16:00', '17:30'), (lines, at) => {
        const { represented, seats } = quorumAt(lines, { members: [1, 2, 3], share: 50, at })
        assert.equal(represented, seats.size)
        assert.ok(represented <= 3)
        for (const { capacity } of seats.values()) assert.match(capacity, /head|deputy/)
      }),
    )
  })
})

describe('a letter by which somebody acts as head', () => {
  const heldOn = day('2027-03-11')
  const letter = (datedOn: string, fromOn: string, toOn: string | null = null) => ({
    datedOn: day(datedOn),
    fromOn: day(fromOn),
    toOn: toOn === null ? null : day(toOn),
  })
  const cases: [why: string, of: ReturnType<typeof letter>, valid: boolean][] = [
    ['dated the day before', letter('2027-03-10', '2027-03-10'), true],
    ['dated the day itself', letter('2027-03-11', '2027-03-10'), false],
    ['for a time that begins on the day', letter('2027-03-01', '2027-03-11'), true],
    ['for a time that begins after it', letter('2027-03-01', '2027-03-12'), false],
    ['for a time that ends on the day', letter('2027-03-01', '2027-03-01', '2027-03-11'), true],
    ['for a time that was over', letter('2027-03-01', '2027-03-01', '2027-03-10'), false],
  ]
  for (const [why, of, valid] of cases) test(why, () => assert.equal(isValidFor(of, heldOn), valid))
})

const stood = (heldOn: string, who = khan): Deputising => ({
  meetingId: Date.parse(heldOn),
  heldOn: day(heldOn),
  personId: who.id,
  person: who.name,
})

const claim = (more: Partial<Claim> = {}): Claim => ({
  ...{ school: 'Ashmere', person: ellis, as: 'deputy', heldOn: day('2027-03-11'), posts: ['deputy'] },
  ...{ letters: [], seated: null, named: null, stoodIn: [], waived: false, clause: '32' },
  ...{ deputisings: 1, deputisingsPer: 0 },
  ...more,
})
const november = stood('2026-11-12')
const observes = 'so E. Ellis comes as an observer, without a vote and outside the quorum.'
const letterOf = (datedOn: string) => ({ datedOn: day(datedOn), fromOn: day(datedOn), toOn: null })

describe('in what capacity a deputy is admitted (clause 32)', () => {
  const cases: [why: string, of: Partial<Claim>, capacity: Admission['capacity'], says: string | null][] = [
    ['the first of the year', {}, 'deputy', null],
    [
      'a second, whichever deputy it is',
      { stoodIn: [november] },
      'observer',
      `Ashmere’s deputy, K. Khan, stood in for the head on 12 November 2026; the agreement (clause 32) allows it once a year, ${observes}`,
    ],
    ['a second, where a decision allows it', { stoodIn: [november], waived: true }, 'deputy', null],
    ['a second, where twice was agreed', { stoodIn: [november], deputisings: 2 }, 'deputy', null],
    [
      'a third, where twice was agreed',
      { stoodIn: [november, stood('2027-01-14', ellis)], deputisings: 2 },
      'observer',
      `Ashmere’s deputy, K. Khan and E. Ellis, stood in for the head on 12 November 2026 and 14 January 2027; the agreement (clause 32) allows it twice a year, ${observes}`,
    ],
    [
      'the first, where none was agreed',
      { deputisings: 0, clause: null },
      'observer',
      `Ashmere’s head did not come; the agreement allows no deputy to hold the seat, ${observes}`,
    ],
    ['another deputy, where each may once', { stoodIn: [november], deputisingsPer: 1 }, 'deputy', null],
    [
      'the same deputy, where each may once',
      { stoodIn: [stood('2026-11-12', ellis)], deputisingsPer: 1 },
      'observer',
      `Ashmere’s deputy, E. Ellis, stood in for the head on 12 November 2026; the agreement (clause 32) allows it once a year for each deputy, ${observes}`,
    ],
    [
      'beside a deputy who was admitted',
      { seated: { name: 'K. Khan' } },
      'observer',
      `K. Khan holds Ashmere’s seat at this meeting in the head’s place, ${observes}`,
    ],
    [
      'where the head named another',
      { named: khan },
      'observer',
      `Ashmere’s head named K. Khan for this meeting, ${observes}`,
    ],
    ['whom the head named', { named: ellis }, 'deputy', null],
    [
      'with a letter of the day before',
      { stoodIn: [november], letters: [letterOf('2027-03-10')] },
      'acting head',
      null,
    ],
    [
      'with a letter of the day itself',
      { stoodIn: [november], letters: [letterOf('2027-03-11')] },
      'observer',
      `Ashmere’s deputy, K. Khan, stood in for the head on 12 November 2026; the agreement (clause 32) allows it once a year, ${observes} The letter of 11 March 2027 is not dated before the meeting.`,
    ],
    ['in the post of an acting head', { stoodIn: [november], posts: ['acting head'] }, 'acting head', null],
    ['in the post of an executive head', { stoodIn: [november], posts: ['executive head'] }, 'head', null],
    ['as head, whom the directory does not know', { as: 'head', posts: [] }, 'head', null],
    ['as head, named by nobody', { as: 'head', person: null, posts: [] }, 'head', null],
    [
      'as head, whom the directory has as deputy',
      { as: 'head' },
      'deputy',
      'No post has E. Ellis as head of Ashmere on 11 March 2027: recorded as deputy in the head’s place.',
    ],
    [
      'as acting head without a letter',
      { as: 'acting head' },
      'deputy',
      'No post has E. Ellis as head of Ashmere on 11 March 2027, and no letter dated before the meeting says so: recorded as deputy in the head’s place.',
    ],
  ]
  for (const [why, of, capacity, says] of cases)
    test(why, () => assert.deepEqual(admission(claim(of)), { capacity, why: says }))

  test('however they come, no more deputies of a school are admitted in a year than were agreed', () => {
    const comes = fc.record({ person: fc.constantFrom(khan, ellis), letter: fc.boolean() })
    fc.assert(
      fc.property(fc.array(comes), fc.integer({ min: 0, max: 3 }), (meetings, deputisings) => {
        const stoodIn: Deputising[] = []
        meetings.forEach(({ person, letter }, meetingId) => {
          const letters = letter ? [letterOf('2027-03-10')] : []
          const { capacity } = admission(claim({ person, letters, stoodIn: [...stoodIn], deputisings }))
          if (capacity === 'deputy')
            stoodIn.push({ meetingId, heldOn: day('2026-11-12'), personId: person.id, person: person.name })
        })
        assert.ok(stoodIn.length <= deputisings)
      }),
    )
  })

  test('what is left is said before anybody is named', () => {
    const says = (of: Partial<Claim>) => allowanceInWords(claim(of))
    assert.equal(says({}), 'Ashmere may send a deputy with the vote once this academic year.')
    assert.match(says({ deputisings: 2, stoodIn: [november] }), /once more this academic year/)
    assert.match(
      says({ stoodIn: [november] }),
      /allows it once a year\. Whoever comes in the head’s place observes/,
    )
    assert.match(says({ stoodIn: [november], waived: true }), /by a decision/)
  })
})

describe('a year of 25 members (scenario 4)', () => {
  const members = Array.from({ length: 25 }, (_, i) => i + 1)
  const heads = (count: number) =>
    members.slice(1, count + 1).map((membershipId): SeatLine => ({ ...line('head'), membershipId }))
  const quorum = (ashmere: Capacity) =>
    quorumAt([...heads(12), line(ashmere)], { members, share: 50, at: null })

  test('Khan stands in on 12 November with the vote', () => {
    const { capacity } = admission(claim({ person: khan, heldOn: day('2026-11-12') }))
    assert.equal(capacity, 'deputy')
    assert.equal(quorum(capacity).represented, 13)
  })

  test('Ellis observes on 11 March, and 12 of the 13 needed are there', () => {
    const { capacity } = admission(claim({ stoodIn: [november] }))
    assert.equal(capacity, 'observer')
    const found = quorum(capacity)
    assert.equal(quorumInWords(found), '13 of 25 needed; 12 are represented: one short.')
    assert.equal(isQuorate(found), false)
  })

  test('a letter of 10 March makes Ellis acting head, and there is a quorum', () => {
    const { capacity } = admission(claim({ stoodIn: [november], letters: [letterOf('2027-03-10')] }))
    assert.equal(capacity, 'acting head')
    assert.equal(isQuorate(quorum(capacity)), true)
  })

  test('Carr Lane and Dunscar Vale, under one executive head, each send a deputy on 14 January', () => {
    for (const school of ['Carr Lane', 'Dunscar Vale'])
      assert.equal(admission(claim({ school, heldOn: day('2027-01-14') })).capacity, 'deputy')
  })
})
