import type { Entry } from '../../platform/calendar.ts'
import { type Day, inShort, inWords } from '../../platform/day.ts'
import type { State } from '../deployments/tables.ts'
import { type Half, halves, type VisitStatus } from '../visits/tables.ts'

/** Of a visit, what goes into diaries: nothing of the need, since calendars are open to colleagues. */
export type Visit = {
  id: number
  visitedOn: Day
  half: Half
  starts: string | null
  ends: string | null
  status: VisitStatus
  state: State
  /** The school that is visited, in short and in full. */
  toSchool: string
  toName: string
}

/** What is kept free where no times are agreed yet. */
const usual: Record<Half, { starts: string; ends: string }> = {
  am: { starts: '09:00', ends: '12:00' },
  pm: { starts: '13:00', ends: '16:00' },
  day: { starts: '09:00', ends: '16:00' },
  twilight: { starts: '16:00', ends: '17:30' },
}

export const hoursOf = ({ half, starts, ends }: Pick<Visit, 'half' | 'starts' | 'ends'>) =>
  starts !== null && ends !== null ? { starts, ends } : usual[half]

export const titleOf = ({ toSchool }: Pick<Visit, 'toSchool'>) => `Support visit at ${toSchool}`

/** “Mon 5 Mar 2018, morning, 9:00 to 12:00” */
export const whenOf = ({
  visitedOn,
  half,
  starts,
  ends,
}: Pick<Visit, 'visitedOn' | 'half' | 'starts' | 'ends'>) =>
  [inShort(visitedOn), halves[half].toLowerCase(), starts && ends ? `${starts} to ${ends}` : null]
    .filter(Boolean)
    .join(', ')

/** A visit is expected while it is planned, or was done, and its deployment goes on. */
export const isExpected = ({ status, state }: Pick<Visit, 'status' | 'state'>) =>
  (status === 'planned' || status === 'done') &&
  ['agreed', 'active', 'paused', 'closed', 'evaluated', 'signed off'].includes(state)

/** What somebody's calendar was told, so that the same is not said twice. */
export type Said = {
  on: Day
  starts: string
  ends: string
  title: string
  place: string
  uid: string
  to: string
}

const compared = ['on', 'starts', 'ends', 'title', 'place'] as const

export const saidOf = (visit: Visit, { uid, to }: { uid: string; to: string }): Said => ({
  ...{ on: visit.visitedOn, ...hoursOf(visit), title: titleOf(visit), place: visit.toName, uid, to },
})

const sameSaid = (one: Said, other: Said) => compared.every((name) => one[name] === other[name])

/** Somebody who takes part, or was told that they do. */
export type Guest = {
  personId: number
  name: string
  email: string | null
  wanted: boolean
  sequence: number | null
  method: 'REQUEST' | 'CANCEL' | null
  said: Said | null
}

export type Sending = { guest: Guest; method: 'REQUEST' | 'CANCEL'; to: string; before: Said | null }

/**
 * What must be sent so that every calendar says what is so, and under which SEQUENCE: higher than any that was sent
 * before (RFC 5546, 2.1.4). A day that is over is left as it is in every calendar.
 */
export function toSend(visit: Visit, guests: Guest[], today: Day): { sequence: number; sendings: Sending[] } {
  const sendings = guests.flatMap((guest) => sendingTo(visit, guest, today) ?? [])
  return { sequence: Math.max(-1, ...guests.map(({ sequence }) => sequence ?? -1)) + 1, sendings }
}

function sendingTo(visit: Visit, guest: Guest, today: Day): Sending | undefined {
  const { email, wanted, method } = guest
  const before = method === 'REQUEST' ? guest.said : null
  const comes = wanted && isExpected(visit) && visit.visitedOn >= today
  if (comes) {
    if (email === null || (before && sameSaid(before, saidOf(visit, before)))) return undefined
    return { guest, method: 'REQUEST', to: email, before }
  }
  // It goes to where the first went, which their address now may no longer be.
  return before && before.on >= today ? { guest, method: 'CANCEL', to: before.to, before } : undefined
}

export const uidOf = (visitId: number, host: string) => `visit-${visitId}@${host}`
export const pageOf = (url: string, visitId: number) => `${url}/support/visits/${visitId}/note`

/** A visit as a calendar holds it. */
export function entryOf(
  visit: Visit,
  { uid, sequence, stamp, url }: { uid: string; sequence: number; stamp: Date; url: string },
): Entry {
  const page = pageOf(url, visit.id)
  const unsure = visit.starts === null ? `${halves[visit.half]}: the times are not agreed yet.` : null
  return {
    ...{ uid, sequence, stamp, title: titleOf(visit), on: visit.visitedOn, ...hoursOf(visit) },
    ...{ place: visit.toName, says: [unsure, page].filter(Boolean).join('\n'), url: page },
    cancelled: !isExpected(visit),
  }
}

/** A visit that was called off is told with the day it was to be on. */
export function letterOf(
  visit: Visit,
  { method, before }: Sending,
  { alliance, url }: { alliance: string; url: string },
) {
  const title = titleOf(visit)
  const kind =
    method === 'CANCEL' ? (isExpected(visit) ? 'left' : 'cancelled') : before ? 'changed' : 'planned'
  const on = method === 'CANCEL' && before ? before.on : visit.visitedOn
  const was =
    kind === 'changed' && before && before.on !== visit.visitedOn
      ? [`It was to be on ${inWords(before.on)}.`]
      : []
  const lines = [
    openings[kind],
    '',
    title,
    ...(method === 'REQUEST' ? [whenOf(visit), visit.toName, ...was] : [inWords(on)]),
    ...(method === 'REQUEST' && visit.starts === null ? ['The times are not agreed yet.'] : []),
    '',
    pageOf(url, visit.id),
    '',
    `You have this mail because you ${method === 'REQUEST' ? 'take' : 'took'} part in support between schools of ${alliance}.`,
  ]
  return {
    subject: `${subjects[kind]}: ${title}, ${inShort(on)}`.replace(/\s+/g, ' '),
    text: `${lines.join('\n')}\n`,
  }
}

const subjects = {
  planned: 'Planned',
  changed: 'Changed',
  cancelled: 'Cancelled',
  left: 'No longer yours',
} as const
const openings = {
  planned: 'A visit is planned. It can be taken into your calendar.',
  changed: 'A visit has changed. It can be changed in your calendar.',
  cancelled: 'This visit does not take place. It can be taken out of your calendar.',
  left: 'You no longer take part in this visit. It takes place without you.',
} as const
