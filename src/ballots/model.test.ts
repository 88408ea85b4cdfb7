import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { type Board, boardsIn } from '../../test/ballot-model/boards.ts'
import { wrongRules } from '../../test/ballot-model/cast.ts'
import { compared, type Tally } from '../../test/ballot-model/moves.ts'
import { freshAddress } from '../../test/database.ts'
import { Database } from '../platform/db.ts'

const RUNS = 2_000
const AT_ONCE = 4
const OFTEN = 50
/** Nobody is turned away at the door: who has no seat observes. */
const neverRefused = ['arrive', 'leave']
const seed = Number(process.env.SEED) || Date.now() % 1_000_000_007

async function boards(): Promise<Board[]> {
  const address = await freshAddress()
  const database = new Database(address)
  const owner = new Database(address, true)
  after(() => Promise.all([database.close(), owner.close()]))
  return boardsIn({ database, owner }, AT_ONCE)
}

test(`votes are what a pure model of them says (SEED=${seed})`, async (t) => {
  const all = await boards()

  await t.test(
    `in ${RUNS} runs of open, vote, change, deputise, come late, leave, close, cancel`,
    async () => {
      const tally: Tally = new Map()
      const from = (n: number) => ({ numRuns: RUNS / AT_ONCE, seed: seed + n, includeErrorInReport: true })
      await Promise.all(all.map((board, n) => fc.assert(compared(board, tally), from(n))))
      assert.equal(tally.size, 10)
      for (const [move, { done, refused }] of tally) {
        assert.ok(done >= OFTEN, `${move} was done ${done} times`)
        assert.ok(refused > 0 || neverRefused.includes(move), `${move} was never refused`)
      }
    },
  )

  await t.test('and not what it would say with any one rule of it wrong', async () => {
    const unseen: string[] = []
    const requireSeen = async (board: Board, n: number) => {
      for (const wrong of wrongRules.filter((_, i) => i % AT_ONCE === n)) {
        const asked = { numRuns: RUNS, seed: seed + n, endOnFailure: true }
        const { failed, numRuns } = await fc.check(compared(board, new Map(), wrong), asked)
        if (process.env.SHOW) console.error(wrong, numRuns)
        if (!failed) unseen.push(wrong)
      }
    }
    await Promise.all(all.map(requireSeen))
    assert.deepEqual(unseen, [])
  })
})
