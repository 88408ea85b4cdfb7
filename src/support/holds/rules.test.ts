import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../../platform/day.ts'
import { type Guest, saidOf, toSend, type Visit } from './rules.ts'

const today = day('2018-03-05')
const visit: Visit = {
  ...{ id: 1, visitedOn: today, half: 'am', starts: null, ends: null, status: 'planned', state: 'active' },
  ...{ toSchool: 'Ashmere', toName: 'Ashmere High School' },
}
const guest: Guest = {
  personId: 1,
  name: 'One',
  email: 'one@x.example',
  wanted: true,
  sequence: null,
  method: null,
  said: null,
}
const told = (of: Visit = visit): Guest => ({
  ...guest,
  sequence: 3,
  method: 'REQUEST',
  said: saidOf(of, { uid: 'u', to: 'old@x.example' }),
})
const methods = (of: Visit, ...guests: Guest[]) =>
  toSend(of, guests, today).sendings.map(({ method, to }) => `${method} ${to}`)

describe('what is sent', () => {
  test('the first time, and not again', () => {
    assert.deepEqual(methods(visit, guest), ['REQUEST one@x.example'])
    assert.deepEqual(methods(visit, told()), [])
  })
  test('not to whom no address is known', () =>
    assert.deepEqual(methods(visit, { ...guest, email: null }), []))
  test('another half-day, above all that was sent before', () => {
    const { sequence, sendings } = toSend(
      { ...visit, half: 'pm' },
      [told(), { ...guest, personId: 2 }],
      today,
    )
    assert.deepEqual([sequence, sendings.length], [4, 2])
  })
  test('that it is off, to where the first went; once', () => {
    const off = { ...visit, status: 'cancelled' } as const
    assert.deepEqual(methods(off, told()), ['CANCEL old@x.example'])
    assert.deepEqual(methods(off, { ...told(), method: 'CANCEL' }), [])
    assert.deepEqual(methods(off, guest), [])
  })
  test('a cancelled one that is planned anew', () =>
    assert.deepEqual(methods(visit, { ...told(), method: 'CANCEL' }), ['REQUEST one@x.example']))
  test('one done today stays as it is', () =>
    assert.deepEqual(methods({ ...visit, status: 'done' }, told()), []))
  test('days that are over are left alone', () => {
    const past = { ...visit, visitedOn: addDays(today, -1) }
    assert.deepEqual(methods(past, guest), [])
    assert.deepEqual(methods({ ...past, status: 'missed' }, told(past)), [])
    assert.deepEqual(
      methods(past, told()),
      ['CANCEL old@x.example'],
      'what calendars show of a day to come is taken out',
    )
  })
  test('whatever happens, after everything was sent nothing is left to say', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('planned', 'done', 'cancelled'),
        fc.constantFrom('active', 'withdrawn'),
        fc.integer({ min: -2, max: 2 }),
        fc.boolean(),
        fc.boolean(),
        (status, state, ahead, wanted, before) => {
          const now = { ...visit, status, state, visitedOn: addDays(today, ahead) } as Visit
          const one = { ...(before ? told() : guest), wanted }
          const { sequence, sendings } = toSend(now, [one], today)
          const [sending] = sendings
          if (!sending) return
          assert.ok(sequence > (one.sequence ?? -1))
          const after: Guest = {
            ...one,
            sequence,
            method: sending.method,
            said: saidOf(now, { uid: 'u', to: sending.to }),
          }
          assert.deepEqual(toSend(now, [after], today).sendings, [])
        },
      ),
    ))
})
