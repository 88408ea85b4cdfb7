import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { app } from './app.ts'
import { loadDemonstration, takesDemonstration } from './demo.ts'
import { resumeImports } from './imports/work.ts'
import { CannotOpen, openInstallation } from './installation.ts'
import { works } from './jobs.ts'
import { actor } from './platform/action.ts'
import { clock } from './platform/clock.ts'
import { watchedOver } from './platform/health.ts'
import { runJobs } from './platform/job.ts'
import { Live } from './platform/live.ts'
import { type Log, logTo } from './platform/log.ts'
import { projectFolder } from './platform/project.ts'
import type { Settings } from './platform/settings.ts'
import { keyOpens } from './platform/signature/authority.ts'
import { roles, system } from './platform/who.ts'
import { examples } from './sign-in/queries.ts'

const FINISH_MS = 10_000
/** One Ctrl-C can arrive twice, from the terminal and from npm; a later one means at once. */
const AGAIN_MS = 2_000
const HEADERS_MS = 15_000
/** Long enough for a year's files over a slow line. */
const REQUEST_MS = 5 * 60_000
/** Longer than the minute for which reverse proxies keep a connection, so that they close it and not we. */
const KEEP_ALIVE_MS = 65_000

/**
 * Serves the alliance until the process is told to stop.
 * @throws CannotOpen with a sentence when it cannot begin.
 */
export async function serveAlliance(settings: Settings, { demo }: { demo: boolean }) {
  const log = logTo('stdout', settings.log)
  const life = new Life(log)
  try {
    await requireFreePort(settings)
    await begin(settings, demo, log, life)
  } catch (error) {
    const told = life.ending
    await life.end()
    if (!told) throw error
  }
}

async function begin(settings: Settings, demo: boolean, log: Log, life: Life) {
  let resume = async () => {}
  const onDeath = (what: string) => {
    log.warn(what)
    if (what === 'database started again') void resume()
  }
  const installation = await openInstallation(settings, { onDeath })
  await life.endsWith(installation.close)
  const { address, database } = installation
  const by = actor(database, system, clock.today())
  if (demo && (await takesDemonstration(by))) await loadDemonstration(by, (says) => console.log(says))
  if (!(await keyOpens(by.totals, settings.secret)))
    log.warn('the signing key does not open under this SECRET')
  const given = { database, clock, log, settings }
  const jobs = await runJobs(address, works(given), log)
  await life.endsWith(jobs.stop)
  resume = () =>
    resumeImports(database).catch((error) => log.warn({ error: error.message }, 'imports wait for their job'))
  await resume()
  const live = new Live(database)
  const site = app({ ...given, assets: assets(), live })
  const server = await listen(
    settings,
    watchedOver(database, () => life.ending, site.fetch),
  )
  const open = connectionsOf(server)
  await life.endsWith(() => finish(server, open))
  // Pages that are open wait for no end of their own.
  await life.endsWith(() => live.close())
  log.info({ url: settings.url }, 'serving')
  await greet(settings, by)
}

/** From the first thing that is begun to the last that is ended, which go in the opposite order. */
class Life {
  readonly #log: Log
  readonly #ends: (() => Promise<void>)[] = []
  #over: Promise<void> | undefined
  #told = 0

  constructor(log: Log) {
    this.#log = log
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.#tell())
    process.on('unhandledRejection', (error) => log.error(inWords(error), 'unhandled rejection'))
    // After a fault that nobody caught anything may be half done, so the process ends.
    process.on('uncaughtException', (error) => {
      log.fatal(inWords(error), 'uncaught exception')
      process.exitCode = 1
      this.#tell()
    })
  }

  get ending() {
    return this.#over !== undefined
  }

  /** @throws Error when the end has come already, having ended this too. */
  async endsWith(end: () => Promise<void>) {
    if (!this.ending) this.#ends.push(end)
    else await end().finally(() => Promise.reject(new Error('It was told to stop while it began.')))
  }

  end(): Promise<void> {
    this.#over ??= this.#end()
    return this.#over
  }

  async #end() {
    for (let end = this.#ends.pop(); end; end = this.#ends.pop())
      await end().catch((error) => this.#log.error(inWords(error), 'could not be ended'))
  }

  #tell() {
    if (this.ending && Date.now() - this.#told > AGAIN_MS) process.exit(1)
    this.#told ||= Date.now()
    this.#log.info('stopping')
    void this.end().then(() => this.#log.info('stopped'))
  }
}

const inWords = (error: unknown) =>
  error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) }

/** Our style sheet, scripts and fonts, whose version is in their addresses so that browsers may keep them for good. */
function assets() {
  const folder = path.join(projectFolder, 'public/assets')
  const digest = createHash('sha256')
  for (const name of ['endeavour.css', 'passkeys.js', 'live.js', 'keep-typed.js', 'secret-ballot.js'])
    digest.update(readFileSync(path.join(folder, name)))
  return { folder, version: `?v=${digest.digest('hex').slice(0, 10)}` }
}

type Place = Pick<Settings, 'host' | 'port'>

/** Asked before anything else is begun, so that the answer comes at once. */
async function requireFreePort(place: Place) {
  const server = createServer()
  await bound(server, place, () => server.listen(place.port, place.host))
  await new Promise((resolve) => server.close(resolve))
}

const complaints: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is taken, perhaps by an Endeavour that is running already: stop that program, or set PORT to another number.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this user: set PORT to a number above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `HOST ${host} is not an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST ${host} is not known.`,
}

function bound(server: Server, place: Place, listen: () => void) {
  return new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (error: NodeJS.ErrnoException) => {
      const complaint = complaints[error.code ?? '']
      reject(complaint ? new CannotOpen(complaint(place), { cause: error }) : error)
    })
    listen()
  })
}

async function listen(place: Place, fetch: Parameters<typeof serve>[0]['fetch']): Promise<Server> {
  const serverOptions = {
    requestTimeout: REQUEST_MS,
    headersTimeout: HEADERS_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: place.port, hostname: place.host, serverOptions }) as Server
    bound(server, place, () => {}).then(() => resolve(server), reject)
  })
}

function connectionsOf(server: Server): Set<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

/** Takes no more requests, and lets those under way end for a while. */
async function finish(server: Server, open: Set<Socket>) {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // Browsers connect before they ask for anything, and Node does not count such a connection as idle.
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  const limit = setTimeout(() => server.closeAllConnections(), FINISH_MS)
  await closed
  clearTimeout(limit)
}

/** Tells whoever started it where it is and, in the demonstration, as whom one may sign in. */
async function greet({ url }: Settings, { totals, today }: ReturnType<typeof actor>) {
  console.log(`\nEndeavour is at ${url}`)
  const alliance = await totals.selectFrom('alliance').selectAll().executeTakeFirst()
  if (!alliance?.demonstration) return
  console.log(`\nThis is the demonstration. At ${url}/sign-in/as choose whom to be, for example:\n`)
  for (const { name, role, place } of await examples(totals, today, 1))
    console.log(`  ${roles[role].padEnd(40)} ${name}${place ? `, ${place}` : ''}`)
  console.log('\nCtrl-C stops it.')
}
