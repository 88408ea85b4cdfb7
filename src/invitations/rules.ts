import type { MeetingStatus } from '../meetings/tables.ts'
import type { Entry } from '../platform/calendar.ts'
import { addDays, type Day } from '../platform/day.ts'
import type { Reply } from './tables.ts'

/** What people put into their diaries of a meeting. Whoever is invited is told when any of it changes. */
export type Told = {
  title: string
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
  link: string | null
}

export type MeetingTold = Told & {
  id: number
  status: MeetingStatus
  sequence: number
  groups: { name: string }[]
}

export const asked = ['title', 'heldOn', 'starts', 'ends', 'place', 'link'] as const

/** The same text for the same meeting, to be kept beside what was sent and compared with it. */
export const saidOf = (meeting: Told): string => JSON.stringify(asked.map((name) => meeting[name]))

/** What was said before, so that a change can be told as one. */
export function toldBefore(said: string): Told {
  const values = JSON.parse(said) as unknown[]
  return Object.fromEntries(asked.map((name, at) => [name, values[at] ?? null])) as Told
}

/** One person on the list of a meeting: what their calendar was last sent, and whether they are to come. */
export type Listed = {
  personId: number
  email: string | null
  wanted: boolean
  sequence: number | null
  method: 'REQUEST' | 'CANCEL' | null
  address: string | null
  said: string | null
}

export type Sending = { personId: number; to: string; method: 'REQUEST' | 'CANCEL'; first: boolean }

/**
 * What must be sent so that every calendar says what is so now, and under which SEQUENCE. Each message to somebody
 * bears a higher one than the last they had (RFC 5546, 2.1.4), whatever arrives first; a meeting that is over is left
 * as it is.
 */
export function toSend(
  meeting: Told & { status: MeetingStatus; sequence: number },
  list: Listed[],
  today: Day,
): { sequence: number; sendings: Sending[] } {
  if (meeting.heldOn < today) return { sequence: meeting.sequence, sendings: [] }
  const sendings = list.flatMap((one) => sendingTo(meeting, one) ?? [])
  const had = list.filter(({ personId }) => sendings.some((sending) => sending.personId === personId))
  const next = had.map(({ sequence }) => (sequence ?? -1) + 1)
  return { sequence: Math.max(meeting.sequence, ...next), sendings }
}

function sendingTo(meeting: Told & { status: MeetingStatus }, one: Listed): Sending | undefined {
  const { personId, method, said } = one
  const holds = method === 'REQUEST'
  const comes = one.wanted && meeting.status !== 'cancelled'
  if (comes && one.email !== null && !(holds && said === saidOf(meeting)))
    return { personId, to: one.email, method: 'REQUEST', first: !holds }
  // It goes to where the invitation went, which their address now may no longer be.
  if (!comes && holds) return { personId, to: one.address as string, method: 'CANCEL', first: false }
  return undefined
}

export type Standing =
  | 'no address'
  | 'not invited'
  | 'left out'
  | 'on its way'
  | 'invited'
  | 'taken off'
  | 'cancelled'

/** How it stands with one person of whom the list may say nothing yet. */
export function standingOf(
  { wanted, method, email, said }: Omit<Listed, 'wanted'> & { wanted: boolean | null },
  meeting: Told & { status: MeetingStatus },
): Standing {
  if (wanted === false) return method === null ? 'left out' : 'taken off'
  if (meeting.status === 'cancelled' && method !== null) return 'cancelled'
  if (email === null) return 'no address'
  if (wanted === null) return 'not invited'
  return method === 'REQUEST' && said === saidOf(meeting) ? 'invited' : 'on its way'
}

/** So long before a meeting whoever is to come should know of it. */
const DAYS_AHEAD = 14

/** Until when a meeting is so near that people should have been invited. */
export const lastDayToInvite = (today: Day) => addDays(today, DAYS_AHEAD)

/** Nobody is invited to what is over or will not be. */
export const mayStillInvite = ({ status, heldOn }: { status: MeetingStatus; heldOn: Day }, today: Day) =>
  status !== 'cancelled' && heldOn >= today

type Answer = { sequence: number; stamp: Date }

/**
 * Whether an answer takes the place of the one that is known: it answers a later sending, or the same one and was
 * made later (RFC 5546, 2.1.5). Mail does not arrive in the order in which it was sent.
 */
export const isLater = (answer: Answer, known: Answer | null) =>
  known === null ||
  answer.sequence > known.sequence ||
  (answer.sequence === known.sequence && answer.stamp > known.stamp)

/** No answer is to a sending that has not been, or from a time to come: else nothing after it would be heeded. */
export const believed = (answer: Answer, sent: number, now: Date): Answer => ({
  sequence: Math.min(answer.sequence, sent),
  stamp: answer.stamp > now ? now : answer.stamp,
})

/** Whether somebody answered before they were sent what is so now. */
export const isOutdated = (replySequence: number, sequence: number) => replySequence < sequence

export const uidOf = (meetingId: number, host: string) => `meeting-${meetingId}@${host}`

export const pageOf = (url: string, meetingId: number) => `${url}/meetings/${meetingId}`

/**
 * A meeting as a calendar holds it: what, who, when and where, and the way to its page. Nothing of its agenda, its
 * papers or its minutes.
 */
export const entryOf = (
  meeting: Omit<MeetingTold, 'sequence'>,
  { uid, sequence, stamp, url }: { uid: string; sequence: number; stamp: Date; url: string },
): Entry => ({
  ...{ uid, sequence, stamp, title: meeting.title },
  ...{ on: meeting.heldOn, starts: meeting.starts, ends: meeting.ends },
  place: meeting.place ?? meeting.link,
  says: [
    groupsOf(meeting),
    meeting.link && `Join: ${meeting.link}`,
    meeting.starts && !meeting.ends && 'When it ends is not known yet: an hour is kept for it.',
    pageOf(url, meeting.id),
  ]
    .filter(Boolean)
    .join('\n'),
  url: pageOf(url, meeting.id),
  cancelled: meeting.status === 'cancelled',
})

export const groupsOf = ({ groups }: MeetingTold | Omit<MeetingTold, 'sequence'>) =>
  groups.map(({ name }) => name).join(', ')

/** “12 are coming, 2 perhaps, 3 are not; 5 have not answered.” */
export function repliesInWords(all: (Reply | null)[]): string {
  const count = (reply: Reply | null) => all.filter((one) => one === reply).length
  const [coming, perhaps, not, silent] = [
    count('ACCEPTED'),
    count('TENTATIVE'),
    count('DECLINED'),
    count(null),
  ]
  const is = (n: number) => (n === 1 ? 'is' : 'are')
  const parts = [
    `${coming} ${is(coming)} coming`,
    perhaps > 0 && `${perhaps} perhaps`,
    not > 0 && `${not} ${is(not)} not`,
    silent > 0 && `${silent} ${silent === 1 ? 'has' : 'have'} not answered`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}
