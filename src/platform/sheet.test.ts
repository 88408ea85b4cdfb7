import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { csvText, openFiles, openPath } from './sheet.ts'
import { MOST_FAULTS_LISTED, Report, usualLimits } from './sheet-report.ts'

const columns = ['ref', 'short_name', 'on'] as const

async function read(content: string | Uint8Array, { name = 'schools.csv', limits = usualLimits } = {}) {
  const report = new Report()
  const book = await openFiles([new File([content as BlobPart], name)], report, limits)
  const rows = []
  for (const { name } of book.sheets)
    for await (const row of book.rows(name, { columns, required: ['ref'] })) rows.push(row)
  return { rows, report, cells: rows.map(({ cells }) => [cells.ref, cells.short_name, cells.on]) }
}

const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding))

describe('what offices save as CSV', () => {
  // biome-ignore format: one case a line
  const given: [what: string, content: string | Uint8Array, cells: string[][]][] = [
    ['plain', 'ref,short_name,on\na,b,c\n', [['a', 'b', 'c']]],
    ['columns in any order', 'on,ref,short_name\nc,a,b\n', [['a', 'b', 'c']]],
    ['headings with capitals and spaces', 'REF,Short Name, ON \na,b,c', [['a', 'b', 'c']]],
    ['columns that are not there', 'ref\na\n', [['a', '', '']]],
    ['quotation marks', 'ref,short_name,on\n"a, ""b""","c\r\nd",\n', [['a, "b"', 'c\nd', '']]],
    ['a space before a quotation mark', 'ref, short_name, on\na, "b, c", d\n', [['a', 'b, c', 'd']]],
    ['CRLF', 'ref,short_name,on\r\na,b,c\r\n', [['a', 'b', 'c']]],
    ['CR', 'ref,short_name,on\ra,b,c\r', [['a', 'b', 'c']]],
    ['both line ends', 'ref,short_name,on\r\na,b,c\nd,e,f\r\n', [['a', 'b', 'c'], ['d', 'e', 'f']]],
    ['semicolons', 'ref;short_name;on\na;"b;,";c\n', [['a', 'b;,', 'c']]],
    ['tabs, with a blank cell', 'ref\tshort_name\ton\na\t\tc, d\n', [['a', '', 'c, d']]],
    ['blank lines and rows of commas', '\n\nref,short_name,on\n\n,,\na,b,c\n,,\n', [['a', 'b', 'c']]],
    ['blank columns at the end', 'ref,short_name,on,,\na,b,c\na,b,c,,,,\n', [['a', 'b', 'c'], ['a', 'b', 'c']]],
    ['spaces that are not', 'ref,short_name,on\n\u00a0a\u00a0b ,\u200bc,\ufeffd\n', [['a b', 'c', 'd']]],
    ['letters in two parts', 'ref,short_name,on\ne\u0301,b,c\n', [['é', 'b', 'c']]],
    ['UTF-8', 'ref,short_name,on\nSt Aldhelm’s,é,ł\n', [['St Aldhelm’s', 'é', 'ł']]],
    ['UTF-8 with its mark', '\ufeffref,short_name,on\né,b,c\n', [['é', 'b', 'c']]],
    ['windows-1252', bytes('ref,short_name,on\nSt Aldhelm\x92s,\x80 5,caf\xe9', 'latin1'), [['St Aldhelm’s', '€ 5', 'café']]],
    ['windows-1252 ending in its one é', bytes('ref\ncaf\xe9', 'latin1'), [['café', '', '']]],
    ['UTF-16', bytes('\ufeffref\tshort_name\ton\né\tb\tc\r\n', 'utf16le'), [['é', 'b', 'c']]],
    ['UTF-16, big end first', bytes('\ufeffref,on\né,c', 'utf16le').map((_, i, all) => all[i ^ 1] ?? 0), [['é', '', 'c']]],
    ['a formula as text', 'ref,short_name,on\n=1+1,@b,-c\n', [['=1+1', '@b', '-c']]],
  ]
  for (const [what, content, cells] of given)
    test(what, async () => {
      const found = await read(content)
      assert.deepEqual(found.report.faults, [])
      assert.deepEqual(found.cells, cells)
    })

  test('rows are numbered as a spreadsheet shows them', async () => {
    const { rows } = await read('\nref,on\n\n"a\nb",c\n\n\nd,e\n')
    assert.deepEqual(
      rows.map((row) => row.number),
      [4, 7],
    )
  })

  test('columns that nobody reads are remarked on, once, and ignored', async () => {
    const { report, cells } = await read('ref,notes,Notes,on\na,#REF!,x,c\n')
    assert.deepEqual(cells, [['a', '', 'c']])
    assert.deepEqual(
      report.remarks.map(({ says }) => says),
      ['The column “notes” is not one we read', 'The column “Notes” is not one we read'],
    )
  })
})

