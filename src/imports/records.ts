import type { Day } from '../platform/day.ts'
import type { Book, Sheet } from '../platform/sheet.ts'
import { inFigures, type Report } from '../platform/sheet-report.ts'
import { type Column, Wrong } from './cells.ts'
import { type RecordIn, type SheetFormat, type SheetName, sheetNames, year } from './format.ts'

/** What one sheet gave. */
export type SheetRead<Name extends SheetName = SheetName> = {
  file: string
  records: RecordIn<Name>[]
  /** How many rows it has, those with faults among them. */
  rows: number
  /** The columns that are there: what is not said is left as it stands. */
  columns: ReadonlySet<string>
  /** Refs of rows with faults, so that rows which use them are not found wrong for that. */
  spoiled: ReadonlySet<string>
  /** Reading stopped before its end, so that any ref may be among what was not read. */
  stopped: boolean
}

export type YearRead = { [Name in SheetName]: SheetRead<Name> }

/** Told now and then how far the work is. */
export type Progress = (says: string) => Promise<void> | void

const MOST_ROWS = 300_000
const ROWS_BETWEEN_TELLING = 5_000

/** Reads these sheets into records, those of them that are there, and reports whatever cannot be read. */
export async function readYear(
  book: Book,
  sheets: ReadonlyMap<SheetName, Sheet>,
  today: Day,
  report: Report,
  tell: Progress,
): Promise<YearRead> {
  reportOthers(book, sheets, report)
  const read = Object.fromEntries(sheetNames.map((name) => [name, nothing(name)])) as YearRead
  let rows = 0
  for (const [name, sheet] of sheets) {
    const one = await readSheet(book, name, sheet, today, report, tell)
    Object.assign(read, { [name]: one })
    rows += one.rows
    if (rows > MOST_ROWS) return tooMany(read, one.file, report)
  }
  return read
}

function tooMany(read: YearRead, file: string, report: Report): YearRead {
  report.fault({
    file,
    wrong: `All files together have more than ${inFigures(MOST_ROWS)} rows`,
    right: 'Bring in one academic year at a time',
  })
  for (const sheet of Object.values(read)) Object.assign(sheet, { records: [], stopped: true })
  return read
}

/** The sheets of a year by their names; a list of people alone may be called anything. */
export function sheetsOf(book: Book, kind: 'year' | 'people'): Map<SheetName, Sheet> {
  const only = kind === 'people' && book.sheets.length === 1 ? book.sheets[0] : undefined
  if (only) return new Map([['people', only]])
  const names = kind === 'people' ? (['people'] as const) : sheetNames
  return new Map(names.flatMap((name) => (book.sheet(name) ? [[name, book.sheet(name) as Sheet]] : [])))
}

const nothing = (name: SheetName): SheetRead => ({
  file: `${name}.csv`,
  records: [],
  rows: 0,
  columns: new Set(),
  spoiled: new Set(),
  stopped: false,
})

/** Sheets that are no part of a year are left alone; one that is hidden may hold what nobody meant to give. */
function reportOthers(book: Book, sheets: ReadonlyMap<SheetName, Sheet>, report: Report) {
  const ours = new Set(sheets.values())
  for (const sheet of book.sheets) {
    if (!ours.has(sheet)) report.remark(sheet.file, 'Not one of the files of a year, so it was left alone')
    else if (sheet.hidden)
      report.fault({
        file: sheet.file,
        wrong: 'This sheet is hidden',
        right: 'Show it in Excel (Unhide), or delete it',
      })
  }
  if (ours.size === 0 && report.faultCount === 0)
    report.fault({
      file: 'What was given',
      wrong: 'None of it is a file of a year',
      right: `Name each file, or each sheet of a workbook, ${sheetNames.join(', ')}`,
    })
}

async function readSheet(
  book: Book,
  name: SheetName,
  sheet: Sheet,
  today: Day,
  report: Report,
  tell: Progress,
): Promise<SheetRead> {
  const { file } = sheet
  const format: SheetFormat = year[name]
  const columns = Object.keys(format.columns)
  const read = { ...nothing(name), file, spoiled: new Set<string>(), records: [] as RecordIn<SheetName>[] }
  const wanted = {
    columns,
    required: columns.filter((column) => format.columns[column]?.required),
    found: (columns: ReadonlySet<string>) => {
      read.columns = columns
    },
    stopped: () => {
      read.stopped = true
    },
  }
  for await (const { number, cells } of book.rows(sheet, wanted)) {
    read.rows++
    const record = recordOf(format, cells, today, (fault) => report.fault({ file, row: number, ...fault }))
    if (record) read.records.push({ row: number, ...record } as RecordIn<SheetName>)
    else read.spoiled.add(refKey(cells.ref || cells.urn || ''))
    if (read.rows % ROWS_BETWEEN_TELLING === 0) await tell(`Reading ${file}: ${inFigures(read.rows)} rows`)
  }
  return read
}

/** Refs are compared without their capitals. */
export const refKey = (ref: string) => ref.toLowerCase()

type CellFault = { column: string; value: string; wrong: string; right?: string | undefined }

function recordOf(
  { columns }: SheetFormat,
  cells: Record<string, string>,
  today: Day,
  fault: (fault: CellFault) => void,
): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = {}
  let whole = true
  for (const [name, column] of Object.entries(columns)) {
    const value = cellOf(column, cells[name] ?? '', today)
    if (value instanceof Wrong) {
      whole = false
      fault({ column: name, value: cells[name] ?? '', wrong: sentence(value.wrong), right: value.right })
    } else record[name] = value
  }
  return whole ? record : undefined
}

function cellOf({ required, example, read }: Column<unknown>, typed: string, today: Day): unknown {
  if (typed !== '') return read(typed, today)
  return required ? new Wrong('is blank', example ? `Fill it in, like ${example}` : 'Fill it in') : null
}

/** A fault is said of the value beside it: “is not a date” becomes “This is not a date”. */
export const sentence = (wrong: string) => `This ${wrong}`
