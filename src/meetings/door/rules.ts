import type { GroupKind } from '../../groups/tables.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Step } from '../../platform/parts.tsx'
import { headOf, holds, type Who } from '../../platform/who.ts'
import { isPresence } from '../register/rules.ts'
import type { Sitting } from '../seats/queries.ts'
import type { Capacity } from '../tables.ts'

/** Letters and figures that nobody mistakes for each other on a screen across a room. */
const SIGNS = 'ACDEFGHJKMNPQRTVWXY34679'
const LONG = 6

/** A new code for a room’s screen, from random bytes; none is kept beyond its meeting. */
export const codeFrom = (random: Uint8Array) =>
  [...random.slice(0, LONG)].map((byte) => SIGNS[byte % SIGNS.length]).join('')

/** A code as people type it: small letters, spaces and dashes are understood. */
export const codeTyped = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** “ACD 346” */
export const spelled = (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const BEFORE = 60

const opensAt = (starts: string): string => {
  const at = Math.max(0, minutes(starts) - BEFORE)
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

type Opening = Pick<Sitting, 'heldOn' | 'starts' | 'status' | 'endedAt'>

/** Why nobody can check in at this moment: from an hour before the meeting until it has ended they can. */
export function whyNotOpen(meeting: Opening, today: Day, time: string): string | undefined {
  const { heldOn, starts, status, endedAt } = meeting
  if (status === 'cancelled') return 'This meeting was cancelled'
  if (heldOn < today || endedAt !== null) return 'This meeting is over'
  const from = starts === null ? null : opensAt(starts)
  if (heldOn > today) return `You can check in on ${inWords(heldOn)}${from ? ` from ${from}` : ''}`
  return from !== null && time < from ? `You can check in from ${from}` : undefined
}

/** Whether a meeting is going on, so that what is written down happens now. */
export const isOn = (
  { heldOn, beganAt, endedAt }: Pick<Sitting, 'heldOn' | 'beganAt' | 'endedAt'>,
  today: Day,
) => heldOn === today && beganAt !== null && endedAt === null

/** In what capacity somebody comes, for which school; without one they come for themselves. */
export type Coming = { membershipId: number | null; as: Capacity }

type Known = {
  ofBoard: boolean
  /** The schools whose heads named this person for the meeting, or that have a letter by which they act as head. */
  standsInFor: number[]
}

/**
 * In what capacity somebody is taken to come, from what they are: a head for each of their schools; on the board a
 * deputy, or whom the head named, in the head’s place; in other groups everybody for their school.
 */
export function comingAs(who: Who, { ofBoard, standsInFor }: Known): Coming[] {
  const own = who.held.flatMap(({ membershipId }) => membershipId ?? [])
  const schools = [...new Set([...own, ...(ofBoard ? standsInFor : [])])]
  if (schools.length === 0)
    return [{ membershipId: null, as: holds(who, 'authority officer') ? 'authority officer' : 'guest' }]
  const coming = schools.map((membershipId): Coming => {
    const roles = who.held.filter((held) => held.membershipId === membershipId).map(({ role }) => role)
    if (roles.includes('head')) return { membershipId, as: 'head' }
    if (!ofBoard) return { membershipId, as: 'representative' }
    const standsIn = roles.includes('deputy') || standsInFor.includes(membershipId)
    return { membershipId, as: standsIn ? 'deputy' : 'observer' }
  })
  // Who leads one school and works at another comes as its head, and for any other that has them act as its own.
  const led = coming.filter(
    ({ as, membershipId }) => as === 'head' || (ofBoard && standsInFor.includes(membershipId ?? 0)),
  )
  return led.length > 0 ? led : coming
}

type Ahead = Opening & { id: number; groups: { kind: GroupKind }[] }

/** What whoever comes to a meeting does about that: a head who cannot come names a deputy; on its day one checks in. */
export function comingSteps(who: Who, meeting: Ahead, today: Day): Step[] {
  const { id, heldOn, status, endedAt, groups } = meeting
  if (status === 'cancelled' || heldOn < today || endedAt !== null) return []
  const ofBoard = groups.some(({ kind }) => kind === 'board')
  const names = ofBoard && headOf(who).length > 0
  return [
    ...(heldOn === today ? [{ href: `/meetings/${id}/here`, says: 'Check in' }] : []),
    ...(names
      ? [{ href: `/meetings/${id}/deputy`, says: 'Say who stands in for you', why: 'If you cannot come.' }]
      : []),
  ]
}

type Line = { capacity: Capacity; departed: string | null }

/** Whether somebody came and has not left. */
export const isPresent = ({ capacity, departed }: Line) => isPresence(capacity) && departed === null
