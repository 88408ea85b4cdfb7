import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../platform/day.ts'
import type { GroupPart } from '../tables.ts'
import { hasServed, inOrder, servesOn, spellServed } from './rules.ts'

const today = day('2018-03-05')
const row = (person: string, part: GroupPart, from: string, to?: string) => ({
  ...{ person, part, fromOn: day(from) },
  toOn: to === undefined ? null : day(to),
})

test('those of today stand first by their part, then who is to come, then who has been', () => {
  const rows = [
    row('Long ago', 'chair', '2010-09-01', '2012-08-31'),
    row('Zoe', 'member', '2017-09-01'),
    row('Ann', 'member', '2017-09-01', '2018-03-05'),
    row('Next', 'chair', '2018-09-01'),
    row('Rep', 'representative', '2017-09-01'),
    row('Lately', 'member', '2016-09-01', '2018-03-04'),
    row('Chair', 'chair', '2017-09-01'),
  ]
  const names = inOrder(rows, today).map(({ person }) => person)
  assert.deepEqual(names, ['Chair', 'Rep', 'Ann', 'Zoe', 'Next', 'Lately', 'Long ago'])
})

test('a last day is served, and the day after is not', () => {
  const spell = row('Ann', 'member', '2017-09-01', '2018-03-05')
  assert.ok(servesOn(spell, today))
  assert.ok(!hasServed(spell, today))
  assert.ok(hasServed(spell, day('2018-03-06')))
  assert.equal(spellServed(spell, today), '1 September 2017 to 5 March 2018')
  assert.equal(spellServed({ fromOn: today, toOn: null }, today), 'since 5 March 2018')
})
