import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { csvLines } from './sheet-csv.ts'
import {
  encodingOf,
  type GivenFile,
  isOldOffice,
  isZip,
  startOf,
  textOf,
  tooLarge,
  wholeFile,
} from './sheet-encoding.ts'
import { type Limits, type Report, Unreadable, usualLimits } from './sheet-report.ts'
import { type Line, type Row, rowsOf, type Wanted } from './sheet-rows.ts'
import { openWorkbook } from './sheet-workbook.ts'
import { worksheetLines } from './sheet-worksheet.ts'
import { PROTECTED, SAVE_AGAIN } from './sheet-zip.ts'

/** One table that an office gave us: a CSV file, or one sheet of a workbook. */
export type Sheet = {
  /** What it is called, without `.csv`. */
  name: string
  /** How people find it: `meetings.csv`, or `Year.xlsx, sheet Meetings`. */
  file: string
  /** Hidden in its workbook, so that whoever gave it may not know of it. */
  hidden: boolean
  lines(): AsyncIterable<Line>
}

/** Everything that was given at once: sheets by their names, and the other files beside them. */
export class Book {
  readonly #sheets: ReadonlyMap<string, Sheet>
  readonly #beside: ReadonlyMap<string, GivenFile>
  readonly #report: Report
  readonly #limits: Limits

  constructor(sheets: Map<string, Sheet>, beside: Map<string, GivenFile>, report: Report, limits: Limits) {
    this.#sheets = sheets
    this.#beside = beside
    this.#report = report
    this.#limits = limits
  }

