import type { Actor } from '../../../platform/action.ts'
import type { Day } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { postMail } from '../../../platform/mail.ts'
import type { Deployment } from '../queries.ts'
import type { Side } from '../rules.ts'
import { type Addressee, headsOf, personReached, ssigReached } from './queries.ts'
import type { HereTaken } from './rules.ts'

type Told = Exclude<Side, 'system'>
type Letter = { to: readonly Told[]; subject: string; says: string }

const everybody = ['supported head', 'supporting head', 'practitioner', 'ssig'] as const

/**
 * Who is written to when something happened, so that whoever has the next step knows. Nothing of the need is in it.
 * Of a match, a signature, the plan and the evaluation those write who keep them.
 */
const letters: Partial<Record<HereTaken | 'ask', Letter>> = {
  ask: {
    to: ['ssig'],
    subject: 'Support between schools: a request waits for SSIG',
    says: 'A school has asked for support. Please take the request up.',
  },
  decline: {
    to: ['supported head'],
    subject: 'Support between schools: SSIG has answered your request',
    says: 'SSIG has answered a request of your school. It cannot help this time, and your school is free to ask another school itself.',
  },
  release: {
    to: ['supported head', 'practitioner'],
    subject: 'Support between schools: an agreement to sign',
    says: 'A practitioner has been released to support a school. The agreement of the three parties waits for your signature.',
  },
  refuse: {
    to: ['supported head', 'ssig'],
    subject: 'Support between schools: a practitioner was not released',
    says: 'The practitioner who was chosen for a request could not be released. SSIG looks for somebody else.',
  },
  unmatch: {
    to: ['supported head', 'supporting head', 'practitioner'],
    subject: 'Support between schools: a match was given up',
    says: 'SSIG has given up a match between two schools and looks for somebody else.',
  },
  pause: { to: everybody, subject: 'Support between schools: paused', says: 'A deployment was paused.' },
  resume: { to: everybody, subject: 'Support between schools: it goes on', says: 'A deployment goes on.' },
  reopen: {
    to: ['supported head', 'supporting head', 'practitioner'],
    subject: 'Support between schools: opened again',
    says: 'A deployment that was closed has been opened again.',
  },
  withdraw: {
    to: everybody,
    subject: 'Support between schools: a request was withdrawn',
    says: 'A request for support was withdrawn.',
  },
}

/** Whoever knew nothing of it before does not learn of it by being told that it is over. */
const knows = (to: Told, { state }: Deployment) =>
  (to !== 'supporting head' || !['requested', 'triaged'].includes(state)) &&
  (to !== 'practitioner' || !['requested', 'triaged', 'matched'].includes(state))

/**
 * Writes to those who are concerned by what happened, but not to whoever did it. `about` is the deployment with the
 * parties it had; of a release, as it stands after.
 */
export async function tell(
  tx: Writer,
  by: Actor,
  about: Deployment,
  what: HereTaken | 'ask',
  site: string,
): Promise<void> {
  const letter = letters[what]
  if (!letter) return
  const people = await Promise.all(
    letter.to.filter((to) => knows(to, about)).map((to) => reached(tx, about, to, by.today)),
  )
  const once = new Map(people.flat().map((one) => [one.id, one]))
  for (const { id, name, email } of once.values()) {
    if (id === by.who.personId) continue
    await postMail(tx, {
      to: email,
      subject: letter.subject,
      text: `Dear ${name},\n\n${letter.says} What it is about stands here, for those who may open it:\n\n${site}/support/deployments/${about.id}\n\nYou are written to because you are a party to it, or because you lead SSIG or keep the office.\n`,
    })
  }
}

function reached(tx: Writer, about: Deployment, to: Told, today: Day): Promise<Addressee[]> {
  const nobody: Promise<Addressee[]> = Promise.resolve([])
  if (to === 'ssig') return ssigReached(tx, today)
  if (to === 'supported head') return headsOf(tx, about.toMembershipId, today)
  if (to === 'supporting head')
    return about.fromMembershipId === null ? nobody : headsOf(tx, about.fromMembershipId, today)
  return about.practitionerPersonId === null ? nobody : personReached(tx, about.practitionerPersonId)
}
