import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requireSealed } from './alliance.ts'
import { type Board, boardOf, type Delegate, openedAt, type School, textOf, turn, voteAt } from './ballot.ts'
import { sharedByAll } from './process.ts'
import { broken } from './writers.ts'

const SCHOOLS = 25
const BALLOTS = 40

const counted = async ({ records }: Board, ballots: number[]) => {
  const { rows } = await records.pool.query<{ votes: number; schools: number }>(
    `select count(*)::int as votes, count(distinct (ballot_id, membership_id))::int as schools from votes where ballot_id = any ($1)`,
    [ballots],
  )
  return rows[0]
}

/** Both who speak for a school at the same moment, each at another server; who of them was told that it is done. */
async function both(board: Board, ballot: number, [one, other]: [Delegate, Delegate], n: number) {
  const sent = await Promise.all([
    voteAt(board, one, { ballot, choice: 'for', server: turn(n) }),
    voteAt(board, other, { ballot, choice: 'against', server: turn(n + 1) }),
  ])
  return [one, other].map((who, i) => ({ who, ...(sent[i] as (typeof sent)[0]) }))
}

/** From afar two heads of one school; in the room, whose seat one person holds, two phones of theirs. */
const delegates = (fromAfar: boolean, { head, phone, other }: School): [Delegate, Delegate] =>
  fromAfar ? [head, other] : [head, phone]

/** One of the two voted; the other is told who did, and when. */
function requireOne(answers: Awaited<ReturnType<typeof both>>, school: School) {
  const [winner, ...more] = answers.filter(({ status }) => status === 303)
  const [loser] = answers.filter(({ status }) => status === 409 || status === 422)
  assert.ok(winner && loser && more.length === 0, answers.map(({ status }) => status).join(', '))
  const says = new RegExp(
    `${school.name} has voted already: ${winner.who.name} voted for it at \\d\\d:\\d\\d on \\d+ \\w+ \\d{4}`,
  )
  assert.match(textOf(loser.text), says)
}

test('a school votes once', async (t) => {
  sharedByAll()
  const board = await boardOf(SCHOOLS)

  for (const [where, fromAfar] of [
    ['from afar', true],
    ['in the room', false],
  ] as const)
    await t.test(
      `though two vote for it ${where} at once, in ${SCHOOLS} schools and ${BALLOTS / 2} votes`,
      async () => {
        const ballots = await openedAt(board, { many: BALLOTS / 2, fromAfar, mayChange: !fromAfar })
        for (const ballot of ballots) {
          const answers = await Promise.all(
            board.schools.map((school, n) => both(board, ballot, delegates(fromAfar, school), n)),
          )
          for (const [n, school] of board.schools.entries()) requireOne(answers[n] ?? [], school)
        }
        const each = (SCHOOLS * BALLOTS) / 2
        assert.deepEqual(await counted(board, ballots), { votes: each, schools: each })
      },
    )

  await t.test('and every vote is told of, and nothing is left half done', async () => {
    const { rows } = await board.records.pool.query(
      `select count(*)::int as told from audit_log where did = 'voted'`,
    )
    assert.deepEqual(rows, [{ told: SCHOOLS * BALLOTS }])
    assert.deepEqual(await broken(board.records), [])
    await requireSealed(board)
  })

  await t.test('but with nothing in the database that holds it, it votes twice', async () => {
    await board.records.pool.query(`drop trigger b_take_part on votes; alter table votes drop constraint votes_pkey cascade;
      alter table votes drop constraint votes_ballot_id_membership_id_took_fkey`)
    const [ballot = 0] = await openedAt(board, { many: 1, fromAfar: true })
    await Promise.all(board.schools.map((school, n) => both(board, ballot, delegates(true, school), n)))
    const found = await counted(board, [ballot])
    assert.ok(found && found.votes > found.schools, JSON.stringify(found))
  })
})