describe('what cannot be read is one clear fault', () => {
  const small = { ...usualLimits, rows: 3, columns: 4, cellCharacters: 50 }
  const given: [what: string, content: string | Uint8Array, row: number | undefined, wrong: RegExp][] = [
    ['a heading twice', 'ref,on,Ref\na,b,c\n', 1, /Two columns are headed “ref”/],
    ['a heading missing', 'short_name,on\nb,c\n', 1, /no column headed “ref”/],
    ['no headings at all', '1,2,3\n4,5,6\n', 1, /does not hold the headings/],
    ['a row cut short', 'ref,short_name,on\na,b,c\na,b\n', 3, /has 2 cells where the headings have 3/],
    ['a row too long', 'ref,on\na,b,c\n', 2, /goes on beyond/],
    ['a quotation mark never closed', 'ref,on\na,b\n"c,d\ne,f\n', 3, /never closed/],
    ['a quotation mark inside a cell', 'ref,on\na,5" pipe\n', 2, /in the middle of a cell/],
    ['text after a quotation mark', 'ref,on\n"a"b,c\n', 2, /follows the quotation mark/],
    ['zero bytes', 'ref,on\na\0,b\n', undefined, /zero bytes/],
    ['a cut in a letter', bytes('ref\né\né', 'utf8').subarray(0, -1), undefined, /middle of a letter/],
    ['half of UTF-16', bytes('\ufeffref\né', 'utf16le').subarray(0, -1), undefined, /middle of a letter/],
    [
      'two encodings with a mark',
      bytes('\xef\xbb\xbfref\ncaf\xe9\n', 'latin1'),
      undefined,
      /says it is UTF-8/,
    ],
    ['an error of a spreadsheet', 'ref,on\n#REF!,b\n', 2, /shows an error/],
    ['a column too narrow', 'ref,on\na,########\n', 2, /shows an error/],
    ['a control character', 'ref,on\na\x07,b\n', 2, /cannot be shown/],
    ['a letter lost before', 'ref,on\nSt Aldhelm\ufffds,b\n', 2, /was lost/],
    ['too many rows', 'ref\na\nb\nc\nd\n', undefined, /more than 3 rows/],
    ['too many columns', 'ref,b,c,d,e\n', 1, /more than 4 columns/],
    ['a cell too long', `ref\n${'a'.repeat(51)}\n`, 2, /more than 50 characters/],
    ['a quotation mark that swallows the rest', `ref,on\n"${'a\n'.repeat(150)}`, 2, /far too long/],
    ['an old workbook', bytes('\xd0\xcf\x11\xe0 an old one', 'latin1'), undefined, /old Excel format/],
    ['a workbook by another name', bytes('PK\x03\x04', 'latin1'), undefined, /Excel workbook, not a CSV/],
  ]
  for (const [what, content, row, wrong] of given)
    test(what, async () => {
      const { report } = await read(content, { limits: small })
      assert.equal(report.faultCount, 1)
      assert.equal(report.faults[0]?.row, row)
      assert.match(report.faults[0]?.wrong ?? '', wrong)
    })

  test('a line of nothing but commas is refused before it fills the memory', async () => {
    const { report } = await read(`ref\n${','.repeat(6_000_000)}`)
    assert.match(report.faults[0]?.wrong ?? '', /far too long/)
  })

  test('what was read before a fault is still read', async () => {
    const { cells, report } = await read('ref,on\na,b\nc\n"d,e\n')
    assert.deepEqual(cells, [['a', '', 'b']])
    assert.deepEqual(
      report.faults.map(({ row }) => row),
      [3, 4],
    )
  })

  test('a file that is too large is refused before it is read', async () => {
    const { report } = await read('ref\na\n', { limits: { ...usualLimits, fileBytes: 3 } })
    assert.match(report.faults[0]?.wrong ?? '', /larger than/)
  })

  test('of a million faults the first are listed and all are counted', async () => {
    const { report } = await read(`ref,on\n${'a\n'.repeat(5_000)}`)
    assert.equal(report.faults.length, MOST_FAULTS_LISTED)
    assert.equal(report.faultCount, 5_000)
  })

  test('whatever bytes are given, there are rows or faults and never a failure', async () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom('ref', ',', '"', '\n', '\r', ';', '\t', 'é', ' ', '\0', 'PK\x03\x04'),
      }),
    )
    await fc.assert(
      fc.asyncProperty(junk, fc.constantFrom('a.csv', 'a.xlsx', 'a.xls'), async (content, name) => {
        const { rows, report } = await read(content, { name })
        assert.equal(report.faults.length, report.faultCount)
        for (const { cells } of rows) assert.equal(Object.values(cells).join('').includes('\0'), false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('writing CSV', () => {
  const written: [value: string | number | null, cell: string][] = [
    ['plain', 'plain'],
    [null, ''],
    [-12.5, '-12.5'],
    ['-12.5', '-12.5'],
    ['=1+1', "'=1+1"],
    ['+44 1204', "'+44 1204"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ["'=1", "''=1"],
    ['a, "b"', '"a, ""b"""'],
    ['a;b', '"a;b"'],
    ['a\nb', '"a\nb"'],
  ]
  for (const [value, cell] of written)
    test(`${JSON.stringify(value)} is written ${JSON.stringify(cell)}`, () => {
      assert.equal(csvText(['ref'], [[value]]), `ref\r\n${cell}\r\n`)
    })

  const awkward = fc.constantFrom(...[',', '"', '\n', ';', "'", '=', '+', '-', '@', '#', ' ', '\u0301'])
  const letter = fc.oneof(awkward, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }))
  const cell = fc
    .string({ unit: letter, maxLength: 12 })
    .map((text) => text.normalize('NFC').trim())
    .filter((text) => !/(?!\n)[\p{C}\ufffd]|(?! )\p{Z}|^##+$/u.test(text))
  test('what is written reads back the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
        fc.boolean(),
        async (rows, mark) => {
          const whole = rows.filter((row) => row.some((text) => text !== ''))
          const found = await read(csvText(columns, rows, { byteOrderMark: mark }))
          assert.deepEqual(found.report.faults, [])
          assert.deepEqual(found.cells, whole)
        },
      ),
    )
  })
})

describe('a folder', () => {
  test('gives its sheets, and the files beside them by name alone', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sheets-'))
    t.after(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'Case Studies.csv'), 'ref\na\n')
    await writeFile(join(folder, 'reading.md'), 'What was done\n')
    await writeFile(join(folder, '~$year.xlsx'), 'left by Excel')
    const report = new Report()
    const book = await openPath(folder, report)
    assert.deepEqual(report.faults, [])
    assert.equal(book.sheet('case_studies')?.file, 'Case Studies.csv')
    assert.equal(await book.textBeside('Reading.md'), 'What was done\n')
    assert.equal(await book.textBeside('../../etc/passwd'), undefined)
    const alone = await openPath(join(folder, 'Case Studies.csv'), report)
    assert.equal(alone.sheets.length, 1)
  })

  test('that is not there is a fault', async () => {
    const report = new Report()
    await openPath('/no/such/folder', report)
    assert.match(report.faults[0]?.wrong ?? '', /no such file or folder/)
  })

  test('may not hold one sheet twice', async () => {
    const report = new Report()
    await openFiles([new File(['ref\na'], 'people.csv'), new File(['ref\na'], 'People.CSV')], report)
    assert.deepEqual(report.faults, [
      { file: 'People.CSV', wrong: 'people.csv has the same name', right: 'Keep one of the two' },
    ])
  })
})
