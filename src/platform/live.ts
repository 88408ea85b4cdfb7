import { sql } from 'kysely'
import pg from 'pg'
import type { Database, Writer } from './db.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000
/** A connection that nobody answers on is found out by asking now and then. */
const ALIVE_MS = 30_000

type Heard = () => void

/**
 * Tells pages that are open what has changed. The database says that something of a record has, by its address
 * (`meetings/12`), and nothing of what: whoever hears it asks for the page again, with their own rights. One
 * connection a process listens, from the first page that is open; where it breaks, it is made again, and everybody
 * is told, since nobody knows what was missed.
 */
export class Live {
  readonly #database: Database
  readonly #heard = new Map<string, Set<Heard>>()
  #listening: pg.Client | undefined
  #asking: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined
  #wait = FIRST_WAIT_MS
  #closed = false
  #whenClosed = new Set<Heard>()

  constructor(database: Database) {
    this.#database = database
  }

  /** How many pages are open. */
  get open() {
    return [...this.#heard.values()].reduce((sum, { size }) => sum + size, 0)
  }

  get closed() {
    return this.#closed
  }

  /** Hears of every change to this record until the function given back is called. */
  listen(address: string, changed: Heard, closes: Heard): Heard {
    const heard = this.#heard.get(address) ?? new Set()
    this.#heard.set(address, heard.add(changed))
    this.#whenClosed.add(closes)
    this.#connect()
    return () => {
      heard.delete(changed)
      this.#whenClosed.delete(closes)
      if (heard.size === 0) this.#heard.delete(address)
      if (this.#heard.size === 0) this.#disconnect()
    }
  }

  /** Ends every open page’s stream, so that a server that stops waits for none. */
  async close() {
    this.#closed = true
    for (const closes of [...this.#whenClosed]) closes()
    this.#disconnect()
  }

  #connect() {
    if (this.#listening || this.#closed || this.#heard.size === 0) return
    // The pool’s own settings, its role among them; spread, they would lose the password, which does not enumerate.
    const client = new pg.Client(this.#database.pool.options)
    this.#listening = client
    client.on('notification', ({ payload }) => this.#tell(payload ?? ''))
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    client
      .connect()
      .then(() => client.query(`listen "${this.#database.schema}_live"`))
      .then(() => this.#connected(client))
      .catch(() => this.#lost(client))
  }

  #connected(client: pg.Client) {
    this.#wait = FIRST_WAIT_MS
    for (const address of this.#heard.keys()) this.#tell(address)
    this.#asking = setInterval(() => client.query('select 1').catch(() => this.#lost(client)), ALIVE_MS)
    this.#asking.unref()
  }

  #tell(address: string) {
    for (const changed of this.#heard.get(address) ?? []) changed()
  }

  #lost(client: pg.Client) {
    if (this.#listening !== client) return
    this.#disconnect()
    if (this.#closed || this.#heard.size === 0) return
    this.#again = setTimeout(() => this.#connect(), this.#wait)
    this.#again.unref()
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }

  #disconnect() {
    const client = this.#listening
    this.#listening = undefined
    clearInterval(this.#asking)
    clearTimeout(this.#again)
    client?.end().catch(() => {})
  }
}

/** Tells the pages open on a record that it has changed, once this transaction has ended well. */
export const tellLive = (tx: Writer, address: string) =>
  sql`select pg_notify(current_schema() || '_live', ${address})`.execute(tx)
