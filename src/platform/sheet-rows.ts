import { type Fault, inFigures, type Limits, type Report, Unreadable } from './sheet-report.ts'

/** A row as it was found, before its headings are known. */
export type Line = { number: number; cells: readonly Found[] }
/** What a cell says, or why nobody can tell. A blank cell of a workbook is often not there at all. */
export type Found = string | Misread | undefined
export type Misread = { value: string; wrong: string; right: string }

export const isBlank = (cell: Found) => cell === undefined || (typeof cell === 'string' && cell.trim() === '')

/** A row by its headings; a blank cell, or one whose column is not there, is the empty text. */
export type Row<Column extends string = string> = { number: number; cells: Record<Column, string> }

/** `required` columns must be there, though their cells may be blank. */
export type Wanted<Column extends string> = {
  columns: readonly Column[]
  required?: readonly Column[]
  /** Told which of the columns are there, before the first row is given. */
  found?: (columns: ReadonlySet<Column>) => void
  /** Told when reading stopped before the end, its fault reported: what was given is not all there was. */
  stopped?: () => void
}

/** Excel itself stops here, so a file with more rows, even blank ones, is none that it can show. */
const LAST_ROW = 1_048_576

const key = (heading: string) =>
  cleaned(heading)
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '')

/** What reading one sheet needs to know besides its rows. */
export type Reading = { file: string; limits: Limits; report: Report }

/** Finds the columns by their headings, in any order, and gives the rows that are whole. */
export async function* rowsOf<Column extends string>(
  lines: AsyncIterable<Line>,
  wanted: Wanted<Column>,
  reading: Reading,
): AsyncGenerator<Row<Column>> {
  let headings: Headings<Column> | undefined
  let count = 0
  for await (const line of lines) {
    if (line.number > LAST_ROW) throw tooMany(reading.limits)
    if (line.cells.every(isBlank)) continue
    if (headings === undefined) {
      headings = headingsIn(line, wanted, reading)
      continue
    }
    if (++count > reading.limits.rows) throw tooMany(reading.limits)
    const row = rowIn(line, headings, reading)
    if (row) yield row
  }
  if (headings === undefined) reading.report.remark(reading.file, 'Nothing is written in it')
}

const tooMany = ({ rows }: Limits) =>
  new Unreadable(`There are more than ${inFigures(rows)} rows`, 'Split it, one academic year in each file')

type Headings<Column extends string> = {
  at: Map<number, Column>
  blank: Record<Column, string>
  width: number
}

function headingsIn<Column extends string>(
  { number, cells }: Line,
  { columns, required = [], found: tell }: Wanted<Column>,
  { file, limits, report }: Reading,
): Headings<Column> {
  const width = cells.findLastIndex((cell) => !isBlank(cell)) + 1
  if (width > limits.columns)
    throw new Unreadable(`There are more than ${inFigures(limits.columns)} columns`, undefined, number)
  const byKey = new Map(columns.map((column) => [key(column), column]))
  const at = new Map<number, Column>()
  for (const [index, found] of cells.entries()) {
    const heading = typeof found === 'string' ? cleaned(found) : ''
    const column = byKey.get(key(heading))
    if (column && [...at.values()].includes(column)) throw twice(column, number)
    if (column) at.set(index, column)
    else if (heading) report.remark(file, `The column “${heading.slice(0, 60)}” is not one we read`)
  }
  needHeadings(new Set(at.values()), columns, required, number)
  tell?.(new Set(at.values()))
  return {
    at,
    blank: Object.fromEntries(columns.map((column) => [column, ''])) as Record<Column, string>,
    width,
  }
}

const twice = (column: string, row: number) =>
  new Unreadable(
    `Two columns are headed “${column}”`,
    'Keep one of them, or give the other another heading',
    row,
  )

function needHeadings(
  found: Set<string>,
  columns: readonly string[],
  required: readonly string[],
  row: number,
) {
  if (found.size === 0)
    throw new Unreadable(
      'The first row does not hold the headings of its columns',
      `Write the headings in the first row: ${columns.join(', ')}`,
      row,
    )
  const missing = required.filter((column) => !found.has(column))
  if (missing.length > 0)
    throw new Unreadable(
      `There is no column headed ${missing.map((column) => `“${column}”`).join(' or ')}`,
      'Add the column, and write its heading in the first row',
      row,
    )
}

/** The row by its headings, or nothing once its faults have been reported. */
function rowIn<Column extends string>(
  { number, cells }: Line,
  { at, blank, width }: Headings<Column>,
  { file, limits, report }: Reading,
): Row<Column> | undefined {
  const row = { ...blank }
  const faults: Fault[] = []
  for (const [index, column] of at) {
    const found = cells[index] ?? ''
    row[column] = typeof found === 'string' ? cleaned(found) : ''
    const misread = typeof found === 'string' ? wrongWith(row[column], limits) : found
    if (misread) faults.push({ file, row: number, column, ...misread })
  }
  const beyond = cells.findIndex((cell, index) => index >= width && !isBlank(cell))
  if (beyond !== -1) faults.push({ file, row: number, ...moreCells(cells[beyond], width) })
  for (const fault of faults) report.fault(fault)
  return faults.length === 0 ? { number, cells: row } : undefined
}

const moreCells = (cell: Found, width: number): Misread => ({
  value: typeof cell === 'string' ? cell : (cell?.value ?? ''),
  wrong: `This row goes on beyond the last of its ${inFigures(width)} headings`,
  right:
    'If a cell has a comma in it, put the cell between double quotation marks; else give its column a heading',
})

const PLAIN = /^[!-&(-~][!-~]*(?: [!-~]+)*$/
/** The apostrophe that keeps a spreadsheet from taking a text for a formula. */
const GUARD = /^\s*'('*[=+\-@\t\r])/

/** Text as it was meant: composed letters, ordinary spaces, nothing unseen inside or blank around it. */
function cleaned(text: string): string {
  if (text === '' || PLAIN.test(text)) return text
  return text
    .replace(GUARD, '$1')
    .normalize('NFC')
    .replaceAll(/[\u00a0\u2007\u202f]/g, ' ')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
    .replaceAll(/\r\n?/g, '\n')
    .trim()
}

/** What Excel writes in place of a result: `#REF!`, or `####` where a column was too narrow for it. */
const ERROR_RESULT = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|#+)$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

function wrongWith(value: string, { cellCharacters }: Limits): Misread | undefined {
  const wrong = (wrong: string, right = 'Type the cell again') => ({ value, wrong, right })
  if (value.length > cellCharacters)
    return wrong(
      `This cell holds more than ${inFigures(cellCharacters)} characters`,
      'Shorten it, or keep the text in a file of its own',
    )
  if (value.startsWith('#') && ERROR_RESULT.test(value))
    return wrong('This cell shows an error instead of a value', 'Type the value itself in the cell')
  if (UNSEEN.test(value)) return wrong('This cell holds a character that cannot be shown')
  if (value.includes('\ufffd')) return wrong('A letter in this cell was lost (�) when the file was saved')
  return undefined
}
