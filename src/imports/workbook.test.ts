import assert from 'node:assert/strict'
import { test } from 'node:test'
import ExcelJS from 'exceljs'
import { everything, imported, small } from '../../test/small-year.ts'
import { world } from '../../test/world.ts'
import { importYear } from './actions.ts'

test('a workbook gives what the same sheets give as CSV', async () => {
  const [here, there] = [await world(), await world()]
  const book = new ExcelJS.Workbook()
  for (const [name, rows] of Object.entries(small)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const sheet = book.addWorksheet(name.replaceAll('_', ' '))
    sheet.addRow(columns)
    for (const row of rows) sheet.addRow(columns.map((column) => asExcelKeeps(row[column] ?? '')))
  }
  for (const sheet of book.worksheets) sheet.eachRow((row) => row.eachCell(inItsFormat))
  const workbook = new File([(await book.xlsx.writeBuffer()) as ArrayBuffer], 'Year.xlsx')
  const files = [workbook, new File(['We listened.'], 'study.md')]
  const summary = await importYear(await here.by('coordinator'), { kind: 'year', name: 'Year.xlsx', files })
  assert.deepEqual(summary.faults, [])
  await imported(there, small)
  assert.deepEqual(
    await everything(here, 'imports', 'revisions'),
    await everything(there, 'imports', 'revisions'),
  )
})

/** Excel turns what looks like a day, a time or a number into one as soon as it is typed. */
function asExcelKeeps(typed: string): string | number | Date {
  if (/^\d{4}-\d{2}-\d{2}$/.test(typed)) return new Date(typed)
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(typed) ?? []
  if (hours && minutes) return (Number(hours) * 60 + Number(minutes)) / (24 * 60)
  return /^\d+$/.test(typed) ? Number(typed) : typed
}

function inItsFormat(cell: ExcelJS.Cell) {
  if (cell.value instanceof Date) cell.numFmt = 'dd/mm/yyyy'
  else if (typeof cell.value === 'number' && cell.value < 1) cell.numFmt = 'h:mm'
}
