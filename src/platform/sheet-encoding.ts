import { setImmediate as otherWork } from 'node:timers/promises'
import { inMegabytes, type Limits, Unreadable } from './sheet-report.ts'

/** A file as given, readable from its start as often as needed. A browser's `File` is one. */
export type GivenFile = {
  readonly name: string
  readonly size: number
  stream(): AsyncIterable<Uint8Array>
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const SLICE = 64 * 1024

/** The file in small pieces, letting other requests have their turn between them. */
export async function* pieces(file: GivenFile, { fileBytes }: Limits): AsyncGenerator<Uint8Array> {
  let taken = 0
  for await (const bytes of file.stream()) {
    taken += bytes.length
    if (taken > fileBytes) throw tooLarge(fileBytes)
    for (let at = 0; at < bytes.length; at += SLICE) {
      yield bytes.subarray(at, at + SLICE)
      await otherWork()
    }
  }
}

export const tooLarge = (fileBytes: number) =>
  new Unreadable(
    `This file is larger than ${inMegabytes(fileBytes)}`,
    'Split it, one academic year in each file',
  )

export async function wholeFile(file: GivenFile, limits: Limits): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces(file, limits)) all.push(piece)
  return Buffer.concat(all)
}

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte)

export const isZip = (start: Uint8Array) => startsWith(start, 0x50, 0x4b, 0x03, 0x04)
/** The container of Word 97 and Excel 97, and also of any workbook that a password protects. */
export const isOldOffice = (start: Uint8Array) => startsWith(start, 0xd0, 0xcf, 0x11, 0xe0)

/** The first bytes of the file, at least four where there are as many. */
export async function startOf(file: GivenFile): Promise<Uint8Array> {
  let start = Buffer.alloc(0)
  for await (const bytes of file.stream()) {
    start = Buffer.concat([start, bytes])
    if (start.length >= 4) break
  }
  return start
}

function markedEncoding(start: Uint8Array): Encoding | undefined {
  if (startsWith(start, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (startsWith(start, 0xff, 0xfe)) return 'utf-16le'
  return startsWith(start, 0xfe, 0xff) ? 'utf-16be' : undefined
}

/**
 * How the file writes its letters: what its byte order mark says, else UTF-8 if every byte of it is
 * UTF-8, else windows-1252, which older Excel writes. Refuses what is not text, and half a file.
 */
export async function encodingOf(file: GivenFile, limits: Limits): Promise<Encoding> {
  const marked = markedEncoding(await startOf(file))
  if (marked?.startsWith('utf-16')) return marked
  const ends = await endsAsUtf8(file, limits)
  if (ends === 'whole') return 'utf-8'
  if (ends === 'half') throw halfAFile()
  if (marked) throw new Unreadable('This file says it is UTF-8 but holds letters that are not', SAVE_AS_UTF8)
  return 'windows-1252'
}

/**
 * A last letter cut short means half a UTF-8 file only where other letters were whole: a windows-1252
 * file may well end in its one “é”.
 */
async function endsAsUtf8(file: GivenFile, limits: Limits): Promise<'whole' | 'half' | 'never was'> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let beyondAscii = false
  let valid = true
  for await (const piece of pieces(file, limits)) {
    if (piece.includes(0)) throw notText()
    const text: string | undefined = valid ? decoded(utf8, piece) : undefined
    valid = text !== undefined
    beyondAscii ||= valid && text !== '' && /[^\p{ASCII}]/u.test(text ?? '')
  }
  if (valid && decoded(utf8) !== undefined) return 'whole'
  return valid && beyondAscii ? 'half' : 'never was'
}

const SAVE_AS_UTF8 = 'In Excel, save it again as “CSV UTF-8 (Comma delimited)”'
const notText = () =>
  new Unreadable('This file holds zero bytes, so it is not a CSV file', 'Save the sheet again as CSV')
const halfAFile = () =>
  new Unreadable(
    'This file stops in the middle of a letter, so part of it is missing',
    'Copy or save it again',
  )

/** The piece as text, or nothing where it is not UTF-8; without a piece, whether the text may end here. */
function decoded(decoder: TextDecoder, piece?: Uint8Array): string | undefined {
  try {
    return decoder.decode(piece, { stream: piece !== undefined })
  } catch {
    return undefined
  }
}

/** The file's text, without its byte order mark. */
export async function* textOf(file: GivenFile, encoding: Encoding, limits: Limits): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    for await (const piece of pieces(file, limits)) yield windows1252(piece)
    return
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const piece of pieces(file, limits)) yield decoder.decode(piece, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throw error instanceof TypeError ? halfAFile() : error
  }
}

/**
 * The 32 letters in which windows-1252 differs from Latin 1. Node's own decoder cannot be used:
 * several releases, 20.20 among them, read windows-1252 as Latin 1 and turn ’ into a control code.
 */
const ABOVE_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const windows1252 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (code) => ABOVE_0X80.charAt(code.charCodeAt(0) - 0x80))
