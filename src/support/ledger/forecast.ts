import { isSchoolDay, LONGEST_HOLIDAY_DAYS, type SchoolCalendar } from '../../calendars/rules.ts'
import {
  type AcademicYear,
  addDays,
  type Day,
  daysBetween,
  firstDay,
  inDays,
  inWords,
} from '../../platform/day.ts'

/** The school days that are left, and in how many calendar months they lie; not known where term dates are missing. */
export type Remaining = { days: number; months: number } | { missingAfter: Day | null }

/**
 * What is left of a school's year by its own term dates, both days included. Where no term follows on after the last one
 * for longer than any holiday lasts, its dates are not here yet, and nothing is guessed.
 */
export function remaining(
  calendar: SchoolCalendar,
  { from, to }: { from: Day; to: Day },
  year: AcademicYear,
): Remaining {
  const first = firstDay(year)
  const terms = calendar
    .filter(({ kind, fromOn, toOn }) => kind === 'term' && toOn >= first && fromOn <= to)
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  let known = first
  for (const { fromOn, toOn } of terms) {
    if (daysBetween(known, fromOn) > LONGEST_HOLIDAY_DAYS) break
    if (toOn > known) known = toOn
  }
  if (terms.length === 0) return { missingAfter: null }
  if (daysBetween(known, to) > LONGEST_HOLIDAY_DAYS) return { missingAfter: known }
  const near = calendar.filter(({ fromOn, toOn }) => toOn >= from && fromOn <= to)
  const months = new Set<string>()
  let days = 0
  for (const on of daysFrom(from, to))
    if (isSchoolDay(near, on)) {
      days++
      months.add(on.slice(0, 7))
    }
  return { days, months: months.size }
}

let last = { from: '', to: '', days: [] as Day[] }

/** Both included. All schools of a page have the same days ahead of them, which took longer to write than to look up. */
function daysFrom(from: Day, to: Day): readonly Day[] {
  if (last.from === from && last.to === to) return last.days
  const days: Day[] = []
  for (let on = from; on <= to; on = addDays(on, 1)) days.push(on)
  last = { from, to, days }
  return days
}

/** All in half-days. */
export type ToForecast = {
  asked: number
  done: number
  /** What planned visits will count once they are done. */
  planned: number
  /** What each running deployment binds beyond its visits. */
  bound: readonly number[]
  /** What each practitioner of the school could still give of what their head released. */
  offers: readonly number[]
  remaining: Remaining
}

export type Outlook = 'given' | 'on course' | 'in reach' | 'falls short' | 'not known'

export type Forecast = {
  outlook: Outlook
  /** What will have been given by the end, if all that is bound and offered comes about. */
  expected: number
  /** How much of that is offered and not bound yet. */
  fromOffers: number
  /** Still to be agreed beyond what is done and bound. */
  toFind: number
  /** What will be missing at the end. */
  short: number
}

/** Nobody gives more than two half-days of a day, and support happens on the school's own days. */
const within = (halfDays: readonly number[], left: Remaining) =>
  halfDays.reduce((sum, one) => sum + ('days' in left ? Math.min(one, 2 * left.days) : one), 0)

/**
 * Where a school will stand at the end: what is done, what is bound and what its practitioners can still give, against
 * what is asked of it (clause 21). Where term dates are missing, what hangs on them is not known.
 */
export function forecast({ asked, done, planned, bound, offers, remaining }: ToForecast): Forecast {
  const sure = done + planned + within(bound, remaining)
  const toFind = Math.max(0, asked - sure)
  const fromOffers = Math.min(toFind, within(offers, remaining))
  const short = toFind - fromOffers
  const outlook = outlookOf({ isDone: done >= asked, toFind, short, isKnown: 'days' in remaining })
  return { outlook, expected: sure + fromOffers, fromOffers, toFind, short }
}

type Signs = { isDone: boolean; toFind: number; short: number; isKnown: boolean }

function outlookOf({ isDone, toFind, short, isKnown }: Signs): Outlook {
  if (isDone) return 'given'
  if (short > 0) return 'falls short'
  if (!isKnown) return 'not known'
  return toFind > 0 ? 'in reach' : 'on course'
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const halfDaysInWords = (count: number) =>
  `${numbers[count] ?? count} more ${count === 1 ? 'half-day' : 'half-days'}`

/** “two more half-days a month”, or in what is left where that is less than a month. */
export const paceInWords = (toFind: number, months: number) =>
  months <= 1
    ? `${halfDaysInWords(toFind)} in the days that are left`
    : `${halfDaysInWords(Math.ceil(toFind / months))} a month`

const figure = (halfDays: number) => inDays(halfDays).replace(/ days?$/, '')

/** Where the forecast stands, in one sentence. */
export function forecastInWords(
  found: Forecast,
  { asked, to, remaining }: { asked: number; to: Day; remaining: Remaining },
) {
  const { outlook, expected, fromOffers, short } = found
  const by = `by ${inWords(to)}`
  const most = figure(expected)
  if (outlook === 'given') return `All ${inDays(asked)} that are asked have been given.`
  if (outlook === 'on course')
    return `${most} of ${inDays(asked)} will have been given ${by}, if all that is bound comes about.`
  if (outlook === 'in reach')
    return `All ${inDays(asked)} can be reached ${by}: ${figure(fromOffers)} of them offered and not bound yet.`
  if (outlook === 'falls short')
    return `${most} of ${inDays(asked)} will have been given ${by}, as it stands: ${inDays(short)} will be missing.${missingInWords(remaining)}`
  return `Whether ${inDays(asked)} can be reached ${by} is not known.${missingInWords(remaining)}`
}

export function missingInWords(remaining: Remaining): string {
  if ('days' in remaining) return ''
  const { missingAfter } = remaining
  const where = missingAfter ? `after ${inWords(missingAfter)}` : 'for this year'
  return ` The term dates ${where} are missing, so that the school days left cannot be counted.`
}
