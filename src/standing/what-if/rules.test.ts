import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Standing, standings as said } from '../../agreement/finding.ts'
import type { AcademicYear } from '../../platform/day.ts'
import { answeredFor } from '../rules.ts'
import { changes, compare, count, leansOn, mayAskWhatIf, triedInWords } from './rules.ts'
import { exactly, saidOf } from './told.ts'

const all = Object.keys(said) as Standing[]
const clause = { promiseId: 21, number: '21', words: 'Nine days.', commitment: 'nine days' }

/** Schools numbered from nought, each standing so on one clause. */
const stood = (standings: Standing[]) => ({
  clauses: [clause],
  members: standings.map((standing, id) => ({ id, standing })),
  of: ({ standing }: { standing: Standing }) => [{ clause, standing }],
})

describe('how many schools stand where', () => {
  test('those to which it does not apply are no part of the total; what is declared counts as kept', () => {
    assert.deepEqual(count(['met', 'attested', 'at risk', 'breached', 'not yet due', 'does not apply']), {
      ...{ schools: 5, kept: 2, atRisk: 1, broken: 1, notYet: 1 },
    })
  })

  const several = fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 30 })
  test('the parts add up, and the same standings compare as no change', () => {
    fc.assert(
      fc.property(several, (standing) => {
        const { schools, kept, atRisk, broken, notYet } = count(standing)
        assert.equal(kept + atRisk + broken + notYet, schools)
        const [compared] = compare(stood(standing), stood(standing))
        assert.deepEqual(compared?.was, compared?.becomes)
        assert.equal(compared && changes(compared), 0)
      }),
    )
  })

  test('two schools that change places are two changes, though the counts stay', () => {
    const [compared] = compare(stood(['met', 'breached']), stood(['breached', 'met']))
    assert.deepEqual(compared?.was, compared?.becomes)
    assert.equal(compared && changes(compared), 2)
  })
})

describe('what is said', () => {
  const year = 2017 as AcademicYear
  const cases: [Standing[], Standing[], string][] = [
    [
      ['met', 'met', 'breached'],
      ['met', 'breached', 'breached'],
      '1 of 3 schools would have met clause 21 in 2017-18 instead of 2.',
    ],
    [
      ['met', 'does not apply'],
      ['met', 'does not apply'],
      '1 of 1 school would have met clause 21 in 2017-18, as many as did.',
    ],
  ]
  for (const [was, becomes, says] of cases)
    test(says, () => {
      const [compared] = compare(stood(was), stood(becomes))
      assert.equal(compared && saidOf(exactly(compared), year), says)
    })

  test('several numbers are said together', () =>
    assert.equal(
      triedInWords({ staffTime: 24, deputisings: 2 }),
      '“Staff time a school gives in a year” been 12 days and “How often a deputy may stand in for the head in a year” been 2',
    ))
})

test('a clause leans on the numbers of what judges it, and on none where nothing does', () => {
  assert.equal(leansOn(clause, ['staffTime']), true)
  assert.equal(leansOn(clause, ['subscription']), false)
  for (const commitment of [null, 'constructor', 'no such thing'])
    assert.equal(leansOn({ commitment }, ['staffTime']), false)
})

test('heads, chairs and the office may ask; a head and a chair see their own schools beside it', () => {
  const who = (
    role: 'head' | 'chair' | 'deputy' | 'coordinator' | 'teacher',
    membershipId: number | null,
  ) => ({
    ...{ personId: 1, name: '', leads: [], serves: [] },
    held: [{ role, membershipId }],
  })
  assert.deepEqual(
    (['head', 'chair', 'deputy', 'coordinator', 'teacher'] as const).map((role) =>
      mayAskWhatIf(who(role, 3)),
    ),
    [true, true, false, true, false],
  )
  assert.deepEqual(answeredFor(who('chair', 3)), [3])
  assert.deepEqual(answeredFor(who('deputy', 3)), [])
})
