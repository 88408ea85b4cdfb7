import { isBankHoliday } from '../../calendars/bank-holidays.ts'
import { type CalendarDate, schoolYearOf } from '../../calendars/rules.ts'
import { type AcademicYear, addDays, type Day, firstDay, lastDay, weekday } from '../../platform/day.ts'

export const rhythms = {
  terms: 'Once a term',
  'half-terms': 'Once a half-term',
  months: 'Once a month of term',
  spread: 'So many times, spread over the year',
} as const
export type Rhythm = keyof typeof rhythms

export const ways = {
  turn: 'Each a meeting of its own, on days in turn',
  same: 'Each a meeting of its own, all on the same day',
  together: 'One meeting of all of them together',
} as const
export type Way = keyof typeof ways

/** At most so many are planned at once, so that somebody can still look at each. */
export const MOST_AT_ONCE = 150

type Period = { from: Day; to: Day }
type Pattern = { rhythm: Rhythm; week: number; count: number; weekdays: number[] }

/** Where nobody has brought in a year’s term dates, terms are taken to be about then. */
const usualTerms = (year: AcademicYear) =>
  [
    [year, '09-02', year, '12-18'],
    [year + 1, '01-06', year + 1, '03-26'],
    [year + 1, '04-15', year + 1, '07-20'],
  ].map(([from, first, to, last]) => ({ from: `${from}-${first}` as Day, to: `${to}-${last}` as Day }))

export const termsKnown = (dates: readonly CalendarDate[], year: AcademicYear) =>
  dates.some(({ kind, fromOn }) => kind === 'term' && schoolYearOf(fromOn) === year)

function termsIn(dates: readonly CalendarDate[], year: AcademicYear): Period[] {
  if (!termsKnown(dates, year)) return usualTerms(year)
  return dates
    .filter(({ kind, fromOn }) => kind === 'term' && schoolYearOf(fromOn) === year)
    .map(({ fromOn, toOn }) => ({ from: fromOn, to: toOn }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

function halves({ from, to }: Period, dates: readonly CalendarDate[]): Period[] {
  const middle = dates.find(({ kind, fromOn, toOn }) => kind === 'half-term' && fromOn > from && toOn < to)
  if (!middle) return [{ from, to }]
  return [
    { from, to: addDays(middle.fromOn, -1) },
    { from: addDays(middle.toOn, 1), to },
  ]
}

function months(terms: Period[]): Period[] {
  const days = terms.flatMap(({ from, to }) => [from, to]).sort()
  const [first, last] = [days.at(0), days.at(-1)]
  const found: Period[] = []
  for (let on = first; on && last && on <= last; on = addDays(found.at(-1)?.to ?? on, 1))
    found.push({ from: on, to: lastOfMonth(on) })
  return found
}

function lastOfMonth(on: Day): Day {
  const [year = 0, month = 0] = on.split('-').map(Number)
  return addDays(
    `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, '0')}-01` as Day,
    -1,
  )
}

/** Days of this weekday in a period on which the alliance's own calendar has school. */
function daysIn({ from, to }: Period, on: number, dates: readonly CalendarDate[], terms: Period[]): Day[] {
  const found: Day[] = []
  const free = dates.filter(({ kind }) => kind !== 'term')
  for (let one = addDays(from, (on - weekday(from) + 7) % 7); one <= to; one = addDays(one, 7)) {
    const inTerm = terms.some((term) => term.from <= one && one <= term.to)
    const isFree = free.some(({ fromOn, toOn }) => fromOn <= one && one <= toOn)
    if (inTerm && !isFree && !isBankHoliday(one)) found.push(one)
  }
  return found
}

/**
 * The days of a pattern for the `nth` of several groups that take turns: each of the weekdays in turn, and when all
 * are used the week after. A week that a term does not have is its last.
 */
export function daysOfPattern(
  { rhythm, week, count, weekdays }: Pattern,
  dates: readonly CalendarDate[],
  year: AcademicYear,
  nth = 0,
): Day[] {
  const terms = termsIn(dates, year)
  const date = weekdays[nth % weekdays.length] ?? 1
  const later = Math.floor(nth / weekdays.length)
  const within = (period: Period) => daysIn(period, date, dates, terms)
  if (rhythm === 'spread') return spread(terms.flatMap(within), count, later)
  const periods =
    rhythm === 'terms'
      ? terms
      : rhythm === 'half-terms'
        ? terms.flatMap((term) => halves(term, dates))
        : months(terms)
  return periods.flatMap((period) => {
    const days = within(period)
    return days[(Math.min(week, days.length) - 1 + later) % days.length] ?? []
  })
}

/** So many of these days, with as much time between them as there is. */
function spread(days: Day[], count: number, later: number): Day[] {
  if (days.length === 0) return []
  const at = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * days.length) / count) + later)
  return [...new Set(at.map((one) => days[one % days.length] as Day))].sort()
}

/** The same week and weekday a year later, as near as the year has it. */
export function yearLater(on: Day, year: AcademicYear): Day {
  const later = addDays(on, 364)
  if (later < firstDay(year)) return addDays(later, 7)
  return later > lastDay(year) ? addDays(later, -7) : later
}

/** Groups that meet together, or each by itself with its place in the turn. */
export function meetingsFor(groups: number[], way: Way): { groups: number[]; nth: number }[] {
  if (way === 'together') return [{ groups, nth: 0 }]
  return groups.map((id, i) => ({ groups: [id], nth: way === 'turn' ? i : 0 }))
}
