import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Address } from './db.ts'
import { projectFolder } from './project.ts'

/** What whoever runs an installation decides. docs/operating.md says what each means. */
export type Settings = {
  port: number
  host: string
  /** The address people type, without a path: links in mail start with it. */
  url: string
  /** Whether people come by https, so that cookies may insist on it. */
  secure: boolean
  /** An outside PostgreSQL; without it the embedded one in `dataDir` is used. */
  database: string | undefined
  dataDir: string
  mail: { url: string; from: string } | undefined
  /** The mailbox of MAIL_FROM, looked through for answers to invitations. */
  inbox: string | undefined
  /** A time-stamping authority (RFC 3161) that says when a document was signed. */
  timeStamps: string | undefined
  /** A virus scanner that looks at every file before it is kept. */
  scanner: string | undefined
  secret: string
  /** Who else may say who somebody is, in the order they are offered. */
  providers: Provider[]
  log: LogLevel
}

/** A provider of OpenID Connect, by the number of its settings, and what it knows this installation by. */
export type Provider = {
  number: number
  name: string
  issuer: string
  clientId: string
  clientSecret: string
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** A setting is wrong; the message is one sentence for whoever set it. */
export class WrongSetting extends Error {}

/** Every alliance lives in a schema of its own; one installation serves one. */
export const SCHEMA = 'alliance'

const SHORTEST_SECRET = 32

const whole = (most: number, says: string) =>
  z
    .string()
    .regex(/^\d{1,6}$/, says)
    .transform(Number)
    .refine((number) => number >= 1 && number <= most, says)

const address = (protocols: string[], says: string) =>
  z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '',
      { error: says, abort: true },
    )

const DATABASE = 'DATABASE_URL must look like postgres://user:password@host:5432/database.'
const database = z
  .string()
  .refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
    error: DATABASE,
    abort: true,
  })
  .refine(
    (text) => new URL(text).pathname.length > 1,
    'DATABASE_URL must name a database: postgres://user:password@host:5432/database.',
  )
  .refine(
    (text) => !new URL(text).searchParams.has('options'),
    'DATABASE_URL must not carry options: Endeavour sets its own.',
  )

const WEB = 'ALLIANCE_URL must look like https://endeavour.example.org.'
const web = address(['http:', 'https:'], WEB).refine((text) => {
  const { pathname, search, hash, username } = new URL(text)
  return pathname === '/' && !search && !hash && !username
}, 'ALLIANCE_URL must be an address without a path: https://endeavour.example.org.')

const ADDRESS = /^(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/

const INBOX = 'INBOX_URL must look like imaps://user:password@host:993/INBOX.'
const inbox = address(['imap:', 'imaps:'], INBOX)
  .refine((text) => new URL(text).username !== '' && new URL(text).password !== '', {
    error: 'INBOX_URL must carry a user and a password: imaps://user:password@host:993/INBOX.',
    abort: true,
  })
  .refine(
    (text) => new URL(text).protocol === 'imaps:' || isLoopback(new URL(text).hostname),
    'INBOX_URL must start with imaps://, or the password would be sent in the open.',
  )

const environment = z.object({
  PORT: whole(65_535, 'PORT must be a whole number from 1 to 65535.').default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'HOST must be a host name or an address, such as 127.0.0.1.')
    .default('127.0.0.1'),
  ALLIANCE_URL: web.optional(),
  ALLOW_HTTP: z.literal('yes', 'ALLOW_HTTP must be yes or left out.').optional(),
  DATABASE_URL: database.optional(),
  DATA_DIR: z.string().default(path.join(projectFolder, 'data')),
  MAIL_URL: address(['smtp:', 'smtps:'], 'MAIL_URL must look like smtp://user:password@host:587.').optional(),
  MAIL_FROM: z
    .string()
    .regex(ADDRESS, 'MAIL_FROM must be a mail address, such as office@alliance.example.')
    .optional(),
  INBOX_URL: inbox.optional(),
  TSA_URL: address(
    ['http:', 'https:'],
    'TSA_URL must look like https://timestamps.example.org/tsr.',
  ).optional(),
  SCANNER_URL: address(['clamd:'], 'SCANNER_URL must look like clamd://127.0.0.1:3310.').optional(),
  SECRET: z
    .string()
    .min(SHORTEST_SECRET, `SECRET must be at least ${SHORTEST_SECRET} characters long.`)
    .optional(),
  LOG: z.enum(logLevels, `LOG must be one of ${logLevels.join(', ')}.`).default('info'),
})

type Environment = Record<string, string | undefined>