  get sheets(): Sheet[] {
    return [...this.#sheets.values()]
  }

  /** Finds `case_studies` also where it is written “Case Studies”. */
  sheet(name: string): Sheet | undefined {
    return this.#sheets.get(sheetKey(name))
  }

  /**
   * The whole rows of a sheet, none where there is no such sheet. Rows that cannot be read and
   * columns that are not wanted are reported; what stops the reading is reported as one fault.
   */
  async *rows<Column extends string>(
    of: string | Sheet,
    wanted: Wanted<Column>,
  ): AsyncGenerator<Row<Column>> {
    const sheet = typeof of === 'string' ? this.sheet(of) : of
    if (!sheet) return
    const reading = { file: sheet.file, limits: this.#limits, report: this.#report }
    try {
      yield* rowsOf(sheet.lines(), wanted, reading)
    } catch (error) {
      this.#report.fault(faultOf(error, sheet.file))
      wanted.stopped?.()
    }
  }

  /**
   * The text of a file that was given beside the sheets; a name never leads out of what was given.
   * @throws Unreadable when it is no text.
   */
  async textBeside(name: string): Promise<string | undefined> {
    const file = this.#beside.get(name.toLowerCase())
    if (!file) return undefined
    const text: string[] = []
    const encoding = await encodingOf(file, this.#limits)
    for await (const piece of textOf(file, encoding, this.#limits)) text.push(piece)
    return text.join('')
  }
}

const sheetKey = (name: string) => name.toLowerCase().replaceAll(/[\s_-]+/g, '')

function faultOf(error: unknown, file: string) {
  if (!(error instanceof Unreadable)) throw error
  return { file, row: error.row, wrong: error.message, right: error.right }
}

/**
 * What is at this path: the sheets of a folder, or one file; and the Markdown files beside them, whose text
 * rows may name. Whatever else lies there is none of our business.
 */
export async function filesAt(path: string, report: Report): Promise<GivenFile[]> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return filesIn(path, isSheet)
  if (found?.isFile()) return filesIn(dirname(path), (name) => name === basename(path))
  report.fault({
    file: path,
    wrong: 'There is no such file or folder',
    right: 'Check where it is, and its name',
  })
  return []
}

/** Opens a folder of CSV files, one CSV file, or one workbook with the files beside it. */
export async function openPath(path: string, report: Report, limits: Limits = usualLimits): Promise<Book> {
  return openFiles(await filesAt(path, report), report, limits)
}

/** Not hidden files, nor those that Excel keeps beside a workbook while it is open. */
async function filesIn(folder: string, wanted: (name: string) => boolean): Promise<GivenFile[]> {
  const all = (await readdir(folder)).filter((name) => !/^(\.|~\$)/.test(name)).sort()
  const files = all
    .filter((name) => wanted(name) || /\.(md|markdown)$/i.test(name))
    .map(async (name) => {
      const path = join(folder, name)
      const found = await stat(path).catch(() => undefined)
      return found?.isFile() ? [{ name, size: found.size, stream: () => readFrom(path) }] : []
    })
  return (await Promise.all(files)).flat()
}

async function* readFrom(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch {
    throw new Unreadable(
      'This file cannot be read',
      'Check that you may read it, and that nothing else has it open',
    )
  }
}

const isSheet = (name: string) => /\.(csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods)$/i.test(name)

/** Opens what was uploaded together. */
export async function openFiles(
  files: Iterable<GivenFile>,
  report: Report,
  limits: Limits = usualLimits,
): Promise<Book> {
  const sheets = new Map<string, Sheet>()
  const beside = new Map<string, GivenFile>()
  for (const file of files) {
    if (!isSheet(file.name)) beside.set(file.name.toLowerCase(), file)
    else for (const sheet of await sheetsIn(file, report, limits)) addOnce(sheets, sheet, report)
  }
  return new Book(sheets, beside, report, limits)
}

async function sheetsIn(file: GivenFile, report: Report, limits: Limits): Promise<Sheet[]> {
  try {
    if (file.size > limits.fileBytes) throw tooLarge(limits.fileBytes)
    const start = await startOf(file)
    if (isOldOffice(start)) throw await oldOffice(file, limits)
    if (isZip(start)) return await workbookSheets(file, limits)
    if (/\.(xls|ods)/i.test(file.name)) throw new Unreadable('This is not an Excel workbook', SAVE_AGAIN)
    const name = file.name.replace(/\.\w+$/, '')
    return [{ name, file: file.name, hidden: false, lines: () => csvLines(file, limits, report) }]
  } catch (error) {
    report.fault(faultOf(error, file.name))
    return []
  }
}

/** A protected workbook is wrapped in the old container, which names what it wraps in UTF-16. */
async function oldOffice(file: GivenFile, limits: Limits): Promise<Unreadable> {
  const content = await wholeFile(file, limits)
  if (content.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return new Unreadable(...PROTECTED)
  return new Unreadable('This workbook is in the old Excel format (.xls), which is not read', SAVE_AGAIN)
}

async function workbookSheets(file: GivenFile, limits: Limits): Promise<Sheet[]> {
  if (/\.(csv|tsv|txt)$/i.test(file.name))
    throw new Unreadable('This is an Excel workbook, not a CSV file', 'Give its name the ending .xlsx')
  const book = await openWorkbook(await wholeFile(file, limits), limits)
  return book.sheets.map(({ name, path, hidden }) => ({
    name,
    file: `${file.name}, sheet ${name}`,
    hidden,
    lines: () => worksheetLines(book, path, limits),
  }))
}

function addOnce(sheets: Map<string, Sheet>, sheet: Sheet, report: Report) {
  const other = sheets.get(sheetKey(sheet.name))
  if (!other) sheets.set(sheetKey(sheet.name), sheet)
  else
    report.fault({ file: sheet.file, wrong: `${other.file} has the same name`, right: 'Keep one of the two' })
}

type Writable = string | number | null | undefined

/**
 * A table as a CSV file. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front, which reading takes away again; a byte order mark makes Excel read UTF-8.
 */
export function csvText(
  headings: readonly string[],
  rows: Iterable<readonly Writable[]>,
  { byteOrderMark = false } = {},
): string {
  const lines = [headings, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
  return (byteOrderMark ? '\ufeff' : '') + lines.join('')
}

function csvCell(value: Writable): string {
  const text = String(value ?? '')
  const formula = /^'*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)
  const safe = formula ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
