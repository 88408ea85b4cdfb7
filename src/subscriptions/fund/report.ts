import { type AcademicYear, type Day, yearName } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { billingSettings } from '../settings/queries.ts'
import { firstInBooks, movedIn } from './queries.ts'
import {
  type Fund,
  financialYearOf,
  fundLines,
  fundOf,
  SEPTEMBER,
  type Span,
  spanInWords,
  spanOf,
  spendingOf,
} from './rules.ts'

export type Wanted = { year: number | null; academic: boolean }

export type FundReport = {
  year: number
  academic: boolean
  span: Span
  /** As the page says it: `April 2026 to March 2027`. */
  says: string
  name: string
  nameBefore: string
  now: Fund
  lines: ReturnType<typeof fundLines>
  spending: ReturnType<typeof spendingOf>
  /** Years that can be asked for, the latest first. */
  years: number[]
  today: Day
}

const MOST_YEARS = 8

/** A year of twelve months as an address and a column say it: `2026-27`. */
export const nameOfYear = (year: number) => yearName(year as AcademicYear)

/** The fund of a year and of the one before, from sums of the books of all schools together. */
export async function fundReport(
  totals: Reader,
  { year: wanted, academic }: Wanted,
  today: Day,
): Promise<FundReport> {
  const month = academic ? SEPTEMBER : (await billingSettings(totals))?.financialYearMonth
  const year = wanted ?? financialYearOf(today, month)
  const span = spanOf(year, month)
  const [moved, earlier, first] = await Promise.all([
    movedIn(totals, span),
    movedIn(totals, spanOf(year - 1, month)),
    firstInBooks(totals),
  ])
  const [now, before] = [fundOf(moved), fundOf(earlier)]
  const last = financialYearOf(today, month)
  const earliest = first ? Math.min(financialYearOf(first, month), last) : last
  const years = Array.from({ length: Math.min(last - earliest + 1, MOST_YEARS) }, (_, at) => last - at)
  return {
    ...{ year, academic, span, now, today },
    says: spanInWords(span),
    name: nameOfYear(year),
    nameBefore: nameOfYear(year - 1),
    lines: fundLines(now, before),
    spending: spendingOf(now, before),
    years: years.includes(year) ? years : [...years, year].sort((a, b) => b - a),
  }
}
