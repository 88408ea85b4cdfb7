import { createPrivateKey, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Reader, Writer } from '../db.ts'
import { notPossible } from '../refusal.ts'
import { authorityIdentity } from './certificate.ts'
import { lock, unlock } from './locked.ts'

/** Certificates issued near the authority's end would end with it, so the next one is begun in good time. */
const YEARS = 25
const YEARS_LEFT = 6

export const later = (from: Date, years: number) => {
  const moment = new Date(from)
  moment.setUTCFullYear(moment.getUTCFullYear() + years)
  return moment
}

/** The certificate that others are issued with, and its key, open. */
export type Authority = { certificate: Buffer; key: KeyObject }

/** What whoever needs the key is told where it was locked under another secret. */
export const LOCKED =
  'Nobody can sign just now: the alliance’s signing key does not open under this installation’s SECRET. ' +
  'Whoever keeps the installation has to put back the SECRET it was made under, or begin a new key (“Signing” in docs/operating.md)'

/**
 * The alliance's present signing authority, made by whoever needs it first.
 * @throws Refusal with what to do about it, where its key does not open under this secret.
 */
export async function authorityIn(tx: Writer, secret: string): Promise<Authority> {
  const now = await moment(tx)
  const found = (await present(tx)) ?? (await begun(tx, secret, now))
  const { certificate, sealedKey } = isEnding(found.madeAt, now) ? await renewed(tx, secret, now) : found
  const key = unlock(secret, sealedKey, certificate)
  if (!key) throw notPossible(LOCKED)
  return { certificate, key: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) }
}

/** The database's clock, by which acts of signing are dated too. */
export async function moment(db: Reader): Promise<Date> {
  const { now } = await db.selectNoFrom(sql<Date>`clock_timestamp()`.as('now')).executeTakeFirstOrThrow()
  return now
}

const isEnding = (madeAt: Date, now: Date) => later(madeAt, YEARS - YEARS_LEFT) < now

const present = (db: Reader) =>
  db
    .selectFrom('signingAuthorities')
    .select(['certificate', 'sealedKey', 'madeAt'])
    .where('endedAt', 'is', null)
    .executeTakeFirst()

/** Of several who need the first one at the same moment, one makes it and the others wait for it. */
async function begun(tx: Writer, secret: string, now: Date) {
  await oneAtATime(tx)
  return (await present(tx)) ?? made(tx, secret, now)
}

async function renewed(tx: Writer, secret: string, now: Date) {
  await oneAtATime(tx)
  const found = await present(tx)
  if (found && !isEnding(found.madeAt, now)) return found
  return replaced(tx, secret, now)
}

const oneAtATime = (tx: Writer) =>
  sql`select pg_advisory_xact_lock(hashtext('signing authority'))`.execute(tx)

/** Ends the present authority and begins another. What was signed under the one before goes on being known. */
export async function replaceAuthority(tx: Writer, secret: string) {
  await oneAtATime(tx)
  return replaced(tx, secret, await moment(tx))
}

async function replaced(tx: Writer, secret: string, now: Date) {
  await tx.updateTable('signingAuthorities').set({ endedAt: now }).where('endedAt', 'is', null).execute()
  return made(tx, secret, now)
}

async function made(tx: Writer, secret: string, now: Date) {
  const alliance = await tx.selectFrom('alliance').select('name').executeTakeFirst()
  const organisation = alliance?.name ?? 'Endeavour'
  const subject = { name: `${organisation} signing authority`, organisation }
  const { certificate, key } = await authorityIdentity(subject, { from: now, until: later(now, YEARS) })
  return tx
    .insertInto('signingAuthorities')
    .values({ certificate, sealedKey: lock(secret, key, certificate), madeAt: now, endedAt: null })
    .returning(['certificate', 'sealedKey', 'madeAt'])
    .executeTakeFirstOrThrow()
}

export type AuthorityRow = { certificate: Buffer; madeAt: Date; endedAt: Date | null }

/** Every authority there has been, the present one first; none before anybody has signed. */
export const authorities = (db: Reader): Promise<AuthorityRow[]> =>
  db
    .selectFrom('signingAuthorities')
    .select(['certificate', 'madeAt', 'endedAt'])
    .orderBy('id', 'desc')
    .execute()

/** Whether this installation can sign: false where the present key was locked under another secret. */
export async function keyOpens(db: Reader, secret: string): Promise<boolean> {
  const found = await present(db)
  return !found || unlock(secret, found.sealedKey, found.certificate) !== undefined
}
