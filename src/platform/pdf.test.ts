import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { day } from './day.ts'
import { type Block, type Document, pdf } from './pdf.ts'

const documentOf = (...sections: Block[]): Document => ({
  title: 'Annual review 2017-18',
  author: 'Wharfe Valley Alliance',
  date: day('2026-11-21'),
  sections,
})

type Node = { role?: string; alt?: string; type?: string; id?: string; children?: Node[] }
interface Part {
  readonly role: string
  readonly alt: string | undefined
  readonly text: string
}

/** The words of each marked stretch of the page, by the name under which the structure tree knows it. */
async function wordsByMark(page: PDFPageProxy) {
  const words = new Map<string, string>()
  const open: string[] = []
  for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
    if ('str' in item) {
      const mark = open.findLast(Boolean) ?? ''
      words.set(mark, `${words.get(mark) ?? ''}${item.str}${item.hasEOL ? ' ' : ''}`)
    } else if (item.type === 'endMarkedContent') open.pop()
    else open.push(item.id ?? '')
  }
  return words
}

/** A page's tree names the whole of a table that goes on; what stands on other pages has no words here. */
function partsOf(node: Node, words: Map<string, string>): Part[] {
  const below = (node.children ?? []).flatMap((child) => partsOf(child, words))
  if (!node.role) return [{ role: '', alt: undefined, text: words.get(node.id ?? '') ?? '' }]
  const text = below
    .filter(({ role }) => role === '')
    .map((part) => part.text)
    .join('')
  return [{ role: node.role, alt: node.alt, text: text.replace(/\s+/g, ' ').trim() }, ...below]
}

async function read(document: Document) {
  const file = await getDocument({ data: new Uint8Array(await pdf(document)), verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => file.getPage(at + 1)))
  const parts: Part[] = []
  const footers: string[] = []
  for (const page of pages) {
    const words = await wordsByMark(page)
    footers.push(words.get('') ?? '')
    parts.push(...partsOf((await page.getStructTree()) as Node, words))
  }
  const texts = (role: string) =>
    parts.filter((part) => part.role === role && part.text).map((part) => part.text)
  return { file, pages, parts, texts, footers }
}

test('is tagged PDF/UA-1 in British English with its title', async () => {
  const { file } = await read(documentOf({ kind: 'paragraph', text: 'Words' }))
  const { info, metadata } = await file.getMetadata()
  const said = info as Record<string, unknown>
  assert.equal((await file.getMarkInfo())?.Marked, true)
  assert.equal(said.Language, 'en-GB')
  assert.equal(said.Title, 'Annual review 2017-18')
  assert.equal(said.Author, 'Wharfe Valley Alliance')
  assert.equal(metadata.get('pdfuaid:part'), '1')
})

test('headings never skip a level, whatever was asked', async () => {
  const { texts } = await read(
    documentOf(
      { kind: 'heading', level: 2, text: 'First' },
      { kind: 'heading', level: 3, text: 'Second' },
      { kind: 'heading', level: 1, text: 'Third' },
      { kind: 'heading', level: 3, text: 'Fourth' },
    ),
  )
  assert.deepEqual(texts('H1'), ['First', 'Third'])
  assert.deepEqual(texts('H2'), ['Second', 'Fourth'])
})

test('a table has its caption, header cells and every cell', async () => {
  const rows = Array.from({ length: 60 }, (_, at) => [`School ${at}`, `${at} days`])
  const columns = [
    { header: 'School', wide: true },
    { header: 'Support', align: 'end' as const },
  ]
  const { texts, pages } = await read(documentOf({ kind: 'table', caption: 'Support', columns, rows }))
  assert.ok(pages.length > 1)
  assert.deepEqual(texts('TH').slice(0, 2), ['School', 'Support'])
  assert.deepEqual(texts('TD'), rows.flat())
})

test('an empty table is a sentence, and a row that does not fit its columns is refused', async () => {
  const table = { kind: 'table', caption: 'Conferences', columns: [{ header: 'Subject' }] } as const
  const { texts } = await read(documentOf({ ...table, rows: [] }))
  assert.ok(texts('P').some((text) => text.includes('none recorded')))
  await assert.rejects(pdf(documentOf({ ...table, rows: [['Reading', '12']] })), /1 columns and a row of 2/)
})

test('a chart carries its sentence as the alternative and its numbers as a table', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="4" height="9" fill="#0b6e6e"/></svg>'
  const table = { caption: 'Numbers', columns: [{ header: 'Year' }], rows: [['2017-18']] }
  const { parts, texts } = await read(
    documentOf({ kind: 'chart', title: 'Growth', svg, alt: 'From 20 schools to 25.', table }),
  )
  assert.equal(parts.find(({ role }) => role === 'Figure')?.alt, 'From 20 schools to 25.')
  assert.deepEqual(texts('TD'), ['2017-18'])
})

