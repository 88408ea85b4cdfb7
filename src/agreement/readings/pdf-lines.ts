import type { Line } from './tables.ts'

/** A stretch of text on a page: where it begins (from the left and from the bottom), and the size of its letters. */
export type Item = { text: string; x: number; y: number; width: number; size: number }
export type PdfPage = { height: number; items: Item[] }

type Row = { text: string; x: number; end: number; y: number; size: number; page: number; place: number }

/** The lines of a text as it is set on pages, with gaps where there are gaps between paragraphs. */
export function linesOfPages(pages: PdfPage[]): Line[] {
  const all = pages.flatMap(({ items, height }, page) => linesOnPage(items, page, height))
  const body = bodySize(all)
  const apart = furniture(all, pages.length, body)
  const pitch = pitchOf(all, body)
  const text = all.filter((row) => !apart.has(row))
  const before = new Map(text.map((row, i) => [row, text[i - 1]]))
  const title = titleIn(text, body)
  const lines: Line[] = []
  for (const row of all) {
    if (apart.has(row)) lines.push({ text: row.text, style: 'small' })
    else give(lines, row, before.get(row), { body, pitch, title })
  }
  return lines
}

/** One line more; a heading that takes several lines is put together. */
function give(lines: Line[], row: Row, before: Row | undefined, { body, pitch, title }: Measures) {
  const style = title.has(row) ? 'title' : row.size >= MUCH_LARGER * body ? 'heading' : undefined
  const gap = before !== undefined && parted(before, row, (pitch * row.size) / body)
  const last = lines.at(-1)
  const joins = style && !gap && before?.size === row.size && last?.style && last.style !== 'small'
  if (gap) lines.push({ text: '' })
  if (joins) last.text += ` ${row.text}`
  else lines.push({ text: row.text, ...(style ? { style } : {}) })
}

/** Letters that a line is widened by before the next stretch counts as set apart, in sizes of its letters. */
const WORD_GAP = 0.15
const TAB_GAP = 1.1

function linesOnPage(items: Item[], page: number, height: number): Row[] {
  const lines: Row[] = []
  for (const item of items.filter(({ text }) => text !== '')) {
    const line = lines.at(-1)
    const same = line && Math.abs(line.y - item.y) < 0.5 * Math.max(line.size, item.size) && item.x >= line.x
    if (same && isNoteMark(line, item)) line.end = item.x + item.width
    else if (same) extend(line, item)
    else if (item.text.trim() !== '') {
      const { text, x, y, size, width } = item
      lines.push({ text, x, end: x + width, y, size, page, place: height > 0 ? y / height : 0.5 })
    }
  }
  return lines
}

/** The number of a footnote stands small and raised behind a word. */
const isNoteMark = (line: Row, item: Item) =>
  item.size < 0.8 * line.size && item.y > line.y + 0.1 * line.size && /^\d{1,2}$/.test(item.text.trim())

function extend(line: Row, { text, x, width, size }: Item) {
  const gap = (x - line.end) / Math.max(size, 1)
  const spaced = /\s$/.test(line.text) || /^\s/.test(text)
  line.text += (gap > TAB_GAP ? '\t' : gap > WORD_GAP && !spaced ? ' ' : '') + text
  line.end = Math.max(line.end, x + width)
  line.size = Math.max(line.size, size)
}

/** The size that most letters have. */
function bodySize(lines: Row[]): number {
  const letters = new Map<number, number>()
  for (const { size, text } of lines)
    letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length)
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10
}
const rounded = (size: number) => Math.round(size * 4) / 4

/** How far one line of a paragraph is below another, in most of them. */
function pitchOf(lines: Row[], body: number): number {
  const steps = lines
    .flatMap((line, i) => {
      const before = lines[i - 1]
      return before?.page === line.page && rounded(line.size) === body ? [before.y - line.y] : []
    })
    .filter((step) => step > 0.8 * body && step < 4 * body)
    .sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 4)] ?? 1.3 * body
}

const parted = (last: Row, set: Row, pitch: number) =>
  last.page === set.page ? Math.abs(last.y - set.y) > 1.25 * pitch : last.size !== set.size

type Measures = { body: number; pitch: number; title: Set<Row> }
const MUCH_LARGER = 1.12

/** The largest letters of the first page name the text, unless headings further on are as large. */
function titleIn(text: Row[], body: number): Set<Row> {
  const largest = text.reduce((most, { size }) => Math.max(most, size), 0)
  const start = text.findIndex(({ size }) => size === largest)
  const past = text.findIndex(({ size }, i) => i > start && size !== largest)
  const run = text.slice(start, past === -1 ? undefined : past)
  const again = past !== -1 && text.slice(past).some(({ size }) => size === largest)
  const isTitle =
    largest >= MUCH_LARGER * body && run.every(({ page }) => page === 0) && (!again || start === 0)
  return new Set(isTitle ? run : [])
}

const MARGIN = 0.12

/** What stands in the margins of page after page, and notes in small print at the foot. */
function furniture(lines: Row[], pages: number, body: number): Set<Row> {
  const inMargin = ({ place, text }: Row) =>
    (place < MARGIN || place > 1 - MARGIN) && !/^\s*\d+[.)]\s+\S/.test(text)
  const key = ({ text, place }: Row) => `${place < 0.5}${text.replace(/\b\d+\b/g, '#').trim()}`
  const on = new Map<string, Set<number>>()
  for (const line of lines.filter(inMargin))
    on.set(key(line), (on.get(key(line)) ?? new Set()).add(line.page))
  const often = (line: Row) => (on.get(key(line))?.size ?? 0) >= Math.max(2, pages / 2)
  const isNote = ({ size, place, text }: Row) =>
    size < 0.9 * body && place < 0.3 && /^\s*(\d{1,2}|[*†‡])(?!\.)/.test(text)
  return new Set(lines.filter((line) => (inMargin(line) && often(line)) || isNote(line)))
}
