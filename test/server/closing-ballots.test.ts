import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chance, requireSealed, seed } from './alliance.ts'
import { type Board, boardOf, browserAt, openedAt } from './ballot.ts'
import {
  type Race,
  type Round,
  raced,
  racedInSecret,
  racedWithTime,
  secretAt,
  wrongIn,
} from './ballot-races.ts'
import { sharedByAll } from './process.ts'
import { broken } from './writers.ts'

/** All of a large board at once, now and then with many who close it; and a few of them, side by side, again and again. */
const large = { rounds: 40, voters: 24, beside: 2, closers: 25, oneIn: 4, readers: 4, withinMs: 240 }
const small = { rounds: 460, voters: 4, beside: 6, closers: 10, oneIn: 20, readers: 1, withinMs: 60 }
const SECRET_ROUNDS = 10
const secret = { voters: 10, withinMs: 60 }
const TIMED_ROUNDS = 8

type Rounds = typeof large

async function rounds(board: Board, kind: Rounds, random: () => number): Promise<Round[]> {
  const { rounds: many, voters, beside, closers, oneIn, readers, withinMs } = kind
  const ballots = await openedAt(board, { many })
  const done: Round[] = []
  const race = (n: number): Race => ({
    ...{ voters, readers, random, withinMs },
    closers: n % oneIn === 0 ? closers : 1,
  })
  const running = Array.from({ length: beside }, async () => {
    for (let ballot = ballots.pop(); ballot; ballot = ballots.pop())
      done.push(await raced(board, ballot, race(ballots.length)))
  })
  await Promise.all(running)
  return done
}

test(`a vote that is closed while schools vote (SEED=${seed})`, async (t) => {
  sharedByAll()
  const random = chance(seed)
  const board = await boardOf(large.voters + 1)

  for (const kind of [large, small])
    await t.test(
      `counts what was taken and nothing else, ${kind.rounds} times with ${kind.voters}`,
      async () => {
        const done = await rounds(board, kind, random)
        assert.equal(done.length, kind.rounds)
        assert.deepEqual(await wrongIn(board, done, kind.voters), [])
        const met = done.filter(({ accepted, refused }) => accepted > 0 && refused > 0).length
        assert.ok(met > kind.rounds / 20, `votes met the close in ${met} rounds`)
      },
    )

  await t.test(`and so where its time is over meanwhile, ${TIMED_ROUNDS} times`, async () => {
    const race = { voters: large.voters, random, withinMs: large.withinMs }
    const done: Round[] = []
    for (let n = 0; n < TIMED_ROUNDS; n += 1) done.push(await racedWithTime(board, race))
    assert.deepEqual(await wrongIn(board, done, large.voters), [])
    assert.ok(done.some(({ accepted, refused }) => accepted > 0 && refused > 0))
  })

  await t.test(`in secret too, where whoever has a receipt is counted, ${SECRET_ROUNDS} times`, async () => {
    let refused = 0
    for (let n = 0; n < SECRET_ROUNDS; n += 1) {
      const ballot = await secretAt(board)
      const { receipts, papers, closed } = await racedInSecret(board, ballot, { ...secret, random })
      assert.deepEqual([papers, closed], [secret.voters, 303])
      assert.deepEqual(await published(board, ballot), receipts.map((one) => one.replaceAll('-', '')).sort())
      refused += secret.voters - receipts.length
    }
    assert.ok(refused > 0 && refused < SECRET_ROUNDS * secret.voters, `${refused} were refused`)
  })

  await t.test('and everything is told of', async () => {
    const { rows } = await board.records.pool.query(TOLD)
    assert.deepEqual(rows, [])
    assert.deepEqual(await broken(board.records), [])
    await requireSealed(board)
  })

  await t.test('but where nothing in the database holds it, votes are taken after the close', async () => {
    await board.records.pool.query(
      'drop trigger a_while_open on votes; drop trigger a_while_open on ballot_box',
    )
    const wrong = await wrongIn(board, await rounds(board, { ...large, rounds: 8 }, random), large.voters)
    assert.ok(
      wrong.some((fault) => / dated after the close| read as /.test(fault)),
      wrong.join('\n'),
    )
    let uncounted = 0
    for (let n = 0; n < SECRET_ROUNDS && uncounted === 0; n += 1) {
      const ballot = await secretAt(board)
      const { receipts } = await racedInSecret(board, ballot, { ...secret, random })
      uncounted = receipts.length - (await published(board, ballot)).length
    }
    assert.ok(uncounted > 0, 'every paper with a receipt was counted')
  })
})

const TOLD = `
  select ballots.id, closes, told, there from ballots,
    lateral (select count(*) filter (where did = 'closed a vote') as closes, count(*) filter (where did = 'voted') as told
      from audit_log where subject = 'ballots/' || ballots.id) log,
    lateral (select count(*) as there from votes where ballot_id = ballots.id) taken
  where closes <> 1 or told <> there`

async function published(board: Board, ballot: number): Promise<string[]> {
  const { text } = await browserAt(board, board, 1).get(`/ballots/${ballot}/papers.json`)
  const { papers } = JSON.parse(text) as { papers: { receipt: string }[] }
  return papers.map(({ receipt }) => receipt)
}
