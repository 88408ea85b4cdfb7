import { type Label, labelOf } from './label.ts'
import type { Line } from './tables.ts'

/** What can be told of a line by itself: its words without the marks around them, and which marks those were. */
export type Look = {
  /** As the file has it, without the spaces around it. */
  raw: string
  text: string
  /** Its words without bullet and number. */
  words: string
  blank: boolean
  indent: number
  bullet: boolean
  /** Its level, where the file says that it is a heading. */
  heading: number | undefined
  strong: boolean
  style: Line['style']
  label: Label | undefined
  /** How long it was as it stood in the file. */
  width: number
}

const BULLET = /^(?:[-–—*•‣◦▪●○■·\uf0b7\uf0a7]|o(?=\t))(?:\s+|$)/u
const HEADING = /^(#{1,6})(?:\s+|$)/
const STRONG = /^(\*\*|__)(?=\S)([^*]*\S)\1:?$/
const TABLE_ROW = /^\|.*\|$/

/** The marks of each line, and its number where it has one. */
export function lookOf({ text, style }: Line): Look {
  const bare = text.trim().replace(/^(?:>\s?)+/, '')
  const row = TABLE_ROW.test(bare) ? cells(bare) : bare
  const [hashes = '', level = ''] = HEADING.exec(row) ?? []
  const bullet = hashes === '' && BULLET.test(row)
  const rest = bullet ? row.replace(BULLET, '') : row.slice(hashes.length)
  const strong = STRONG.test(rest)
  const inner = strong ? rest.replace(STRONG, '$2') : rest
  const label = labelOf(inner.replace(/^(\*\*|__)([^*_]{1,14})\1/, '$2'))
  return {
    raw: bare,
    text: plain(rest),
    words: plain(label ? label.rest : rest),
    blank: bare === '',
    indent: text.length - text.trimStart().length,
    bullet,
    heading: level ? level.length : style === 'heading' ? 2 : style === 'title' ? 1 : undefined,
    strong: strong || style === 'strong',
    style: row === bare ? style : 'row',
    label,
    width: text.trimEnd().length,
  }
}

const cells = (row: string) =>
  row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join('\t')

/** Words without the marks of Markdown around them; a backslash keeps the mark after it. */
export const plain = (text: string) =>
  text
    .replace(/(?<!\\)(\*\*|__)/g, '')
    .replace(/(?<![\\\w*])\*(?=\S)([^*\n]*[^\s*\\])\*(?!\w)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\\([!-/:-@[-`{-~–—•])/g, '$1')

/** A sentence, or a step of one, ends here. */
export const endsSentence = (text: string) => /[.!?:;…]["'”’)\]]*$/.test(text)
