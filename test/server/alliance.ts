import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Database } from '../../src/platform/db.ts'
import { startEmbedded } from '../../src/platform/embedded.ts'
import { prepare } from '../../src/platform/embedded-files.ts'
import { projectFolder } from '../../src/platform/project.ts'
import { SCHEMA, settingsFrom } from '../../src/platform/settings.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import { atTheEnd, databasePid, endeavour, folder } from './process.ts'

export const yearFolder = (name: string) => path.join(projectFolder, 'demo', name)
export const officeEmail = 'office@vale.example'

export type Alliance = { settings: { DATA_DIR: string }; cookie: string; records: Database }

/** An alliance of its own for one test, not yet served: an office, and the records of 2015-16. */
export async function anAlliance(): Promise<Alliance> {
  const dataDir = path.join(folder(), 'data')
  const copied = spawnSync('cp', ['-a', await template(), dataDir], { encoding: 'utf8' })
  assert.equal(copied.status, 0, copied.stderr)
  atTheEnd(() => endDatabase(dataDir))
  const records = recordsIn(dataDir)
  atTheEnd(() => records.close())
  return {
    settings: { DATA_DIR: dataDir },
    cookie: readFileSync(path.join(dataDir, 'cookie'), 'utf8'),
    records,
  }
}

let made: Promise<string> | undefined
const template = () => {
  made ??= makeOnce()
  return made
}

/** Made once for a run of all tests, by whichever file comes first; or once for a file that is run alone. */
async function makeOnce(): Promise<string> {
  const place = path.join(process.env.TEST_DATA_DIR ?? ownFolder(), 'alliance')
  if (existsSync(place)) return place
  const making = `${place}-${process.pid}`
  mkdirSync(making)
  await make(making)
  try {
    renameSync(making, place)
  } catch (error) {
    if (!existsSync(place)) throw error
    rmSync(making, { recursive: true })
  }
  return place
}

function ownFolder(): string {
  const own = mkdtempSync(path.join(tmpdir(), 'endeavour-server-'))
  chmodSync(own, 0o755)
  process.once('exit', () => rmSync(own, { recursive: true, force: true }))
  return own
}

async function make(dataDir: string) {
  const who = ['--short-name', 'Vale', '--coordinator', 'Amina Shah', '--email', officeEmail]
  for (const command of [
    ['alliance', 'create', 'Vale Learning Alliance', ...who],
    ['import', 'year', yearFolder('2015-16')],
  ]) {
    const { status, stderr } = await endeavour(command, { DATA_DIR: dataDir })
    assert.equal(status, 0, stderr)
  }
  writeFileSync(path.join(dataDir, 'cookie'), await signedIn(dataDir))
}

async function signedIn(dataDir: string): Promise<string> {
  const { stop, ...connection } = await startEmbedded(dataDir)
  const database = new Database({ connection, schema: SCHEMA })
  try {
    const { secret } = settingsFrom({ DATA_DIR: dataDir }, '/')
    const signing = accounts(database, { url: 'http://localhost', secret, secure: false })
    const cookie = await signing.open(await signing.tokenFor(officeEmail))
    return cookie?.split(';')[0] ?? ''
  } finally {
    await database.close()
    await stop()
  }
}

/** The log as anybody can check it. */
export async function requireSealed({ settings }: Alliance) {
  const file = path.join(settings.DATA_DIR, 'audit.jsonl')
  for (const command of ['export', 'verify']) {
    const { status, stderr } = await endeavour(['audit', command, file], settings)
    assert.equal(status, 0, stderr)
  }
}

/** The records of an alliance that is being served, to look into beside its server. */
export function recordsIn(dataDir: string): Database {
  const connection = { host: prepare(dataDir).sockets, port: 5432, user: 'endeavour', database: 'postgres' }
  return new Database({ connection, schema: SCHEMA }, true)
}

/** Whether the embedded database of this folder has a process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A database whose server was killed goes on without it; it goes with the test. */
async function endDatabase(dataDir: string) {
  if (!existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))) return
  const pid = databasePid(dataDir)
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
  for (let waited = 0; isAlive(pid) && waited < 200; waited += 1) await sleep(25)
}

export type Answered = { status: number; text: string; location: string }
export type Fields = Record<string, string | string[]>

/** What the office’s browser does at one server. */
export function officeAt(url: string, { cookie }: Alliance) {
  const ask = async (address: string, request: RequestInit): Promise<Answered> => {
    const headers = { cookie, origin: url }
    const answer = await fetch(url + address, { ...request, headers, redirect: 'manual' })
    return {
      status: answer.status,
      text: await answer.text(),
      location: answer.headers.get('location') ?? '',
    }
  }
  return {
    get: (address: string) => ask(address, {}),
    post: (address: string, fields: Fields | FormData) =>
      ask(address, { method: 'POST', body: fields instanceof FormData ? fields : encoded(fields) }),
  }
}
export type Office = ReturnType<typeof officeAt>

const encoded = (fields: Fields) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  )

export async function until(what: string, holds: () => Promise<boolean>, limitMs = 30_000) {
  const deadline = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`After ${limitMs / 1000} s it was not so that ${what}.`)
    await sleep(25)
  }
}

/** The same numbers from 0 to 1 for the same seed, which a failing test names. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
export const seed = Number(process.env.SEED) || Date.now() % 1_000_000_007

/** Some visits and a meeting of the year, for people to write about. */
export async function subjects({ records: { pool } }: Alliance) {
  const { rows: visits } = await pool.query<{ id: number }>(
    'select id from support_visits order by id limit 12',
  )
  const { rows: meetings } = await pool.query<{ id: number }>(
    `select id from meetings where status = 'held' order by id limit 1`,
  )
  return { visits: visits.map(({ id }) => id), meeting: meetings[0]?.id ?? 0 }
}

/** Somebody who looks at a page again and again: what they see, and how long they wait for it. */
export class Waits {
  longestMs = 0
  readonly statuses = new Set<number>()
  readonly #url: string
  #stopped = false

  constructor(url: string) {
    this.#url = url
  }

  stop() {
    this.#stopped = true
  }

  async run() {
    while (!this.#stopped) {
      const since = performance.now()
      const { status, headers } = await fetch(`${this.#url}/review`)
      assert.ok(status !== 503 || headers.has('retry-after'))
      this.statuses.add(status)
      this.longestMs = Math.max(this.longestMs, performance.now() - since)
      await sleep(10)
    }
  }
}
