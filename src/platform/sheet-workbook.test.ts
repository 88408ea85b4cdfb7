import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ExcelJS from 'exceljs'
import { inline, packed, relations, sheetXml, workbook } from '../../test/workbook.ts'
import { openFiles } from './sheet.ts'
import { meaningOf, type NumberMeaning, numberText } from './sheet-cell.ts'
import { Report, usualLimits } from './sheet-report.ts'

const columns = ['ref', 'on', 'note'] as const

async function read(content: Uint8Array, { name = 'year.xlsx', limits = usualLimits } = {}) {
  const report = new Report()
  const book = await openFiles([new File([content as BlobPart], name)], report, limits)
  const rows = []
  for await (const row of book.rows('meetings', { columns })) rows.push(row)
  return { book, rows, report }
}

describe('a workbook as another program writes it', () => {
  async function written(): Promise<Uint8Array> {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('Meetings')
    const add = (...cells: ExcelJS.CellValue[]) => sheet.addRow(cells)
    add('Ref', 'On', 'Note')
    add('M1', new Date('2018-03-05'), ' A & B <b> &amp;lt; ’ ')
    add(990001, '05/03/2018', 0.1 + 0.2)
    add()
    add({ richText: [{ text: 'M' }, { font: { bold: true }, text: '3' }] }, '', true)
    add({ formula: 'A1', result: 'worked out' }, { formula: 'B2', result: new Date('2018-09-01') }, '10:04')
    add('M5', '', new Date(Date.UTC(1899, 11, 30, 10, 4)))
    for (const row of [2, 6]) sheet.getCell(row, 2).numFmt = 'dd/mm/yyyy'
    sheet.getCell(7, 3).numFmt = 'h:mm'
    book.addWorksheet('Old', { state: 'hidden' })
    return new Uint8Array((await book.xlsx.writeBuffer()) as ArrayBuffer)
  }

  test('is read as a person sees it', async () => {
    const { rows, report } = await read(await written())
    assert.deepEqual(report.faults, [])
    assert.deepEqual(
      rows.map(({ number, cells }) => [number, cells.ref, cells.on, cells.note]),
      [
        [2, 'M1', '2018-03-05', 'A & B <b> &amp;lt; ’'],
        [3, '990001', '05/03/2018', '0.3'],
        [5, 'M3', '', 'TRUE'],
        [6, 'worked out', '2018-09-01', '10:04'],
        [7, 'M5', '', '10:04'],
      ],
    )
  })

  test('says which of its sheets are hidden, and where each row is found', async () => {
    const { book } = await read(await written())
    assert.deepEqual(
      book.sheets.map(({ file, hidden }) => [file, hidden]),
      [
        ['year.xlsx, sheet Meetings', false],
        ['year.xlsx, sheet Old', true],
      ],
    )
  })
})

