import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Capacity, capacities } from '../tables.ts'
import { arrivalOf, asText, combined, merged, type Said, saidIn, turnout, turnoutInWords } from './rules.ts'

type Attended = Parameters<typeof turnout>[0][number]

const none: Said = { capacity: null, personId: null }
const said = (capacity: Capacity | null, personId: number | null = null): Said => ({ capacity, personId })
const came = (membershipId: number | null, capacity: Capacity): Attended => ({ membershipId, capacity })

describe('what a register says of who came', () => {
  const members = [1, 2, 3, 4]
  const cases: [why: string, register: Attended[], words: string][] = [
    ['nobody is on it', [], '0 of 4 schools represented.'],
    [
      'each speaks for a school, one as a deputy',
      [came(1, 'head'), came(2, 'acting head'), came(3, 'deputy'), came(4, 'representative')],
      '4 of 4 schools represented; 1 by a deputy.',
    ],
    [
      'an observer does not represent, nor does word that nobody comes',
      [came(1, 'observer'), came(2, 'apologies'), came(3, 'absent')],
      '0 of 4 schools represented; 1 sent apologies; 1 absent.',
    ],
    [
      'the head’s apologies do not count when a deputy came',
      [came(1, 'apologies'), came(1, 'deputy')],
      '1 of 4 schools represented; 1 by a deputy.',
    ],
    [
      'a school whose head came beside a deputy is not there by a deputy',
      [came(1, 'deputy'), came(1, 'head')],
      '1 of 4 schools represented.',
    ],
    [
      'somebody of no school, or of one that has left, is a guest',
      [came(null, 'observer'), came(9, 'head')],
      '0 of 4 schools represented; 2 guests.',
    ],
  ]
  for (const [why, register, words] of cases)
    test(why, () => assert.equal(turnoutInWords(turnout(register, members)), words))

  test('every member is represented, away or unrecorded, whatever the register holds', () => {
    const row = fc.record({
      membershipId: fc.option(fc.integer({ min: 1, max: 6 })),
      capacity: fc.constantFrom(...(Object.keys(capacities) as Capacity[])),
    })
    fc.assert(
      fc.property(fc.array(row), (register) => {
        const counted = turnout(register, members)
        const { represented, byDeputy, apologies, absent, unrecorded } = counted
        assert.ok(byDeputy <= represented)
        const observedOnly = 4 - represented - apologies - absent - unrecorded.length
        assert.ok(observedOnly >= 0)
        assert.ok(represented + apologies + absent <= new Set(register.map((r) => r.membershipId)).size)
      }),
    )
  })
})

describe('two people keep one register', () => {
  const head = said('head', 1)
  const deputy = said('deputy', 2)
  const cases: [why: string, opened: Said, typed: Said, stands: Said, becomes: ReturnType<typeof merged>][] =
    [
      ['nobody touched it', none, none, none, 'leave'],
      ['only I filled it in', none, head, none, 'write'],
      ['only the other did: theirs stays', none, none, deputy, 'leave'],
      ['both said the same', none, head, head, 'leave'],
      ['both said different things', none, head, deputy, 'show both'],
      ['I corrected what the other took off', head, deputy, none, 'show both'],
      ['I took off what the other corrected', head, none, deputy, 'show both'],
      ['I took off what still stands', head, none, head, 'write'],
      ['the other took off what I left alone', head, head, none, 'leave'],
      [
        'only the person differs',
        said('representative', 1),
        said('representative', 2),
        said('representative', 3),
        'show both',
      ],
    ]
  for (const [why, opened, typed, stands, becomes] of cases)
    test(why, () => assert.equal(merged({ opened, typed, stands }), becomes))

  test('what the other wrote is never overwritten unseen, and what I wrote is never dropped unseen', () => {
    const one = fc.constantFrom(none, head, deputy, said('apologies'), said('deputy', 1))
    fc.assert(
      fc.property(one, one, one, (opened, typed, stands) => {
        const outcome = merged({ opened, typed, stands })
        if (outcome === 'write') assert.deepEqual(stands, opened)
        if (outcome === 'leave' && typed !== opened) assert.deepEqual(typed, stands)
      }),
    )
  })
})

describe('times beside who came', () => {
  const at = (arrived: string | null, departed: string | null = null): Said => ({
    ...said('head', 1),
    arrived,
    departed,
  })
  const opened = at('15:45')

  test('who came and the two times are changed each by itself', () => {
    const typed = at('15:45', '17:00')
    const stands = at('15:50')
    assert.equal(merged({ opened, typed, stands }), 'write')
    assert.deepEqual(combined({ opened, typed, stands }), at('15:50', '17:00'))
    assert.equal(merged({ opened, typed: at('15:40'), stands }), 'show both')
  })

  test('what a phone wrote stays where the same person was typed without a time', () => {
    const three = { opened: none, typed: said('head', 1), stands: at('15:42') }
    assert.equal(merged(three), 'leave')
  })

  test('a line is carried unseen as it was, whatever it says', () => {
    const time = fc.option(fc.constantFrom('00:00', '09:05', '23:59'))
    const line = fc.record({
      capacity: fc.constantFrom(...(Object.keys(capacities) as Capacity[])),
      personId: fc.option(fc.integer({ min: 1, max: 999_999 })),
      arrived: time,
      departed: time,
    })
    fc.assert(fc.property(line, (of) => assert.deepEqual(saidIn(asText(of)), { ...of })))
    for (const other of ['', 'king:1', 'head:x:99', '__proto__:1']) assert.equal(saidIn(other).personId, null)
  })

  test('who is written down as present while the meeting is on has just come', () => {
    assert.equal(arrivalOf(said('head'), '16:00'), '16:00')
    assert.equal(arrivalOf(at('15:50'), '16:00'), '15:50')
    assert.equal(arrivalOf(said('apologies'), '16:00'), null)
    assert.equal(arrivalOf(said('head'), null), null)
  })
})
