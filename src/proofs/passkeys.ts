import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { passkeysOf } from './queries.ts'
import type { Proof } from './tables.ts'

const CHALLENGE_LASTS_MINUTES = 10

/** Who is asked for what: a challenge put to one person for one purpose answers no other. */
export type Put = { personId: number | null; purpose: string }

/** Browsers name a site by its host; passkeys hang on that name. */
export const siteOf = (origin: string) => new URL(origin).hostname

/** Keeps a challenge that was put, so that it can be answered once. */
export async function putChallenge(
  tx: Writer,
  { personId, purpose }: Put,
  origin: string,
  challenge: string,
) {
  const expiresAt = sql<Date>`now() + make_interval(mins => ${CHALLENGE_LASTS_MINUTES})`
  await tx
    .insertInto('passkeyChallenges')
    .values({ challenge, personId, purpose, origin, expiresAt })
    .execute()
}

/** Takes a challenge away, and gives the origin that put it; of two who answer at once, one. */
export async function takeChallenge(tx: Writer, put: Put, challenge: string): Promise<string> {
  const taken = await tx
    .deleteFrom('passkeyChallenges')
    .where('challenge', '=', challenge)
    .where(sql<boolean>`person_id is not distinct from ${put.personId}`)
    .where('purpose', '=', put.purpose)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning('origin')
    .executeTakeFirst()
  if (!taken) throw notPossible('Your passkey answered too late, or a second time. Confirm once more', 'code')
  return taken.origin
}

/** What the browser is to ask of a passkey of the person at work. */
export async function passkeyOptions(by: Actor, purpose: string, origin: string) {
  const { personId } = by.who
  permit(personId !== null)
  const known = await passkeysOf(by.db, personId)
  if (known.length === 0) throw notPossible('You have no passkey yet. Add one on the page How you sign in')
  const options = await generateAuthenticationOptions({
    rpID: siteOf(origin),
    userVerification: 'required',
    allowCredentials: known.map(({ id, transports }) => ({
      id,
      ...(transports ? { transports: transports.split(' ') } : {}),
    })),
  })
  const deed = { did: 'asked for a passkey', subject: `people/${personId}`, details: { purpose } }
  await by.act(deed, (tx) => putChallenge(tx, { personId, purpose }, origin, options.challenge))
  return options
}

/** Spends the answer of a passkey of the person at work to a challenge for this purpose. */
export async function spendAssertion(tx: Writer, by: Actor, purpose: string, answer: string): Promise<Proof> {
  const { personId } = by.who
  permit(personId !== null)
  const { personId: owner } = await answered(tx, { personId, purpose }, answer)
  if (owner !== personId) throw notPossible(UNKNOWN, 'code')
  return 'passkey'
}

const UNKNOWN = 'We do not know that passkey. Use another, or a code'
const NOT_CONFIRMED = 'Your passkey did not confirm that it is you. Try again, or use a code'
const COPIED =
  'That passkey answered as a copy of it would. Remove it on the page How you sign in, and add it again'

/** Checks what a passkey answered, and gives whose it is. */
export async function answered(tx: Writer, put: Put, answer: string) {
  const response = responseIn(answer)
  const challenge = response && challengeIn(response.response?.clientDataJSON)
  if (!challenge) throw notPossible(NOT_CONFIRMED, 'code')
  const origin = await takeChallenge(tx, put, challenge)
  const found = await tx
    .selectFrom('passkeys')
    .select(['id', 'personId', 'publicKey', 'counter'])
    .where('id', '=', String(response.id))
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notPossible(UNKNOWN, 'code')
  const { newCounter, credentialBackedUp } = await verified(response, { challenge, origin }, found)
  await tx
    .updateTable('passkeys')
    .set({ counter: newCounter, backedUp: credentialBackedUp, usedAt: sql<Date>`now()` })
    .where('id', '=', found.id)
    .execute()
  return { personId: found.personId, id: found.id }
}

type Known = { id: string; publicKey: Buffer; counter: number }

async function verified(
  response: AuthenticationResponseJSON,
  { challenge, origin }: { challenge: string; origin: string },
  { id, publicKey, counter }: Known,
) {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: siteOf(origin),
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    })
    if (verified) return authenticationInfo
  } catch (error) {
    if (/^Response counter value/.test((error as Error).message)) throw notPossible(COPIED, 'code')
  }
  throw notPossible(NOT_CONFIRMED, 'code')
}

/** What a script sent, if it is JSON at all; the library looks at the rest of it. */
export function responseIn<Response = AuthenticationResponseJSON>(text: string): Response | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Response) : undefined
  } catch {
    return undefined
  }
}

/** The challenge that an answer says it answers. */
export function challengeIn(clientDataJSON: unknown): string | undefined {
  if (typeof clientDataJSON !== 'string') return undefined
  const said = responseIn<{ challenge?: unknown }>(Buffer.from(clientDataJSON, 'base64url').toString())
  return typeof said?.challenge === 'string' ? said.challenge.replaceAll('\u0000', '') : undefined
}
