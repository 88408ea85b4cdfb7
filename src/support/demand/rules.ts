import type { SchoolCalendar } from '../../calendars/rules.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { mayBroker } from '../deployments/rules.ts'
import type { State } from '../deployments/tables.ts'

/** What is wanted and what is there is for those who match it. */
export const maySeeDemand = mayBroker
/** What each school gave and received, beside the others, is for the office alone (clause 18). */
export const maySeeBalance = (who: Who) => isOffice(who)

export const termNames = ['Autumn term', 'Spring term', 'Summer term'] as const
export type TermName = (typeof termNames)[number]

const termFrom = (fromOn: Day): TermName => {
  const month = Number(fromOn.slice(5, 7))
  return month >= 8 ? 'Autumn term' : month < 4 ? 'Spring term' : 'Summer term'
}

/**
 * The term of the year in which support is wanted from a day on: the one it falls in, or the next after a holiday.
 * Calendars of six half-terms come to the same three. Null where the term dates of that time are not here.
 */
export function termOf(calendar: SchoolCalendar, year: AcademicYear, on: Day): TermName | null {
  const [from, to] = [firstDay(year), lastDay(year)]
  const terms = calendar
    .filter(({ kind, fromOn, toOn }) => kind === 'term' && fromOn <= to && toOn >= from)
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  const first = terms.find(({ toOn }) => toOn >= on)
  return first ? termFrom(first.fromOn) : null
}

export type Wanted = {
  area: string
  state: State
  halfDays: number
  wantedFrom: Day
  answerDue: Day | null
  answeredAt: Date | null
}
export type Capacity = { area: string; practitioners: number; left: number }

/** What is wanted in one area of a year and not matched, in half-days where not said otherwise, and what there is. */
export type AreaDemand = {
  area: string
  /** Requests that wait for a match; of these, those that SSIG did not answer in time; and those it declined. */
  waiting: number
  unanswered: number
  declined: number
  /** Half-days of all these, by the term they are wanted from. */
  terms: Record<TermName, number>
  /** Of those whose term is not known. */
  otherwise: number
  wanted: number
  practitioners: number
  left: number
}

/** Every area in which anything is wanted or anybody can help, by name. */
export function demandOf(
  wanted: readonly Wanted[],
  capacity: readonly Capacity[],
  { calendar, year, today }: { calendar: SchoolCalendar; year: AcademicYear; today: Day },
): AreaDemand[] {
  const areas = new Map<string, AreaDemand>()
  const areaOf = (area: string): AreaDemand => {
    const found = areas.get(area) ?? { area, ...nothing, terms: { ...nothing.terms } }
    areas.set(area, found)
    return found
  }
  for (const { area, practitioners, left } of capacity) Object.assign(areaOf(area), { practitioners, left })
  for (const one of wanted) {
    const of = areaOf(one.area)
    const term = termOf(calendar, year, one.wantedFrom)
    if (term) of.terms[term] += one.halfDays
    else of.otherwise += one.halfDays
    of.wanted += one.halfDays
    if (one.state === 'declined') of.declined += 1
    else of.waiting += 1
    if (isUnanswered(one, today)) of.unanswered += 1
  }
  return [...areas.values()].sort((a, b) => (a.area < b.area ? -1 : 1))
}

const nothing = {
  ...{ waiting: 0, unanswered: 0, declined: 0, otherwise: 0, wanted: 0, practitioners: 0, left: 0 },
  terms: { 'Autumn term': 0, 'Spring term': 0, 'Summer term': 0 },
}

/** Whether SSIG owes an answer whose last day is over. */
export const isUnanswered = (
  { state, answerDue, answeredAt }: Pick<Wanted, 'state' | 'answerDue' | 'answeredAt'>,
  today: Day,
) => state !== 'declined' && answeredAt === null && answerDue !== null && answerDue < today

export type SchoolBalance = { membershipId: number; school: string; given: number; received: number }

/** What each school gave and received, in half-days that count, in the order of their names and no other. */
export function balanceOf(
  schools: readonly { id: number; shortName: string }[],
  visits: readonly { fromMembershipId: number | null; toMembershipId: number | null; halfDays: number }[],
): SchoolBalance[] {
  const sums = new Map(
    schools.map(({ id, shortName }) => [id, { membershipId: id, school: shortName, given: 0, received: 0 }]),
  )
  for (const { fromMembershipId, toMembershipId, halfDays } of visits) {
    const [from, to] = [sums.get(fromMembershipId ?? 0), sums.get(toMembershipId ?? 0)]
    if (from) from.given += halfDays
    if (to) to.received += halfDays
  }
  return [...sums.values()].sort(
    (a, b) => a.school.localeCompare(b.school, 'en-GB') || a.membershipId - b.membershipId,
  )
}
