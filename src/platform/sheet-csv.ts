import { type CsvError, type Parser, parse } from 'csv-parse'
import { encodingOf, type GivenFile, textOf } from './sheet-encoding.ts'
import { inFigures, type Limits, type Report, Unreadable } from './sheet-report.ts'
import { isBlank, type Line } from './sheet-rows.ts'

/** Reads a file of comma-, semicolon- or tab-separated values, one row at a time. */
export async function* csvLines(file: GivenFile, limits: Limits, report: Report): AsyncGenerator<Line> {
  const encoding = await encodingOf(file, limits)
  if (encoding === 'windows-1252')
    report.remark(file.name, 'Read as windows-1252, because its letters are not UTF-8')
  const delimiter = delimiterOf(await firstRow(textOf(file, encoding, limits)))
  const text = boundedLines(textOf(file, encoding, limits), limits)
  yield* evenRows(records(text, delimiter, limits), report, file.name)
}

const SEPARATORS = [',', ';', '\t'] as const

/** The separator that the headings use most. */
function delimiterOf(headings: string): string {
  const uses = (separator: string) => headings.replaceAll(/"[^"]*"/g, '').split(separator).length
  return SEPARATORS.reduce((best, separator) => (uses(separator) > uses(best) ? separator : best))
}

async function firstRow(text: AsyncIterable<string>): Promise<string> {
  let start = ''
  for await (const piece of text) {
    start = (start + piece).trimStart()
    if (/[\r\n]/.test(start) || start.length > 100_000) break
  }
  return start.split(/[\r\n]/, 1)[0] ?? ''
}

/**
 * Refuses a line longer than the longest possible row. The parser bounds what a record holds but not
 * how many cells it has, so a file of nothing but commas would otherwise fill the memory.
 */
async function* boundedLines(text: AsyncIterable<string>, { columns, cellCharacters }: Limits) {
  let length = 0
  for await (const piece of text) {
    const end = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'))
    length = end === -1 ? length + piece.length : piece.length - end
    if (length > columns * cellCharacters)
      throw new Unreadable(
        'A row of this file is far too long',
        'Check that each row is on a line of its own',
      )
    yield piece
  }
}

/** What was whole before a fault is handed on before it, so that all that is wrong in a file is said at once. */
async function* records(
  text: AsyncIterable<string>,
  delimiter: string,
  limits: Limits,
): AsyncGenerator<Line> {
  let whole: string[][] = []
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    trim: true,
    max_record_size: limits.columns * limits.cellCharacters,
    on_record: (cells: string[]) => {
      whole.push(cells)
      return null
    },
  })
  parser.on('error', () => {}).resume()
  let number = 0
  const taken = () => {
    const lines = whole.map((cells) => ({ number: ++number, cells }))
    whole = []
    return lines
  }
  for await (const piece of text) {
    const wrong = await written(parser, piece)
    yield* taken()
    if (wrong) throw explained(wrong, number + 1)
  }
  const wrong = await written(parser)
  yield* taken()
  if (wrong) throw explained(wrong, number + 1)
}

/** Gives the parser a piece, or without one the end, and waits for what it has to complain of. */
const written = (parser: Parser, piece?: string) =>
  new Promise<Error | null | undefined>((resolve) =>
    piece === undefined ? parser.end(resolve) : parser.write(piece, resolve),
  )

const DOUBLE_QUOTES = 'Put the whole cell between double quotation marks, and write each one inside it twice'

function explained(error: Error, row: number): Error {
  const wrong = {
    CSV_QUOTE_NOT_CLOSED:
      'A quotation mark opens in this row and is never closed, so the rest cannot be read',
    CSV_MAX_RECORD_SIZE: 'This row is far too long: a quotation mark in it may not be closed',
    INVALID_OPENING_QUOTE: 'A quotation mark stands in the middle of a cell',
    CSV_INVALID_CLOSING_QUOTE: 'Something follows the quotation mark that closes a cell',
    CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'Something follows the quotation mark that closes a cell',
  }[(error as CsvError).code as string]
  return wrong ? new Unreadable(wrong, DOUBLE_QUOTES, row) : error
}

/** Every row must have as many cells as the headings: one with fewer has lost something, and we cannot know what. */
async function* evenRows(lines: AsyncIterable<Line>, report: Report, file: string): AsyncGenerator<Line> {
  let headings = 0
  for await (const line of lines) {
    if (line.cells.every(isBlank)) {
      yield line
      continue
    }
    headings ||= line.cells.findLastIndex((cell) => !isBlank(cell)) + 1
    if (line.cells.length >= headings) yield line
    else report.fault(tooFewCells(file, line, headings))
  }
}

const tooFewCells = (file: string, { number, cells }: Line, headings: number) => ({
  file,
  row: number,
  wrong: `This row has ${inFigures(cells.length)} cells where the headings have ${inFigures(headings)}`,
  right: 'Add what is missing, or save the sheet as an Excel workbook (.xlsx), which loses no blank cells',
})
