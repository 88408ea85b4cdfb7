import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../platform/project.ts'
import { shippedNumbers } from './asked.ts'
import { clausesPrinted } from './printed.ts'

test('docs/clauses.md is what the bindings and commitments say now', () => {
  const kept = readFileSync(path.join(projectFolder, 'docs', 'clauses.md'), 'utf8')
  assert.equal(kept, clausesPrinted(), 'Print it anew: npm run clauses')
})

test('it has a row for each of the 48, in their order', () => {
  const rows = [...clausesPrinted().matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number))
  assert.deepEqual(
    rows,
    Array.from({ length: 48 }, (_, i) => i + 1),
  )
  assert.equal(shippedNumbers.length, 48)
})
