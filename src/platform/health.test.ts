import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../test/database.ts'
import { type Database, everything } from './db.ts'
import { watchedOver } from './health.ts'
import { sendJob } from './job.ts'

const others = () => new Response('a page')

async function asked(database: Database, path: string, stopping = false) {
  const answer = await watchedOver(
    database,
    () => stopping,
    others,
  )(new Request(`http://alliance.test${path}`), {})
  return `${answer.status} ${(await answer.text()).trim()}`
}

test('it says that it is alive and ready, and leaves all else to others', async () => {
  const database = await freshDatabase()
  assert.equal(await asked(database, '/healthz'), '200 alive')
  assert.equal(await asked(database, '/readyz'), '200 ready')
  assert.equal(await asked(database, '/readyz'), '200 ready')
  assert.equal(await asked(database, '/healthz/more'), '200 a page')
})

test('told to stop it is alive and not ready', async () => {
  const database = await freshDatabase()
  assert.equal(await asked(database, '/healthz', true), '200 alive')
  assert.equal(await asked(database, '/readyz', true), '503 stopping')
})

test('while nothing can be written it is not ready, and still alive', async () => {
  const database = await freshDatabase()
  await database.pool.query(
    'set role none; revoke insert on rate_limits from endeavour_serving; set role endeavour_serving',
  )
  assert.equal(await asked(database, '/readyz'), '503 nothing can be written')
  assert.equal(await asked(database, '/healthz'), '200 alive')
})

test('while jobs are left lying it is not ready', async () => {
  const database = await freshDatabase()
  await database.transaction(everything, (tx) => sendJob(tx, 'mail', { id: 1 }))
  assert.equal(await asked(database, '/readyz'), '200 ready')
  await database.transaction(everything, (tx) =>
    sql`update alliance_jobs.job set start_after = now() - interval '3 minutes'`.execute(tx),
  )
  assert.equal(await asked(database, '/readyz'), '503 jobs are not being done')
})
