import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Connection, type Embedded, startEmbedded } from './embedded.ts'

const isRoot = process.getuid?.() === 0

const undoing: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo()
})

function folder(mode = 0o755): string {
  const made = mkdtempSync(path.join(tmpdir(), 'endeavour-embedded-'))
  chmodSync(made, mode)
  undoing.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function started(dataDir: string, options?: Parameters<typeof startEmbedded>[1]): Promise<Embedded> {
  const embedded = await startEmbedded(dataDir, options)
  undoing.push(() => embedded.stop())
  return embedded
}

async function ask(connection: Connection, text: string) {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

const pidIn = (dataDir: string) =>
  Number(readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
const isRunning = (dataDir: string) => existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))

test('two processes that start at once share one database, which stops with the last of them', async () => {
  const dataDir = folder()
  const [one, other] = await Promise.all([started(dataDir), started(dataDir)])
  await ask(one, 'create table kept as select 1 as n')
  await one.stop()
  assert.deepEqual(await ask(other, 'select n from kept'), [{ n: 1 }])
  await other.stop()
  assert.equal(isRunning(dataDir), false)
  const again = await started(dataDir)
  assert.deepEqual(await ask(again, 'select n from kept'), [{ n: 1 }])
})

test('it listens on a socket in a folder of its owner alone, syncs to disk and speaks UTF-8', async () => {
  const embedded = await started(folder())
  const [row] = await ask(
    embedded,
    `select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
      current_setting('server_encoding') as encoding, current_setting('unix_socket_directories') as socket`,
  )
  assert.deepEqual(row, { addresses: '', fsync: 'on', encoding: 'UTF8', socket: embedded.host })
})

test('a database that is killed while in use is started again with all it had acknowledged', async () => {
  const dataDir = folder()
  const told: string[] = []
  const embedded = await started(dataDir, { onDeath: (what) => told.push(what) })
  await ask(embedded, 'create table kept as select 1 as n')
  process.kill(pidIn(dataDir), 'SIGKILL')
  while (told.length < 2) await sleep(20)
  assert.deepEqual(told, ['database died', 'database started again'])
  assert.deepEqual(await ask(embedded, 'select n from kept'), [{ n: 1 }])
})

test('a lock file left by a machine that died does not keep the database from starting', async () => {
  const dataDir = folder()
  const embedded = await started(dataDir)
  const lockFile = path.join(dataDir, 'postgres/data/postmaster.pid')
  const [, ...rest] = readFileSync(lockFile, 'utf8').split('\n')
  await embedded.stop()
  for (const pid of [process.pid, 1, 99_999_998]) {
    writeFileSync(lockFile, [pid, ...rest].join('\n'))
    const again = await startEmbedded(dataDir)
    assert.deepEqual(await ask(again, 'select 1 as n'), [{ n: 1 }])
    await again.stop()
  }
})

test('data of another version of PostgreSQL is refused in a sentence', async () => {
  const dataDir = folder()
  await (await startEmbedded(dataDir)).stop()
  writeFileSync(path.join(dataDir, 'postgres/data/PG_VERSION'), '17\n')
  await assert.rejects(
    startEmbedded(dataDir),
    /was made by PostgreSQL 17 and this Endeavour brings PostgreSQL 18/,
  )
})

test('a folder with a long name gets its socket elsewhere', async () => {
  const dataDir = path.join(folder(), 'a'.repeat(90))
  const embedded = await started(dataDir)
  undoing.unshift(() => rmSync(embedded.host, { recursive: true, force: true }))
  assert.deepEqual(await ask(embedded, 'select 1 as n'), [{ n: 1 }])
})

if (isRoot)
  test('under root a folder that others cannot enter gets its database elsewhere, and keeps it', async () => {
    const dataDir = folder(0o700)
    const embedded = await started(dataDir)
    await ask(embedded, 'create table kept as select 1 as n')
    const home = readlinkSync(path.join(dataDir, 'postgres'))
    undoing.push(() => rmSync(home, { recursive: true, force: true }))
    await embedded.stop()
    chmodSync(dataDir, 0o755)
    const again = await started(dataDir)
    assert.deepEqual(await ask(again, 'select n from kept'), [{ n: 1 }])
  })
