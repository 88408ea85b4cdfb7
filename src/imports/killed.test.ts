import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { everything, small, sourceOf } from '../../test/small-year.ts'
import { type World, world } from '../../test/world.ts'
import { approveImport, giveImport, workOnImport } from './actions.ts'
import { importById } from './queries.ts'
import { resumeImports } from './work.ts'

const LIMIT_MS = 20_000

async function until(what: string, so: () => Promise<boolean>) {
  const end = Date.now() + LIMIT_MS
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`)
    await sleep(20)
  }
}

const count = async ({ database }: World, query: string) =>
  Number((await database.pool.query(query)).rows[0]?.count)

/** A process that is bringing the import in and has come as far as this table, which we hold. */
async function stuckAt(here: World, table: string, id: number) {
  const holder = await here.database.pool.connect()
  await holder.query(`begin; lock table ${table} in share row exclusive mode`)
  const { host, port, user, database } = here.database.pool.options
  const address = JSON.stringify({ connection: { host, port, user, database }, schema: here.database.schema })
  const worker = fork(new URL('../../test/import-worker.ts', import.meta.url), [address, String(id)], {
    execArgv: ['--import', 'tsx'],
  })
  const waiting = `select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where not granted and datname = current_database()`
  await until('it waits', async () => (await count(here, waiting)) > 0)
  const release = async () => {
    await holder.query('commit')
    holder.release()
    const busy = `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
    await until('the database has let go', async () => (await count(here, busy)) === 0)
  }
  return { worker, release }
}

test('an import killed half way has written nothing, and is taken up again', async () => {
  const here = await world()
  const by = await here.by('coordinator')
  const id = await giveImport(by, sourceOf(small))
  await workOnImport(by, id)
  await approveImport(by, id)
  const before = await everything(here, 'imports')
  const { worker, release } = await stuckAt(here, 'reading_tests', id)
  assert.match((await importById(here.db, id)).progress ?? '', /Writing/)
  worker.kill('SIGKILL')
  await once(worker, 'exit')
  await release()
  assert.deepEqual(await everything(here, 'imports'), before)
  assert.equal((await importById(here.db, id)).state, 'applying')

  await resumeImports(here.database)
  const { rows } = await here.database.pool.query(
    `select data from ${here.database.schema}_jobs.job where name = 'imports' order by created_on desc limit 1`,
  )
  assert.deepEqual(rows, [{ data: { importId: id } }])
  await workOnImport(by, id)
  assert.equal((await importById(here.db, id)).state, 'applied')
  assert.equal((await here.db.selectFrom('readingTests').select('id').execute()).length, 1)
})

test('while one process is at work another leaves the import to it', async () => {
  const here = await world()
  const by = await here.by('coordinator')
  const id = await giveImport(by, sourceOf(small))
  await workOnImport(by, id)
  await approveImport(by, id)
  const { worker, release } = await stuckAt(here, 'reading_tests', id)
  await workOnImport(by, id)
  assert.equal((await importById(here.db, id)).state, 'applying')
  const ended = once(worker, 'exit')
  await release()
  await ended
  assert.equal((await importById(here.db, id)).state, 'applied')
})
