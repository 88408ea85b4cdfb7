/*
 * Proof of who somebody is, for one purpose, at the moment they do it. To ask for it in a capability:
 *
 * 1. A purpose is a text that only this deed of this thing has: `sign version 2 for membership 7 as head`.
 * 2. The form: `form({ minute: …, ...proofFields })` (proofs/form.ts), so that what is filled in has `code` and
 *    `answer`.
 * 3. The page: `<FormFor …><ProofOptions purpose={purpose} passkey={await hasPasskey(by.db, who.personId)} /></FormFor>`
 *    (proofs/parts.tsx, proofs/queries.ts), and elsewhere on it a button that asks for a code:
 *    `<PressButton action="…/code" says="Send me a code" quiet />`.
 * 4. That button's route: `press(c, async (by) => { await sendCode(by, purpose, 'sign the agreement for Ashmere');
 *    return '…?did=code-sent' })`. What it is for finishes the sentence “Your code to …”.
 * 5. The form's route: `fillIn(c, form, { page, first: (filled, by) => tryProof(by, purpose, filled), save })`. The
 *    try counts, even when the rest is refused; without it no code is ever spent.
 * 6. In the action, inside its transaction: `const proof = await spendProof(tx, by, purpose, filled)`, which gives
 *    'passkey' or 'code', or refuses and so undoes the action.
 */
import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { postMail } from '../platform/mail.ts'
import { limitRateWithin } from '../platform/protect.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import type { ProofFilled } from './form.ts'
import { spendAssertion } from './passkeys.ts'
import {
  CODE_LASTS_MINUTES,
  codeInMail,
  digestOf,
  isCode,
  MOST_TRIES,
  newCode,
  notTaken,
  type Tried,
  tried,
} from './rules.ts'
import type { Proof } from './tables.ts'

/** How many codes one person may ask for. */
const A_PERSON = { most: 5, seconds: 15 * 60 }

function personAt(by: Actor): number {
  permit(by.who.personId !== null)
  return by.who.personId
}

/**
 * Mails the person at work a code for this purpose, which takes the place of any sent before for it.
 * @param what finishes “Your code to …” and stands in the mail.
 */
export async function sendCode(by: Actor, purpose: string, what: string) {
  const personId = personAt(by)
  const deed = { did: 'sent a one-time code', subject: `people/${personId}`, details: { purpose } }
  await by.act(deed, async (tx) => {
    await limitRateWithin(tx, `codes of ${personId}`, A_PERSON)
    const to = await addressOf(tx, personId)
    await endCodes(tx, personId, purpose)
    const code = newCode()
    const expiresAt = sql<Date>`now() + make_interval(mins => ${CODE_LASTS_MINUTES})`
    const kept = { personId, purpose, codeDigest: digestOf(code), expiresAt, provenAt: null, usedAt: null }
    await tx.insertInto('oneTimeCodes').values(kept).execute()
    await postMail(tx, { to, subject: 'Your code for Endeavour', text: letter(by.who.name, what, code) })
  })
}

const letter = (name: string, what: string, code: string) =>
  [
    `Hello ${name},`,
    `Your code to ${what} is:`,
    codeInMail(code),
    `Enter it on the page that asked for it. It works once, within ${CODE_LASTS_MINUTES} minutes. Tell it to nobody.`,
    'If you did not ask for it, somebody else may be using Endeavour in your name: end your other sessions on the page How you sign in, under your name, and tell the alliance office.',
  ].join('\n\n')

async function addressOf(tx: Writer, personId: number): Promise<string> {
  const { email } = await tx
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  if (email === null)
    throw notPossible('The alliance office holds no email address for you to send a code to', 'code')
  return email
}

const endCodes = (tx: Writer, personId: number, purpose: string) =>
  tx
    .updateTable('oneTimeCodes')
    .set({ expiresAt: sql<Date>`least(expires_at, now())` })
    .where('personId', '=', personId)
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .execute()

/** Counts a try at a code and refuses a wrong one; a passkey's answer is looked at when it is spent. */
export async function tryProof(by: Actor, purpose: string, { code, answer }: ProofFilled) {
  if (answer) return
  if (!code) throw notPossible('Enter the code from the mail, or confirm with your passkey', 'code')
  const subject = `people/${personAt(by)}`
  const details = ({ outcome }: { outcome: Tried }) => ({ purpose, outcome })
  const { outcome, left } = await by.act({ did: 'entered a one-time code', subject, details }, (tx) =>
    tryCode(tx, personAt(by), purpose, code),
  )
  if (outcome !== 'right') throw notPossible(notTaken(outcome, left), 'code')
}

async function tryCode(tx: Writer, personId: number, purpose: string, code: string) {
  const last = await tx
    .selectFrom('oneTimeCodes')
    .select(['id', 'codeDigest', 'attempts'])
    .select([sql<boolean>`expires_at > now()`.as('live'), sql<boolean>`used_at is not null`.as('used')])
    .where('personId', '=', personId)
    .where('purpose', '=', purpose)
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  const outcome = tried(last, code)
  // The right one is no guess: whoever sends their form many times at once is not shut out by it.
  const attempts = (last?.attempts ?? 0) + (outcome === 'right' ? 0 : 1)
  if (last && !last.used && (outcome === 'right' || outcome === 'wrong'))
    await tx
      .updateTable('oneTimeCodes')
      .set({ attempts, ...(outcome === 'right' ? { provenAt: sql<Date>`now()` } : {}) })
      .where('id', '=', last.id)
      .execute()
  return { outcome, left: Math.max(0, MOST_TRIES - attempts) }
}

/** Spends the proof for this purpose of the person at work, once, in the transaction of what it is for. */
export const spendProof = (tx: Writer, by: Actor, purpose: string, { code, answer }: ProofFilled) =>
  answer ? spendAssertion(tx, by, purpose, answer) : spendCode(tx, by, purpose, code ?? '')

/** Spends a code that `tryProof` found right: of two at once, one. */
export async function spendCode(tx: Writer, by: Actor, purpose: string, code: string): Promise<Proof> {
  const proven = await tx
    .selectFrom('oneTimeCodes')
    .select(['id', 'codeDigest'])
    .where('personId', '=', personAt(by))
    .where('purpose', '=', purpose)
    .where('provenAt', 'is not', null)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst()
  if (!proven || !isCode(proven.codeDigest, code))
    throw notPossible('That code was used already, or is too old. Ask for a new one', 'code')
  await tx.updateTable('oneTimeCodes').set({ usedAt: sql<Date>`now()` }).where('id', '=', proven.id).execute()
  return 'code'
}

/** Lets go of codes and challenges that nobody can use any more. */
export async function forgetProofs(tx: Writer) {
  await tx.deleteFrom('passkeyChallenges').where('expiresAt', '<', sql<Date>`now()`).execute()
  await tx.deleteFrom('oneTimeCodes').where('expiresAt', '<', sql<Date>`now() - interval '1 day'`).execute()
}
