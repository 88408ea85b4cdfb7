import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { emptyAddress, freshDatabase } from '../../test/database.ts'
import type { Address } from './db.ts'
import { CannotMigrate, migrate } from './migrate.ts'

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-migrations-'))
  after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  return folder
}

const first = { '001_one.sql': 'create table audit_log (n integer)' }
const second = { '002_two.sql': 'create table two (n integer)' }

async function ask({ connection }: Address, text: string, user?: string) {
  const client = new pg.Client({ ...connection, ...(user ? { user } : {}) } as pg.ClientConfig)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('each file is applied once, in order, however many processes start together', async () => {
  const address = await emptyAddress()
  const folder = folderOf({ ...second, ...first })
  const applied = await Promise.all([1, 2, 3].map(() => migrate(address, folder)))
  assert.deepEqual(
    applied.filter((files) => files.length > 0),
    [['001_one.sql', '002_two.sql']],
  )
  assert.deepEqual(await migrate(address, folder), [])
})

test('a file that fails leaves nothing of itself or of those applied with it', async () => {
  const address = await emptyAddress()
  const folder = folderOf({ ...first, '002_two.sql': 'create table two (n integer); create tabel three ()' })
  await assert.rejects(
    migrate(address, folder),
    new CannotMigrate('002_two.sql could not be applied: syntax error at or near "tabel".'),
  )
  assert.deepEqual(
    await ask(address, `select from information_schema.schemata where schema_name = 'alliance'`),
    [],
  )
})

test('a file changed after it was applied is refused', async () => {
  const address = await emptyAddress()
  await migrate(address, folderOf(first))
  await assert.rejects(
    migrate(address, folderOf({ '001_one.sql': 'create table audit_log (m integer)' })),
    new CannotMigrate('001_one.sql was changed after it had been applied to this database.'),
  )
})

test('a database of a newer Endeavour is refused', async () => {
  const address = await emptyAddress()
  await migrate(address, folderOf({ ...first, ...second }))
  await assert.rejects(
    migrate(address, folderOf(first)),
    /brought up to date by a newer Endeavour \(002_two\.sql\)/,
  )
})

test('a user who may not create roles is told what to have run, and then succeeds', async () => {
  const address = await emptyAddress()
  const database = String(address.connection.database)
  const user = `plain_${database}`
  after(() =>
    ask({ ...address, connection: { ...address.connection, database: 'postgres' } }, `drop role ${user}`),
  )
  await ask(address, `create role ${user} login; alter database ${database} owner to ${user}`)
  const theirs = { ...address, connection: { ...address.connection, user } }
  const sentence = new CannotMigrate(
    `The database user may not create roles. Have its administrator run: create role endeavour_serving nologin; grant endeavour_serving to "${user}";`,
  )
  await assert.rejects(migrate(theirs), sentence)
  await ask(address, `grant endeavour_serving to "${user}"`)
  assert.notDeepEqual(await migrate(theirs), [])
  await ask(address, `reassign owned by ${user} to endeavour; drop owned by ${user}`)
})

for (const change of ['update audit_log set did = did', 'delete from audit_log', 'truncate audit_log'])
  test(`nobody may ${change}`, async () => {
    const { pool } = await freshDatabase()
    await pool.query(`insert into audit_log (who, did, subject, details) values ('1', 'tried', 'it', '{}')`)
    await assert.rejects(pool.query(change), /permission denied/)
    await assert.rejects(pool.query(`set role none; ${change}`), /the audit log is only ever added to/)
  })
