import { addDays, type Day, day } from '../../platform/day.ts'
import { holds, isOffice, type Who } from '../../platform/who.ts'
import type { Account } from '../books/tables.ts'

/** The report is for the board: those who sit on it, and the office. It names no school. */
export const mayReadFund = (who: Who) => isOffice(who) || holds(who, 'head', 'chair')

/** The month in which most councils’ financial year begins, until the host says otherwise. */
const APRIL = 4
/** The month of the academic year. */
export const SEPTEMBER = 9

const firstOf = (year: number, month: number) => day(`${year}-${String(month).padStart(2, '0')}-01`)

/** Both days included. */
export type Span = { from: Day; to: Day }

/** The year of twelve months that begins with this month of this year. */
export const spanOf = (year: number, month = APRIL): Span => ({
  from: firstOf(year, month),
  to: addDays(firstOf(year + 1, month), -1),
})

/** The year in which the financial year of a day begins; `month` is that in which each begins. */
export function financialYearOf(on: Day, month = APRIL): number {
  const [year = 0, of = 0] = on.split('-').map(Number)
  return of >= month ? year : year - 1
}

const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const monthOf = (on: Day) => months.format(new Date(`${on}T00:00:00Z`))

/** `April 2026 to March 2027` */
export const spanInWords = ({ from, to }: Span) => `${monthOf(from)} to ${monthOf(to)}`

/** What moved on an account, for spending also by purpose, before a span and in it; a debit is positive pence. */
export type Moved = { account: Account; purpose: string | null; beforePence: number; withinPence: number }

/** Of a span, in pence as people say them: income and spending are both positive. */
export type Fund = {
  broughtForward: number
  subscriptions: number
  charges: number
  otherIncome: number
  income: number
  spending: { purpose: string; pence: number }[]
  spent: number
  writtenOff: number
  /** What income left over, or less than nothing. */
  result: number
  carriedForward: number
  /** Where the reserve stands at the end of the span: together they are what is carried forward. */
  held: number
  owed: number
  unmatched: number
  vat: number
}

const results: readonly Account[] = ['subscriptions', 'charges', 'other income', 'spending', 'written off']

const sum = (moved: readonly Moved[], of: (one: Moved) => number) =>
  moved.reduce((all, one) => all + of(one), 0)

/**
 * Income, spending and reserve of a span, from the books alone. A balance brought in from before the alliance began here
 * is brought forward in whichever year it is dated.
 */
export function fundOf(moved: readonly Moved[]): Fund {
  const on = (account: Account) => moved.filter((one) => one.account === account)
  const within = (account: Account) => sum(on(account), ({ withinPence }) => withinPence)
  const atEnd = (account: Account) =>
    sum(on(account), ({ beforePence, withinPence }) => beforePence + withinPence)
  const before = sum(
    moved.filter(({ account }) => results.includes(account)),
    ({ beforePence }) => beforePence,
  )
  const broughtForward = 0 - before - atEnd('reserve')
  const [subscriptions, charges, otherIncome] = [
    0 - within('subscriptions'),
    0 - within('charges'),
    0 - within('other income'),
  ]
  const income = subscriptions + charges + otherIncome
  const [spent, writtenOff] = [within('spending'), within('written off')]
  const result = income - spent - writtenOff
  return {
    ...{ broughtForward, subscriptions, charges, otherIncome, income, spent, writtenOff, result },
    spending: on('spending')
      .filter(({ withinPence }) => withinPence !== 0)
      .map(({ purpose, withinPence }) => ({ purpose: purpose ?? 'No purpose', pence: withinPence }))
      .sort((a, b) => b.pence - a.pence || a.purpose.localeCompare(b.purpose)),
    carriedForward: broughtForward + result,
    held: atEnd('bank'),
    owed: atEnd('members'),
    unmatched: 0 - atEnd('unmatched'),
    vat: 0 - atEnd('vat'),
  }
}

/** One line of the report: this year beside the last. `sum` is one that the lines before it come to. */
export type FundLine = { says: string; now: number; before: number; account?: Account; sum?: true }

/** The report as lines, in the order in which they add up; of two years, each without a line that is nothing in both. */
export function fundLines(now: Fund, before: Fund): { accounts: FundLine[]; position: FundLine[] } {
  const both = (says: string, of: (fund: Fund) => number, more: Partial<FundLine> = {}): FundLine => ({
    says,
    now: of(now),
    before: of(before),
    ...more,
  })
  const said = (line: FundLine) => line.sum || line.now !== 0 || line.before !== 0
  const spending = spendingOf(now, before).map(
    (line): FundLine => ({ ...line, says: `Spent on: ${line.says}`, account: 'spending' }),
  )
  return {
    accounts: [
      both('Reserve brought forward', (fund) => fund.broughtForward, { sum: true }),
      both('Subscriptions', (fund) => fund.subscriptions, { account: 'subscriptions' }),
      both('Courses and other charges', (fund) => fund.charges, { account: 'charges' }),
      both('Other income', (fund) => fund.otherIncome, { account: 'other income' }),
      both('Income', (fund) => fund.income, { sum: true }),
      ...spending,
      both('Spending', (fund) => fund.spent, { sum: true }),
      both('Written off', (fund) => fund.writtenOff, { account: 'written off' }),
      both('Result of the year', (fund) => fund.result, { sum: true }),
      both('Reserve carried forward', (fund) => fund.carriedForward, { sum: true }),
    ].filter(said),
    position: [
      both('Held in the host’s account', (fund) => fund.held, { account: 'bank' }),
      both('Owed by schools', (fund) => fund.owed, { account: 'members' }),
      both('Less paid, and not yet matched', (fund) => 0 - fund.unmatched, { account: 'unmatched' }),
      both('Less VAT to hand over', (fund) => 0 - fund.vat, { account: 'vat' }),
      both('Together, the reserve carried forward', (fund) => fund.carriedForward, { sum: true }),
    ].filter(said),
  }
}

/** What was spent on each purpose in two years, the largest of this year first. */
export function spendingOf(now: Fund, before: Fund): { says: string; now: number; before: number }[] {
  const purposes = [...new Set([...now.spending, ...before.spending].map(({ purpose }) => purpose))]
  const on = ({ spending }: Fund, name: string) =>
    spending.find(({ purpose }) => purpose === name)?.pence ?? 0
  return purposes.map((says) => ({ says, now: on(now, says), before: on(before, says) }))
}
