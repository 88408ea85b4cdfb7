import { type AcademicYear, inDays } from '../../platform/day.ts'
import type { Bought } from './rules.ts'
import type { Priced } from './tables.ts'

export type Price = {
  what: Priced
  courseId: number | null
  packageId: number | null
  pence: number
  source: string
  fromYear: AcademicYear
}

type Of = { what: Priced; courseId?: number; packageId?: number }

/**
 * The price that is known of a thing in a year: its own before that of all its kind, and of each the latest from that
 * year or an earlier one.
 */
export function priceOf<Known extends Price>(
  prices: readonly Known[],
  { what, courseId, packageId }: Of,
  year: AcademicYear,
): Known | undefined {
  const known = prices
    .filter((price) => price.what === what && price.fromYear <= year)
    .sort((a, b) => b.fromYear - a.fromYear)
  const own = known.find(
    (price) =>
      (price.courseId !== null && price.courseId === courseId) ||
      (price.packageId !== null && price.packageId === packageId),
  )
  return own ?? known.find((price) => price.courseId === null && price.packageId === null)
}

/** One thing with how many of it there were; `halves` where the number is of half-days. */
type Thing = { says: string; number: number; halves?: true; price: Price | undefined }

export type Cost = {
  says: string
  number: string
  price: Pick<Price, 'pence' | 'source'> | null
  /** What it would have cost; null where no price is known. */
  pence: number | null
}

/** What was received, each with what it would have cost where a price is known, and the sum of those alone. */
export type Costs = { costs: Cost[]; sum: number; unpriced: number }

export function costsOf(bought: Bought, prices: readonly Price[], year: AcademicYear): Costs {
  const costs = things(bought, (of) => priceOf(prices, of, year))
    .filter(({ number }) => number > 0)
    .map(({ says, number, halves, price }): Cost => {
      const told = { says, number: halves ? inDays(number) : String(number) }
      if (!price) return { ...told, price: null, pence: null }
      const pence = Math.round(halves ? (number * price.pence) / 2 : number * price.pence)
      return { ...told, price: { pence: price.pence, source: price.source }, pence }
    })
  return {
    costs,
    sum: costs.reduce((sum, { pence }) => sum + (pence ?? 0), 0),
    unpriced: costs.filter(({ pence }) => pence === null).length,
  }
}

/** What a school gave is no part of it, nor a resource that it did not say it used: neither was bought. */
function things(bought: Bought, known: (of: Of) => Price | undefined): Thing[] {
  const courses = bought.courses.map(({ id, title, people }) => ({
    ...{ says: `Places on “${title}”`, number: people },
    price: known({ what: 'course', courseId: id }),
  }))
  const packages = bought.packages.map(({ id, title, partner }) => ({
    ...{ says: `“${title}”, offered by ${partner}`, number: 1 },
    price: known({ what: 'package', packageId: id }),
  }))
  return [
    {
      ...{ says: 'Support received from other schools', number: bought.received.halfDays, halves: true },
      price: known({ what: 'support day' }),
    },
    ...rest(courses, ['Places on courses', 'Places on other courses']),
    {
      ...{ says: 'Places at hub meetings', number: bought.hubMeetings.places },
      price: known({ what: 'hub meeting' }),
    },
    {
      ...{ says: 'Resources that the school said it used', number: bought.resources.used },
      price: known({ what: 'resource' }),
    },
    ...rest(packages, ['Packages of help on offer', 'Other packages of help on offer']),
    { says: 'Schemes taken part in', number: bought.schemes.length, price: undefined },
    { says: 'Peer reviews of the school', number: bought.reviews.hosted, price: undefined },
    { says: 'Instructional rounds at the school', number: bought.rounds.hosted, price: undefined },
  ]
}

/** Those with a price of their own, one by one; all others, whose price is the same, together. */
function rest(things: Thing[], [all, others]: [string, string]): Thing[] {
  const isOwn = ({ price }: Thing) => price !== undefined && (price.courseId ?? price.packageId) !== null
  const own = things.filter(isOwn)
  const shared = things.filter((thing) => !isOwn(thing))
  const number = shared.reduce((sum, thing) => sum + thing.number, 0)
  return [...own, { says: own.length > 0 ? others : all, number, price: shared[0]?.price }]
}
