import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { serve } from '@hono/node-server'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { app } from '../../src/app.ts'
import { works } from '../../src/jobs.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { Database, everything, type Reader as Records } from '../../src/platform/db.ts'
import { runJobs } from '../../src/platform/job.ts'
import { logTo } from '../../src/platform/log.ts'
import type { Provider } from '../../src/platform/settings.ts'
import { type Role, visitor, type Who } from '../../src/platform/who.ts'
import { type Accounts, accounts } from '../../src/sign-in/accounts.ts'
import { examples, personWithEmail } from '../../src/sign-in/queries.ts'
import { demonstration, today } from './demonstration.ts'

/** The first person of a role who can sign in, nobody, or whose mail address this is. */
export type Reader = Role | 'visitor' | { email: string }

const ANSWERED_MS = 30_000
const clock: Clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }

export type Site = {
  url: string
  app: ReturnType<typeof app>
  /** The addresses that were asked of the server, in order. */
  served: string[]
  db: Records
  who: (reader: Reader) => Promise<Who>
  /** What this reader's browser sends along: the cookie of a new session, or nothing. */
  cookies: (reader: Reader) => Promise<{ name: string; value: string; url: string }[]>
  /** A window of its own, signed in as this reader. Scripts are off unless asked for. */
  as: (reader: Reader, options?: BrowserContextOptions) => Promise<BrowserContext>
}

type Closing = (() => Promise<unknown>)[]

/** The demonstration served on a port of its own and a browser to read it with, until the file has ended. */
export async function openSite(providers: Provider[] = []): Promise<Site> {
  const closing: Closing = []
  after(async () => {
    for (const close of closing.reverse()) await close()
  })
  const address = await demonstration()
  const database = new Database(address)
  closing.push(() => database.close())
  const { url, served, answerWith } = await listening(closing)
  const settings = { url, secret: 'a secret for tests, which is long enough to be one', secure: false }
  const assets = { folder: 'public/assets', version: '?v=tests' }
  const log = logTo('nowhere')
  const site = app({ database, clock, log, settings: { ...settings, providers }, assets })
  answerWith(site.fetch)
  const jobs = await runJobs(
    address,
    works({ database, clock, log, settings: { ...settings, mail: undefined, timeStamps: undefined } }),
    log,
  )
  closing.push(jobs.stop)
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  closing.push(() => browser.close())
  const db = database.reader(everything)
  return { url, app: site, served, db, ...(await readers(db, accounts(database, settings), url, browser)) }
}

type Fetch = Parameters<typeof serve>[0]['fetch']

/** The site must know its own address, so its port is taken before it is made. */
async function listening(closing: Closing) {
  let fetch: Fetch = () => new Response(null, { status: 503 })
  const served: string[] = []
  const answer: Fetch = (request, env) => {
    served.push(new URL(request.url).pathname)
    return fetch(request, env)
  }
  const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' })
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answerWith = (made: Fetch) => {
    fetch = made
  }
  return { url: `http://localhost:${port}`, served, answerWith }
}

async function readers(db: Records, signing: Accounts, url: string, browser: Browser) {
  const found = await examples(db, today, 1)
  const emailOf = (reader: Reader) =>
    typeof reader === 'object' ? reader.email : (found.find(({ role }) => role === reader)?.email ?? '')
  const who: Site['who'] = async (reader) => (await personWithEmail(db, emailOf(reader), today)) ?? visitor
  const cookies: Site['cookies'] = async (reader) => {
    if (reader === 'visitor') return []
    const cookie = await signing.open(await signing.tokenFor(emailOf(reader)))
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(cookie ?? '') ?? []
    return [{ name, value, url }]
  }
  const as: Site['as'] = async (reader, options = {}) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: url, ...options })
    context.setDefaultTimeout(ANSWERED_MS)
    await context.addCookies(await cookies(reader))
    return context
  }
  return { who, cookies, as }
}