/**
 * Reads the settings from the environment; an empty one counts as left out.
 * @param folder where relative paths start: the folder in which the command was typed.
 * @throws WrongSetting with one sentence about the first that is wrong.
 */
export function settingsFrom(env: Environment, folder: string): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = environment.safeParse(given)
  if (!read.success) throw new WrongSetting(read.error.issues[0]?.message)
  const { PORT, HOST, ALLIANCE_URL, ALLOW_HTTP, DATABASE_URL, DATA_DIR, MAIL_URL, MAIL_FROM, SECRET, LOG } =
    read.data
  const url = new URL(ALLIANCE_URL ?? `http://localhost:${PORT}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !ALLOW_HTTP)
    throw new WrongSetting(
      `ALLIANCE_URL must start with https:// for ${url.hostname}, or set ALLOW_HTTP=yes to let people sign in unprotected.`,
    )
  if (MAIL_URL && !MAIL_FROM)
    throw new WrongSetting('MAIL_FROM must be set with MAIL_URL: the address that mail comes from.')
  const dataDir = path.resolve(folder, DATA_DIR)
  return {
    port: PORT,
    host: HOST,
    url: url.origin,
    secure: url.protocol === 'https:',
    database: DATABASE_URL,
    dataDir,
    mail: MAIL_URL && MAIL_FROM ? { url: MAIL_URL, from: MAIL_FROM } : undefined,
    inbox: read.data.INBOX_URL,
    timeStamps: read.data.TSA_URL,
    scanner: read.data.SCANNER_URL,
    secret: SECRET ?? secretIn(dataDir),
    providers: providersIn(given),
    log: LOG,
  }
}

const MOST_PROVIDERS = 5
const asked = ['NAME', 'ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const

function providersIn(given: Environment): Provider[] {
  const numbers = Array.from({ length: MOST_PROVIDERS }, (_, i) => i + 1)
  const found = numbers.flatMap((n) => providerIn(given, n) ?? [])
  const twice = found.find(({ issuer }, i) => found.findIndex((one) => one.issuer === issuer) !== i)
  if (twice) throw new WrongSetting(`${twice.issuer} must be the issuer of one provider only.`)
  return found
}

/** One provider is set by four settings that bear its number, all of them or none. */
function providerIn(given: Environment, n: number): Provider | undefined {
  const names = asked.map((name) => `OIDC_${n}_${name}`)
  const missing = names.filter((name) => given[name] === undefined)
  if (missing.length === names.length) return undefined
  if (missing[0])
    throw new WrongSetting(`${missing[0]} must be set too: a provider needs ${names.join(', ')}.`)
  const [name = '', issuer = '', clientId = '', clientSecret = ''] = names.map((one) => given[one])
  requireIssuer(`OIDC_${n}_ISSUER`, issuer)
  if (name.length > 40) throw new WrongSetting(`OIDC_${n}_NAME must be 40 characters or fewer.`)
  return { number: n, name, issuer, clientId, clientSecret }
}

function requireIssuer(setting: string, issuer: string) {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const reached = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (!reached || url.search || url.hash || url.username)
    throw new WrongSetting(`${setting} must be the provider's issuer, such as https://accounts.google.com.`)
  // Of these any organisation's administrator may say any address is their own.
  if (
    /^login\.(microsoftonline\.com|windows\.net)$/.test(url.hostname) &&
    /^\/(common|organizations|consumers)\b/.test(url.pathname)
  )
    throw new WrongSetting(
      `${setting} must name one organisation's own tenant, not ${url.pathname.split('/')[1]}.`,
    )
}

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)

/** The secret that seals cookies, made once where none was set. */
function secretIn(dataDir: string): string {
  const file = path.join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    if (!existsSync(file)) makeSecret(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST')
      throw new WrongSetting(`DATA_DIR (${dataDir}) must be a folder that Endeavour may write to (${code}).`)
  }
  return secretFrom(file)
}

/** Written beside its place and linked into it whole, so that of two processes starting together one wins. */
function makeSecret(file: string) {
  const making = `${file}-${process.pid}`
  writeFileSync(making, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(making, file)
  } finally {
    rmSync(making)
  }
}

function secretFrom(file: string): string {
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length >= SHORTEST_SECRET) return secret
  throw new WrongSetting(
    `${file} must hold at least ${SHORTEST_SECRET} characters: remove it to have a new one made (everybody then signs in again).`,
  )
}

export const outsideAddress = (url: string): Address => ({
  connection: { connectionString: url },
  schema: SCHEMA,
})
