import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { postMail } from '../platform/mail.ts'
import type { Who } from '../platform/who.ts'
import type { Way } from './tables.ts'

/** Sends a sign-in link to the address it was asked for, when that address is somebody's. */
export async function sendLink(by: Actor, person: Who, email: string, link: string) {
  await by.act({ did: 'sent a sign-in link', subject: `people/${person.personId}` }, (tx) =>
    postMail(tx, {
      to: email,
      subject: 'Your link to sign in to Endeavour',
      text: `Hello ${person.name},\n\nUse this link to sign in to Endeavour. It works once, within 15 minutes:\n\n${link}\n\nIf you did not ask for it, you need do nothing.`,
    }),
  )
}

export async function recordSignIn(by: Actor, way: Way) {
  const details = way === 'link' ? {} : { way }
  await by.act({ did: 'signed in', subject: `people/${by.who.personId}`, details }, async () => {})
}

/**
 * Ends this session in the database, so that its cookie opens nothing any more. It may be the session of
 * somebody whose last post has ended, who is nobody here.
 */
export async function signOut(by: Actor, token: string) {
  const { personId } = by.who
  const subject = personId === null ? 'sessions' : `people/${personId}`
  await by.act({ did: 'signed out', subject }, (tx) =>
    tx.deleteFrom('sessions').where('token', '=', token).execute(),
  )
}

/** Tells somebody that there is a new way to sign in as them, in case it was not they who made it. */
export async function tellOfNewWay(
  tx: Writer,
  { personId, name }: { personId: number; name: string },
  what: string,
) {
  const { email } = await tx
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  if (email !== null) await postMail(tx, { to: email, ...newWayIn(name, what) })
}

const newWayIn = (name: string, what: string) => ({
  subject: 'A new way to sign in to Endeavour as you',
  text: `Hello ${name},\n\n${what}, and can be used to sign in to Endeavour as you.\n\nIf that was not you, remove it on the page How you sign in, under your name, end your other sessions there, and tell the alliance office.`,
})
