import { type AcademicYear, type Day, inWords, yearName } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Costs } from './costs.ts'
import type { SchoolAsked } from './queries.ts'
import type { Bought, Span } from './rules.ts'

/** Everything that a page or a sheet on one school's year says. */
export type Told = {
  school: SchoolAsked
  year: AcademicYear
  span: Span
  bought: Bought
  /** The subscription that all agreed for the year, in pence. */
  agreedPence: number
  costs: Costs
  today: Day
}

/** `£3,000`, and `£2,500.50` where there are pennies. */
export const roundly = (pence: number) => inPounds(pence).replace(/\.00$/, '')

/** A school that was a member for part of the year pays its share, so that the whole sum is not called its own. */
export const titleOf = ({ span, agreedPence }: Pick<Told, 'span' | 'agreedPence'>) =>
  span.whole ? `What our ${roundly(agreedPence)} bought` : 'What our subscription bought'

/** “2017-18, from 1 September 2017 to 5 March 2018”, with why it is not the whole of the year. */
export function whenOf({ school, year, span: { from, to, whole, over } }: Told): string {
  const days = `from ${inWords(from)} to ${inWords(to)}`
  if (!whole) return `${yearName(year)}, while ${school.name} was a member: ${days}${over ? '' : ', so far'}`
  return over ? `The whole of ${yearName(year)}` : `${yearName(year)} so far: ${days}`
}

/** What all agreed, and what a school pays that was no member for a part of the year. */
export const agreedInWords = ({ year, span, agreedPence }: Told) =>
  `${inPounds(agreedPence)} for ${yearName(year)}, as the heads agreed${
    span.whole ? '' : '; a school that is a member for part of a year pays a share of it'
  }`

export const NO_ESTIMATE =
  'A price is used only where somebody recorded it with its source. Nothing is estimated, and the sum is of those with a known price alone.'

/** What the sum says of itself. */
export function sumInWords({ costs, sum, unpriced }: Costs): string {
  if (costs.length === 0) return 'Nothing is recorded that could have a price.'
  if (unpriced === costs.length) return 'No price is known of any of these, so nothing is added up.'
  const rest = unpriced === 0 ? '' : ` No price is known of ${unpriced} of the ${costs.length}.`
  return `${inPounds(sum)} for those with a known price.${rest}`
}

export const PACKAGES_NOTE =
  'Help from a partner counts once where it was on offer; whether the school used it is not recorded.'
