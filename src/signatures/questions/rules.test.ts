import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../platform/day.ts'
import type { Role, Who } from '../../platform/who.ts'
import { mayCorrect, maySeeAsker, maySeeQuestions, mayTakeAsRead, reservationRefusal } from './rules.ts'

const someone = (role: Role, membershipId: number | null = null): Who => ({
  personId: 1,
  name: 'Somebody',
  held: [{ role, membershipId }],
  leads: [],
  serves: [],
})
const asked = { personId: 1, kind: 'question', answer: null, signedOn: null } as const

describe('whoever asked may correct their words', () => {
  const head = someone('head', 4)
  const cases: [string, Parameters<typeof mayCorrect>[1], boolean][] = [
    ['until they are answered', asked, true],
    ['not after', { ...asked, answer: 'Yes.' }, false],
    ['nobody else’s', { ...asked, personId: 2 }, false],
    ['a question also after signing', { ...asked, signedOn: day('2018-03-01') }, true],
    ['no reservation after signing', { ...asked, kind: 'reservation', signedOn: day('2018-03-01') }, false],
    ['a reservation before signing', { ...asked, kind: 'reservation' }, true],
  ]
  for (const [name, question, may] of cases) test(name, () => assert.equal(mayCorrect(head, question), may))
})

test('a reservation is made before signing, a question at any time', () => {
  assert.equal(reservationRefusal('question', day('2018-03-01')), null)
  assert.equal(reservationRefusal('reservation', null), null)
  assert.match(reservationRefusal('reservation', day('2018-03-01')) ?? '', /^You signed on 1 March 2018/)
})

test('members see questions, partners and visitors do not; who asked is for the school and the office', () => {
  assert.ok(maySeeQuestions(someone('teacher', 4)))
  assert.ok(!maySeeQuestions(someone('partner')))
  assert.ok(!maySeeQuestions({ personId: null, name: '', held: [], leads: [], serves: [] }))
  assert.ok(maySeeAsker(someone('chair', 4), 4))
  assert.ok(!maySeeAsker(someone('chair', 5), 4))
  assert.ok(maySeeAsker(someone('coordinator'), 4))
})

test('an answer is taken as read once, by whoever asked', () => {
  const answered = { personId: 1, answer: 'Yes.', readAt: null }
  assert.ok(mayTakeAsRead(someone('head', 4), answered))
  assert.ok(!mayTakeAsRead(someone('head', 4), { ...answered, readAt: new Date(0) }))
  assert.ok(!mayTakeAsRead(someone('head', 4), { ...answered, answer: null }))
  assert.ok(!mayTakeAsRead(someone('head', 4), { ...answered, personId: 2 }))
})
