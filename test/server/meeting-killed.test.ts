import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Alliance, anAlliance, chance, requireSealed, seed, until } from './alliance.ts'
import { meetingOf } from './meeting.ts'
import { halvesOf, spoilt } from './meeting-halves.ts'
import { type Kind, MeetingWriters } from './meeting-writers.ts'
import { serving } from './process.ts'
import { broken } from './writers.ts'

const KILLS = 20
/** The server dies when up to so many have been answered in a round, some moment later, while everybody is at something. */
const ANSWERED = 16
const A_MOMENT_MS = 40
const kinds: Kind[] = ['register', 'minutes', 'decision', 'action', 'naming', 'phone']

const requireWhole = async (
  { records }: Alliance,
  writers: MeetingWriters,
  { meeting, since = 0 }: { meeting: number; since?: number },
) => {
  assert.deepEqual(writers.wrong, [])
  assert.deepEqual(await writers.lost(records, since), [])
  assert.deepEqual(await halvesOf(records.pool, meeting), [])
}

test(`a server killed ${KILLS} times in a meeting loses nothing acknowledged, and leaves nothing by half (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  let server = await serving(alliance.settings, ['serve'])
  const { id, schools, ...rest } = await meetingOf(alliance, server.url, KILLS)
  const writers = new MeetingWriters(alliance, { id, schools, ...rest }, random)
  let brokenOff = 0
  for (const school of schools) {
    const since = writers.deeds.length
    const enough = writers.answered() + 1 + Math.floor(random() * ANSWERED)
    const writing = writers.run(server.url, school)
    await until('people were answered', async () => writers.answered() >= enough)
    await sleep(random() * A_MOMENT_MS)
    server.process.kill('SIGKILL')
    writers.stop()
    await Promise.all([server.done, writing])
    brokenOff += writers.open.length
    const whole = requireWhole(alliance, writers, { meeting: id, since })
    server = (await Promise.all([serving(alliance.settings, ['serve']), whole]))[0]
    await writers.sendAgain(server.url)
  }
  assert.deepEqual(writers.open, [], 'what is sent again is done, once')
  await requireWhole(alliance, writers, { meeting: id })
  assert.deepEqual(await broken(alliance.records), [])
  assert.ok(brokenOff > 0, 'some were broken off')
  for (const kind of kinds) assert.ok(writers.answered(kind) > 0, `${kind} was acknowledged`)
  await requireSeen(alliance, id)
  await requireSealed(alliance)
})

/** Whatever were there by half would be found. */
async function requireSeen({ records }: Alliance, meeting: number) {
  const client = await records.pool.connect()
  for (const [what, spoils] of Object.entries(spoilt)) {
    await client.query('begin')
    await client.query(spoils)
    assert.notDeepEqual(await halvesOf(client, meeting), [], what)
    await client.query('rollback')
  }
  client.release()
}
