import { bankDay, bankSum } from '../cells.ts'
import { refused } from '../text.ts'
import type { CsvRow } from './rows.ts'

/** Which column is what, by its heading: one of sums, or one in and one out. */
export type Columns = {
  dateColumn: string
  amountColumn: string | null
  inColumn: string | null
  outColumn: string | null
  payerColumn: string | null
  saysColumn: string
  balanceColumn: string | null
}

/** Headings as they are kept, and known again by. */
export const asKept = (headings: readonly string[]) => headings.join('\n')
export const fromKept = (headings: string) => headings.split('\n')

const LONGEST_HEADING = 100

/** A row as headings: each has a name of its own, also where the file leaves it blank or says one twice. */
export function headingsIn({ cells }: CsvRow): string[] {
  const named: string[] = []
  const width = cells.findLastIndex((cell) => cell !== '') + 1
  for (const [i, cell] of cells.slice(0, width).entries()) {
    const plain = cell.replaceAll(/\s+/g, ' ').slice(0, LONGEST_HEADING) || `Column ${i + 1}`
    let name = plain
    for (let nth = 2; named.includes(name); nth++) name = `${plain} (${nth})`
    named.push(name)
  }
  return named
}

export type Headed = { headings: string[]; rows: CsvRow[] }

const AMONG_FIRST = 30
const FEWEST_COLUMNS = 3

/** The rows beneath each of the first rows, were it the headings. */
export const headedBy = (rows: readonly CsvRow[]): Headed[] =>
  rows.slice(0, AMONG_FIRST).map((row, i) => ({ headings: headingsIn(row), rows: rows.slice(i + 1) }))

/**
 * The rows beneath the first that looks like headings: several cells, none of them a date or a sum.
 * @throws Refusal where there is none, or nothing beneath.
 */
export function likelyHeaded(rows: readonly CsvRow[]): Headed {
  const at = rows.slice(0, AMONG_FIRST).findIndex(({ cells }) => {
    const filled = cells.filter((cell) => cell !== '')
    const isData = filled.some((cell) => bankDay(cell) !== undefined || bankSum(cell) !== undefined)
    return filled.length >= FEWEST_COLUMNS && !isData
  })
  const row = rows[at]
  if (!row)
    throw refused(
      'This file has no row of headings, such as Date, Description and Amount. Save the statement as CSV with headings, or as CAMT.053',
    )
  if (at === rows.length - 1) throw refused('There is no line beneath the headings of this file')
  return { headings: headingsIn(row), rows: rows.slice(at + 1) }
}

const LIKELY: Record<keyof Columns, RegExp[]> = {
  dateColumn: [/^(transaction |posting |booking |posted )?date$/i, /\bdate\b/i],
  amountColumn: [/^(transaction )?amount\b/i, /^(?!.*date).*\b(amount|value|sum)\b/i],
  inColumn: [/\b(paid|money) in\b/i, /^credits?\b/i, /\b(credit|receipts?|deposits?)\b/i],
  outColumn: [/\b(paid|money) out\b/i, /^debits?\b/i, /\b(debit|payments?|withdrawals?)\b/i],
  payerColumn: [/\b(payer|counter ?party|remitter)\b/i, /^(?!.*account).*\bname\b/i],
  saysColumn: [
    /\b(description|details|narrative|memo|particulars)\b/i,
    /\b(reference|transaction(?! (date|type|id)))\b/i,
  ],
  balanceColumn: [/\bbalance\b/i],
}

/** What the columns most likely are, by their headings, for a person to confirm. */
export function likelyColumns(headings: readonly string[]): Partial<Columns> {
  const taken = new Set<string>()
  const find = (column: keyof Columns) => {
    for (const pattern of LIKELY[column]) {
      const found = headings.find((heading) => !taken.has(heading) && pattern.test(heading))
      if (found === undefined) continue
      taken.add(found)
      return found
    }
    return null
  }
  const dateColumn = find('dateColumn') ?? ''
  const balanceColumn = find('balanceColumn')
  const inColumn = find('inColumn')
  const outColumn = inColumn && find('outColumn')
  const both = inColumn !== null && outColumn !== null
  if (inColumn && !both) taken.delete(inColumn)
  const amountColumn = both ? null : find('amountColumn')
  const saysColumn = find('saysColumn') ?? ''
  const payerColumn = find('payerColumn')
  const sides = both ? { inColumn, outColumn } : { inColumn: null, outColumn: null }
  return { dateColumn, amountColumn, ...sides, payerColumn, saysColumn, balanceColumn }
}
