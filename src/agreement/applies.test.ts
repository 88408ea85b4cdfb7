import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMember } from '../../test/judged.ts'
import { establishmentTypes } from '../members/tables.ts'
import {
  answersFairAccessPanel,
  followsKeepingOnTrack,
  hasYear7,
  type Kind,
  kindOf,
  opensToYear7,
  supplementaryForm,
  takesInYearApplications,
  teachesHubSubjects,
  usesAdmissionsForms,
} from './applies.ts'

const kinds: Record<number, Kind> = {
  ...{
    1: 'mainstream',
    2: 'mainstream',
    3: 'mainstream',
    5: 'mainstream',
    6: 'mainstream',
    28: 'mainstream',
  },
  ...{ 34: 'mainstream', 35: 'mainstream', 40: 'mainstream', 41: 'mainstream' },
  ...{
    7: 'special',
    8: 'special',
    10: 'special',
    12: 'special',
    33: 'special',
    36: 'special',
    44: 'special',
  },
  ...{
    11: 'independent',
    49: 'independent',
    14: 'alternative',
    38: 'alternative',
    42: 'alternative',
    43: 'alternative',
  },
  ...{ 18: 'further education', 31: 'further education', 32: 'further education' },
  ...{ 39: 'sixteen plus', 45: 'sixteen plus', 46: 'sixteen plus', 57: 'sixteen plus' },
}

test('every type of the national register is of a kind', () => {
  for (const [code, type] of Object.entries(establishmentTypes))
    assert.equal(kindOf({ type }), kinds[Number(code)], `${code} ${type}`)
  assert.equal(kindOf({ type: null }), 'mainstream')
})

const of = (type: string, ages: [number, number] | null = [11, 16]) => ({
  ...aMember,
  type,
  lowAge: ages?.[0] ?? null,
  highAge: ages?.[1] ?? null,
})

test('which clauses bind a school of which kind', () => {
  const rules = [
    usesAdmissionsForms,
    takesInYearApplications,
    followsKeepingOnTrack,
    answersFairAccessPanel,
    opensToYear7,
    teachesHubSubjects,
  ]
  const cases: [string, number[]][] = [
    ['Community school', [1, 1, 1, 1, 1, 1]],
    ['Academy converter', [1, 1, 1, 1, 1, 1]],
    ['Community special school', [0, 0, 0, 0, 0, 0]],
    ['Pupil referral unit', [0, 0, 1, 1, 0, 0]],
    ['Other independent school', [0, 0, 0, 0, 1, 1]],
    ['Further education', [0, 0, 0, 0, 0, 1]],
  ]
  for (const [type, binds] of cases)
    assert.deepEqual(
      rules.map((rule) => (rule(of(type)) === null ? 1 : 0)),
      binds,
      type,
    )
})

test('Year 7 is told by ages, and by type where they are not recorded', () => {
  const cases: [string, [number, number] | null, boolean][] = [
    ['Community school', [11, 16], true],
    ['Community school', [4, 16], true],
    ['Community school', [13, 18], false],
    ['University technical college', [14, 19], false],
    ['University technical college', null, false],
    ['Studio schools', null, false],
    ['Academy converter', null, true],
    ['Community school', [4, 11], false],
    ['Further education', null, false],
  ]
  for (const [type, ages, expected] of cases)
    assert.equal(hasYear7(of(type, ages)), expected, `${type} ${ages}`)
})

test('supplementary forms: voluntary schools, and academies that were one and kept their character (clause 45)', () => {
  const cases: [string, string | null, boolean, string][] = [
    ['Voluntary aided school', 'Roman Catholic', false, 'allowed'],
    ['Voluntary controlled school', null, false, 'allowed'],
    ['Academy converter', 'Roman Catholic', true, 'by succession'],
    ['Academy converter', 'Does not apply', true, 'not allowed'],
    ['Academy converter', 'None', true, 'not allowed'],
    ['Academy converter', 'Roman Catholic', false, 'not allowed'],
    ['Community school', 'Roman Catholic', true, 'not allowed'],
    ['Foundation school', null, false, 'not allowed'],
  ]
  for (const [type, religiousCharacter, was, expected] of cases)
    assert.equal(
      supplementaryForm({ type, religiousCharacter }, was),
      expected,
      `${type} ${religiousCharacter} ${was}`,
    )
})