test('key facts read number first, then what it counts; lists are lists', async () => {
  const { texts } = await read(
    documentOf(
      { kind: 'figures', figures: [{ figure: '66', label: 'days of support' }] },
      { kind: 'list', items: ['One', ['Two ', { text: 'bold', bold: true }]] },
      { kind: 'note', text: 'Small print' },
    ),
  )
  const paragraphs = texts('P')
  assert.equal(paragraphs.indexOf('days of support'), paragraphs.indexOf('66') + 1)
  assert.deepEqual(texts('LI').length, 2)
  assert.ok(paragraphs.includes('Small print'))
})

test('only web and mail addresses become links', async () => {
  const links = [
    'https://example.org/a?b=1',
    'mailto:office@example.org',
    'javascript:alert(1)',
    'file:///etc',
  ]
  const { pages, texts } = await read(
    documentOf({ kind: 'paragraph', text: links.map((link) => ({ text: `see ${link} `, link })) }),
  )
  const annotations = (await Promise.all(pages.map((page) => page.getAnnotations()))).flat()
  assert.deepEqual([...new Set(annotations.map(({ unsafeUrl }) => unsafeUrl))].sort(), links.slice(0, 2))
  assert.ok(texts('P').some((text) => text.includes('see javascript:alert(1)')))
})

test('every page says which page of how many it is', async () => {
  const { footers } = await read(
    documentOf(
      { kind: 'paragraph', text: 'One' },
      { kind: 'page break' },
      { kind: 'paragraph', text: 'Two' },
    ),
  )
  assert.equal(footers.length, 2)
  assert.match(footers[1] ?? '', /Annual review 2017-18.*Page 2 of 2/)
})

const HOSTILE = [
  '#panic("x") #{ } #import "@preview/x:1.0.0": *',
  '$ x $ and @reference and <label>',
  'back\\slash \\u{41} *bold* _dim_ `raw` ~ // not /* a comment */',
  '=cmd|calc!A1 and "quotes" and 2017 - 18 -- 19',
  'Łódź, Nguyễn, ŵ, Привет, ½ – “said”',
]
for (const text of HOSTILE)
  test(`stays text: ${text}`, async () => {
    const { texts } = await read({ ...documentOf({ kind: 'paragraph', text }), subtitle: text })
    assert.equal(texts('P').filter((paragraph) => paragraph === text).length, 2)
  })

test('a character that no font draws becomes the replacement character, beside the rest', async () => {
  const { texts } = await read(documentOf({ kind: 'paragraph', text: 'Before \u{F0000} after\0' }))
  assert.ok(texts('P').includes('Before \uFFFD after'))
})

test('a text on which the typesetter dies is printed in the letters that are sure', async () => {
  const survivor = await read(documentOf({ kind: 'paragraph', text: 'שלום Łódź' }))
  assert.ok(survivor.texts('P').some((text) => text.includes('שלום')))
  const { texts } = await read(documentOf({ kind: 'paragraph', text: 'שלום Łódź \u202E\u05B0\u20E3\u202E' }))
  assert.ok(texts('P').includes('\uFFFD\uFFFD\uFFFD\uFFFD Łódź \uFFFD\uFFFD\uFFFD\uFFFD'))
})

test('a word longer than the page breaks within it', async () => {
  const { pages } = await read(documentOf({ kind: 'paragraph', text: 'x'.repeat(400) }))
  const items = (await pages[0]?.getTextContent())?.items ?? []
  const ends = items.map((item) => ('str' in item ? (item.transform[4] as number) + item.width : 0))
  assert.ok(Math.max(...ends) <= 595 - 60)
})

test('whatever people type, there is a document', async () => {
  const anything = fc.string({ unit: 'binary', maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(anything, anything, anything, async (title, text, cell) => {
      const bytes = await pdf({
        ...documentOf(
          { kind: 'heading', level: 1, text },
          { kind: 'paragraph', text: [text, { text: cell, bold: true, link: text }] },
          { kind: 'table', caption: cell, columns: [{ header: text }], rows: [[cell]] },
        ),
        title,
      })
      assert.equal(Buffer.from(bytes.subarray(0, 5)).toString(), '%PDF-')
    }),
    { numRuns: 100 },
  )
})

test('the same document gives the same bytes', async () => {
  const document = documentOf({ kind: 'heading', level: 1, text: 'Support' })
  assert.deepEqual(await pdf(document), await pdf(document))
})
