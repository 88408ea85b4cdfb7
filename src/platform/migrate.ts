import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { type Address, SERVING_ROLE } from './db.ts'
import { installJobs, jobsDigest } from './job.ts'
import { projectFolder } from './project.ts'

const LOCK = 7_205_759_403

/** Tables that the serving role may add to and read, and never change. */
const appendOnly = ['audit_log']

/**
 * Brings the alliance's schema up to date, as the owner of the database: each numbered file once, in order,
 * in one transaction under a lock, so that two processes starting together do it once.
 * @returns the files that were applied.
 * @throws CannotMigrate with a sentence for whoever runs the installation.
 */
export async function migrate(address: Address, folder = migrationsFolder()): Promise<string[]> {
  return asOwner(address, async (client) => {
    const applied = await applyMigrations(client, folder)
    await letServe(client, address)
    return applied
  })
}

/** One transaction as the owner of the database, in the alliance's schema, with nobody else changing its shape. */
export async function asOwner<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { schema } = address
  const client = await connectAsOwner(address)
  try {
    await requireVersion(client)
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query(`create schema if not exists ${client.escapeIdentifier(schema)}`)
    await client.query(`set local search_path to ${client.escapeIdentifier(schema)}, public`)
    const result = await work(client)
    await client.query('commit')
    return result
  } finally {
    await client.end()
  }
}

/** A connection with the rights of whoever owns the alliance's records; whoever takes it ends it. */
export async function connectAsOwner({ connection }: Address): Promise<pg.Client> {
  const client = new pg.Client(connection as pg.ClientConfig)
  // A statement under way fails when the connection is lost; the event beside it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Gives the serving role what it needs of the tables that are there now, and the jobs their own. */
export async function letServe(client: pg.Client, address: Address) {
  await makeServingRole(client)
  await grant(client, address.schema)
  await bringJobs(client, address)
}

/** The database cannot be brought up to date, for a reason whoever runs it can mend. */
export class CannotMigrate extends Error {}

export const migrationsFolder = () => path.join(projectFolder, 'db/migrations')

const OLDEST_SERVER = 15

async function requireVersion(client: pg.Client) {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const version = rows[0]?.version ?? ''
  if (Number.parseInt(version, 10) < OLDEST_SERVER)
    throw new CannotMigrate(
      `The database server is PostgreSQL ${version}; Endeavour needs ${OLDEST_SERVER} or newer.`,
    )
}

/** Applies the files that are not applied yet, all or those named. */
export async function applyMigrations(
  client: pg.Client,
  folder = migrationsFolder(),
  wanted?: string[],
): Promise<string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, digest text not null, at timestamptz not null default now())',
  )
  const done = await recorded(client)
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  refuseNewer([...done.keys()].filter((name) => name.endsWith('.sql') && !files.includes(name)))
  const applied: string[] = []
  for (const name of files.sort()) {
    if (wanted && !wanted.includes(name)) continue
    const text = readFileSync(path.join(folder, name), 'utf8')
    if (!done.has(name)) await apply(client, name, text)
    else if (done.get(name) !== digestOf(text))
      throw new CannotMigrate(`${name} was changed after it had been applied to this database.`)
    if (!done.has(name)) applied.push(name)
  }
  return applied
}

/** The files that were applied to this database, with the digest of each. */
export async function recorded(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; digest: string }>('select name, digest from migrations')
  return new Map(rows.map(({ name, digest }) => [name, digest]))
}

function refuseNewer([newer]: string[]) {
  if (newer)
    throw new CannotMigrate(
      `The database was brought up to date by a newer Endeavour (${newer}). Run that one, or restore a backup made before it.`,
    )
}

export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

async function apply(client: pg.Client, name: string, text: string) {
  try {
    await client.query(text)
  } catch (error) {
    throw new CannotMigrate(`${name} could not be applied: ${(error as Error).message}.`, { cause: error })
  }
  await record(client, name, digestOf(text))
}

async function record(client: pg.Client, name: string, digest: string) {
  await client.query(
    'insert into migrations (name, digest) values ($1, $2) on conflict (name) do update set digest = excluded.digest, at = now()',
    [name, digest],
  )
}

const INSUFFICIENT_PRIVILEGE = '42501'

/** Makes the serving role, and makes sure that whoever connects may take it on. */
async function makeServingRole(client: pg.Client) {
  try {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${SERVING_ROLE}') then
        begin create role ${SERVING_ROLE} nologin;
        exception when duplicate_object or unique_violation then null; end;
      end if;
      begin set local role ${SERVING_ROLE}; reset role;
      exception when insufficient_privilege then execute format('grant ${SERVING_ROLE} to %I', current_user); end;
    end $$`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE)) throw error
    const { rows } = await client.query<{ me: string }>('rollback; select current_user as me').then(lastOf)
    throw new CannotMigrate(
      `The database user may not create roles. Have its administrator run: create role ${SERVING_ROLE} nologin; grant ${SERVING_ROLE} to ${client.escapeIdentifier(rows[0]?.me ?? '')};`,
    )
  }
}

/** Several statements sent at once are answered with an array, which the types do not say. */
const lastOf = <Result>(results: Result | Result[]) =>
  (Array.isArray(results) ? results.at(-1) : results) as Result

/** The serving role reads and writes rows; it owns nothing, so row security binds it. */
async function grant(client: pg.Client, schema: string) {
  const quoted = client.escapeIdentifier(schema)
  await client.query(`grant usage on schema ${quoted} to ${SERVING_ROLE}`)
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${quoted} to ${SERVING_ROLE}`,
  )
  await client.query(`grant usage, select on all sequences in schema ${quoted} to ${SERVING_ROLE}`)
  await client.query(`revoke insert, update, delete on migrations from ${SERVING_ROLE}`)
  for (const table of appendOnly)
    await client.query(`revoke update, delete, truncate on ${table} from ${SERVING_ROLE}`)
}

/** The job tables come with their library and change with it. */
async function bringJobs(client: pg.Client, address: Address) {
  const done = await recorded(client)
  if (done.get('jobs') === jobsDigest()) return
  await installJobs(client, address)
  await record(client, 'jobs', jobsDigest())
}
