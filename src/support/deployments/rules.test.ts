import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Held, Role, Who } from '../../platform/who.ts'
import { isOver, type Move, moveNames, moves, movesFor, sides, sidesOf } from './rules.ts'
import { hereFor, pressed, reasoned, stagesOf, visitsRefusal, waitsFor } from './steps/rules.ts'
import { type State, states } from './tables.ts'

const all = Object.keys(states) as State[]
const who = (...held: Held[]): Who => ({ personId: 7, name: 'Somebody', held, leads: [], serves: [] })
const of = (state: State) => ({ state, toMembershipId: 1, fromMembershipId: 2, practitionerPersonId: 9 })

describe('the table of moves', () => {
  test('every state is come to, and from every state but the last there is a way on', () => {
    const reached = new Set<State>(moveNames.map((name) => moves[name].to))
    for (const state of all) {
      assert.ok(state === 'requested' || reached.has(state), `nothing leads to ${state}`)
      const on = moveNames.some((name) => (moves[name] as Move).from.includes(state))
      assert.equal(on, !isOver(state), state)
    }
  })
  test('each names who may take it, from states that there are', () => {
    for (const name of moveNames) {
      const { from, may, to }: Move = moves[name]
      assert.ok(may.length > 0 && may.every((side) => side in sides), name)
      assert.ok(from.length > 0 && from.every((state) => state !== to), name)
    }
  })
  test('whoever is no party and does not keep support may take none', () => {
    const roles: Role[] = [
      'head',
      'deputy',
      'chair',
      'governor',
      'teacher',
      'practitioner',
      'hub lead',
      'partner',
      'authority officer',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.record({ role: fc.constantFrom(...roles), membershipId: fc.constantFrom(3, 4, null) })),
        fc.constantFrom(...all),
        (held, state) => assert.deepEqual(movesFor(who(...held), of(state)), []),
      ),
    )
  })
  test('a deputy, a chair or a teacher of the schools takes no step for their head', () => {
    for (const role of ['deputy', 'chair', 'teacher', 'governor'] as const)
      for (const membershipId of [1, 2])
        for (const state of all) assert.deepEqual(movesFor(who({ role, membershipId }), of(state)), [])
  })
  test('a head of both schools is both, and who heads neither nothing', () => {
    const both = who({ role: 'head', membershipId: 1 }, { role: 'head', membershipId: 2 })
    assert.deepEqual(sidesOf(both, of('matched')), ['supported head', 'supporting head'])
    assert.deepEqual(sidesOf(who({ role: 'head', membershipId: 3 }), of('matched')), [])
  })
  test('a visitor is not the practitioner of a deployment that has none', () => {
    const nobody: Who = { ...who(), personId: null }
    assert.deepEqual(sidesOf(nobody, { ...of('triaged'), practitionerPersonId: null }), [])
  })
})

describe('the steps of the page itself', () => {
  test('they are moves that nothing else of the system takes', () => {
    const here: string[] = [...pressed, ...reasoned]
    const elsewhere = ['match', 'agree', 'begin', 'close', 'evaluate', 'sign off']
    assert.deepEqual([...here, ...elsewhere].sort(), [...moveNames].sort())
  })
  test('those with a form are those that want a reason', () => {
    for (const name of reasoned) assert.equal((moves[name] as Move).reason, true, name)
    for (const name of pressed) assert.equal((moves[name] as Move).reason, undefined, name)
  })
  test('at a match the supporting head releases or refuses, and the supported one withdraws', () => {
    const none = { made: 0 }
    assert.deepEqual(hereFor(who({ role: 'head', membershipId: 2 }), of('matched'), none), [
      'release',
      'refuse',
    ])
    assert.deepEqual(hereFor(who({ role: 'head', membershipId: 1 }), of('matched'), none), ['withdraw'])
    assert.deepEqual(hereFor(who({ role: 'head', membershipId: 1 }), of('active'), { made: 1 }), ['pause'])
    assert.deepEqual(hereFor(who({ role: 'ssig', membershipId: null }), of('requested'), none), [
      'triage',
      'decline',
      'withdraw',
    ])
  })
  test('what waits is said of every state, and its place on the way where it has one', () => {
    const told = { toSchool: 'Ashmere', fromSchool: null, practitioner: null, evaluationDue: null }
    for (const state of all) {
      assert.match(waitsFor({ ...told, state }), /^\S.*\.$/)
      const stages = stagesOf(state)
      const nowhere = state === 'declined' || state === 'withdrawn'
      assert.equal(stages?.filter(({ is }) => is === 'here').length ?? 0, nowhere ? 0 : 1)
    }
  })
  test('what has visits is not withdrawn: those made are evaluated, those planned are cancelled first', () => {
    assert.equal(visitsRefusal({ planned: 0, made: 0 }), null)
    assert.match(
      visitsRefusal({ planned: 2, made: 0 }) ?? '',
      /2 visits are still planned: cancel them first/,
    )
    assert.match(visitsRefusal({ planned: 1, made: 1 }) ?? '', /One visit was made already: close it instead/)
  })
})
