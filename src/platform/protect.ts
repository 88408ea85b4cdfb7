import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sql } from 'kysely'
import type { Database, Writer } from './db.ts'
import { Refusal } from './refusal.ts'

const YEAR_IN_SECONDS = 31_536_000

/** Nothing but our own files runs or is shown; no page of ours stands in another's frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function securityHeaders(secure: boolean): MiddlewareHandler {
  const always: [string, string][] = [
    ['Content-Security-Policy', POLICY],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'same-origin'],
    ['X-Frame-Options', 'DENY'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
  ]
  if (secure) always.push(['Strict-Transport-Security', `max-age=${YEAR_IN_SECONDS}; includeSubDomains`])
  return async (c, next) => {
    await next()
    for (const [name, value] of always) c.res.headers.set(name, value)
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
  }
}

/**
 * A post must come from a page of ours. Browsers say where it came from; what says nothing at all
 * (no Origin and no Sec-Fetch-Site) is no browser's form and is refused too. The addresses excepted take posts
 * from anywhere: they must heed nothing but a secret in the address, and never who is signed in.
 */
export function sameOrigin(origin: string, except: string[] = []): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || except.includes(c.req.path)) return next()
    const site = c.req.header('sec-fetch-site')
    const from = c.req.header('origin')
    const ours =
      from === undefined ? site === 'same-origin' : from === origin || from === new URL(c.req.url).origin
    if (!ours || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      throw new Refusal(
        'not allowed',
        'That form was not sent from this site. Open the page again and send it from there',
      )
    return next()
  }
}

const MEGABYTE = 1024 * 1024

/** Forms are small; only the addresses that take files take more. */
export const sizeLimit = (megabytes: number): MiddlewareHandler =>
  bodyLimit({
    maxSize: megabytes * MEGABYTE,
    onError: () => {
      throw new TooLarge(megabytes)
    },
  })

export class TooLarge extends Error {
  readonly megabytes: number
  constructor(megabytes: number) {
    super(`What was sent is larger than ${megabytes} MB, the most that can be sent at once`)
    this.megabytes = megabytes
  }
}

export class TooOften extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super('That was asked too many times in a short while. Wait a little and try again')
    this.seconds = seconds
  }
}

/**
 * Counts one more asking under this key and refuses past the limit of the window. Kept in the database, so
 * that every server process counts together; the key is digested, so that no address is kept.
 */
export async function limitRate(
  db: Database,
  key: string,
  { most, seconds }: { most: number; seconds: number },
) {
  const digest = digestOf(key)
  const { rows } = await db.pool.query<{ count: number; wait: number }>(
    `insert into rate_limits as r (key, count, resets_at) values ($1, 1, now() + make_interval(secs => $2))
     on conflict (key) do update set
       count = case when r.resets_at < now() then 1 else r.count + 1 end,
       resets_at = case when r.resets_at < now() then excluded.resets_at else r.resets_at end
     returning count, ceil(extract(epoch from resets_at - now()))::integer as wait`,
    [digest, seconds],
  )
  const [now] = rows
  if (now && now.count > most) throw new TooOften(now.wait)
}

/** The same inside an action: only what was done counts. */
export async function limitRateWithin(
  tx: Writer,
  key: string,
  { most, seconds }: { most: number; seconds: number },
) {
  const digest = digestOf(key)
  const { rows } = await sql<{ count: number; wait: number }>`
    insert into rate_limits as r (key, count, resets_at) values (${digest}, 1, now() + make_interval(secs => ${seconds}))
    on conflict (key) do update set
      count = case when r.resets_at < now() then 1 else r.count + 1 end,
      resets_at = case when r.resets_at < now() then excluded.resets_at else r.resets_at end
    returning count, ceil(extract(epoch from resets_at - now()))::integer as wait`.execute(tx)
  const [now] = rows
  if (now && now.count > most) throw new TooOften(now.wait)
}

const digestOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32)

/** What nobody needs any more goes: spent limits, used form keys. */
export async function forgetSpent(db: Database) {
  await db.transaction({ person: '', memberships: '', groups: '', sees: '' }, async (tx) => {
    await tx.deleteFrom('rateLimits').where('resetsAt', '<', sql<Date>`now()`).execute()
    await tx.deleteFrom('formKeys').where('at', '<', sql<Date>`now() - interval '2 days'`).execute()
  })
}
