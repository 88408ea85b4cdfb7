import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Place, prepare } from './embedded-files.ts'

const PORT = 5432
const START_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 25
const LARGEST_LOG = 1_000_000
/** Every process that uses the database shares this lock; whoever can have it alone is the last. */
const IN_USE = 6_120_338_417

const settings = [
  'listen_addresses=',
  'logging_collector=off',
  'shared_buffers=64MB',
  'max_connections=100',
  'io_method=sync',
  'timezone=UTC',
  // The server's own log tells of the server; what people typed stays out of it.
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_checkpoints=off',
]

export type Connection = { host: string; port: number; user: string; database: string; ssl: false }

export type Embedded = Connection & {
  /** Lets go of the database, which stops unless another process still uses it. */
  stop: () => Promise<void>
}

type Options = {
  extra?: string[]
  /** Told when the database was found dead and again when it serves once more. */
  onDeath?: (what: 'database died' | 'database started again') => void
}

/**
 * Starts PostgreSQL in a folder of our own, on a unix socket only, or joins the one already running there
 * (started by another process, or left by one that was killed). Should it die it is started again, until
 * this process stops using it.
 * @throws Error with a sentence for whoever runs the installation.
 */
export async function startEmbedded(
  dataDir: string,
  { extra = [], onDeath }: Options = {},
): Promise<Embedded> {
  const place = prepare(dataDir)
  const connection: Connection = {
    host: place.sockets,
    port: PORT,
    user: 'endeavour',
    database: 'postgres',
    ssl: false,
  }
  let stopping = false
  let keeper = await join(place, connection, extra)

  const watch = () => keeper.once('end', () => stopping || void revive())
  const revive = async () => {
    onDeath?.('database died')
    while (!stopping) {
      try {
        keeper = await join(place, connection, extra)
        break
      } catch {
        await sleep(1_000, undefined, { ref: false })
      }
    }
    if (stopping) return
    watch()
    onDeath?.('database started again')
  }
  watch()

  const stop = async () => {
    if (stopping) return
    stopping = true
    await leave(place, keeper)
  }
  return { ...connection, stop }
}

/** Connects as one more user of the database, starting it where nobody answers. */
async function join(place: Place, connection: Connection, extra: string[]): Promise<pg.Client> {
  const deadline = Date.now() + START_LIMIT_MS
  let server: ChildProcess | undefined
  while (Date.now() < deadline) {
    const keeper = await use(connection)
    if (typeof keeper !== 'string') return keeper
    const running = server !== undefined && server.exitCode === null && server.signalCode === null
    if (keeper === 'nobody answers' && !running) {
      if (server) disownDeadProcess(place)
      server = launch(place, extra)
    }
    await sleep(LOOK_AGAIN_MS)
  }
  throw new Error(`The database in ${place.data} did not start. ${lastWords(place)}`)
}

async function use(connection: Connection): Promise<pg.Client | 'nobody answers' | 'not yet'> {
  const keeper = new pg.Client({ ...connection, application_name: 'endeavour keeper' })
  keeper.on('error', () => {})
  try {
    await keeper.connect()
    await keeper.query('select pg_advisory_lock_shared($1)', [IN_USE])
    hold(keeper, false)
    return keeper
  } catch (error) {
    keeper.end().catch(() => {})
    const { code } = error as { code?: string }
    return code === 'ECONNREFUSED' || code === 'ENOENT' ? 'nobody answers' : 'not yet'
  }
}

/** Whether this connection alone keeps the process alive: only while it is being given back. */
function hold(keeper: pg.Client, alive: boolean) {
  const client = keeper as pg.Client & { ref(): void; unref(): void }
  if (alive) client.ref()
  else client.unref()
}

/** Where a server writes its own log; the one before is kept beside it once it has grown. */
const logOf = ({ home }: Place) => path.join(home, 'postgres.log')

function launch(place: Place, extra: string[]): ChildProcess {
  const { bin, data, sockets, identity } = place
  const log = logOf(place)
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(log, `${log}.1`)
  const output = openSync(log, 'a', 0o600)
  const options = [...settings, ...extra].flatMap((setting) => ['-c', setting])
  // In a process group of its own, so that Ctrl-C in the terminal reaches us and not the database under us.
  const server = spawn(
    path.join(bin, 'postgres'),
    ['-D', data, '-p', String(PORT), '-k', sockets, ...options],
    {
      ...identity,
      cwd: data,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      detached: true,
    },
  )
  closeSync(output)
  server.once('error', (error) => writeFileSync(log, `${error.message}\n`, { flag: 'a' }))
  server.unref()
  return server
}

function lastWords(place: Place): string {
  return `Its log (${logOf(place)}) ends: ${readFileSync(logOf(place), 'utf8').trim().split('\n').slice(-3).join(' ')}`
}

const pidFile = ({ data }: Place) => path.join(data, 'postmaster.pid')

function serverPid(place: Place): number | undefined {
  try {
    return Number(readFileSync(pidFile(place), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

const NO_PROCESS = 99_999_999

/**
 * After a machine or container starts again, the process id that a killed server left in its lock file may be
 * somebody else's, and PostgreSQL then refuses to start. Where that process is seen to be another program (or
 * a dead one nobody buried) the file is made to name no process; PostgreSQL's own check of shared memory stays.
 */
function disownDeadProcess(place: Place) {
  const pid = serverPid(place)
  if (!pid || pid === NO_PROCESS || isPostgres(pid)) return
  const [, ...rest] = readFileSync(pidFile(place), 'utf8').split('\n')
  writeFileSync(pidFile(place), [NO_PROCESS, ...rest].join('\n'))
}

/** True too where the machine cannot tell (no /proc). */
function isPostgres(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.includes('(postgres)') && !/\) Z /.test(stat)
  } catch {
    return process.platform !== 'linux'
  }
}

async function leave(place: Place, keeper: pg.Client) {
  hold(keeper, true)
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [IN_USE])
    const { rows } = await keeper.query('select pg_try_advisory_lock($1) as alone', [IN_USE])
    if (rows[0]?.alone) await shutDown(place)
  } catch {
    // It is already gone.
  }
  await keeper.end().catch(() => {})
}

async function shutDown(place: Place) {
  const pid = serverPid(place)
  if (!pid) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_LIMIT_MS
  while (serverPid(place) === pid && Date.now() < deadline) await sleep(5)
}
