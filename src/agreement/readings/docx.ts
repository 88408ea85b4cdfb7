import { Unreadable, usualLimits } from '../../platform/sheet-report.ts'
import { prefixed, readAllXml } from '../../platform/sheet-xml.ts'
import { Parts } from '../../platform/sheet-zip.ts'
import { counting, definitionsIn, type Style, styleOf, stylesIn } from './docx-numbering.ts'
import { no } from './fault.ts'
import type { Line } from './tables.ts'

const limits = { ...usualLimits, unpackedBytes: 60 * 1024 * 1024, zipEntries: 2_000 }
const TEXT = 'word/document.xml'
const DAMAGED =
  'This document is damaged, protected, or unpacks to more than a text would. Open it in Word, save it again as .docx and choose that'
const MACROS =
  'This document holds macros, which have no place in an agreement. In Word, save it as .docx without them'
const NO_DOCUMENT =
  'This is no Word document. Choose a .docx file, or save the text from the program that made it as .docx or PDF'

/** The paragraphs of a Word document, each with the number that Word shows before it, and gaps between them. */
export async function linesOfDocx(bytes: Buffer): Promise<Line[]> {
  try {
    const parts = await Parts.in(bytes, limits)
    if (parts.has('word/vbaProject.bin')) throw no(MACROS)
    if (!parts.has(TEXT)) throw no(NO_DOCUMENT)
    const number = counting(await definitionsIn(parts))
    const reading = new Reading(await stylesIn(parts), number)
    await readAllXml(parts.read(TEXT), reading)
    return reading.lines
  } catch (error) {
    throw error instanceof Unreadable ? no(DAMAGED) : error
  }
}

type Paragraph = {
  text: string
  style?: string
  numId?: string
  level?: number
  bold: number
  hidden: number
}
type Row = { cells: Line[][] }

/** What stands in the file twice, or not at all any more. */
const SKIPPED = new Set([
  'moveFrom',
  'Fallback',
  'del',
  'instrText',
  'delText',
  'sdtPr',
  'pPrChange',
  'rPrChange',
])

/** Takes a document in as it is read, and gives its lines. */
class Reading {
  readonly lines: Line[] = []
  readonly #styles: Map<string, Style>
  readonly #number: (numId: string, level: number) => string
  #paragraphs: Paragraph[] = []
  #rows: Row[] = []
  #skipping = 0
  #inText = false
  #run = { bold: false, hidden: false, open: false }

  constructor(styles: Map<string, Style>, number: (numId: string, level: number) => string) {
    this.#styles = styles
    this.#number = number
  }

  open = (name: string, attributes: Record<string, string>) => {
    if (SKIPPED.has(name)) this.#skipping++
    if (this.#skipping > 0) return
    if (name === 'p') this.#paragraphs.push({ text: '', bold: 0, hidden: 0 })
    else if (name === 'tr') this.#rows.push({ cells: [] })
    else if (name === 'tc') this.#rows.at(-1)?.cells.push([])
    else if (name === 'r') this.#run = { bold: false, hidden: false, open: true }
    else this.#inside(name, prefixed(attributes, 'val') ?? '', attributes)
  }

  #inside(name: string, value: string, attributes: Record<string, string>) {
    const paragraph = this.#paragraphs.at(-1)
    if (!paragraph) return
    if (name === 't') this.#inText = true
    else if (name === 'tab' && this.#run.open) paragraph.text += '\t'
    else if (name === 'br' && prefixed(attributes, 'type') === undefined) paragraph.text += '\n'
    else if (name === 'noBreakHyphen') paragraph.text += '-'
    else if (name === 'pStyle') paragraph.style = value
    else if (name === 'numId') paragraph.numId = value
    else if (name === 'ilvl') paragraph.level = Number(value)
    else if (name === 'b') this.#run.bold = this.#run.open && value !== '0' && value !== 'false'
    else if (name === 'vanish') this.#run.hidden = this.#run.open
  }

  text = (text: string) => {
    const paragraph = this.#paragraphs.at(-1)
    if (!this.#inText || this.#skipping > 0 || !paragraph || this.#run.hidden) return
    paragraph.text += text
    if (this.#run.bold) paragraph.bold += text.trim().length
  }

  close = (name: string) => {
    if (SKIPPED.has(name)) this.#skipping--
    else if (this.#skipping > 0) return
    else if (name === 't') this.#inText = false
    else if (name === 'r') this.#run.open = false
    else if (name === 'p') this.#endParagraph()
    else if (name === 'tr') this.#endRow()
  }

  #endParagraph() {
    const paragraph = this.#paragraphs.pop()
    if (paragraph) this.#give(this.#linesOf(paragraph))
  }

  /** Into the cell that is open, or into the text itself. */
  #give(lines: Line[]) {
    const cell = this.#rows.at(-1)?.cells.at(-1)
    if (cell) cell.push(...lines)
    else this.lines.push(...lines, { text: '' })
  }

  #linesOf({ text, style: id, bold, ...own }: Paragraph): Line[] {
    const style = styleOf(this.#styles, id)
    const { numId = style.numId, level = style.level ?? 0 } = own
    if (/^(toc|table of contents)/i.test(style.name)) return []
    const number = numId === undefined || numId === '0' ? '' : this.#number(numId, level)
    const said = text.replace(/\s/g, '').length
    if (said === 0 && number === '') return []
    const marked = styled(style, said > 0 && (bold >= said || (style.bold ?? false)))
    const lead = number === '' ? '' : `${'   '.repeat(level)}${number}\t`
    return `${lead}${text.trim()}`.split('\n').map((line) => ({ text: line, ...marked }))
  }

  #endRow() {
    const cells = this.#rows.pop()?.cells.filter((lines) => lines.length > 0) ?? []
    const [only, ...others] = cells
    if (only && others.length === 0) this.#give(only.flatMap((line) => [line, { text: '' }]))
    else if (only)
      this.#give([
        {
          text: cells.map((lines) => lines.map(({ text }) => text.trim()).join(' ')).join('\t'),
          style: 'row',
        },
      ])
  }
}

/** Words and numbers do not fall together: what stands in bold throughout stands out, whatever its style. */
function styled({ name, outline = 9 }: Style, bold: boolean): Pick<Line, 'style'> {
  if (/^title$/i.test(name)) return { style: 'title' }
  if (/^heading \d/i.test(name) || outline < 9) return { style: 'heading' }
  return bold ? { style: 'strong' } : {}
}
