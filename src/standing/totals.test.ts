import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Counts, sides, type Told, toldInWords, toldOf } from './totals.ts'

const counts = (kept: number, notYet = 0, risk = 0, broken = 0): Counts => ({
  kept,
  'not yet': notYet,
  'at risk': risk,
  broken,
})

describe('how many stand where, as it may be told', () => {
  const cases: [Counts, string][] = [
    [counts(25), 'All 25 schools keep it.'],
    [counts(0, 0, 0, 25), 'All 25 schools have not kept it.'],
    [counts(23, 0, 2), 'More than 20 of 25 schools keep it; fewer than 5 are at risk.'],
    [counts(12, 13), '12 of 25 schools keep it; 13 still have time.'],
    [
      counts(20, 0, 2, 3),
      '20 of 25 schools keep it; fewer than 5 are at risk; fewer than 5 have not kept it.',
    ],
    [
      counts(23, 0, 1, 1),
      'More than 16 of 25 schools keep it; fewer than 5 are at risk; fewer than 5 have not kept it.',
    ],
    [counts(3), 'It applies to fewer than 5 schools, so how many stand where is not told.'],
    [counts(5, 0, 1), 'So few schools stand apart from the others that their number is not told.'],
    [counts(0), 'No school was judged on it.'],
  ]
  for (const [given, expected] of cases)
    test(expected, () => assert.equal(toldInWords(toldOf(given)), expected))
})

/** Every way in which so many schools could stand. */
function* ways(of: number): Generator<Counts> {
  for (let kept = 0; kept <= of; kept += 1)
    for (let notYet = 0; kept + notYet <= of; notYet += 1)
      for (let risk = 0; kept + notYet + risk <= of; risk += 1)
        yield counts(kept, notYet, risk, of - kept - notYet - risk)
}

test('nobody can work out a count of 1 to 4, even knowing the rule and how many schools there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 13 }), (of) => {
      const told = new Map<string, { told: Told; could: Counts[] }>()
      for (const way of ways(of)) {
        const shown = toldOf(way)
        const same = told.get(JSON.stringify(shown))
        if (same) same.could.push(way)
        else told.set(JSON.stringify(shown), { told: shown, could: [way] })
      }
      for (const { told: shown, could } of told.values())
        for (const side of sides) {
          const values = new Set(could.map((way) => way[side]))
          const [only] = values
          const given = `${JSON.stringify(shown)} gives away ${side}`
          if (values.size === 1 && only !== undefined) assert.ok(only === 0 || only >= 5, given)
        }
    }),
    { numRuns: 9 },
  )
})
