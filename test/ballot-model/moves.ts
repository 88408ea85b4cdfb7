import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cancelBallot, closeBallot, openBallot, openBeforehand } from '../../src/ballots/actions.ts'
import { type Result, resultOf } from '../../src/ballots/counting/result.ts'
import { ballotOf, electorsOf } from '../../src/ballots/queries.ts'
import { castVote, changeVote } from '../../src/ballots/votes/actions.ts'
import { declareInterest } from '../../src/meetings/agenda/interests/actions.ts'
import type { Item } from '../../src/meetings/agenda/queries.ts'
import { beginMeeting, checkIn, checkOut } from '../../src/meetings/door/actions.ts'
import { everything } from '../../src/platform/db.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { type Board, CODE, type Drafted, draft } from './boards.ts'
import { type Move, type School, schools, type WrongRule } from './cast.ts'
import { moveIn, settings } from './chances.ts'
import { Model, type Verdict } from './model.ts'

/** A ballot as it really is, while a run goes on. */
export type Real = { board: Board; drafted: Drafted; minutes: number }

/** How often something was done and refused, over all runs. */
export type Tally = Map<string, { done: number; refused: number }>

/** The same move by the model and by the actions: both do it, or both refuse. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #move: Move
  readonly #tally: Tally
  readonly #anyway: boolean

  constructor(move: Move, tally: Tally, anyway = true) {
    this.#move = move
    this.#tally = tally
    this.#anyway = anyway
  }

  check(model: Readonly<Model>) {
    return this.#anyway || model.isWorth(this.#move)
  }

  async run(model: Model, real: Real) {
    const version = this.#move.does === 'change' ? (model.votes.get(this.#move.school)?.version ?? 1) : 1
    real.minutes += 1
    const should = modelled(model, this.#move, version)
    const refusal = await refusalOf(() => acted(real, this.#move, version))
    assert.equal(refusal === null, should.done, `${this}: ${refusal ?? 'was done'}`)
    if (should.voted)
      assert.ok(
        refusal?.includes(`${should.voted} `) &&
          / voted already: .+ voted for it at \d\d:\d\d on /.test(refusal),
        refusal ?? '',
      )
    const counted = this.#tally.get(this.#move.does) ?? { done: 0, refused: 0 }
    counted[should.done ? 'done' : 'refused'] += 1
    this.#tally.set(this.#move.does, counted)
  }

  toString() {
    const { does, who, ...more } = this.#move
    return `${does}(${[who, ...Object.values(more)].join(', ')})`
  }
}

function modelled(model: Model, move: Move, version: number): Verdict {
  if (move.does === 'vote') return model.vote(move.who, move.school, move.choice)
  if (move.does === 'change')
    return model.change(move.who, move.school, move.choice, version - Number(move.stale))
  return model[move.does](move.who)
}

/** What it was refused with; anything else that goes wrong is nothing that may happen. */
async function refusalOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function acted({ board, drafted, minutes }: Real, move: Move, version: number): Promise<unknown> {
  const { meeting, item, ballot: ballotId } = drafted
  const by = board.by(move.who)
  const now = new Date(Date.parse(`${board.on}T10:00:00Z`) + minutes * 60_000)
  const cast = (school: School, choice: string) => ({
    ...{ ballotId, membershipId: board.members[school], how: 'page' as const },
    choice: chosen(drafted, choice),
  })
  switch (move.does) {
    case 'begin':
      return beginMeeting(by, meeting, now)
    case 'arrive':
      return checkIn(by, meeting, { code: CODE, schools: null }, now)
    case 'leave':
      return checkOut(by, meeting, now)
    case 'declare':
      return declareInterest(by, { id: item, meetingId: meeting } as Item, {
        personId: null,
        words: 'It is ours',
        leftRoom: true,
      })
    case 'beforehand':
      return openBeforehand(by, ballotId, now)
    case 'open':
      return openBallot(by, ballotId, now)
    case 'close':
      return closeBallot(by, ballotId)
    case 'cancel':
      return cancelBallot(by, ballotId, 'It is not needed')
    case 'vote':
      return castVote(by, cast(move.school, move.choice), now)
    case 'change':
      return changeVote(by, { ...cast(move.school, move.choice), version: version - Number(move.stale) }, now)
  }
}

/** The model knows candidates by their places. */
const chosen = ({ options }: Drafted, choice: string) =>
  /^\d+$/.test(choice) ? String(options[Number(choice) - 1] ?? 0) : choice

/** Every ballot, every vote and the result are what the model has. */
async function requireSame(model: Model, { board, drafted: { ballot: id, options } }: Real) {
  const db = board.owner.reader(everything)
  const ballot = await ballotOf(db, id)
  assert.equal(ballot.state, model.phase)
  const { rows } = await board.owner.pool.query(
    'select membership_id, choice, cast_by, version from votes where ballot_id = $1 order by membership_id',
    [id],
  )
  const place = (choice: string) =>
    /^\d+$/.test(choice) ? String(options.indexOf(Number(choice)) + 1) : choice
  assert.deepEqual(
    rows.map((row) => [row.membership_id, place(row.choice), row.cast_by, row.version]),
    schools.flatMap((school) => {
      const vote = model.votes.get(school)
      return vote ? [[board.members[school], vote.choice, board.people[vote.by].personId, vote.version]] : []
    }),
  )
  if (ballot.openedAt === null) return
  assert.deepEqual([ballot.needed, ballot.represented], [model.needed, model.represented])
  const roll = new Map(
    (await electorsOf(db, id)).map(({ membershipId, present, excluded }) => [
      membershipId,
      { present, excluded },
    ]),
  )
  for (const school of schools)
    assert.deepEqual(roll.get(board.members[school]), model.called.get(school), school)
  if (model.phase === 'closed') requireSameResult(model, await resultOf(db, ballot), options)
}

function requireSameResult(model: Model, result: Result | null, options: number[]) {
  const should = model.outcome()
  const found = {
    outcome: result?.outcome,
    candidates: result?.options.map(({ id }) => options.indexOf(id) + 1).sort() ?? [],
  }
  assert.deepEqual(found, should, result?.says)
}

/** One of so many moves is tried though nothing can come of it. */
const UNLIKELY = 40
const MOST_MOVES = 60

/** A ballot, and what people try to do with it. */
const runs = (tally: Tally) =>
  settings.chain((setting) => {
    const step = fc
      .tuple(moveIn(setting), fc.nat(UNLIKELY))
      .map(([move, anyway]) => new Step(move, tally, anyway === 0))
    return fc.tuple(fc.constant(setting), fc.commands([step], { maxCommands: MOST_MOVES, size: 'max' }))
  })

/** Every run compares the actions with the model, step by step and at the end, when whatever is open is closed. */
export const compared = (board: Board, tally: Tally, wrong?: WrongRule) =>
  fc.asyncProperty(runs(tally), async ([setting, steps]) => {
    const model = new Model(setting, board.agreed, wrong)
    const real: Real = { board, drafted: await draft(board, setting), minutes: 0 }
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await new Step({ does: 'close', who: 'office' }, tally).run(model, real)
    await requireSame(model, real)
  })
