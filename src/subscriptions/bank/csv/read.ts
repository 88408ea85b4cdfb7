import { type Day, inWords } from '../../../platform/day.ts'
import { inPounds } from '../../../platform/money.ts'
import { bankDay, bankSum } from '../cells.ts'
import { inOneLine, MOST_PENCE, type ReadStatement, type StatementLine } from '../rules.ts'
import { refused, shown } from '../text.ts'
import type { Columns, Headed } from './columns.ts'
import type { CsvRow } from './rows.ts'

/** The earliest day of a line: before it a year was mistyped. */
const EARLIEST = '2000-01-01'

/** A row as it is read: without a date where it moves nothing. */
type Read = { number: number; line: StatementLine | null; pence: number; balance: number | null }

/**
 * What the rows beneath the headings say by these columns, checked: real days that were, sums of pounds and pence, and
 * a balance that follows from line to line, where there is one.
 * @throws Refusal that names the row, one sentence.
 */
export function csvStatement({ headings, rows }: Headed, columns: Columns, today: Day): ReadStatement {
  const place = (heading: string | null) => (heading === null ? -1 : headings.indexOf(heading))
  const at = {
    date: place(columns.dateColumn),
    amount: place(columns.amountColumn),
    in: place(columns.inColumn),
    out: place(columns.outColumn),
    payer: place(columns.payerColumn),
    says: place(columns.saysColumn),
    balance: place(columns.balanceColumn),
  }
  const read = rows.map((row) => readRow(row, at, today))
  const ordered = inTime(read)
  const lines = ordered.flatMap(({ line }) => (line ? [line] : []))
  return {
    format: 'csv',
    ...balances(ordered),
    lines,
    leftOut: read.length - lines.length,
  }
}

type Places = Record<'date' | 'amount' | 'in' | 'out' | 'payer' | 'says' | 'balance', number>

function readRow(row: CsvRow, at: Places, today: Day): Read {
  const { number } = row
  const cell = (place: number) => row.cells[place] ?? ''
  const pence = at.amount === -1 ? bothSides(row, at) : sumIn(row, cell(at.amount))
  const balance = at.balance === -1 || cell(at.balance) === '' ? null : sumIn(row, cell(at.balance))
  if (pence === 0) return { number, line: null, pence, balance }
  const line = {
    on: dayIn(row, cell(at.date), today),
    pence,
    payer: at.payer === -1 ? null : inOneLine(cell(at.payer)) || null,
    says: inOneLine(cell(at.says)) || 'No words given',
    reversal: false,
  }
  return { number, line, pence, balance }
}

/** Banks write what was paid out with a minus or without; it is out either way. */
function bothSides(row: CsvRow, at: Places): number {
  const paidIn = sumIn(row, row.cells[at.in] ?? '')
  const paidOut = Math.abs(sumIn(row, row.cells[at.out] ?? ''))
  if (paidIn !== 0 && paidOut !== 0) throw refused(`Row ${row.number} has a sum both in and out`)
  return paidOut === 0 ? paidIn : -paidOut
}

/** A blank cell is nothing. */
function sumIn({ number }: CsvRow, text: string): number {
  if (text === '' || text === '-') return 0
  const pence = bankSum(text)
  if (pence === undefined)
    throw refused(`Row ${number} says ${shown(text)}, which is no sum of pounds and pence, like 1,234.56`)
  if (Math.abs(pence) > MOST_PENCE)
    throw refused(`Row ${number} has more than ${inPounds(MOST_PENCE)}, which cannot be right`)
  return pence
}

function dayIn({ number }: CsvRow, text: string, today: Day): Day {
  if (text === '') throw refused(`Row ${number} has a sum and no date`)
  const on = bankDay(text)
  if (!on || on < EARLIEST)
    throw refused(`Row ${number} is dated ${shown(text)}, which is no date, like 31/03/2027`)
  if (on > today) throw refused(`Row ${number} is dated ${inWords(on)}, which is still to come`)
  return on
}

/** The earliest first, as some banks write them and some do not. Within a day the file’s own order is kept. */
function inTime(read: Read[]): Read[] {
  const days = read.flatMap(({ line }) => (line ? [line.on] : []))
  const [first = '', last = ''] = [days[0], days.at(-1)]
  if (first < last) return read
  const turned = read.toReversed()
  if (first > last) return turned
  return notFollowing(read) === undefined || notFollowing(turned) !== undefined ? read : turned
}

type NotFollowing = { row: Read; expected: number }

/** The first row whose balance is not the one before and what moved since. */
function notFollowing(read: Read[]): NotFollowing | undefined {
  let last: number | undefined
  let moved = 0
  for (const row of read) {
    moved += row.pence
    if (row.balance === null) continue
    if (last !== undefined && last + moved !== row.balance) return { row, expected: last + moved }
    last = row.balance
    moved = 0
  }
  return undefined
}

/** The balances before the first line and after the last, where the file gives them. */
function balances(read: Read[]) {
  const wrong = notFollowing(read)
  if (wrong)
    throw refused(
      `Row ${wrong.row.number} says a balance of ${inPounds(wrong.row.balance ?? 0)}, where ${inPounds(wrong.expected)} follows from the lines before it. A line may be missing or changed`,
    )
  const firstAt = read.findIndex(({ balance }) => balance !== null)
  const lastAt = read.findLastIndex(({ balance }) => balance !== null)
  const sum = (some: Read[]) => some.reduce((all, { pence }) => all + pence, 0)
  if (firstAt === -1) return { openingPence: null, closingPence: null }
  return {
    openingPence: (read[firstAt]?.balance ?? 0) - sum(read.slice(0, firstAt + 1)),
    closingPence: (read[lastAt]?.balance ?? 0) + sum(read.slice(lastAt + 1)),
  }
}
