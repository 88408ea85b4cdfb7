import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Alliance,
  anAlliance,
  chance,
  isAlive,
  officeAt,
  requireSealed,
  seed,
  subjects,
  until,
  Waits,
} from './alliance.ts'
import { databasePid, isReady, serving } from './process.ts'
import { broken, Writers } from './writers.ts'

const ROUNDS = 3
const SERVES_AGAIN_MS = 15_000
const LONGEST_WAIT_MS = 8_000

/** Begins to write, until everything has been done once and it is at something. */
async function writingAt(url: string, alliance: Alliance) {
  const writers = new Writers(officeAt(url, alliance), await subjects(alliance))
  const done = writers.run()
  await until('each kind of thing was done', async () => writers.atLeast > 0)
  return { writers, done }
}

async function requireWhole({ records }: Alliance, writers: Writers) {
  assert.deepEqual(await writers.lost(records), [])
  assert.deepEqual(writers.wrong, [])
  assert.deepEqual(await broken(records), [])
}

test(`a server killed while people write has done all of each thing or nothing (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  const { settings } = alliance
  let pid = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await serving(settings, ['serve'])
    if (round > 0) {
      assert.equal(databasePid(settings.DATA_DIR), pid, 'the database that was left alone is taken up again')
      assert.ok(server.took < SERVES_AGAIN_MS, `it took ${server.took} ms`)
    }
    pid = databasePid(settings.DATA_DIR)
    const { writers, done } = await writingAt(server.url, alliance)
    await sleep(random() * 500)
    server.process.kill('SIGKILL')
    writers.stop()
    await Promise.all([server.done, done])
    assert.ok(isAlive(pid))
    await requireWhole(alliance, writers)
  }
  await requireSealed(alliance)
})

test(`a database killed while people write comes back by itself, and nobody waits for it (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  const { settings } = alliance
  const server = await serving(settings, ['serve'])
  const { writers, done } = await writingAt(server.url, alliance)
  const waits = new Waits(server.url)
  const asking = waits.run()
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(random() * 500)
    const pid = databasePid(settings.DATA_DIR)
    process.kill(pid, 'SIGKILL')
    await until(
      'the database has another process',
      async () => isAnother(settings.DATA_DIR, pid),
      SERVES_AGAIN_MS,
    )
    await until('the server is ready', () => isReady(server.url), SERVES_AGAIN_MS)
    const { atLeast } = writers
    await until('people write again', async () => writers.atLeast > atLeast, SERVES_AGAIN_MS)
  }
  writers.stop()
  waits.stop()
  await Promise.all([done, asking])
  await requireWhole(alliance, writers)
  assert.deepEqual([...waits.statuses].sort(), [200, 503])
  assert.ok(waits.longestMs < LONGEST_WAIT_MS, `somebody waited ${waits.longestMs} ms`)
  await requireSealed(alliance)
})

function isAnother(dataDir: string, pid: number): boolean {
  try {
    const now = databasePid(dataDir)
    return now !== pid && isAlive(now)
  } catch {
    return false
  }
}
