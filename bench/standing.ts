/**
 * How 25 schools stand on 48 clauses, beside the bare queries it asks, one after another on one connection in the
 * same run. And, on an outside server that DATABASE_URL names: with one alliance in the database, and with a
 * hundred, each in a schema of its own with ten years of records.
 */
import pg from 'pg'
import { type Address, Database, everything } from '../src/platform/db.ts'
import { migrate } from '../src/platform/migrate.ts'
import { standings } from '../src/standing/queries.ts'
import { agree } from './agreement.ts'
import { askedBy } from './asked.ts'
import { ownDatabase, recordTenYears, today } from './records.ts'

const ROUNDS = 31
const ALLIANCES = 100

const since = (started: number) => performance.now() - started
const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** Every school on every clause, as its page would have it. */
async function stand(database: Database): Promise<number> {
  const { members, of } = await standings(database.reader(everything), today)
  return members.flatMap((member) => of(member)).length
}

async function besideItsQueries() {
  const { address, database, embedded } = await ownDatabase()
  await recordTenYears(address)
  await agree(database)
  const found = await stand(database)
  const asked = await askedBy(() => stand(database))
  const { pool } = new Database(address, true)
  const bare = await pool.connect()
  const queries = async () => {
    for (const statement of asked) await bare.query(statement)
  }
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    let started = performance.now()
    await stand(database)
    ours.push(since(started))
    started = performance.now()
    await queries()
    theirs.push(since(started))
  }
  const [mine, floor] = [middle(ours), middle(theirs)]
  console.log(
    `${found} findings: ${mine.toFixed(1)} ms; their ${asked.length} bare queries: ${floor.toFixed(1)} ms: ${(mine / floor).toFixed(2)} times (wanted 2.00)`,
  )
  bare.release()
  await pool.end()
  await database.close()
  await embedded.stop()
}

const addressOf = (connectionString: string, number: number): Address => ({
  connection: { connectionString, max: 4 },
  schema: `bench_standing_${number}`,
})

async function found(connectionString: string, number: number) {
  const address = addressOf(connectionString, number)
  await migrate(address)
  await recordTenYears(address)
  const database = new Database(address)
  await agree(database)
  await database.close()
}

/** The middle time of a few rounds in each of these alliances, each opened for it and warm. */
async function timeIn(connectionString: string, numbers: number[]): Promise<number> {
  const times: number[] = []
  for (const number of numbers) {
    const database = new Database(addressOf(connectionString, number))
    for (let round = 0; round < 3; round += 1) await stand(database)
    for (let round = 0; round < ROUNDS / numbers.length; round += 1) {
      const started = performance.now()
      await stand(database)
      times.push(since(started))
    }
    await database.close()
  }
  return middle(times)
}

async function withManyAlliances(connectionString: string) {
  const all = Array.from({ length: ALLIANCES }, (_, i) => i + 1)
  const sample = all.filter((number) => number % 10 === 0)
  await dropped(connectionString, all)
  await found(connectionString, 1)
  const alone = await timeIn(connectionString, [1])
  for (const number of all.slice(1)) await found(connectionString, number)
  const first = await timeIn(connectionString, [1])
  const others = await timeIn(connectionString, sample)
  console.log(`one alliance in the database: ${alone.toFixed(1)} ms`)
  console.log(
    `with ${ALLIANCES}: the first ${first.toFixed(1)} ms, ${(first / alone).toFixed(2)} times; ${sample.length} of them ${others.toFixed(1)} ms, ${(others / alone).toFixed(2)} times (wanted flat)`,
  )
  await dropped(connectionString, all)
}

async function dropped(connectionString: string, numbers: number[]) {
  const owner = new pg.Client({ connectionString })
  await owner.connect()
  for (const number of numbers)
    await owner.query(`drop schema if exists ${addressOf('', number).schema} cascade`)
  await owner.end()
}

await besideItsQueries()
const outside = process.env.DATABASE_URL
if (outside) await withManyAlliances(outside)
else console.log('One and a hundred alliances: name an outside PostgreSQL in DATABASE_URL to time them')
