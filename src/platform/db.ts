import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { confidedGroups, headOf, holds, isOffice, ledMemberships, moneyOf, type Who } from './who.ts'

/** Each capability adds the tables it owns to this, from its own tables.ts. */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
export interface Tables {}

/** What pages and queries are given: it can only read. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'fn' | 'selectNoFrom' | 'getExecutor'>
/** What an action is given, and nothing else is: it can also write. */
export type Writer = Transaction<Tables>

/** Where the database is, and which alliance in it: each lives in a schema of its own. */
export type Address = { connection: pg.PoolConfig; schema: string }

/** The login that serves pages holds no right to change the audit log or to pass row security. */
export const SERVING_ROLE = 'endeavour_serving'

const POOL_SIZE = 10
const STATEMENT_LIMIT_MS = 30_000
/** Who waits longer than this for a connection is told to try again, rather than left waiting. */
const CONNECTION_LIMIT_MS = 30_000

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIME, (text) => text.slice(0, 5))
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const names = new Map<string, string>()
const MOST_NAMES = 2_000

/** A statement is planned once a connection when it has a name, which saves more than all else together. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known || names.size >= MOST_NAMES) return known
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32)
  names.set(text, name)
  return name
}

const UNREACHABLE = /^(57P0|08|53300)|ECONN|EPIPE|ENOENT|terminated|not queryable|timeout exceeded/

/** Whether the database was away, so that the same may be asked again when it is back. */
export function isUnreachable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return UNREACHABLE.test(`${code} ${message}`)
}

type Result = pg.QueryResult<Record<string, unknown>>

function run(client: pg.PoolClient, text: string, values: readonly unknown[] = []): Promise<Result> {
  const name = values.length > 0 || text.startsWith('select') ? nameOf(text) : undefined
  return client.query({ text, values: [...values], ...(name ? { name } : {}) })
}

export type Viewer = { person: string; memberships: string; groups: string; sees: string }
export const everything: Viewer = { person: '', memberships: '', groups: '', sees: 'everything' }

/** What row-level security is told about the person who asks. */
export function viewerOf(who: Who): Viewer {
  const sees = isOffice(who)
    ? ['everything']
    : [
        ...(holds(who, 'ssig') ? ['support'] : []),
        ...(holds(who, 'head') ? ['heads'] : []),
        ...headed(who),
        ...moneyOf(who).map((membershipId) => `money of ${membershipId}`),
      ]
  return {
    person: who.personId === null ? '' : String(who.personId),
    memberships: ledMemberships(who).join(','),
    groups: confidedGroups(who).join(','),
    sees: sees.join(','),
  }
}

/** A school’s head alone opens some of what its deputies do not, so whoever is both, at two schools, is told apart. */
const headed = (who: Who) => headOf(who).map((membershipId) => `head of ${membershipId}`)

const SET_VIEWER = `select set_config('viewer.person', $1, true), set_config('viewer.memberships', $2, true), set_config('viewer.sees', $3, true), set_config('viewer.groups', $4, true)`
const setViewer = (client: pg.PoolClient, { person, memberships, sees, groups }: Viewer) =>
  run(client, SET_VIEWER, [person, memberships, sees, groups])

/** What is asked together leaves in one write: each write is a call to the operating system. */
function inOneWrite<Asked>(client: pg.PoolClient, ask: () => Asked): Asked {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  try {
    return ask()
  } finally {
    stream.uncork()
  }
}

/**
 * A connection on which every statement is a read-only transaction of its own with the viewer set in it.
 * All four messages leave together, so that row security costs no further round trip.
 */
class ViewedConnection {
  readonly #client: pg.PoolClient
  readonly #viewer: Viewer

  constructor(client: pg.PoolClient, viewer: Viewer) {
    this.#client = client
    this.#viewer = viewer
  }

  async query(text: string, values: readonly unknown[]): Promise<Result> {
    const steps = inOneWrite(this.#client, () => [
      this.#client.query('begin read only'),
      setViewer(this.#client, this.#viewer),
      run(this.#client, text, values),
      this.#client.query('commit'),
    ])
    const [, , asked] = await Promise.allSettled(steps)
    if (asked?.status !== 'fulfilled') throw asked?.reason
    return asked.value as Result
  }

  release() {
    this.#client.release()
  }
}

const camel = () => new CamelCasePlugin()

const dialect = (connect: () => Promise<unknown>) =>
  new PostgresDialect({ pool: { connect, end: async () => {} } as never })

/** An open database: readers for whoever asks, and the one way to write. */
export class Database {
  readonly pool: pg.Pool
  readonly schema: string
  readonly #writing: Kysely<Tables>

  constructor({ connection, schema }: Address, asOwner = false) {
    this.schema = schema
    this.pool = new pg.Pool({
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECTION_LIMIT_MS,
      ...connection,
      pipeline: true,
      options: [
        `-c search_path=${schema},public`,
        `-c statement_timeout=${STATEMENT_LIMIT_MS}`,
        ...(asOwner ? [] : [`-c role=${SERVING_ROLE}`]),
      ].join(' '),
    } as pg.PoolConfig)
    // An idle connection that the server closes is replaced by the pool; the next request must not fall.
    this.pool.on('error', () => {})
    // Nor must the process, when one is closed while a request has it: the request's own statement fails.
    this.pool.on('connect', (client) => client.on('error', () => {}))
    this.#writing = new Kysely<Tables>({ dialect: dialect(() => this.#connect()), plugins: [camel()] })
  }

  async #connect() {
    const client = await this.pool.connect()
    return {
      query: (text: string, values: readonly unknown[]) => run(client, text, values),
      release: () => client.release(),
    }
  }

  /** A reader that sees what this viewer may see. */
  reader(viewer: Viewer): Reader {
    const connect = async () => new ViewedConnection(await this.pool.connect(), viewer)
    return new Kysely<Tables>({ dialect: dialect(connect), plugins: [camel()] })
  }

  /** One transaction in which this viewer reads and writes. */
  transaction<T>(viewer: Viewer, work: (tx: Writer) => Promise<T>): Promise<T> {
    return this.#writing.transaction().execute(async (tx) => {
      await tx
        .selectNoFrom((eb) => [
          eb.fn('set_config', [eb.val('viewer.person'), eb.val(viewer.person), eb.lit(true)]).as('person'),
          eb
            .fn('set_config', [eb.val('viewer.memberships'), eb.val(viewer.memberships), eb.lit(true)])
            .as('memberships'),
          eb.fn('set_config', [eb.val('viewer.groups'), eb.val(viewer.groups), eb.lit(true)]).as('groups'),
          eb.fn('set_config', [eb.val('viewer.sees'), eb.val(viewer.sees), eb.lit(true)]).as('sees'),
        ])
        .execute()
      return work(tx)
    })
  }

  async close() {
    await this.pool.end()
  }
}
