import assert from 'node:assert/strict'
import { test } from 'node:test'
import { establishmentTypes } from '../../members/tables.ts'
import { governingOf } from './rules.ts'

const cases: [code: number, trust: string | null, body: string, title: string][] = [
  [1, null, 'Governing body', 'Chair of governors'],
  [2, null, 'Governing body', 'Chair of governors'],
  [3, null, 'Governing body', 'Chair of governors'],
  [5, null, 'Governing body', 'Chair of governors'],
  [7, null, 'Governing body', 'Chair of governors'],
  [8, null, 'Governing body', 'Chair of governors'],
  [12, null, 'Governing body', 'Chair of governors'],
  [34, 'Northmoor Trust', 'Board of trustees of Northmoor Trust', 'Chair of trustees'],
  [28, null, 'Board of trustees', 'Chair of trustees'],
  [35, null, 'Board of trustees', 'Chair of trustees'],
  [40, null, 'Board of trustees', 'Chair of trustees'],
  [41, null, 'Board of trustees', 'Chair of trustees'],
  [42, 'Northmoor Trust', 'Board of trustees of Northmoor Trust', 'Chair of trustees'],
  [10, null, 'Proprietor', 'Proprietor'],
  [11, null, 'Proprietor', 'Proprietor'],
  [14, null, 'Management committee', 'Chair of the management committee'],
  [18, null, 'Corporation', 'Chair of the corporation'],
  [31, null, 'Corporation', 'Chair of the corporation'],
]

for (const [code, trust, legalBody, signatoryTitle] of cases)
  test(`a ${establishmentTypes[code]} is governed by its ${legalBody}`, () => {
    assert.deepEqual(governingOf(establishmentTypes[code] ?? null, trust), { legalBody, signatoryTitle })
  })

test('where the type is not known a governing body is supposed', () => {
  assert.equal(governingOf(null, null).legalBody, 'Governing body')
})
