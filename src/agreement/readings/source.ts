import {
  encodingOf,
  type GivenFile,
  isOldOffice,
  isZip,
  textOf,
  wholeFile,
} from '../../platform/sheet-encoding.ts'
import { inFigures, inMegabytes, Unreadable, usualLimits } from '../../platform/sheet-report.ts'
import { linesOfDocx } from './docx.ts'
import { no } from './fault.ts'
import { linesOfPdf } from './pdf.ts'
import type { Line } from './tables.ts'

const MEGABYTE = 1024 * 1024
const limits = { ...usualLimits, fileBytes: 10 * MEGABYTE }
/** An agreement is read by people: beyond this it is something else. */
const MOST_CHARACTERS = 400_000
const MOST_LINES = 3_000
const LONGEST_LINE = 20_000

/**
 * The lines of an agreement in the alliance's own file: plain text, Markdown, Word or PDF.
 * @throws Refusal, one sentence, where it is none of these or cannot be read whole.
 */
export async function linesIn(file: GivenFile): Promise<Line[]> {
  if (file.size === 0) throw no('This file is empty')
  if (file.size > limits.fileBytes)
    throw no(
      `This file is larger than ${inMegabytes(limits.fileBytes)}. An agreement is far smaller: choose another file`,
    )
  const bytes = await wholeFile(file, limits)
  return within((await linesOf(file, bytes)).map(cleaned))
}

async function linesOf(file: GivenFile, bytes: Buffer): Promise<Line[]> {
  if (isZip(bytes)) return linesOfDocx(bytes)
  if (bytes.subarray(0, 1024).includes('%PDF-')) return linesOfPdf(bytes)
  const other = others.find(({ is }) => is(bytes))
  if (other) throw no(other.says)
  return (await decoded(file, bytes)).split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((text) => ({ text }))
}

const begins =
  (...starts: string[]) =>
  (bytes: Buffer) =>
    starts.some((start) => bytes.subarray(0, start.length).equals(Buffer.from(start, 'latin1')))
const others = [
  {
    is: (bytes: Buffer) => isOldOffice(bytes),
    says: 'This is a Word document of before 2007, or one that is protected by a password. Open it in Word, take the password off if it has one, and save it as .docx',
  },
  { is: begins('{\\rtf'), says: 'This is Rich Text (RTF). Open it in Word and save it as .docx' },
  {
    is: begins('\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*'),
    says: 'This is a picture, which has no text in it. Choose the file that the text was written in',
  },
  {
    is: (bytes: Buffer) =>
      /^\s*(<!doctype html|<html|<\?xml)/i.test(bytes.subarray(0, 200).toString('latin1')),
    says: 'This is a web page. Copy its text into a new document, save that and choose it here',
  },
]

const NO_TEXT =
  'This file holds no text that can be read. Choose a plain text, Markdown, Word (.docx) or PDF file'

async function decoded(file: GivenFile, bytes: Buffer): Promise<string> {
  const wide = utf16Unmarked(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  try {
    let text = ''
    for await (const piece of textOf(file, await encodingOf(file, limits), limits)) text += piece
    if (unprintable(text) * 200 > text.length) throw no(NO_TEXT)
    return text.replaceAll('\f', '\n\n')
  } catch (error) {
    if (error instanceof Unreadable) throw no(NO_TEXT)
    throw error
  }
}

/** Notepad once saved UTF-16 without saying so: every other byte of English is then zero. */
function utf16Unmarked(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const start = bytes.subarray(0, 4_000)
  if (start[0] === 0xff || start[0] === 0xfe || start.length < 8) return undefined
  const zeros = [0, 0]
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd * 3 > start.length && even === 0) return 'utf-16le'
  return even * 3 > start.length && odd === 0 ? 'utf-16be' : undefined
}

const UNPRINTABLE = /[^\P{Cc}\t\n\r\f\u0085]|\ufffd/gu
const unprintable = (text: string) => text.match(UNPRINTABLE)?.length ?? 0

/** What no page shows and no database keeps goes; every kind of space but a tab becomes the one. */
const cleaned = ({ text, ...rest }: Line): Line => ({
  ...rest,
  text: text
    .replace(
      /[^\P{Cc}\t]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Cs}|\p{Noncharacter_Code_Point}/gu,
      '',
    )
    .replace(/[^\S\t]/gu, ' ')
    .normalize('NFC')
    .trimEnd(),
})

function within(lines: Line[]): Line[] {
  const said = lines.filter(({ text }) => text !== '')
  if (said.length === 0) throw no(NO_TEXT)
  const characters = said.reduce((sum, { text }) => sum + text.length, 0)
  if (characters > MOST_CHARACTERS || said.length > MOST_LINES)
    throw no(
      `This text has ${inFigures(said.length)} lines and ${inFigures(characters)} letters. An agreement has at most ${inFigures(MOST_LINES)} lines and ${inFigures(MOST_CHARACTERS)} letters: choose the file that holds only the agreement`,
    )
  const long = lines.findIndex(({ text }) => text.length > LONGEST_LINE)
  if (long !== -1)
    throw no(
      `Line ${inFigures(long + 1)} has more than ${inFigures(LONGEST_LINE)} letters. Break it into paragraphs and save the file again`,
    )
  return once(lines)
}

/** Of gaps one line is enough. */
const once = (lines: Line[]) =>
  lines.filter(({ text }, i) => text !== '' || (i > 0 && lines[i - 1]?.text !== ''))
