import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unlessFew } from './rules.ts'

test('a figure behind which stand fewer than three schools is not told', () => {
  for (const schools of [0, 1, 2]) assert.equal(unlessFew('12 days', schools), 'fewer than 3 schools')
  assert.equal(unlessFew('12 days', 3), '12 days')
})
