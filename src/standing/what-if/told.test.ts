import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { AcademicYear } from '../../platform/day.ts'
import { csvRows } from '../../platform/table.tsx'
import { SMALLEST_TOLD } from '../totals.ts'
import { ComparedTable, chartOf, comparedFile, type Row } from './parts.tsx'
import type { Compared, Counted } from './rules.ts'
import { asTold, exactly, saidOf, tellTo } from './told.ts'

const year = 2017 as AcademicYear
const clause = { promiseId: 21, number: '21', words: 'Nine days.' }
const counted = (kept: number, notYet = 0, atRisk = 0, broken = 0): Counted => ({
  schools: kept + notYet + atRisk + broken,
  ...{ kept, notYet, atRisk, broken },
})
const compared = (was: Counted, becomes: Counted): Compared => ({ clause, was, becomes, schools: [] })

describe('what a head is told of other numbers', () => {
  type Given = Parameters<typeof counted>
  const cases: Record<string, [was: Given, becomes: Given]> = {
    'More than 19 of 24 schools would have met clause 21 in 2017-18 instead of fewer than 5.': [
      [3, 0, 0, 21],
      [22, 0, 0, 2],
    ],
    '9 of 24 schools would have met clause 21 in 2017-18 instead of 18.': [
      [18, 0, 0, 6],
      [9, 0, 0, 15],
    ],
    '24 of 24 schools would have met clause 21 in 2017-18, as many as did.': [[24], [24]],
    'None of 24 schools would have met clause 21 in 2017-18, as many as did.': [
      [0, 0, 0, 24],
      [0, 0, 0, 24],
    ],
    'Fewer than 5 of 24 schools would have met clause 21 in 2017-18, as fewer than 5 did.': [
      [2, 0, 12, 10],
      [3, 0, 0, 21],
    ],
    '18 of 24 schools met clause 21 in 2017-18. How many would have is not told: it would show a move of fewer than 5.':
      [
        [18, 0, 0, 6],
        [17, 0, 0, 7],
      ],
    '15 of 24 schools met clause 21 in 2017-18. How many would have is not told.': [
      [15, 0, 0, 9],
      [5, 0, 0, 1],
    ],
    '6 of 12 schools would have met clause 21 in 2017-18; how many did is not told.': [
      [5, 0, 0, 1],
      [6, 0, 0, 6],
    ],
    'So few schools stood apart on clause 21 in 2017-18, or were judged on it, that their number is not told.':
      [[2], [1, 0, 0, 1]],
  }
  for (const [says, [was, becomes]] of Object.entries(cases))
    test(says, () => assert.equal(saidOf(asTold(compared(counted(...was), counted(...becomes))), year), says))

  const some = fc.oneof(fc.nat(6), fc.nat(25))
  const counts = fc.tuple(some, some, some, some).map((given) => counted(...given))

  test('no sentence, table, chart or file names 1 to 4 schools, nor lets a move of so few be reckoned', () => {
    const seen = { numbers: 0, moves: 0 }
    fc.assert(
      fc.property(counts, counts, (was, becomes) => {
        const row: Row = { ...asTold(compared(was, becomes)), year }
        for (const number of numbersIn(row)) {
          seen.numbers += 1
          assert.ok(number === 0 || number >= SMALLEST_TOLD, `${number} of ${toldOfAll(row).join(' | ')}`)
        }
        for (const [before, after] of exactPairs(row)) {
          seen.moves += 1
          const moved = Math.abs(after - before)
          assert.ok(moved === 0 || moved >= SMALLEST_TOLD, `${before} became ${after}`)
        }
      }),
      { numRuns: 2_000 },
    )
    assert.ok(seen.numbers > 1_000 && seen.moves > 100, JSON.stringify(seen))
  })

  test('the office is told every number', () => {
    const given = compared(counted(3, 0, 0, 21), counted(2, 0, 1, 21))
    const held = (role: 'coordinator' | 'head' | 'chair') => ({
      ...{ personId: 1, name: '', leads: [], serves: [] },
      held: [{ role, membershipId: 3 }],
    })
    assert.deepEqual(tellTo(held('coordinator'))(given), exactly(given))
    for (const role of ['head', 'chair'] as const)
      assert.deepEqual(tellTo(held(role))(given), asTold(given), role)
    const says = '2 of 24 schools would have met clause 21 in 2017-18 instead of 3.'
    assert.equal(saidOf(exactly(given), year), says)
  })
})

const cellsOf = (html: string) => [...html.matchAll(/<td[^>]*>([^<]*)/g)].map(([, cell = '']) => cell)

/** Everything that is told of a clause, by whatever way. */
const toldOfAll = (row: Row): string[] => [
  saidOf(row, year),
  ...cellsOf(String(ComparedTable({ rows: [row] }))),
  ...csvRows(comparedFile, [row]).rows.flatMap((cells) => cells.slice(2)),
  ...chartOf([row]).rows.flatMap(({ values }) => values.map(String)),
]

/** The counts named in it: neither the clause, the year, nor where “fewer than 5” or “more than 7” end. */
const numbersIn = (row: Row): number[] =>
  toldOfAll(row).flatMap((text) =>
    [...text.replace(/(?:fewer|more) than \d+|clause 21|2017-18/gi, '').matchAll(/\d+/g)].map(Number),
  )

/** Every number that is told as it is both before and after. */
function exactPairs({ was, becomes }: Row): [number, number][] {
  if (!becomes) return []
  const sides = Object.keys(was.counts ?? {}) as (keyof NonNullable<typeof was.counts>)[]
  const pairs = sides.map((side) => [was.counts?.[side], becomes.counts?.[side]] as const)
  return pairs.flatMap(([before, after]): [number, number][] =>
    before?.is === 'exact' && after?.is === 'exact' ? [[before.schools, after.schools]] : [],
  )
}
