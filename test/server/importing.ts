import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Summary } from '../../src/imports/bring.ts'
import { targets } from '../../src/imports/targets.ts'
import { type Database, isUnreachable } from '../../src/platform/db.ts'
import { type Answered, type Office, until, yearFolder } from './alliance.ts'

const AT_MOST_MS = 45_000

type Found = { id: number; state: string; result: Partial<Summary> }

export async function importsIn({ pool }: Database): Promise<Found[]> {
  return (await pool.query<Found>('select id, state, result from imports order by id')).rows
}

const tableOf = new Map(Object.values(targets).map(({ what, table }) => [what, table]))

const count = async ({ pool }: Database, from: string, id: number): Promise<number> =>
  (await pool.query(`select count(*) from ${from} where import_id = $1`, [id])).rows[0].count

/** What there is of each import, where that is neither all that it told of nor nothing. */
export async function halves(database: Database): Promise<string[]> {
  const found = await Promise.all((await importsIn(database)).map((one) => halfOf(database, one)))
  return found.flat()
}

async function halfOf(database: Database, { id, state, result }: Found): Promise<string[]> {
  const told = state === 'applied' ? (result.told ?? []) : []
  const halves: string[] = []
  for (const [what, table] of tableOf) {
    const added = told.find((one) => one.what === what)?.added ?? 0
    const there = await count(database, table, id)
    if (there !== added) halves.push(`import ${id}, ${state}: ${there} of ${added} ${what}`)
  }
  const revisions = await count(database, 'revisions', id)
  if (told.length === 0 && revisions > 0) halves.push(`import ${id}, ${state}: ${revisions} revisions`)
  return state === 'applied' && told.length === 0 ? [...halves, `import ${id} tells of nothing`] : halves
}

/** The files of a year of the demonstration. */
export const yearFiles = (year: string) =>
  readdirSync(yearFolder(year)).map(
    (name) => new File([readFileSync(path.join(yearFolder(year), name))], name),
  )

/** Gives files in the browser. */
export function give(office: Office, files: File[], kind = 'year'): Promise<Answered> {
  const form = new FormData()
  form.set('form-key', randomUUID())
  form.set('kind', kind)
  for (const file of files) form.append('file', file)
  return office.post('/imports/new', form)
}

/** Gives files, and waits until they have been checked. */
export async function checked(office: Office, database: Database, files: File[]): Promise<string> {
  const { location } = await give(office, files)
  assert.equal(await rested(database, idIn(location)), 'checked')
  return location
}

export const bringIn = (office: Office, at: string): Promise<Answered> =>
  office.post(`${at}/bring-in`, { 'form-key': randomUUID() })

/** A connection of the test's own that broke with a database that was killed: it is asked again. */
function unlessKilled(error: Error): Found[] {
  if (isUnreachable(error)) return []
  throw error
}

/** Waits until an import is at rest, which nobody has to see to, and says how it ended. */
export async function rested(database: Database, id: number): Promise<string> {
  let state = ''
  const atRest = async () => {
    const found = await importsIn(database).catch(unlessKilled)
    state = found.find((one) => one.id === id)?.state ?? 'applying'
    return !['waiting', 'checking', 'applying'].includes(state)
  }
  await until(`import ${id} is at rest`, atRest, AT_MOST_MS)
  return state
}

export const idIn = (location: string) => Number(/\d+/.exec(location)?.[0])

export const undo = async (office: Office, at: string) => {
  const { status, text } = await office.post(`${at}/undo`, { 'form-key': randomUUID() })
  assert.equal(status, 303, text)
}
