import { isoText, numberText, unescaped } from './sheet-cell.ts'
import { type Limits, Unreadable } from './sheet-report.ts'
import type { Found, Line, Misread } from './sheet-rows.ts'
import type { Workbook } from './sheet-workbook.ts'
import { readXml, type XmlReader } from './sheet-xml.ts'
import { SAVE_AGAIN } from './sheet-zip.ts'

/** Reads the rows of one sheet of a workbook as it is unpacked; formulas give their stored results. */
export async function* worksheetLines(book: Workbook, path: string, limits: Limits): AsyncGenerator<Line> {
  const rows = new Rows(book, await book.texts(), limits)
  for await (const _ of readXml(book.parts.read(path), rows)) yield* rows.taken()
}

type Cell = { column: number; type: string; style: number; text: string; formula: boolean; stored: boolean }

class Rows implements XmlReader {
  readonly #book: Workbook
  readonly #texts: readonly string[]
  readonly #limits: Limits
  #lines: Line[] = []
  #number = 0
  #cells: Found[] = []
  #cell: Cell | undefined
  #column = -1
  #inValue = false
  #beside = false

  constructor(book: Workbook, texts: readonly string[], limits: Limits) {
    this.#book = book
    this.#texts = texts
    this.#limits = limits
  }

  /** The rows finished since this was last asked. */
  taken(): Line[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  open(name: string, attributes: Record<string, string>) {
    if (name === 'row') this.#begin(attributes)
    else if (name === 'c') this.#cell = this.#cellAt(attributes)
    else if (name === 'f' && this.#cell) this.#cell.formula = true
    else if (name === 'rPh') this.#beside = true
    else if (name === 'v' || name === 't') {
      this.#inValue = this.#cell !== undefined && !this.#beside
      if (this.#cell && this.#inValue) this.#cell.stored = true
    }
  }

  text(piece: string) {
    if (!this.#inValue || !this.#cell) return
    const room = this.#limits.cellCharacters + 1 - this.#cell.text.length
    if (room > 0) this.#cell.text += piece.slice(0, room)
  }

  close(name: string) {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'rPh') this.#beside = false
    else if (name === 'c') this.#keep()
    else if (name === 'row' && this.#cells.length > 0)
      this.#lines.push({ number: this.#number, cells: this.#cells })
  }

  #begin({ r }: Record<string, string>) {
    this.#number = Number(r) > 0 ? Number(r) : this.#number + 1
    this.#cells = []
    this.#column = -1
  }

  /** Small writers leave out where a cell stands; it then follows the one before it. */
  #cellAt({ r, t = 'n', s = '0' }: Record<string, string>): Cell {
    this.#column = r === undefined ? this.#column + 1 : columnIndex(r)
    if (this.#column < 0) throw new Unreadable('This workbook is damaged: a cell has no column', SAVE_AGAIN)
    return { column: this.#column, type: t, style: Number(s), text: '', formula: false, stored: false }
  }

  #keep() {
    const cell = this.#cell
    this.#cell = undefined
    if (!cell || (!cell.stored && !cell.formula)) return
    if (cell.column >= this.#limits.columns)
      throw new Unreadable(
        `This sheet has more than ${this.#limits.columns} columns`,
        'Delete the columns that are not part of the table',
        this.#number,
      )
    this.#cells[cell.column] = cell.stored ? this.#read(cell) : NO_RESULT
  }

  #read({ type, text, style }: Cell): Found {
    if (type === 's') return this.#shared(text)
    if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
    if (type === 'd') return isoText(text)
    if (type !== 'n') return unescaped(text)
    const meaning = this.#book.meanings[style] ?? 'number'
    return text === '' ? undefined : numberText(text, meaning, this.#book.from1904)
  }

  #shared(index: string): string {
    const text = this.#texts[Number(index)]
    if (text === undefined)
      throw new Unreadable('This workbook is damaged: a text is missing', SAVE_AGAIN, this.#number)
    return text
  }
}

const NO_RESULT: Misread = {
  value: '',
  wrong: 'This cell holds a formula that was never worked out',
  right: 'Open the workbook in Excel and save it, or put the value itself in the cell',
}

/** `B7` is 1. */
function columnIndex(reference: string): number {
  let column = 0
  for (const letter of reference.toUpperCase()) {
    const place = letter.charCodeAt(0) - 64
    if (place < 1 || place > 26) break
    column = column * 26 + place
  }
  return column - 1
}
