import { csvLines } from '../../../platform/sheet-csv.ts'
import type { GivenFile } from '../../../platform/sheet-encoding.ts'
import { inFigures, Report, Unreadable } from '../../../platform/sheet-report.ts'
import { fileLimits, refused } from '../text.ts'

/** A row as the spreadsheet numbers it, from 1. */
export type CsvRow = { number: number; cells: string[] }

const SEPARATORS = [',', ';', '\t'] as const
const FIRST_LINES = 30

/**
 * The rows of a CSV file that have something in them. What a bank writes above the headings (whose account, which days)
 * has fewer cells, and is left out.
 * @throws Refusal, one sentence.
 */
export async function csvRows(text: string): Promise<CsvRow[]> {
  const content = Buffer.from(withoutPreamble(text))
  const file: GivenFile = {
    name: 'statement.csv',
    size: content.length,
    async *stream() {
      yield content
    },
  }
  const report = new Report()
  const rows: CsvRow[] = []
  try {
    for await (const { number, cells } of csvLines(file, fileLimits, report)) {
      const texts = cells.map((cell) => String(cell ?? '').trim())
      if (texts.some((cell) => cell !== '')) rows.push({ number, cells: texts })
      refuseMore(rows)
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    throw refused(
      `${error.row ? `Row ${error.row}: ` : ''}${error.message}${error.right ? `. ${error.right}` : ''}`,
    )
  }
  const [fault] = report.faults
  if (fault) throw refused(`Row ${fault.row}: ${fault.wrong}. ${fault.right ?? ''}`.trim())
  return rows
}

function refuseMore(rows: CsvRow[]) {
  const last = rows.at(-1)
  if (rows.length > fileLimits.rows)
    throw refused(
      `This file has more than ${inFigures(fileLimits.rows)} rows. Bring in the statement a month at a time`,
    )
  if (last && last.cells.length > fileLimits.columns)
    throw refused(`Row ${last.number} has more than ${fileLimits.columns} columns, which no statement has`)
}

/** Blank lines in place of what stands above the headings, so that rows keep their numbers. */
function withoutPreamble(text: string): string {
  const lines = text.split(/\r\n|\n|\r/, FIRST_LINES)
  const counts = lines.map((line) => {
    const plain = line.replaceAll(/"[^"]*"?/g, '')
    return SEPARATORS.map((separator) => plain.split(separator).length - 1)
  })
  const most = SEPARATORS.map((_, i) => Math.max(...counts.map((count) => count[i] ?? 0)))
  const best = most.indexOf(Math.max(...most))
  const enough = Math.max(1, (most[best] ?? 0) - 1)
  const above = counts.findIndex((count) => (count[best] ?? 0) >= enough)
  if (above <= 0) return text
  let rest = text
  for (let i = 0; i < above; i++) rest = rest.replace(/^[^\r\n]*(?:\r\n|\n|\r)/, '')
  return '\n'.repeat(above) + rest
}
