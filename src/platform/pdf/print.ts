import { inWords } from '../day.ts'
import type { Block, Document, Run, Table, Text } from './document.ts'

const SAFE_LINK = /^(https?:\/\/|mailto:)\S+$/i

/** Turns one string of the document into one that can be set in type. */
export type Clean = (text: string) => string

function piece(run: Run, clean: Clean) {
  const { text, bold = false, link = '' } = typeof run === 'string' ? { text: run } : run
  // Spaces between one run and the next are part of the sentence, so the ends are kept.
  const kept = clean(`|${text}|`).slice(1, -1)
  return { text: kept, bold, link: SAFE_LINK.test(link) ? link : null }
}

const pieces = (text: Text, clean: Clean) =>
  (typeof text === 'string' ? [clean(text)] : text).map((run) => piece(run, clean))

function printedTable(table: Table, clean: Clean) {
  const width = table.columns.length
  const uneven = table.rows.find((row) => row.length !== width)
  if (uneven) throw new RangeError(`“${table.caption}” has ${width} columns and a row of ${uneven.length}`)
  return {
    kind: 'table',
    caption: clean(table.caption),
    columns: table.columns.map(({ header, align = 'start', wide = false }) => ({
      header: clean(header),
      align,
      wide,
    })),
    // Objects, not bare lists: the template flattens rows into cells and must stop there.
    rows: table.rows.map((row) => row.map((cell) => ({ pieces: pieces(cell, clean) }))),
  }
}

function printedBlock(block: Block, clean: Clean) {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, level: block.level, text: clean(block.text) }
    case 'paragraph':
    case 'note':
      return { kind: block.kind, pieces: pieces(block.text, clean) }
    case 'list':
      return {
        kind: block.kind,
        numbered: block.numbered ?? false,
        items: block.items.map((item) => pieces(item, clean)),
      }
    case 'table':
      return printedTable(block, clean)
    case 'figures':
      return {
        kind: block.kind,
        figures: block.figures.map(({ figure, label }) => ({ figure: clean(figure), label: clean(label) })),
      }
    case 'facts':
      return {
        kind: block.kind,
        facts: block.facts.map(({ label, value }) => ({
          label: clean(label),
          pieces: pieces(value, clean),
        })),
      }
    case 'chart':
      return {
        kind: block.kind,
        title: clean(block.title),
        alt: clean(block.alt),
        wide: block.wide ?? false,
        svg: clean(block.svg),
        table: printedTable(block.table, clean),
      }
    case 'page break':
      return { kind: block.kind }
  }
}

const IS_BLANK = /^[\p{Z}\p{C}]*$/u

/** PDF/UA wants headings with words, starting at level 1 and never skipping one on the way down. */
function steppedHeadings(sections: readonly Block[]): Block[] {
  let level = 0
  return sections.flatMap((block): Block[] => {
    if (block.kind !== 'heading') return [block]
    if (IS_BLANK.test(block.text)) return []
    level = Math.min(block.level, level + 1)
    return [{ ...block, level: level as 1 | 2 | 3 }]
  })
}

const orEmptySentence = (block: Block): Block =>
  block.kind === 'table' && block.rows.length === 0
    ? { kind: 'paragraph', text: [{ text: `${block.caption}:`, bold: true }, ' none recorded.'] }
    : block

/** The document as the template reads it. */
export function printed(document: Document, clean: Clean) {
  const [year, month, day] = document.date.split('-').map(Number)
  // PDF/UA refuses a document without a title.
  const title = IS_BLANK.test(document.title) ? 'Untitled' : clean(document.title)
  return JSON.stringify({
    title,
    footer: document.subtitle ? `${title} · ${clean(document.subtitle)}` : title,
    subtitle: document.subtitle ? clean(document.subtitle) : null,
    author: clean(document.author),
    date: { year, month, day },
    written: inWords(document.date),
    contents: document.contents ?? false,
    alternatives: document.alternatives ?? [],
    sections: steppedHeadings(document.sections).map((block) => printedBlock(orEmptySentence(block), clean)),
  })
}
