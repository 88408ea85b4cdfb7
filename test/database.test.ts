import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from './database.ts'

test('every test has a database of its own, migrated and empty', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  await one.pool.query(`insert into trusts (name) values ('Elm Trust')`)
  const { rows } = await other.pool.query('select name from trusts')
  assert.deepEqual(rows, [])
})

test('tests read and write as the serving role', async () => {
  const { rows } = await (await freshDatabase()).pool.query('select current_user as role')
  assert.deepEqual(rows, [{ role: 'endeavour_serving' }])
})
