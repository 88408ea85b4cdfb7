import { type Day, daysBetween, inWords } from '../../platform/day.ts'
import type { SchoolAwaited } from '../register/rules.ts'
import { asWhom } from '../rules.ts'
import type { Capacity } from '../tables.ts'

/** One school and capacity that somebody has not signed for. */
export type Waiting = { membershipId: number; school: string; capacity: Capacity }
export type Recipient = { personId: number; name: string; email: string; waiting: Waiting[] }

/**
 * Whom an unsigned version waits for, each person once for all their schools. Nobody is written to who declined,
 * has no address, or in whose place somebody else was named.
 */
export function recipientsOf(schools: SchoolAwaited[]): Recipient[] {
  const found = new Map<number, Recipient>()
  for (const { school, membershipId, places } of schools)
    for (const { capacity, people, declined } of places)
      for (const { personId, name, email } of people) {
        if (email === null || declined.some((one) => one.personId === personId)) continue
        const recipient = found.get(personId) ?? { personId, name, email, waiting: [] }
        recipient.waiting.push({ membershipId, school, capacity })
        found.set(personId, recipient)
      }
  return [...found.values()]
}

const WEEK = 7
/** The days before the last one, it included, on which a reminder goes every day. */
const LAST_DAYS = 3

/** Whether somebody is to be written to today: at once, then after a week and weekly, and daily at the end. */
export function isDue(lastOn: Day | null, signBy: Day | null, today: Day): boolean {
  if (lastOn === null) return true
  if (lastOn >= today) return false
  const left = signBy === null ? null : daysBetween(today, signBy)
  if (left !== null && left >= 0 && left < LAST_DAYS) return true
  return daysBetween(lastOn, today) >= WEEK
}

type Asking = { number: number; title: string; signBy: Day | null }

/** The letter to one person about all their schools; the first invites, the others remind. */
export function letterTo(
  { name, email, waiting }: Recipient,
  { number, title, signBy }: Asking,
  { first, url }: { first: boolean; url: string },
) {
  const until = signBy ? ` Please sign by ${inWords(signBy)}.` : ''
  const asks = first
    ? `Version ${number} of “${title}” has been published, and you are asked to sign it:`
    : `Version ${number} of “${title}” is not signed yet:`
  return {
    to: email,
    subject: `${first ? 'Please sign' : 'Reminder: please sign'} version ${number} of our agreement`,
    text: [
      `Hello ${name},`,
      asks,
      waiting.map(({ school, capacity }) => `- ${asWhom(capacity, school)}`).join('\n'),
      `You read it and sign it here, each school by itself:${until}`,
      `${url}/agreement/sign`,
      'If you cannot sign, say so there and why, and no more reminders come. If somebody else is to sign, tell the alliance office.',
    ].join('\n\n'),
  }
}
