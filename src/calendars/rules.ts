import { type AcademicYear, addDays, type Day, daysBetween, inWords, weekday } from '../platform/day.ts'
import { holds, isOffice, leadsOrAdvises, type Who } from '../platform/who.ts'
import { bankHolidaysTo, isBankHoliday } from './bank-holidays.ts'
import type { DateKind } from './tables.ts'

export type CalendarDate = { kind: DateKind; fromOn: Day; toOn: Day }
/** Every date that is known of a calendar, of any number of years. */
export type SchoolCalendar = readonly CalendarDate[]

/** A day that was counted to, or the last day up to which the calendar goes. */
export type Counted = { on: Day } | { missingAfter: Day | null }

/**
 * No holiday of a school is longer; a longer gap between two terms means that the term dates between them
 * are not here yet. The longest summer of an independent school is about ten weeks.
 */
export const LONGEST_HOLIDAY_DAYS = 80
/** A school's longest run of terms kept here; counting further would be a mistake. */
export const MOST_SCHOOL_DAYS = 400

const covers = ({ fromOn, toOn }: CalendarDate, on: Day) => fromOn <= on && on <= toOn
const isWeekend = (on: Day) => weekday(on) % 6 === 0

/** A day with a session for pupils (Education Act 1996, section 579): in a term and not taken out of it. */
export function isSchoolDay(calendar: SchoolCalendar, on: Day): boolean {
  if (isWeekend(on) || isBankHoliday(on)) return false
  const there = calendar.filter((date) => covers(date, on))
  return there.some(({ kind }) => kind === 'term') && there.every(({ kind }) => kind === 'term')
}

/** Terms that follow one another with no more than a holiday between them. */
function runs(calendar: SchoolCalendar): { from: Day; to: Day }[] {
  const found: { from: Day; to: Day }[] = []
  for (const { fromOn, toOn } of termsOf(calendar)) {
    const last = found.at(-1)
    if (last && daysBetween(last.to, fromOn) <= LONGEST_HOLIDAY_DAYS)
      last.to = toOn > last.to ? toOn : last.to
    else found.push({ from: fromOn, to: toOn })
  }
  return found
}

/** The terms of a calendar, first to last. */
export const termsOf = (calendar: SchoolCalendar) =>
  calendar.filter(({ kind }) => kind === 'term').sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))

/**
 * The day that is `count` school days after this one. The day itself is day 0; when it is no school day, the
 * next school day is still day 1. Past the dates that are known nothing is guessed.
 */
export function schoolDaysAfter(calendar: SchoolCalendar, start: Day, count: number): Counted {
  const run = runs(calendar).find(({ from, to }) => from <= start && start <= to)
  if (!run) return { missingAfter: lastKnownBefore(calendar, start) }
  let on = start
  for (let left = count; left > 0; ) {
    on = addDays(on, 1)
    if (on > run.to) return { missingAfter: run.to }
    if (isSchoolDay(calendar, on)) left--
  }
  return { on }
}

/** The same day, or nothing where the term dates that are kept do not go so far: it is not guessed. */
export function dueAfter(calendar: SchoolCalendar, start: Day, count: number): Day | null {
  const counted = schoolDaysAfter(calendar, start, count)
  return 'on' in counted ? counted.on : null
}

const lastKnownBefore = (calendar: SchoolCalendar, on: Day) =>
  runs(calendar).findLast(({ to }) => to < on)?.to ?? null

/** How many school days lie between two days, both included. */
export function schoolDaysBetween(calendar: SchoolCalendar, from: Day, to: Day): number {
  let count = 0
  for (let on = from; on <= to; on = addDays(on, 1)) if (isSchoolDay(calendar, on)) count++
  return count
}

/**
 * The school year a date belongs to. The legal school year begins with the first term after July, so a
 * training day at the end of August is the new year's, unlike in the ledgers' year from 1 September.
 */
export function schoolYearOf(on: Day): AcademicYear {
  const [year = 0, month = 0] = on.split('-').map(Number)
  return (month >= 8 ? year : year - 1) as AcademicYear
}

export const yearsOf = (calendar: SchoolCalendar): AcademicYear[] =>
  [...new Set(calendar.map(({ fromOn }) => schoolYearOf(fromOn)))].sort((a, b) => a - b)

/** The last day of the dates that are known. */
const lastTermDay = (calendar: SchoolCalendar): Day | null =>
  calendar.reduce<Day | null>(
    (last, { kind, toOn }) => (kind === 'term' && (last === null || toOn > last) ? toOn : last),
    null,
  )

const TERM_NOTICE_DAYS = 120
const BANK_HOLIDAY_NOTICE_DAYS = 365

export type Ending = { what: 'terms' | 'bank holidays'; on: Day | null }

/** What will soon run out, so that deadlines could no longer be counted. */
export function endingSoon(calendar: SchoolCalendar, today: Day): Ending[] {
  const last = lastTermDay(calendar)
  const terms = last === null || daysBetween(today, last) < TERM_NOTICE_DAYS
  const holidays =
    daysBetween(today, bankHolidaysTo) < BANK_HOLIDAY_NOTICE_DAYS || (last ?? '') > bankHolidaysTo
  return [
    ...(terms ? [{ what: 'terms' as const, on: last }] : []),
    ...(holidays ? [{ what: 'bank holidays' as const, on: bankHolidaysTo }] : []),
  ]
}

/** Another date of the same kind that shares a day with this one. */
export const overlapping = (date: CalendarDate, others: SchoolCalendar) =>
  others.find(({ kind, fromOn, toOn }) => kind === date.kind && fromOn <= date.toOn && date.fromOn <= toOn)

export const mayKeepCalendars = (who: Who) => isOffice(who)

/** Term dates are everybody's who works in or with the schools. */
export const maySeeCalendars = (who: Who) => leadsOrAdvises(who) || holds(who, 'teacher')

export const longerThanAYear = ({ fromOn, toOn }: CalendarDate) => daysBetween(fromOn, toOn) > 366

/** What counting came to, in a sentence; `beyond` the bank holidays that are known it may be a day out. */
export function countInWords(
  calendar: SchoolCalendar,
  name: string,
  { from, count }: { from: Day; count: number },
  holidaysTo: Day,
): { says: string; beyond: boolean } {
  const counted = schoolDaysAfter(calendar, from, count)
  const days = `${count} school ${count === 1 ? 'day' : 'days'} after ${inLong(from)}`
  if ('on' in counted)
    return { says: `${days} is ${inLong(counted.on)}, by ${name}.`, beyond: counted.on > holidaysTo }
  const until = counted.missingAfter
    ? `${name} has no term dates that follow on after ${inWords(counted.missingAfter)}`
    : `${name} has no term dates for that time`
  return { says: `Calendar missing: ${days} cannot be counted, because ${until}.`, beyond: false }
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const inLong = (on: Day) => `${weekdays[weekday(on)]} ${inWords(on)}`
