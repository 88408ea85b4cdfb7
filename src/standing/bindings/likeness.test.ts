import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { recognise } from '../../agreement/readings/recognise.ts'
import { projectFolder } from '../../platform/project.ts'
import { type ShippedClause, shipped } from '../shipped.ts'
import { likest } from './likeness.ts'

test('each clause of the demonstration’s own wording is known again', () => {
  for (const version of ['1.md', '2.md']) {
    const file = path.join(projectFolder, 'demo', 'agreement', version)
    const { clauses } = recognise(readFileSync(file, 'utf8').split('\n'))
    assert.equal(clauses.length, 48)
    for (const { number, words } of clauses) {
      assert.equal(likest(words)?.like, number, words)
      assert.deepEqual(likest(words)?.binding, shipped[number as ShippedClause])
    }
  }
})

const elsewhere: [string, ShippedClause | undefined][] = [
  ['Every partner pays an annual subscription of £500.', '25'],
  ['Schools send at least one delegate to the annual conference.', '28'],
  ['Leaders agree to share policies with colleagues across the trust.', '24'],
  ['We shall not poach staff.', '37'],
  ['Lunch is vegetarian on Fridays.', undefined],
  ['', undefined],
  ['§ 12 (b) …', undefined],
]
for (const [words, like] of elsewhere)
  test(`“${words}” is like ${like ?? 'none'}`, () => assert.equal(likest(words)?.like, like))

test('any text has a likeness between nothing and word for word', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (words) => {
      const found = likest(words)
      assert.ok(found === undefined || (found.alike >= 0.3 && found.alike <= 1.000001))
    }),
  )
})
