import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { spendCode } from '../../proofs/actions.ts'
import {
  answered,
  challengeIn,
  putChallenge,
  responseIn,
  siteOf,
  takeChallenge,
} from '../../proofs/passkeys.ts'
import { passkeysOf } from '../../proofs/queries.ts'
import { tellOfNewWay } from '../actions.ts'

/** For what a code is sent before a passkey is added: an open session alone must not make one. */
export const ADDING = 'add a passkey'
const SIGNING_IN = { personId: null, purpose: 'sign in' }
/** Far more than anybody has devices. */
const MOST_PASSKEYS = 20

export type PasskeyFilled = { name: string; code: string; answer: string }

const meOf = (by: Actor): number => {
  permit(by.who.personId !== null)
  return by.who.personId
}

/** What a browser is told in order to make a passkey for the person at work. */
export async function newPasskeyOptions(by: Actor, site: { url: string; name: string }) {
  const personId = meOf(by)
  const known = await passkeysOf(by.db, personId)
  if (known.length >= MOST_PASSKEYS) throw notPossible('You have too many passkeys. Remove one first')
  const options = await generateRegistrationOptions({
    rpName: site.name || 'Endeavour',
    rpID: siteOf(site.url),
    userID: new TextEncoder().encode(`person ${personId}`),
    userName: by.who.name,
    userDisplayName: by.who.name,
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await by.act({ did: 'began to add a passkey', subject: `people/${personId}` }, (tx) =>
    putChallenge(tx, { personId, purpose: ADDING }, site.url, options.challenge),
  )
  return options
}

const NOT_MADE = 'The passkey could not be added. Open this page again, and try once more'
const twice = { passkeys_pkey: { says: 'That passkey is added already' } }

/** Adds a passkey that was just made, to somebody who also has the code from their mail. */
export async function addPasskey(by: Actor, { name, code, answer }: PasskeyFilled) {
  const personId = meOf(by)
  await by.act({ did: 'added a passkey', subject: `people/${personId}` }, async (tx, by) => {
    await spendCode(tx, by, ADDING, code)
    const response = responseIn<RegistrationResponseJSON>(answer)
    const challenge = response && challengeIn(response.response?.clientDataJSON)
    if (!challenge) throw notPossible(NOT_MADE)
    const origin = await takeChallenge(tx, { personId, purpose: ADDING }, challenge)
    const made = await madeWith(response, challenge, origin)
    await refusing(twice, () =>
      tx
        .insertInto('passkeys')
        .values({ ...made, personId, name, usedAt: null })
        .execute(),
    )
    await tellOfNewWay(tx, { personId, name: by.who.name }, 'A passkey was added')
  })
}

async function madeWith(response: RegistrationResponseJSON, challenge: string, origin: string) {
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: siteOf(origin),
    requireUserVerification: true,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!registrationInfo) throw notPossible(NOT_MADE)
  const { credential, credentialBackedUp } = registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports?.filter((one) => /^[a-z-]{1,20}$/.test(one)).join(' ') || null,
    backedUp: credentialBackedUp,
  }
}

export async function namePasskey(by: Actor, id: string, name: string) {
  await by.act({ did: 'named a passkey', subject: `people/${meOf(by)}` }, async (tx) => {
    const named = await tx
      .updateTable('passkeys')
      .set({ name })
      .where('id', '=', id)
      .where('personId', '=', meOf(by))
      .returning('id')
      .executeTakeFirst()
    if (!named) throw notFound()
  })
}

/** From now on it opens nothing; the device may go on showing it until its owner deletes it there. */
export async function removePasskey(by: Actor, id: string) {
  await by.act({ did: 'removed a passkey', subject: `people/${meOf(by)}` }, async (tx) => {
    const removed = await tx
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('personId', '=', meOf(by))
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw notFound()
  })
}

/** What a visitor's browser is to ask of any passkey for this site. */
export async function signInOptions(by: Actor, origin: string) {
  const options = await generateAuthenticationOptions({ rpID: siteOf(origin), userVerification: 'required' })
  await by.together((tx) => putChallenge(tx, SIGNING_IN, origin, options.challenge))
  return options
}

/** Whose passkey answered a visitor. */
export async function ownerOf(by: Actor, answer: string): Promise<number> {
  const subject = ({ personId }: { personId: number }) => `people/${personId}`
  const { personId } = await by.act({ did: 'showed a passkey', subject }, (tx) =>
    answered(tx, SIGNING_IN, answer),
  )
  return personId
}
