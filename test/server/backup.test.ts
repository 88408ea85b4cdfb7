import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Database } from '../../src/platform/db.ts'
import { startEmbedded } from '../../src/platform/embedded.ts'
import { anAlliance, chance, officeAt, recordsIn, seed, subjects, until } from './alliance.ts'
import { atTheEnd, endeavour, folder, serving, sharedByAll } from './process.ts'
import { broken, isKept, Writers } from './writers.ts'

/** Every row of every table but those that a backup leaves out. */
async function rowsOf({ pool, schema }: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'
     and table_name not in ('sessions', 'verifications', 'migrations') order by 1`,
    [schema],
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

/** The records in a data folder that nobody serves. */
async function opened(dataDir: string): Promise<Database> {
  const { stop } = await startEmbedded(dataDir)
  atTheEnd(stop)
  const records = recordsIn(dataDir)
  atTheEnd(() => records.close())
  return records
}

async function run(args: string[], settings: { DATA_DIR: string }) {
  const { status, stderr } = await endeavour(args, settings)
  assert.equal(status, 0, stderr)
}

/** Of a compressed file the first bytes say when and where it was made, which nobody reads. */
const HEADING = 10

function withOneBitChanged(right: Buffer, random: () => number): Buffer {
  const wrong = Buffer.from(right)
  const at = HEADING + Math.floor(random() * (wrong.length - HEADING))
  wrong[at] = (wrong[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return wrong
}

test(`a backup taken beside a running server (SEED=${seed})`, async (t) => {
  sharedByAll()
  const random = chance(seed)
  const alliance = await anAlliance()
  const { settings, records } = alliance
  const server = await serving(settings, ['serve'])
  const writers = new Writers(officeAt(server.url, alliance), await subjects(alliance))
  const writing = writers.run()
  await until('each kind of thing was done', async () => writers.atLeast > 0)
  const corrections = [...writers.acknowledged.corrections]
  const file = path.join(settings.DATA_DIR, 'alliance.backup')
  await run(['backup', file], settings)
  await until('people wrote on', async () => writers.acknowledged.corrections.length > corrections.length)
  writers.stop()
  await writing
  const other = { DATA_DIR: path.join(folder(), 'other') }

  await t.test('is refused when one bit of it was changed', async () => {
    for (let flip = 0; flip < 3; flip += 1) {
      writeFileSync(`${file}.wrong`, withOneBitChanged(readFileSync(file), random))
      const { status, stderr } = await endeavour(['restore', `${file}.wrong`], other)
      assert.equal(status, 1)
      assert.match(stderr, /^The backup is damaged/m)
    }
  })

  await t.test('holds whole actions up to one moment, and all that was said to be done by then', async () => {
    await run(['restore', file], other)
    const restored = await opened(other.DATA_DIR)
    assert.deepEqual(await broken(restored), [])
    for (const one of corrections) assert.ok(await isKept(restored, one), one.subject)
    const [then, now] = [await rowsOf(restored), await rowsOf(records)]
    const log = new Set(now.audit_log)
    assert.deepEqual(
      then.audit_log?.filter((line) => !log.has(line)),
      [],
    )
    assert.ok((then.audit_log?.length ?? 0) < log.size)
  })

  await t.test('is the same row for row when nobody writes, and its log goes on', async () => {
    const third = { DATA_DIR: path.join(folder(), 'third') }
    await run(['backup', file], settings)
    await run(['restore', file], third)
    assert.deepEqual(await rowsOf(await opened(third.DATA_DIR)), await rowsOf(records))
    const log = path.join(third.DATA_DIR, 'audit.jsonl')
    for (const command of ['export', 'verify']) await run(['audit', command, log], third)
  })
})
