import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { BrokenChain, verifyDatabase } from './audit.ts'
import { type BackedUp, type EndLine, type Header, PLAIN, type TableLine, tablesIn } from './backup.ts'
import type { Address } from './db.ts'
import { linesOf } from './file.ts'
import { applyMigrations, asOwner, digestOf, letServe, migrationsFolder } from './migrate.ts'

/** The backup cannot be restored; the message says why in a sentence, and nothing was changed. */
export class CannotRestore extends Error {}

const BATCH_ROWS = 500
const BATCH_CHARACTERS = 4_000_000

export type Restored = BackedUp & { brokenChain: string | undefined }

/**
 * Puts a backup into a database without any records, wholly or not at all, and brings it up to date.
 * @throws CannotRestore for a damaged file, one from a newer Endeavour, or a database that holds records.
 */
export async function restore(address: Address, file: string): Promise<Restored> {
  const { header, sha256 } = await checked(file)
  requireKnown(header)
  const restored = await asOwner(address, async (client) => {
    await makeRoom(client, address.schema)
    await applyMigrations(client, migrationsFolder(), Object.keys(header.migrations))
    const loaded = await load(client, address.schema, file)
    await applyMigrations(client)
    await letServe(client, address)
    await leaveMailUnsent(client)
    return { ...loaded, brokenChain: await faultIn(client) }
  })
  return { alliance: header.alliance, sha256, ...restored }
}

/** A log that was tampered with before the backup is restored as it was, and that is said. */
const faultIn = (client: pg.Client): Promise<string | undefined> =>
  verifyDatabase(client).then(
    () => undefined,
    (error) => {
      if (error instanceof BrokenChain) return error.message
      throw error
    },
  )

function unpacked(file: string) {
  const gunzip = createGunzip()
  // Whatever goes wrong on the way ends the reading with that error.
  pipeline(createReadStream(file), gunzip, () => {})
  return linesOf(gunzip)
}

const damaged = () =>
  new CannotRestore('The backup is damaged: it is not what was written. Nothing was changed.')

/** Reads the whole file once before anything is touched. */
async function checked(file: string): Promise<{ header: Header; sha256: string }> {
  if (!(await stat(file).catch(() => undefined))?.isFile())
    throw new CannotRestore(`There is no file ${file}.`)
  const hash = createHash('sha256')
  let header: Header | undefined
  let previous: string | undefined
  try {
    for await (const line of unpacked(file)) {
      header ??= headerOf(line)
      if (previous !== undefined) hash.update(`${previous}\n`)
      previous = line
    }
  } catch (error) {
    throw error instanceof CannotRestore ? error : damaged()
  }
  const sha256 = hash.digest('hex')
  if (!header || previous !== JSON.stringify({ sha256 })) throw damaged()
  return { header, sha256 }
}

function headerOf(line: string): Header {
  const header = JSON.parse(line) as Partial<Header>
  if (header.backup !== 'Endeavour') throw new CannotRestore('This file is not a backup of Endeavour.')
  if (header.format !== 1)
    throw new CannotRestore('This backup was made by a newer Endeavour. Restore it with that one.')
  return header as Header
}

function requireKnown({ migrations }: Header) {
  for (const [name, digest] of Object.entries(migrations)) {
    if (!name.endsWith('.sql')) continue
    if (digestOf(textOf(name)) !== digest)
      throw new CannotRestore(
        `This backup was made by another Endeavour, which had ${name}. Restore it with that one.`,
      )
  }
}

function textOf(name: string): string {
  try {
    return readFileSync(path.join(migrationsFolder(), path.basename(name)), 'utf8')
  } catch {
    return ''
  }
}

/** Takes away the empty tables of an alliance that has not begun, and nothing else. */
async function makeRoom(client: pg.Client, schema: string) {
  for (const { table } of await tablesIn(client, schema)) {
    const { rowCount } = await client.query(`select from ${client.escapeIdentifier(table)} limit 1`)
    if (rowCount)
      throw new CannotRestore(
        'The database already holds records. Restore into an empty one: set DATA_DIR to a new folder, or DATABASE_URL to a new database.',
      )
  }
  const name = client.escapeIdentifier(schema)
  await client.query(`drop schema ${name} cascade; create schema ${name}`)
}

/** Rows refer to each other in all directions: what checks them is put back when all are there. */
async function load(
  client: pg.Client,
  schema: string,
  file: string,
): Promise<{ tables: number; rows: number }> {
  await client.query(PLAIN)
  const references = await withoutReferences(client, schema)
  const loader = new Loader(client)
  for await (const line of unpacked(file)) await loader.take(line)
  for (const { table, name, definition } of references)
    await client.query(`alter table ${table} add constraint ${client.escapeIdentifier(name)} ${definition}`)
  return { tables: loader.tables, rows: loader.rows }
}

type Reference = { table: string; name: string; definition: string }

async function withoutReferences(client: pg.Client, schema: string): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = $1::regnamespace`,
    [schema],
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${client.escapeIdentifier(name)}`)
  return rows
}

class Loader {
  readonly #client: pg.Client
  #table: TableLine | undefined
  #waiting: string[] = []
  #characters = 0
  readonly #begun: string[] = []
  rows = 0

  constructor(client: pg.Client) {
    this.#client = client
  }

  async take(line: string) {
    const said = JSON.parse(line) as string | Header | TableLine | EndLine | { sha256: string }
    if (typeof said === 'string') return this.#row(said)
    await this.#flush()
    if ('table' in said) await this.#begin(said)
    else if ('sequences' in said) await this.#end(said)
  }

  async #begin(table: TableLine) {
    const name = this.#client.escapeIdentifier(table.table)
    this.#table = table
    this.#begun.push(name)
    await this.#client.query(`alter table ${name} disable trigger user`)
  }

  async #row(text: string) {
    this.#waiting.push(text)
    this.#characters += text.length
    if (this.#waiting.length >= BATCH_ROWS || this.#characters >= BATCH_CHARACTERS) await this.#flush()
  }

  async #flush() {
    if (!this.#table || this.#waiting.length === 0) return
    const name = this.#client.escapeIdentifier(this.#table.table)
    const columns = this.#table.columns.map((column) => this.#client.escapeIdentifier(column)).join(', ')
    await this.#client.query(
      `insert into ${name} (${columns}) overriding system value select ${columns} from unnest($1::${name}[])`,
      [this.#waiting],
    )
    this.rows += this.#waiting.length
    this.#waiting = []
    this.#characters = 0
  }

  async #end({ sequences, rows }: EndLine) {
    if (rows !== this.rows) throw damaged()
    for (const [name, last] of Object.entries(sequences))
      await this.#client.query('select setval($1::regclass, $2)', [this.#client.escapeIdentifier(name), last])
    for (const table of this.#begun) await this.#client.query(`alter table ${table} enable trigger user`)
  }

  get tables() {
    return this.#begun.length
  }
}

/** Mail that waited when the backup was made has most likely gone out since. */
async function leaveMailUnsent(client: pg.Client) {
  await client.query(
    `update mails set state = 'failed', last_error = 'Not sent: restored from a backup' where state in ('waiting', 'sending')`,
  )
}
