import type { Terms } from '../../agreement/terms/rules.ts'
import { isSchoolDay, type SchoolCalendar } from '../../calendars/rules.ts'
import { type AcademicYear, type Day, inDays } from '../../platform/day.ts'
import { isHeadOf, isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import type { Half, VisitStatus } from '../visits/tables.ts'

/** What a day was at the host: with pupils, for training, or neither; not known where its term dates are not here. */
export type HostDay = 'pupils' | 'training' | 'closed' | 'not known'

/** What a day was by the host's own calendar. */
export function hostDay(calendar: SchoolCalendar, on: Day): HostDay {
  if (isSchoolDay(calendar, on)) return 'pupils'
  const there = calendar.filter(({ fromOn, toOn }) => fromOn <= on && on <= toOn)
  if (there.some(({ kind }) => kind === 'inset')) return 'training'
  return knowsDay(calendar, on) ? 'closed' : 'not known'
}

/** Between the first and the last day of the dates that are kept; a whole year missing in between is not known either. */
function knowsDay(calendar: SchoolCalendar, on: Day): boolean {
  const terms = calendar.filter(({ kind }) => kind === 'term')
  const before = terms.some(({ fromOn }) => fromOn <= on && nearEnough(fromOn, on))
  const after = terms.some(({ toOn }) => toOn >= on && nearEnough(on, toOn))
  return before && after
}

const A_YEAR_MS = 366 * 24 * 60 * 60 * 1000
const nearEnough = (from: Day, to: Day) => Date.parse(to) - Date.parse(from) <= A_YEAR_MS

export type Counted = { halfDays: number; why: string | null }

export type ToCount = {
  half: Half
  status: VisitStatus
  throughSsig: boolean
  sameTrust: boolean
  /** Brought from a file: it counts as it says, since it was judged when it was made. */
  brought: boolean
}

type CountingTerms = Pick<
  Terms,
  'supportCancelled' | 'supportTwilight' | 'supportTravel' | 'supportSameTrust' | 'supportDays'
>

const no = (why: string): Counted => ({ halfDays: 0, why })

/**
 * What a visit counts towards a school's staff time, in half-days, and why not where it counts nothing (clause 21).
 * Two of a school's staff on one visit are two visits. A visit that is only planned counts nothing yet.
 */
export function countsAs(visit: ToCount, on: HostDay, terms: CountingTerms): Counted {
  const { half, status, sameTrust, brought } = visit
  const notGiven = notGivenWhy(visit)
  if (notGiven) return no(notGiven)
  if (brought) return { halfDays: half === 'day' ? 2 : 1, why: null }
  if (status !== 'done' && terms.supportCancelled === 0)
    return no('The host cancelled it on the day, which does not count')
  if (sameTrust && terms.supportSameTrust === 0) return no('Both schools are of one trust')
  const closed = closedWhy(on, terms.supportDays)
  if (closed) return no(closed)
  const itself = half === 'day' ? 2 : half === 'twilight' ? terms.supportTwilight : 1
  if (itself === 0) return no('Twilight sessions do not count')
  return { halfDays: itself + (status === 'done' ? terms.supportTravel : 0), why: null }
}

const notGiven: Partial<Record<VisitStatus, string>> = {
  planned: 'It is planned, and counts when it is done',
  cancelled: 'It was cancelled before the day',
  missed: 'The practitioner could not come',
}

const notGivenWhy = ({ throughSsig, status }: ToCount): string | undefined =>
  throughSsig ? notGiven[status] : 'SSIG did not arrange it'

function closedWhy(on: HostDay, supportDays: number): string | null {
  if (supportDays === 0 || on === 'pupils' || on === 'not known') return null
  if (on === 'training') return supportDays === 1 ? null : 'The host had a training day'
  return 'The host was closed on that day'
}

/** What a school's year of staff time comes to, all in half-days. */
export type Ledger = {
  /** Its part of what all agreed (clause 21). */
  asked: number
  /** What its head said it would give; what is asked where nothing was said. */
  pledged: number
  /** Bound in deployments or planned, and not done yet. */
  committed: number
  done: number
  /** Of the pledge, neither done nor bound. */
  left: number
  /** Done and bound beyond the pledge: told, and never held against a school. */
  beyond: number
}

type Entries = Pick<Ledger, 'asked' | 'committed' | 'done'> & { pledge: number | null }

export function ledgerOf({ asked, pledge, committed, done }: Entries): Ledger {
  const pledged = pledge ?? asked
  const open = pledged - done - committed
  return { asked, pledged, committed, done, left: Math.max(0, open), beyond: Math.max(0, -open) }
}

/** “2½ days”, or how much more than pledged. */
export const leftInWords = ({ left, beyond }: Pick<Ledger, 'left' | 'beyond'>) =>
  beyond > 0
    ? `Nothing: ${isOrAre(beyond)} given or bound beyond the pledge, for which the alliance is grateful`
    : left > 0
      ? inDays(left)
      : 'Nothing'

/** “1 day has”, “2½ days have”. */
export const hasOrHave = (halfDays: number) =>
  `${inDays(halfDays)} ${halfDays === 1 || halfDays === 2 ? 'has' : 'have'}`
export const isOrAre = (halfDays: number) =>
  `${inDays(halfDays)} ${halfDays === 1 || halfDays === 2 ? 'is' : 'are'}`

/** What of a visit that was not noted yet it would count once it is done. */
export const ifDone = <Visit extends ToCount>(visit: Visit): Visit =>
  visit.status === 'planned' ? { ...visit, status: 'done' } : visit

/** The ledger of all schools is the office’s alone: what a school gives is told to no other. */
export const maySeeAllLedgers = (who: Who) => isOffice(who)
export const maySeeLedger = (who: Who) => isOffice(who) || ledMemberships(who).length > 0
export const mayOpenLedger = (who: Who, membershipId: number) =>
  isOffice(who) || ledMemberships(who).includes(membershipId)

/** A head says what their school will give in a year that is not over. */
export const mayPledge = (
  who: Who,
  membershipId: number,
  { year, now }: Record<'year' | 'now', AcademicYear>,
) => year >= now && isHeadOf(who, membershipId)
