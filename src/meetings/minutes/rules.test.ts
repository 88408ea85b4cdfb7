import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Who } from '../../platform/who.ts'
import { type Hand, handOf, type Move, mayRead, mayWrite, movesOf, type Of } from './rules.ts'
import type { MinuteState } from './tables.ts'

const states: MinuteState[] = ['writing', 'with the chair', 'circulated', 'approved', 'signed']

const hands: Record<string, Hand> = {
  clerk: { keeper: true, chair: false, signatory: false },
  // A meeting's chair keeps it too.
  chair: { keeper: true, chair: true, signatory: true },
  'who chaired the approving meeting': { keeper: false, chair: false, signatory: true },
  member: { keeper: false, chair: false, signatory: false },
}

/** Who may move minutes on from each state, in the order of the states. */
const table: Record<string, Move[][]> = {
  clerk: [['send'], ['take back'], ['approve'], ['correct'], ['correct']],
  chair: [
    ['send', 'circulate'],
    ['take back', 'send back', 'circulate'],
    ['approve'],
    ['sign', 'correct'],
    ['correct'],
  ],
  'who chaired the approving meeting': [[], [], [], ['sign'], []],
  member: [[], [], [], [], []],
}
const reads: Record<string, boolean[]> = {
  clerk: [true, true, true, true, true],
  chair: [true, true, true, true, true],
  'who chaired the approving meeting': [true, true, true, true, true],
  member: [false, false, true, true, true],
}
const writes: Record<string, boolean[]> = {
  clerk: [true, false, true, false, false],
  chair: [true, true, true, false, false],
  'who chaired the approving meeting': [false, false, false, false, false],
  member: [false, false, false, false, false],
}

describe('the states of minutes', () => {
  for (const [name, hand] of Object.entries(hands))
    for (const [i, state] of states.entries())
      test(`${name}, ${state}`, () => {
        assert.deepEqual(movesOf(hand, state), table[name]?.[i])
        assert.equal(mayRead(hand, state), reads[name]?.[i])
        assert.equal(mayWrite(hand, state), writes[name]?.[i])
      })
})

const person = (personId: number, more: Partial<Who> = {}): Who => ({
  ...{ personId, name: '', held: [], leads: [], serves: [] },
  ...more,
})
const board: Of = { groups: [{ id: 1, kind: 'board' }], chairId: 7, clerkId: 8 }
const hub: Of = { groups: [{ id: 2, kind: 'hub' }], chairId: null, clerkId: null }
const officer = { held: [{ role: 'coordinator' as const, membershipId: null }] }

describe('what somebody is to the minutes of a meeting', () => {
  const cases: [string, Who, Of, (keyof Hand)[]][] = [
    ['its clerk', person(8), board, ['keeper']],
    ['its chair', person(7), board, ['keeper', 'chair', 'signatory']],
    ['the office', person(1, officer), board, ['keeper']],
    ['a member', person(3, { serves: [1] }), board, []],
    [
      'who leads the group, where nobody chaired',
      person(4, { leads: [2] }),
      hub,
      ['keeper', 'chair', 'signatory'],
    ],
    ['who leads another group', person(4, { leads: [3] }), hub, []],
    [
      'who leads the group, where somebody else chaired',
      person(4, { leads: [2] }),
      { ...hub, chairId: 9 },
      ['keeper'],
    ],
  ]
  for (const [name, who, of, is] of cases)
    test(name, () =>
      assert.deepEqual(
        Object.entries(handOf(who, of)).flatMap(([hand, so]) => (so ? [hand] : [])),
        is,
      ),
    )

  test('who chaired the meeting that approved them may sign', () => {
    assert.deepEqual(
      handOf(person(9), board, { ...board, chairId: 9 }),
      hands['who chaired the approving meeting'],
    )
  })
})
