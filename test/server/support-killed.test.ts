import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { addDays, type Day } from '../../src/platform/day.ts'
import {
  type Alliance,
  anAlliance,
  chance,
  type Fields,
  officeAt,
  requireSealed,
  seed,
  until,
} from './alliance.ts'
import { serving } from './process.ts'
import { halvesOfSupport, now, planned, requests, spoilt, supportedSchool, supporters } from './support.ts'
import { broken } from './writers.ts'

const KILLS = 20
const ANSWERED = 12
const A_MOMENT_MS = 40
const PEOPLE = 6

type Kind = 'note' | 'visit' | 'step'
/** Something that was sent once, and a query that counts how often it is there. */
type Deed = { kind: Kind; address: string; fields: Fields; count: string; of: unknown; answered: boolean }

/** An office that notes visits, plans them and takes requests up, all at once, through whatever server runs. */
class SupportWriters {
  readonly deeds: Deed[] = []
  readonly wrong: string[] = []
  readonly #alliance: Alliance
  readonly #running: number[]
  readonly #school: number
  #url = ''
  #said = 0
  #stopped = false

  constructor(alliance: Alliance, running: number[], school: number) {
    this.#alliance = alliance
    this.#running = running
    this.#school = school
  }

  stop() {
    this.#stopped = true
  }

  get open() {
    return this.deeds.filter(({ answered }) => !answered)
  }

  answered(kind?: Kind) {
    return this.deeds.filter((deed) => deed.answered && (kind === undefined || deed.kind === kind)).length
  }

  async run(url: string) {
    this.#url = url
    this.#stopped = false
    const steps = [
      () => this.#note(),
      () => this.#note(),
      () => this.#plan(),
      () => this.#plan(),
      () => this.#takeUp(),
    ]
    await Promise.all(
      steps.map(async (step) => {
        while (!this.#stopped) await step().catch(() => sleep(20))
      }),
    )
  }

  /** What a browser sends again, twice at once, since it never heard an answer: it must be done once. */
  async sendAgain(url: string) {
    this.#url = url
    for (const deed of this.open) {
      const answers = await Promise.all([this.#post(deed), this.#post(deed)])
      const [one, other] = answers.map(({ status, location }) => `${status} ${location}`)
      deed.answered = answers.every(({ status }) => status === 303)
      if (!deed.answered || one !== other) this.wrong.push(`${deed.kind} again: ${one}, then ${other}`)
    }
  }

  async lost(since: number): Promise<string[]> {
    const lost: string[] = []
    for (const { kind, count, of, answered } of this.deeds.slice(since)) {
      const { rows } = await this.#pool.query<{ there: number }>(`select (${count})::int as there`, [of])
      const there = rows[0]?.there ?? 0
      if (there > 1 || (answered && there === 0)) lost.push(`${kind} ${of} is there ${there} times`)
    }
    return lost
  }

  get #pool(): Pool {
    return this.#alliance.records.pool
  }

  #post({ address, fields }: Deed) {
    return officeAt(this.#url, this.#alliance).post(address, fields)
  }

  async #send(deed: Omit<Deed, 'answered'>) {
    const sent = { ...deed, fields: { ...deed.fields, 'form-key': randomUUID() }, answered: false }
    this.deeds.push(sent)
    const { status, text } = await this.#post(sent)
    sent.answered = status === 303
    if (sent.answered) return
    this.deeds.splice(this.deeds.indexOf(sent), 1)
    const says = /<title>[^<]*<\/title>/.exec(text)?.[0]
    this.wrong.push(`${deed.kind}: ${status} ${says}`)
  }

  /** Each visit has a day and a person of its own: what is noted lies behind, what is planned ahead. */
  #next(towards: 1 | -1): { deployment: number; on: Day; n: number } {
    const n = this.#said
    this.#said += 1
    const on = addDays(now, towards * (1 + Math.floor(n / PEOPLE)))
    return { deployment: this.#running[n % PEOPLE] as number, on, n }
  }

  async #note() {
    const { deployment, on, n } = this.#next(-1)
    const id = await planned(this.#pool, deployment, on)
    await this.#send({
      ...{ kind: 'note', address: `/support/visits/${id}/note`, of: `What was done, number ${n}` },
      fields: { done: `What was done, number ${n}`, met: '', next: '' },
      count: 'select count(*) from visit_notes where done = $1',
    })
  }

  async #plan() {
    const { deployment, on, n } = this.#next(1)
    const [year, month, day] = on.split('-')
    await this.#send({
      ...{ kind: 'visit', address: `/support/deployments/${deployment}/visits/new`, of: `Purpose ${n}` },
      fields: {
        ...{ visitedOn: `${day}/${month}/${year}`, half: 'am', starts: '', ends: '' },
        ...{ purpose: `Purpose ${n}`, anyway: '1' },
      },
      count: 'select count(*) from support_visits where purpose = $1',
    })
  }

  async #takeUp() {
    const [id] = await requests(this.#pool, 1, { state: 'requested', school: this.#school })
    await this.#send({
      ...{ kind: 'step', address: `/support/deployments/${id}/triage`, fields: {}, of: id },
      count: `select count(*) from deployment_moves where deployment_id = $1 and to_state = 'triaged'`,
    })
  }
}

test(`a server killed ${KILLS} times loses no note, visit or step of support (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  let server = await serving(alliance.settings, ['serve'])
  const { pool } = alliance.records
  const school = await supportedSchool(pool)
  const running: number[] = []
  for (const practitioner of await supporters(pool, PEOPLE, 400))
    running.push(...(await requests(pool, 1, { state: 'active', school, practitioner, halfDays: 200 })))
  const writers = new SupportWriters(alliance, running, school)
  let brokenOff = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const since = writers.deeds.length
    const enough = writers.answered() + 1 + Math.floor(random() * ANSWERED)
    const writing = writers.run(server.url)
    await until('people were answered', async () => writers.answered() >= enough)
    await sleep(random() * A_MOMENT_MS)
    server.process.kill('SIGKILL')
    writers.stop()
    await Promise.all([server.done, writing])
    brokenOff += writers.open.length
    assert.deepEqual(writers.wrong, [])
    assert.deepEqual(await writers.lost(since), [])
    server = await serving(alliance.settings, ['serve'])
    await writers.sendAgain(server.url)
  }
  assert.deepEqual(writers.wrong, [])
  assert.deepEqual(await writers.lost(0), [])
  assert.deepEqual(await halvesOfSupport(pool), [])
  assert.deepEqual(await broken(alliance.records), [])
  assert.ok(brokenOff > 0, 'some were broken off')
  for (const kind of ['note', 'visit', 'step'] as const) assert.ok(writers.answered(kind) > 0, kind)
  await requireSeen(pool)
  await requireSealed(alliance)
})

/** Whatever were there by half would be found. */
async function requireSeen(pool: Pool) {
  const client = await pool.connect()
  for (const [what, spoils] of Object.entries(spoilt)) {
    await client.query('begin')
    await client.query(spoils)
    assert.notDeepEqual(await halvesOfSupport(client), [], what)
    await client.query('rollback')
  }
  client.release()
}
