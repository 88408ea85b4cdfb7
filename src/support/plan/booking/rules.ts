import type { Terms } from '../../../agreement/terms/rules.ts'
import { isBankHoliday } from '../../../calendars/bank-holidays.ts'
import type { SchoolCalendar } from '../../../calendars/rules.ts'
import {
  type AcademicYear,
  academicYearOf,
  addDays,
  type Day,
  inDays,
  inShort,
  inWords,
  lastDay,
  weekday,
  yearName,
} from '../../../platform/day.ts'
import { countsAs, hostDay } from '../../ledger/rules.ts'
import type { Half, VisitStatus } from '../../visits/tables.ts'
import { halfDaysOf } from '../rules.ts'

/** One visit as it is wished for. */
export type Wanted = {
  visitedOn: Day
  half: Half
  starts: string | null
  ends: string | null
  purpose: string | null
}

/** Why a visit cannot be, and the question that is about. */
export type Problem = { says: string; field: string }

/** What is known when visits are planned. */
export type Known = {
  year: AcademicYear
  halfDaysAgreed: number
  /** Half-days that visits take already, without those that are being planned or moved. */
  booked: number
  wantedFrom: Day
  today: Day
}

const WEEKEND: Record<number, string> = { 0: 'a Sunday', 6: 'a Saturday' }

/** Times stand together or not at all, the earlier first. */
export function timesProblem({ starts, ends }: Pick<Wanted, 'starts' | 'ends'>): Problem | null {
  if (starts && !ends) return { says: 'Enter when the visit ends too, or no times', field: 'ends' }
  if (ends && !starts) return { says: 'Enter when the visit starts too, or no times', field: 'starts' }
  return starts && ends && ends <= starts
    ? { says: 'Enter an end that is after the start', field: 'ends' }
    : null
}

/** Days are agreed for one academic year, and not before the support was asked for. */
export function dayProblem(on: Day, { year, wantedFrom, today }: Known): Problem | null {
  const field = 'visitedOn'
  if (academicYearOf(on) !== year)
    return {
      says: `${inWords(on)} is not in ${yearName(year)}: these days are agreed until ${inWords(lastDay(year))}. Support in another year is asked for anew`,
      field,
    }
  const earliest = wantedFrom < today ? wantedFrom : today
  return on < earliest
    ? { says: `Enter a day from ${inWords(earliest)} on: the support had not begun before`, field }
    : null
}

/** Half-days that were agreed are not passed by themselves: SSIG agrees more. */
export function daysProblem(
  wanted: readonly Pick<Wanted, 'half'>[],
  { halfDaysAgreed, booked }: Known,
): Problem | null {
  const more = wanted.reduce((sum, { half }) => sum + halfDaysOf(half), 0)
  const left = Math.max(0, halfDaysAgreed - booked)
  if (more <= left) return null
  const many = wanted.length > 1 ? `these visits take ${inDays(more)}` : `this visit takes ${inDays(more)}`
  return {
    says: `${inDays(halfDaysAgreed)} were agreed and ${inDays(booked)} are planned or done: ${inDays(left)} left, and ${many}. SSIG can agree more days`,
    field: 'half',
  }
}

/** What stands against a day at the host, so that whoever plans it says that it is meant; nothing on a usual day. */
export function doubtOf(
  calendar: SchoolCalendar,
  { on, half, sameTrust, school }: { on: Day; half: Half; sameTrust: boolean; school: string },
  terms: Terms,
): string | null {
  const day = hostDay(calendar, on)
  const counted = countsAs({ half, status: 'done', throughSsig: true, sameTrust, brought: false }, day, terms)
  const is = unusual(calendar, on, school)
  if (is === null || (day === 'training' && counted.why === null)) return null
  const says = counted.why
    ? `The visit would not count towards the days that the supporting school gives: ${lower(counted.why)}`
    : 'By the terms of this year it would count all the same'
  return `${is}. ${says}. Choose another day, or tick “Yes, on that day”`
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function unusual(calendar: SchoolCalendar, on: Day, school: string): string | null {
  const weekend = WEEKEND[weekday(on)]
  if (weekend) return `${inWords(on)} is ${weekend}`
  if (isBankHoliday(on)) return `${inWords(on)} is a bank holiday`
  const day = hostDay(calendar, on)
  if (day === 'closed') return `${school} is closed on ${inWords(on)}`
  return day === 'training' ? `${school} has a training day on ${inWords(on)}` : null
}

export type Rhythm = { from: Day; weekday: number; every: number; times: number }

/** A programme is planned at most a year ahead. */
const AHEAD_DAYS = 366

/**
 * Every so many weeks on a weekday, leaving out days on which the host has no pupils in: then it goes on with the next.
 * Fewer than were asked for where a year does not hold them.
 */
export function seriesDays(calendar: SchoolCalendar, { from, weekday: wanted, every, times }: Rhythm): Day[] {
  const days: Day[] = []
  const last = addDays(from, AHEAD_DAYS)
  for (
    let on = addDays(from, (wanted - weekday(from) + 7) % 7);
    on <= last && days.length < times;
    on = addDays(on, 7 * every)
  )
    if (unusual(calendar, on, '') === null) days.push(on)
  return days
}

export const shortOfDays = (found: number, times: number): Problem => ({
  says: `Only ${found} of the ${times} visits fall on days on which the school is open, within a year`,
  field: 'times',
})

const parts: Record<Half, string> = {
  am: 'that morning',
  pm: 'that afternoon',
  day: 'that day',
  twilight: 'that evening',
}

/** Where somebody is, said only to whoever may see that visit. */
export const elsewhere = (practitioner: string, half: Half, school: string | undefined) =>
  school
    ? `${practitioner} is at ${school} already ${parts[half]}`
    : `${practitioner} is at another school already ${parts[half]}`

export const away = (practitioner: string, on: Day) => `${practitioner} cannot come on ${inWords(on)}`

/** Several refusals of one programme in one message, each with its day. */
export const allProblems = (problems: { on: Day; says: string }[]) =>
  `Nothing was planned. ${problems.map(({ on, says }) => `${inShort(on)}: ${says}`).join('. ')}`

/** Who could not keep a visit. */
export const whose = {
  host: 'The school could not take the visit',
  practitioner: 'The practitioner could not come',
} as const
export type Whose = keyof typeof whose

/**
 * What becomes of a visit that does not take place, by the day on which that is said: before it, it is called off; on
 * the day or later, the host cancelled it on the day or the practitioner missed it (clause 21 counts the former).
 */
export function becomes(of: Whose, visitedOn: Day, today: Day): VisitStatus {
  if (today < visitedOn) return 'cancelled'
  return of === 'host' ? 'cancelled on the day by host' : 'missed'
}
