import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { chance, requireSealed, seed, until } from './alliance.ts'
import { boardOf, openedAt, turn } from './ballot.ts'
import { spoilt, Voters } from './ballot-voters.ts'
import { serving, sharedByAll } from './process.ts'
import { broken } from './writers.ts'

const KILLS = 20
const SCHOOLS = 8
/** A server dies when up to so many have been answered since the last, some moment later, while everybody votes. */
const ANSWERED = 24
const A_MOMENT_MS = 40

test(`one of two servers killed ${KILLS} times during a vote (SEED=${seed})`, async (t) => {
  sharedByAll()
  const random = chance(seed)
  const board = await boardOf(SCHOOLS)
  const { records, settings } = board
  const [ballot = 0] = await openedAt(board, { many: 1 })
  const voters = new Voters(board, ballot, random)

  await t.test('loses no vote that was acknowledged, and takes none twice', async (inner) => {
    const voting = voters.run()
    inner.after(() => voters.stop())
    let met = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const enough = voters.acknowledged + 1 + Math.floor(random() * ANSWERED)
      await until('schools were answered', async () => voters.acknowledged >= enough)
      await sleep(random() * A_MOMENT_MS)
      const server = board.servers[turn(kill)]
      const { brokenOff } = voters
      server.process.kill('SIGKILL')
      await server.done
      board.servers[turn(kill)] = await serving(settings, ['serve'])
      if (voters.brokenOff > brokenOff) met += 1
      assert.deepEqual(await voters.lost(records.pool), [])
    }
    voters.stop()
    await voting
    assert.ok(met > KILLS / 4, `${met} kills met somebody who was voting`)
    assert.deepEqual(voters.wrong, [])
    assert.deepEqual(await voters.lost(records.pool), [])
  })

  await t.test('and leaves nothing by half, nor the log broken', async () => {
    assert.deepEqual(await broken(records), [])
    await requireSealed(board)
  })

  await t.test('and whatever were lost, or there twice, would be found', async () => {
    const client = await records.pool.connect()
    for (const [what, spoils] of Object.entries(spoilt)) {
      await client.query('begin')
      await client.query(`alter table votes disable trigger user; alter table former_votes disable trigger user;
        alter table audit_log disable trigger user; ${spoils}`)
      assert.notDeepEqual(await voters.lost(client), [], what)
      await client.query('rollback')
    }
    client.release()
  })
})