describe('numbers', () => {
  const numbers: [stored: string, meaning: NumberMeaning, text: string][] = [
    ['1', 'number', '1'],
    ['1.0', 'number', '1'],
    ['0.30000000000000004', 'number', '0.3'],
    ['9.1', 'number', '9.1'],
    ['1E-2', 'number', '0.01'],
    ['1e21', 'number', '1000000000000000000000'],
    ['43164', 'date', '2018-03-05'],
    ['43164.75', 'date', '2018-03-05'],
    ['1', 'date', '1900-01-01'],
    ['59', 'date', '1900-02-28'],
    ['60', 'date', '1900-02-29'],
    ['61', 'date', '1900-03-01'],
    ['-1', 'date', '-1'],
    ['9999999', 'date', '9999999'],
    ['0.41944444444444445', 'time', '10:04'],
    ['0.99999999', 'time', '00:00'],
    ['0.5', 'date', '12:00'],
    ['0.3333449074', 'time', '08:00:01'],
    ['43164.75', 'moment', '2018-03-05 18:00'],
    ['43164', 'moment', '2018-03-05'],
    ['1.4202777777', 'hours', '34:05:12'],
    ['0.6708333333', 'hours', '16:06'],
  ]
  for (const [stored, meaning, text] of numbers)
    test(`${stored}, shown as a ${meaning}, is ${text}`, () => {
      assert.equal(numberText(stored, meaning, false), text)
    })

  test('days may be counted from 1904', () => {
    assert.equal(numberText('41702', 'date', true), '2018-03-05')
    assert.equal(numberText('0', 'date', true), '1904-01-01')
  })

  const formats: [id: number, code: string | undefined, meaning: NumberMeaning][] = [
    [0, undefined, 'number'],
    [2, undefined, 'number'],
    [14, undefined, 'date'],
    [20, undefined, 'time'],
    [22, undefined, 'moment'],
    [46, undefined, 'hours'],
    [164, 'dd/mm/yyyy', 'date'],
    [164, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
    [164, 'mmm', 'date'],
    [164, 'hh:mm', 'time'],
    [164, 'mm:ss.0', 'time'],
    [164, 'h:mm AM/PM', 'time'],
    [164, 'dd/mm/yyyy hh:mm', 'moment'],
    [164, '[h]:mm', 'hours'],
    [164, '0.00', 'number'],
    [164, '#,##0.00;[Red]-#,##0.00', 'number'],
    [164, '0 "days"', 'number'],
    [164, '0.00E+00', 'number'],
    [164, '"yes";"yes";"no"', 'number'],
    [164, 'General', 'number'],
  ]
  for (const [id, code, meaning] of formats)
    test(`the format ${code ?? id} shows a ${meaning}`, () => assert.equal(meaningOf(id, code), meaning))
})

describe('a workbook made by hand', () => {
  test('may be sparing: cells without addresses, prefixes, texts beside the text', async () => {
    const shared = '<sst><si><r><t>on</t></r><rPh><t>reading</t></rPh></si><si><t>b_x0041_</t></si></sst>'
    const rows =
      '<row r="3"><c t="inlineStr"><is><t>ref</t></is></c><c t="s"><v>0</v></c></row><row r="9"><c r="A9"><v>7</v></c><c r="B9" t="s"><v>1</v></c></row>'
    const found = await read(workbook(sheetXml(rows), { texts: shared }))
    assert.deepEqual(found.report.faults, [])
    assert.deepEqual(found.rows, [{ number: 9, cells: { ref: '7', on: 'bA', note: '' } }])
  })

  test('whose formula was never worked out has a fault in that cell', async () => {
    const { report } = await read(workbook(sheetXml(`${inline('ref')}<row><c><f>1+1</f></c></row>`)))
    assert.deepEqual(
      report.faults.map(({ row, column, wrong }) => [row, column, wrong]),
      [[2, 'ref', 'This cell holds a formula that was never worked out']],
    )
  })
})

describe('a hostile workbook is one fault, and costs little memory', () => {
  const bomb = Buffer.alloc(190 * 1024 * 1024, ' ')
  const long = Buffer.alloc(60 * 1024 * 1024, 'x')
  const after = (start: string, filling: Buffer) => Buffer.concat([Buffer.from(start), filling])
  const entities = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
  // biome-ignore format: one case a line
  const given: [what: string, make: () => Uint8Array, wrong: RegExp][] = [
    ['that unpacks a thousand times', () => workbook(after('<worksheet>', bomb)), /far more than it should/],
    ['that says it is small', () => workbook(after('<worksheet>', bomb), { declared: 1000 }), /damaged/],
    ['that says it is huge', () => workbook(sheetXml(''), { declared: 2 ** 31 }), /more than 200 MB/],
    ['of very many parts', () => workbook('', { more: Array.from({ length: 1000 }, (_, i) => ({ name: `p${i}`, content: '' })) }), /1,000 parts/],
    ['with one part twice', () => workbook('', { more: [{ name: 'xl/WORKBOOK.xml', content: '' }] }), /one part twice/],
    ['with entities', () => workbook(`${entities}<worksheet><sheetData>${inline('&b;')}</sheetData></worksheet>`), /damaged/],
    ['with an unknown entity', () => workbook(sheetXml(inline('&xxe;'))), /damaged/],
    ['nested deeply', () => workbook('<a>'.repeat(100_000)), /damaged/],
    ['with a text that never ends', () => workbook(after('<worksheet>', randomly(long))), /damaged/],
    ['with a comment that never ends', () => workbook(after('<worksheet><!--', randomly(long))), /damaged/],
    ['cut short', () => workbook(sheetXml(inline('ref'))).subarray(0, -30), /damaged/],
    ['of half a sheet', () => workbook('<worksheet><sheetData><row>'), /damaged/],
    ['that is no XML', () => workbook('ref,on'), /damaged/],
    ['with a shared text that is missing', () => workbook(sheetXml('<row><c t="s"><v>5</v></c></row>')), /a text is missing/],
    ['with a cell in no column', () => workbook(sheetXml('<row><c r="7"><v>5</v></c></row>')), /no column/],
    ['with a cell far to the right', () => workbook(sheetXml('<row><c r="ZZZZZZ1"><v>5</v></c></row>')), /200 columns/],
    ['whose part is missing', () => packed([{ name: '_rels/.rels', content: relations(['r', 'officeDocument', 'no.xml']) }]), /not an Excel workbook/],
    ['in the binary format', () => packed([{ name: '_rels/.rels', content: relations(['r', 'officeDocument', 'xl/workbook.bin']) }]), /xlsb/],
    ['that is an OpenDocument', () => packed([{ name: 'content.xml', content: '<a/>' }]), /OpenDocument/],
    ['with a protected part', () => packed([{ name: '_rels/.rels', content: '<a/>', flags: 1 }]), /password/],
    ['wrapped by a password', () => Buffer.from('\xd0\xcf\x11\xe0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0', 'latin1'), /password/],
  ]
  for (const [what, make, wrong] of given)
    test(what, async () => {
      const content = make()
      const before = process.memoryUsage().rss
      const { rows, report } = await read(content)
      const grew = process.memoryUsage().rss - before
      assert.deepEqual(rows, [])
      assert.equal(report.faultCount, 1)
      assert.match(report.faults[0]?.wrong ?? '', wrong)
      assert.ok(grew < 80 * 1024 * 1024, `memory grew by ${Math.round(grew / 1024 / 1024)} MB`)
    })
})

/** Filling that packs badly enough to pass for text. */
function randomly(filling: Buffer): Buffer {
  for (let at = 0; at < filling.length; at += 16) filling[at] = 97 + ((at * 7919) % 26)
  return filling
}
