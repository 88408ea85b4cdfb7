import { holds, isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import { type Capacity, capacities } from '../tables.ts'

/** What one line of a register says: nothing, or in what capacity somebody came or did not, and from when to when. */
export type Said = {
  capacity: Capacity | null
  personId: number | null
  arrived?: string | null
  departed?: string | null
}

type Attended = { membershipId: number | null; capacity: Capacity }

/** Those who speak for their school; an observer, such as a second deputy, does not. */
const represents: readonly Capacity[] = ['head', 'acting head', 'deputy', 'representative']

export type Turnout = {
  members: number
  represented: number
  byDeputy: number
  /** Members who sent word or were absent, with nobody there for them. */
  apologies: number
  absent: number
  /** Members of whom the register says nothing. */
  unrecorded: number[]
  guests: number
}

/** A register counted: `members` are the memberships current on that day. A school counts once, at its fullest. */
export function turnout(register: Attended[], members: number[]): Turnout {
  const of = (id: number) => register.filter(({ membershipId }) => membershipId === id)
  const has = (id: number, ...wanted: Capacity[]) => of(id).some(({ capacity }) => wanted.includes(capacity))
  const there = members.filter((id) => has(id, ...represents))
  const away = members.filter((id) => !there.includes(id))
  return {
    members: members.length,
    represented: there.length,
    byDeputy: there.filter((id) => has(id, 'deputy') && !has(id, 'head', 'acting head')).length,
    apologies: away.filter((id) => has(id, 'apologies')).length,
    absent: away.filter((id) => has(id, 'absent') && !has(id, 'apologies')).length,
    unrecorded: away.filter((id) => of(id).length === 0),
    guests: register.filter(({ membershipId }) => membershipId === null || !members.includes(membershipId))
      .length,
  }
}

/** “20 of 24 schools represented; 3 by a deputy; 2 sent apologies; 1 guest.” */
export function turnoutInWords(of: Turnout): string {
  const parts = [
    `${of.represented} of ${of.members} ${of.members === 1 ? 'school' : 'schools'} represented`,
    of.byDeputy > 0 && `${of.byDeputy} by a deputy`,
    of.apologies > 0 && `${of.apologies} sent apologies`,
    of.absent > 0 && `${of.absent} absent`,
    of.guests > 0 && `${of.guests} ${of.guests === 1 ? 'guest' : 'guests'}`,
  ]
  return `${parts.filter(Boolean).join('; ')}.`
}

type Unit = (of: Said) => string

/** What is typed as one: who came and in what capacity; the two times each by itself. */
const units: Unit[] = [
  ({ capacity, personId }) => `${capacity ?? ''}:${personId ?? ''}`,
  ({ arrived }) => arrived ?? '',
  ({ departed }) => departed ?? '',
]

type Three = { opened: Said; typed: Said; stands: Said }

function unitMerged(unit: Unit, { opened, typed, stands }: Three) {
  if (unit(typed) === unit(opened) || unit(typed) === unit(stands)) return 'leave'
  return unit(opened) === unit(stands) ? 'write' : 'show both'
}

/**
 * What to do with one line when its page was opened, filled in and sent, while others may have kept the
 * same register: what I did not touch stays as it stands, and what we both changed differently is shown to me.
 */
export function merged(three: Three) {
  const found = units.map((unit) => unitMerged(unit, three))
  if (found.includes('show both')) return 'show both'
  return found.includes('write') ? 'write' : 'leave'
}

/** What to write where both changed the same line without changing the same thing. */
export function combined({ opened, typed, stands }: Three): Said {
  const [who, arrived, departed] = units.map((unit) => unit(typed) === unit(opened))
  const { capacity, personId } = who ? stands : typed
  return {
    ...{ capacity, personId },
    arrived: (arrived ? stands.arrived : typed.arrived) ?? null,
    departed: (departed ? stands.departed : typed.departed) ?? null,
  }
}

/** A line as a form carries it unseen: `deputy:12`, `deputy:12:1545:1710`, `apologies:`, or nothing. */
export function asText({ capacity, personId, arrived, departed }: Said): string {
  if (capacity === null) return ''
  const times = arrived || departed ? [arrived ?? '', departed ?? ''] : []
  return [capacity, personId ?? '', ...times.map((time) => time.replace(':', ''))].join(':')
}

/** What a line said when its form was opened; anything we did not write ourselves says nothing. */
export function saidIn(text: string): Said {
  const [capacity = '', person = '', ...times] = text.split(':')
  const [arrived, departed] = times.map((time) => (/^\d{4}$/.test(time) ? time.replace(/(..)/, '$1:') : null))
  if (!Object.hasOwn(capacities, capacity)) return nothingSaid
  const who = { capacity: capacity as Capacity, personId: Number(person) || null }
  return { ...who, arrived: arrived ?? null, departed: departed ?? null }
}

/** Whether somebody of this capacity came; whoever sent apologies did not. */
export const isPresence = (capacity: Capacity) => capacity !== 'apologies' && capacity !== 'absent'

/** Somebody who is written down as present while the meeting is on has just come, where no time is said. */
export const arrivalOf = ({ capacity, arrived }: Said, time: string | null) =>
  arrived ?? (capacity !== null && isPresence(capacity) ? time : null)

export const inOrder = ({ arrived, departed }: { arrived: string | null; departed: string | null }) =>
  arrived === null || departed === null || arrived <= departed

export const nothingSaid: Said = { capacity: null, personId: null, arrived: null, departed: null }

/** Whether everybody on a register is named to this person; otherwise only their own school’s people are. */
export const mayReadNames = (who: Who) =>
  isOffice(who) || holds(who, 'chair') || ledMemberships(who).length > 0

type SaidOfSchool = { capacity: Capacity; personId: number | null }

/** How a school was at a meeting that its head is asked to: at its fullest, so that a head beside a deputy is a head. */
export type Came = 'head' | 'deputy' | 'sent somebody' | 'apologies' | 'absent' | 'not recorded'

export function cameAs(lines: Pick<SaidOfSchool, 'capacity'>[]): Came {
  const has = (...wanted: Capacity[]) => lines.some(({ capacity }) => wanted.includes(capacity))
  if (has('head', 'acting head')) return 'head'
  if (has('deputy')) return 'deputy'
  if (has('representative', 'observer', 'guest')) return 'sent somebody'
  if (has('apologies')) return 'apologies'
  return has('absent') ? 'absent' : 'not recorded'
}

type MeetingSaid = { lines: SaidOfSchool[]; waived?: boolean }

/**
 * How often a deputy stood in for the head (clause 32) without a decision that allowed a further one: for the school, whichever deputy came, or the most that one
 * deputy did. Two deputies at one meeting stood in once; one whom nobody named counts as one person.
 */
export function deputisings(meetings: MeetingSaid[], eachDeputy: boolean): number {
  const stoodIn = meetings.filter(({ lines, waived }) => !waived && cameAs(lines) === 'deputy')
  if (!eachDeputy) return stoodIn.length
  const counts = new Map<number | null, number>()
  for (const { lines } of stoodIn) {
    const there = lines.filter(({ capacity }) => capacity === 'deputy').map(({ personId }) => personId)
    for (const deputy of new Set(there)) counts.set(deputy, (counts.get(deputy) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}
