import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Board, type School, turn, voteAt } from './ballot.ts'

/** What a school sent: its vote, or what it changed it to. The answer may never come. */
type Sent = { choice: string; acknowledged: boolean }
type Voter = { school: School; sent: Sent[] }

const choices = ['for', 'against', 'abstain']
const AGAIN_MS = 30
/** Longer than an answer takes, so that a server that starts meanwhile gets its turn. */
const THINKS_MS = 40
const MOST_TRIES = 1_000

/** Schools that vote and change their votes again and again, each at whichever server there is, until stopped. */
export class Voters {
  /** Answers that nobody should get, whatever happens meanwhile. */
  readonly wrong: string[] = []
  /** How often no answer came, and the same was sent again. */
  brokenOff = 0
  readonly #board: Board
  readonly #ballot: number
  readonly #random: () => number
  readonly #voters: Voter[]
  #stopped = false

  constructor(board: Board, ballot: number, random: () => number) {
    this.#board = board
    this.#ballot = ballot
    this.#random = random
    this.#voters = board.schools.map((school) => ({ school, sent: [] }))
  }

  stop() {
    this.#stopped = true
  }

  get acknowledged() {
    return this.#voters.reduce((sum, { sent }) => sum + sent.filter((one) => one.acknowledged).length, 0)
  }

  async run() {
    await Promise.all(this.#voters.map((voter) => this.#goOn(voter)))
  }

  /** What is broken off is sent again under the same key, as a browser does, until it is answered. */
  async #goOn(voter: Voter) {
    while (!this.#stopped) {
      await sleep(this.#random() * THINKS_MS)
      const vote = { choice: choices[Math.floor(this.#random() * choices.length)] ?? '', acknowledged: false }
      const version = voter.sent.length
      voter.sent.push(vote)
      const key = randomUUID()
      for (let tries = 0; !vote.acknowledged && tries < MOST_TRIES; tries += 1) {
        vote.acknowledged = await this.#isAnswered(voter, vote, { key, version })
        if (!vote.acknowledged) await this.#waits()
      }
      if (!vote.acknowledged) return void this.wrong.push(`${voter.school.name}, ${version}: never answered`)
    }
  }

  async #waits() {
    this.brokenOff += 1
    await sleep(AGAIN_MS)
  }

  async #isAnswered({ school }: Voter, { choice }: Sent, { key, version }: { key: string; version: number }) {
    const server = turn(Math.floor(this.#random() * 2))
    const sent = { ballot: this.#ballot, choice, server, key, version }
    const answer = await voteAt(this.#board, school.head, sent).catch(() => undefined)
    if (answer === undefined || answer.status === 503) return false
    if (answer.status !== 303) this.wrong.push(`${school.name}, ${version}: ${answer.status}`)
    return true
  }

  /** What was acknowledged and is not there, what is there twice, and what of it the log does not tell. */
  async lost(database: Pick<pg.Pool, 'query'> | Pick<pg.ClientBase, 'query'>): Promise<string[]> {
    // What each had been told before we look is there; what they are told meanwhile may be.
    const told = this.#voters.map(({ sent }) => sent.filter(({ acknowledged }) => acknowledged).length)
    const { rows } = await database.query<Stands>(STANDS, [this.#ballot])
    return this.#voters.flatMap(({ school, sent }, n) => {
      const row = rows.find(({ membershipId }) => membershipId === school.membershipId)
      const there = row?.choices ?? []
      const faults = {
        [`${told[n]} acknowledged, ${there.length} there`]: there.length < (told[n] ?? 0),
        [`${sent.length} sent, ${there.length} there`]: there.length > sent.length,
        'other than they were sent': there.some((choice, i) => choice !== sent[i]?.choice),
        'with a version left out': row !== undefined && row.versions !== there.length,
        [`${row?.lines} lines in the log for ${there.length}`]: (row?.lines ?? 0) !== there.length,
      }
      return Object.keys(faults).flatMap((fault) => (faults[fault] ? [`${school.name}: ${fault}`] : []))
    })
  }
}

type Stands = { membershipId: number; choices: string[]; versions: number; lines: number }

/** Every vote of a school in the order in which it was cast, the highest version, and how often the log tells of it. */
const STANDS = `
  with every as (
    select membership_id, version, choice from votes where ballot_id = $1
    union all select membership_id, version, choice from former_votes where ballot_id = $1
  ), told as (
    select (details::jsonb ->> 'membership')::bigint as membership_id, count(*)::int as lines from audit_log
    where subject = 'ballots/' || $1::bigint and did in ('voted', 'changed a vote') group by 1
  )
  select membership_id as "membershipId", array_agg(choice order by version) as choices, max(version) as versions, lines
  from every left join told using (membership_id) group by membership_id, lines`

/** What would be wrong, were it so. */
export const spoilt: Record<string, string> = {
  'a vote that is gone': 'delete from former_votes where version = (select max(version) from former_votes)',
  'a vote that is there twice': `insert into former_votes select ballot_id, membership_id, version + 1, choice, how, cast_by, recorded_by, source, cast_at
    from votes where membership_id = (select min(membership_id) from votes)`,
  'another choice': `update votes set choice = case choice when 'for' then 'against' else 'for' end
    where membership_id = (select min(membership_id) from votes)`,
  'a vote that nothing tells of': `delete from audit_log where did = 'voted'`,
}
