import type { Terms } from '../../agreement/terms/rules.ts'
import { type SchoolCalendar, termsOf } from '../../calendars/rules.ts'
import { type AcademicYear, type Day, daysBetween, firstDay, lastDay, yearName } from '../../platform/day.ts'
import { isOffice, type Who } from '../../platform/who.ts'

type Spell = { joinedOn: Day; leftOn: Day | null }
const inNumbers = ['none', 'one', 'two', 'three', 'four', 'five', 'six']
const words = (count: number) => inNumbers[count] ?? String(count)

/** What a membership owes for a year, as an invoice says it; whole pence. */
export type Due = { pence: number; says: string; fromOn: Day; toOn: Day }
/** Nothing is owed, or it cannot be worked out, with why in a sentence. */
export type NotDue = { because: string; missing: boolean }

export const isDue = (due: Due | NotDue): due is Due => 'pence' in due

/**
 * What a school owes for an academic year (clause 25): the whole subscription for a whole year, and for part of one a
 * share by term (each in which it is a member for a day, of the alliance's own term dates) or by day, rounded to the
 * nearest penny. Which of the two is a number the heads agree. Terms that are not known are never guessed.
 */
export function subscriptionDue(
  { joinedOn, leftOn }: Spell,
  year: AcademicYear,
  {
    terms,
    calendar,
  }: { terms: Pick<Terms, 'subscription' | 'subscriptionPartYear'>; calendar: SchoolCalendar },
): Due | NotDue {
  const [first, last] = [firstDay(year), lastDay(year)]
  const fromOn = joinedOn > first ? joinedOn : first
  const toOn = leftOn !== null && leftOn < last ? leftOn : last
  if (fromOn > toOn) return { because: `It was not a member in ${yearName(year)}`, missing: false }
  const spell = { fromOn, toOn }
  const whole = `Subscription ${yearName(year)}`
  if (fromOn === first && toOn === last) return { pence: terms.subscription, says: whole, ...spell }
  if (terms.subscriptionPartYear === 1) return byDay(spell, year, { whole, pence: terms.subscription })
  return byTerm(spell, year, { whole, pence: terms.subscription, calendar })
}

type Part = { fromOn: Day; toOn: Day }

function byDay(part: Part, year: AcademicYear, { whole, pence }: { whole: string; pence: number }): Due {
  const days = daysBetween(part.fromOn, part.toOn) + 1
  const ofYear = daysBetween(firstDay(year), lastDay(year)) + 1
  return { pence: Math.round((pence * days) / ofYear), says: `${whole}, ${days} of ${ofYear} days`, ...part }
}

function byTerm(
  part: Part,
  year: AcademicYear,
  { whole, pence, calendar }: { whole: string; pence: number; calendar: SchoolCalendar },
): Due | NotDue {
  const ofYear = termsOf(calendar).filter(
    ({ fromOn }) => fromOn >= lateAugust(year) && fromOn <= lastDay(year),
  )
  if (ofYear.length < 3)
    return {
      because: `The alliance’s term dates of ${yearName(year)} are not all here, so its share by term cannot be worked out`,
      missing: true,
    }
  const inIt = ofYear.filter(({ fromOn, toOn }) => fromOn <= part.toOn && part.fromOn <= toOn).length
  if (inIt === 0) return { because: `It was a member in no term of ${yearName(year)}`, missing: false }
  const says = inIt === ofYear.length ? whole : `${whole}, ${words(inIt)} of ${words(ofYear.length)} terms`
  return { pence: Math.round((pence * inIt) / ofYear.length), says, ...part }
}

/** An autumn term may begin with a training day in the last week of August. */
const lateAugust = (year: AcademicYear) => `${year}-08-20` as Day

/** Invoices are issued, credited and matched by the office. */
export const mayCharge = (who: Who) => isOffice(who)
