import { type Day, daysBetween } from '../../platform/day.ts'
import { holds, ledMemberships, type Who } from '../../platform/who.ts'
import { type Parties, type Side, sidesOf } from '../deployments/rules.ts'
import type { State } from '../deployments/tables.ts'
import { isTaken } from '../visits/rules.ts'
import type { Half, VisitStatus } from '../visits/tables.ts'

/** A deployment as these rules look at it. */
export type Planned = Parties & { state: State }

type Deed = {
  /** Who may, of the parties; a deputy stands in day by day where `deputy` says so. */
  may: readonly Side[]
  deputy?: true
  in: readonly State[]
}

/** What is done with a deployment between its agreement and its close, by whom, and when. */
const deeds = {
  /** The head of the supported school and the practitioner agree what is aimed at, and mend it while it goes on. */
  plan: { may: ['supported head', 'practitioner'], in: ['agreed', 'active', 'paused'] },
  /** Either looks back at the middle, and may mend it until the support is evaluated. */
  review: { may: ['supported head', 'practitioner'], in: ['active', 'paused', 'closed'] },
  book: { may: ['ssig', 'supported head', 'practitioner'], deputy: true, in: ['active'] },
  /** What is planned may be moved and called off also while the support rests. */
  rebook: { may: ['ssig', 'supported head', 'practitioner'], deputy: true, in: ['active', 'paused'] },
  /** SSIG agrees more days, and the head who gives them is told. */
  extend: { may: ['ssig'], in: ['agreed', 'active', 'paused'] },
} as const satisfies Record<string, Deed>
export type DeedName = keyof typeof deeds

/** Whether a deed is this person’s at all, whatever the time. */
export function isFor(who: Who, name: DeedName, of: Parties): boolean {
  const { may, deputy }: Deed = deeds[name]
  return (
    sidesOf(who, of).some((side) => may.includes(side)) ||
    (deputy === true && ledMemberships(who).includes(of.toMembershipId))
  )
}

export const isTimeFor = (name: DeedName, state: State) => (deeds[name] as Deed).in.includes(state)

export const mayDo = (who: Who, name: DeedName, of: Planned) =>
  isTimeFor(name, of.state) && isFor(who, name, of)

const among = (state: State, states: readonly State[]) => states.includes(state)

/** Whether there is anything of a plan to see. */
export const hasPlan = (state: State) =>
  among(state, ['agreed', 'active', 'paused', 'closed', 'evaluated', 'signed off'])

/** What a visit takes of the days that are bound; what it counts by the terms is for the ledger to say. */
export const halfDaysOf = (half: Half) => (half === 'day' ? 2 : 1)

type Booked = { half: Half; status: VisitStatus }

/** Half-days that visits take of those agreed: all but what was called off in time, or could not be given. */
export const bookedHalfDays = (visits: readonly Booked[]) =>
  visits.filter(({ status }) => isTaken(status)).reduce((sum, { half }) => sum + halfDaysOf(half), 0)

export const doneHalfDays = (visits: readonly Booked[]) =>
  bookedHalfDays(visits.filter(({ status }) => status !== 'planned'))

type Course = { halfDaysAgreed: number | null; wantedFrom: Day; wantedTo: Day }

/** Half of the half-days are done, or half of the time is over: then both look whether it is the right support. */
export const isHalfway = ({ halfDaysAgreed, wantedFrom, wantedTo }: Course, done: number, today: Day) =>
  done * 2 >= (halfDaysAgreed ?? Number.POSITIVE_INFINITY) ||
  daysBetween(wantedFrom, today) * 2 >= daysBetween(wantedFrom, wantedTo)

/** A unique pupil number: a letter, eleven digits, and a digit or a letter. No pupil is named in these records. */
const UPN = /(?<![\p{L}\p{N}])[a-z]\d{11}[a-z\d](?![\p{L}\p{N}])/iu

export const holdsPupilNumber = (text: string | null) => text !== null && UPN.test(text)

/** The first of these answers in which a pupil’s number stands. */
export const withPupilNumber = (answers: Record<string, string | null>): string | undefined =>
  Object.keys(answers).find((field) => holdsPupilNumber(answers[field] ?? null))

export const noPupils =
  'Take out the pupil number: nothing about single pupils is kept here. Say it of a class or a group'

/** Practitioners are of a school, whatever their post there; a page of one’s own shows nothing of anybody else. */
export const maySeeMine = (who: Who) =>
  holds(who, 'practitioner', 'ssig', 'teacher', 'hub lead', 'deputy', 'head')
