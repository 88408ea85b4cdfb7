import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../platform/day.ts'
import type { Role, Who } from '../platform/who.ts'
import { isHeldOn, isOver, mayReadAddress, maySeeDirectory, postsInWords, spellHeld } from './rules.ts'

const today = day('2018-03-05')
const days = fc.integer({ min: -1000, max: 1000 }).map((n) => addDays(today, n))
const spells = fc
  .tuple(fc.option(days), fc.option(days))
  .map(([a, b]) => (a && b && a > b ? { fromOn: b, toOn: a } : { fromOn: a, toOn: b }))

describe('a post', () => {
  test('is held from its first day to its last and on no day outside them', () => {
    fc.assert(
      fc.property(spells, days, (spell, on) => {
        const before = spell.fromOn !== null && on < spell.fromOn
        const after = spell.toOn !== null && on > spell.toOn
        assert.equal(isHeldOn(spell, on), !before && !after)
        assert.equal(isOver(spell, on), after)
      }),
    )
  })

  const told: [string | null, string | null, string][] = [
    ['2016-09-01', null, 'since 1 September 2016'],
    ['2018-04-16', null, 'from 16 April 2018'],
    ['2016-09-01', '2018-08-31', '1 September 2016 to 31 August 2018'],
    [null, '2018-08-31', 'until 31 August 2018'],
    [null, null, 'dates not known'],
  ]
  for (const [from, to, says] of told)
    test(`is told as “${says}”`, () =>
      assert.equal(
        spellHeld({ fromOn: from === null ? null : day(from), toOn: to === null ? null : day(to) }, today),
        says,
      ))

  test('is said with its place only while it is held', () => {
    const held = { post: 'head', place: 'Ashmere', fromOn: null, toOn: null } as const
    const over = { post: 'deputy', place: 'Carr Lane', fromOn: null, toOn: day('2018-03-04') } as const
    assert.equal(postsInWords([over, held], today), 'Headteacher, Ashmere')
    assert.equal(postsInWords([over], today), 'No post on 5 March 2018')
  })
})

describe('who sees whom', () => {
  const who = (...held: Role[]): Who => ({
    personId: held.length > 0 ? 1 : null,
    name: '',
    leads: [],
    serves: [],
    held: held.map((role) => ({ role, membershipId: null })),
  })
  const now = { fromOn: null, toOn: null }
  const over = { fromOn: null, toOn: day('2018-03-04') }
  const cases: [string, Who, directory: boolean, address: boolean, pastAddress: boolean][] = [
    ['a visitor', who(), false, false, false],
    ['a partner', who('partner'), false, false, false],
    ['a partner who also teaches', who('partner', 'teacher'), true, true, false],
    ['a teacher', who('teacher'), true, true, false],
    ['a head', who('head'), true, true, false],
    ['the office', who('coordinator'), true, true, true],
  ]
  for (const [name, reader, directory, address, pastAddress] of cases)
    test(name, () => {
      assert.equal(maySeeDirectory(reader), directory)
      assert.equal(mayReadAddress(reader, now, today), address)
      assert.equal(mayReadAddress(reader, over, today), pastAddress)
    })
})
