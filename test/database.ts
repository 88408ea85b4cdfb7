import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type Address, Database } from '../src/platform/db.ts'
import { type Embedded, startEmbedded } from '../src/platform/embedded.ts'
import { jobsDigest } from '../src/platform/job.ts'
import { migrate, migrationsFolder } from '../src/platform/migrate.ts'

const SCHEMA = 'alliance'
const FILLED = 'template_filled_'
const TEMPLATE_LOCK = 4_811_902_267
const NO_SUCH_DATABASE = '3D000'

/** A whole test run keeps nothing, so its server need not wait for a disk. */
export const carefree = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']

/** A run of `npm test` names its own folder; a file run alone shares one that is left running for the next. */
const clusterFolder = () =>
  process.env.TEST_DATA_DIR ?? path.join(tmpdir(), `endeavour-test-${userInfo().uid}`)

let cluster: Promise<Embedded> | undefined
const running = () => {
  cluster ??= startEmbedded(clusterFolder(), { extra: carefree })
  return cluster
}

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(await connectionTo('postgres'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function connectionTo(database: string) {
  const { host, port, user, ssl } = await running()
  return { host, port, user, ssl, database }
}

const mine = `test_${process.pid}_`
let made = 0
const nextName = () => {
  made += 1
  return `${mine}${made}`
}
/** What a template holds beyond the migrations; its name changes whenever that would be otherwise. */
type Filling = { name: string; fill: (database: Database) => Promise<unknown> }
const templates = new Map<Filling | undefined, Promise<string>>()

/**
 * The address of a migrated database of this test's own; it goes when the test (or file) has ended. It is empty,
 * or a copy of what was filled once for all who ask for the same filling.
 */
export async function freshAddress(filling?: Filling): Promise<Address> {
  const name = await copied(filling)
  after(() => drop(name))
  return addressOf(name)
}

/** The address of a database with nothing in it, not even the alliance's schema. */
export async function emptyAddress(): Promise<Address> {
  const name = nextName()
  await asOwner((client) => client.query(`create database ${name}`))
  after(() => drop(name))
  return addressOf(name)
}

/** An open database of this test's own, closed and dropped when the test (or file) has ended. */
export async function freshDatabase(): Promise<Database> {
  const name = await copied()
  const database = new Database(await addressOf(name))
  after(async () => {
    if (!database.pool.ending) await database.close()
    await drop(name)
  })
  return database
}

/** Another database of this test’s own that holds what this one does; nothing may be connected to it any more. */
export async function copyOf(original: Database): Promise<Database> {
  const name = nextName()
  const from = original.pool.options.database
  await asOwner((client) => client.query(`create database ${name} template ${from} strategy file_copy`))
  const database = new Database(await addressOf(name))
  after(async () => {
    if (!database.pool.ending) await database.close()
    await drop(name)
  })
  return database
}

const addressOf = async (name: string): Promise<Address> => ({
  connection: await connectionTo(name),
  schema: SCHEMA,
})
const drop = (name: string) =>
  asOwner((client) => client.query(`drop database if exists ${name} with (force)`))

async function copied(filling?: Filling, again = true): Promise<string> {
  const template = templates.get(filling) ?? templateOf(filling)
  templates.set(filling, template)
  const from = await template
  const name = nextName()
  try {
    await asOwner((client) => client.query(`create database ${name} template ${from} strategy file_copy`))
    return name
  } catch (error) {
    // A file run beside this one with other migrations has replaced the template.
    if (!again || !(error instanceof pg.DatabaseError && error.code === NO_SUCH_DATABASE)) throw error
    templates.clear()
    return copied(filling, false)
  }
}

async function templateOf(filling?: Filling): Promise<string> {
  if (!filling) return asOwner((client) => makeTemplate(client, templateName(), makeMigrated))
  const migrated = await asOwner((client) => makeTemplate(client, templateName(), makeMigrated))
  const name = `${FILLED}${createHash('sha256').update(migrated).update(filling.name).digest('hex').slice(0, 16)}`
  return asOwner((client) =>
    makeTemplate(client, name, (making) => makeFilled(making, client, migrated, filling)),
  )
}

const templateName = () => {
  const folder = migrationsFolder()
  const digest = createHash('sha256')
  for (const file of readdirSync(folder).sort())
    digest.update(file).update(readFileSync(path.join(folder, file)))
  digest.update(jobsDigest())
  return `template_${digest.digest('hex').slice(0, 16)}`
}

/** Made once for each name, whichever process comes first. */
async function makeTemplate(client: pg.Client, name: string, make: Make): Promise<string> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  if (await exists(client, name)) return name
  const making = `making_${process.pid}`
  await make(making, client)
  await client.query(`alter database ${making} rename to ${name}`)
  return name
}

type Make = (making: string, client: pg.Client) => Promise<void>

async function makeMigrated(making: string, client: pg.Client) {
  await dropLeftovers(client, 'template_')
  await client.query(`create database ${making}`)
  await migrate(await addressOf(making))
}

async function makeFilled(making: string, client: pg.Client, from: string, { fill }: Filling) {
  await dropLeftovers(client, FILLED)
  await client.query(`create database ${making} template ${from} strategy file_copy`)
  const database = new Database(await addressOf(making))
  try {
    await fill(database)
  } finally {
    await database.close()
  }
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  return rowCount === 1
}

/** Files run side by side may be of different states of the sources for a while, each with its own template. */
const KEPT = 4

async function dropLeftovers(client: pg.Client, outdated: string) {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(test|making|template)_[0-9a-f]' order by oid desc`,
  )
  const names = rows.map(({ datname }) => datname)
  const templates = names.filter((name) => name.startsWith(outdated)).slice(KEPT)
  const orphans = names.filter(
    (name) => !name.startsWith('template_') && !isAlive(Number(name.split('_')[1])),
  )
  for (const name of [...templates, ...orphans])
    await client.query(`drop database if exists ${name} with (force)`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
