import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { type Connection, startEmbedded } from '../../src/platform/embedded.ts'
import { until, yearFolder } from './alliance.ts'
import { atTheEnd, databasePid, endeavour, folder, isReady, serving } from './process.ts'

/** A database server that is not this installation's own. */
async function outside() {
  const dataDir = folder()
  const { stop, ...connection } = await startEmbedded(dataDir)
  atTheEnd(stop)
  return { dataDir, connection }
}

async function asAdministrator(connection: Connection, ...statements: string[]) {
  const client = new pg.Client(connection)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

const addressFor = ({ host }: Connection, user: string, database: string) =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`

const create = [
  'alliance',
  'create',
  'Vale Alliance',
  '--short-name',
  'Vale',
  '--coordinator',
  'Amina Shah',
  '--email',
  'office@vale.example',
]

test('a database outside needs no more rights than the guide says, and may be away for a while', async () => {
  const { dataDir, connection } = await outside()
  await asAdministrator(
    connection,
    'create role keeper login createrole',
    `create database vale owner keeper encoding 'UTF8'`,
    `create database moved owner keeper encoding 'UTF8'`,
  )
  const own = folder()
  const settings = {
    DATA_DIR: path.join(own, 'data'),
    DATABASE_URL: addressFor(connection, 'keeper', 'vale'),
  }
  for (const command of [create, ['import', 'year', yearFolder('2015-16')]]) {
    const { status, stderr } = await endeavour(command, settings)
    assert.equal(status, 0, stderr)
  }
  const server = await serving(settings, ['serve'])
  assert.equal((await fetch(`${server.url}/sign-in`)).status, 200)

  process.kill(databasePid(dataDir), 'SIGKILL')
  const seen = new Set<number>()
  const look = async () => {
    const { status } = await fetch(`${server.url}/review`, { signal: AbortSignal.timeout(5_000) })
    seen.add(status)
    return status === 200
  }
  await until('it is seen that the database is away', async () => !(await look()))
  await until('the server is ready', () => isReady(server.url))
  await until('a page is shown again', look)
  assert.deepEqual([...seen].sort(), [200, 503])

  const file = path.join(own, 'vale.backup')
  const backup = await endeavour(['backup', file], settings)
  assert.equal(backup.status, 0, backup.stderr)
  const moved = { ...settings, DATABASE_URL: addressFor(connection, 'keeper', 'moved') }
  const restored = await endeavour(['restore', file], moved)
  assert.equal(restored.status, 0, restored.stderr)
  const [here, there] = [
    await endeavour(['review', '2015-16', '--json'], settings),
    await endeavour(['review', '2015-16', '--json'], moved),
  ]
  assert.equal(here.status, 0, here.stderr)
  assert.equal(there.stdout, here.stdout)
})

test('a user who may make no roles is told what to ask for, and goes on with that', async () => {
  const { connection } = await outside()
  await asAdministrator(connection, 'create role humble login', 'create database vale owner humble')
  const settings = {
    DATA_DIR: path.join(folder(), 'data'),
    DATABASE_URL: addressFor(connection, 'humble', 'vale'),
  }
  const { status, stderr } = await endeavour(create, settings)
  assert.equal(status, 1)
  const [, asked = ''] =
    /^The database user may not create roles\. Have its administrator run: (.*)$/m.exec(stderr) ?? []
  assert.notEqual(asked, '', stderr)
  await asAdministrator(connection, asked)
  const again = await endeavour(create, settings)
  assert.equal(again.status, 0, again.stderr)
})
