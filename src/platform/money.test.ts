import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { inPounds, penceTyped } from './money.ts'

describe('money as people type it', () => {
  const cases: [string, number | undefined][] = [
    ['3000', 300_000],
    ['£3,000', 300_000],
    ['2999.99', 299_999],
    ['£ 12.50', 1250],
    ['0', 0],
    ['12.5', undefined],
    ['12.505', undefined],
    ['-5', undefined],
    ['three', undefined],
    ['', undefined],
  ]
  for (const [typed, pence] of cases) test(`“${typed}”`, () => assert.equal(penceTyped(typed), pence))
})

test('what is said in pounds reads back to the penny', () => {
  fc.assert(fc.property(fc.nat(1_000_000_000), (pence) => assert.equal(penceTyped(inPounds(pence)), pence)))
})
