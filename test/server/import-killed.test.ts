import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/platform/db.ts'
import { startEmbedded } from '../../src/platform/embedded.ts'
import { type Alliance, anAlliance, chance, officeAt, seed, until, yearFolder } from './alliance.ts'
import { bringIn, checked, give, halves, idIn, importsIn, rested, undo, yearFiles } from './importing.ts'
import { atTheEnd, databasePid, endeavour, isReady, type Server, serving, starting } from './process.ts'

const ROUNDS = 3

/** Gives a year and brings it in, breaking off somewhere on the way, until it is in. */
async function broughtIn(alliance: Alliance, server: Server, breakOff: (server: Server) => Promise<Server>) {
  const { records } = alliance
  const office = officeAt(server.url, alliance)
  const { location: at } = await give(office, yearFiles('2016-17'))
  const again = await breakOff(server)
  assert.equal(await rested(records, idIn(at)), 'checked')
  assert.deepEqual(await halves(records), [])
  assert.equal((await bringIn(officeAt(again.url, alliance), at)).status, 303)
  const last = await breakOff(again)
  assert.equal(await rested(records, idIn(at)), 'applied')
  assert.deepEqual(await halves(records), [])
  return { server: last, at }
}

test(`an import whose server is killed is taken up by the next, and is in wholly (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  let server = await serving(alliance.settings, ['serve'])
  const killed = async (running: Server) => {
    await sleep(random() * 1_500)
    running.process.kill('SIGKILL')
    await running.done
    return serving(alliance.settings, ['serve'])
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await broughtIn(alliance, server, killed)
    server = done.server
    await undo(officeAt(server.url, alliance), done.at)
    assert.deepEqual(await halves(alliance.records), [])
  }
})

test(`an import whose database is killed goes on when that is back, and is in wholly (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  const server = await serving(alliance.settings, ['serve'])
  const killed = async (running: Server) => {
    await sleep(random() * 1_500)
    process.kill(databasePid(alliance.settings.DATA_DIR), 'SIGKILL')
    await until('the server sees it', async () => running.said().includes('database died'))
    await until('the server is ready', () => isReady(running.url))
    return running
  }
  for (let round = 0; round < ROUNDS / 2; round += 1) {
    const { at } = await broughtIn(alliance, server, killed)
    await undo(officeAt(server.url, alliance), at)
    assert.deepEqual(await halves(alliance.records), [])
  }
})

test('an import whose server is killed for good is taken up by another that was there', async () => {
  const alliance = await anAlliance()
  const { settings, records } = alliance
  const server = await serving(settings, ['serve'])
  const at = await checked(officeAt(server.url, alliance), records, yearFiles('2016-17'))
  assert.equal((await bringIn(officeAt(server.url, alliance), at)).status, 303)
  await until('it is being brought in', async () => (await writing(records)) > 0)
  server.process.kill('SIGSTOP')
  // It starts while the first is at it, and leaves it to that one.
  await serving(settings, ['serve'])
  await sleep(1_500)
  server.process.kill('SIGKILL')
  const silent = `update alliance_jobs.job set heartbeat_on = heartbeat_on - interval '1 hour' where name = 'imports' and state = 'active'`
  assert.equal((await records.pool.query(silent)).rowCount, 1)
  assert.equal(await rested(records, idIn(at)), 'applied')
  assert.deepEqual(await halves(records), [])
})

/** How many imports are on their way into the records. */
const writing = async ({ pool }: Database): Promise<number> =>
  (await pool.query(`select from imports where state = 'applying' and progress like 'Writing%'`)).rowCount ??
  0

test(`an import by the command line that is killed has brought in all or nothing (SEED=${seed})`, async () => {
  const random = chance(seed)
  const { settings, records } = await anAlliance()
  const { stop } = await startEmbedded(settings.DATA_DIR)
  atTheEnd(stop)
  const since = performance.now()
  const dry = await endeavour(['import', 'year', yearFolder('2016-17'), '--dry-run'], settings)
  assert.equal(dry.status, 0, dry.stderr)
  const wholeMs = performance.now() - since
  const before = (await importsIn(records)).length
  for (let round = 0; round < ROUNDS; round += 1) {
    const command = starting(['import', 'year', yearFolder('2016-17')], settings)
    await sleep((0.3 + 0.7 * random()) * wholeMs)
    command.process.kill('SIGKILL')
    const { status } = await command.done
    if (status === 0) assert.equal((await importsIn(records)).length, before + 1)
    assert.deepEqual(await halves(records), [])
  }
  const whole = await endeavour(['import', 'year', yearFolder('2016-17')], settings)
  assert.equal(whole.status, 0, whole.stderr)
  assert.deepEqual(await halves(records), [])
  assert.equal((await importsIn(records)).length, before + 1)
})
