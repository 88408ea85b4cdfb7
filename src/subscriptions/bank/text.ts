import { notPossible, Refusal } from '../../platform/refusal.ts'
import { encodingOf, type GivenFile, textOf } from '../../platform/sheet-encoding.ts'
import { Unreadable, usualLimits } from '../../platform/sheet-report.ts'

const MEGABYTES = 5
export const fileLimits = {
  ...usualLimits,
  fileBytes: MEGABYTES * 1024 * 1024,
  rows: 20_000,
  columns: 60,
  cellCharacters: 2_000,
}

/** A statement may not be taken, for this reason, which is about the file that was chosen. */
export const refused = (says: string) => notPossible(says, 'file')

/** What is no text, by how it begins, and what to choose instead. */
const others: readonly (readonly [starts: string, says: string])[] = [
  ['PK\x03\x04', 'This is an Excel workbook or an archive. Save the statement as CSV and choose that'],
  ['\xd0\xcf\x11\xe0', 'This is an old Excel workbook. Save the statement as CSV and choose that'],
  ['%PDF', 'This is a PDF. Ask the bank’s website for the statement as CSV or CAMT.053'],
]

/**
 * The text of a statement, however it is written: UTF-8, UTF-16 with its mark, or windows-1252.
 * @throws Refusal where it is too large, empty or no text; one sentence.
 */
export async function statementText(file: GivenFile): Promise<string> {
  if (file.size === 0) throw refused('This file is empty')
  if (file.size > fileLimits.fileBytes)
    throw refused(`This file is larger than ${MEGABYTES} MB. Bring in the statement a month at a time`)
  const text = await decoded(file)
  if (text.includes('\u0000')) throw refused('This file holds zero bytes, so it is no statement')
  if (text.trim() === '') throw refused('This file is empty')
  return text
}

async function decoded(file: GivenFile): Promise<string> {
  const pieces: string[] = []
  try {
    const encoding = await encodingOf(file, fileLimits)
    if (encoding === 'utf-8' || encoding === 'windows-1252') await refuseOthers(file)
    for await (const piece of textOf(file, encoding, fileLimits)) pieces.push(piece)
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (!(error instanceof Unreadable)) throw error
    await refuseOthers(file)
    throw refused('This file is no text, or part of it is missing. Choose a statement as CSV or CAMT.053')
  }
  return pieces.join('')
}

async function refuseOthers(file: GivenFile) {
  for await (const bytes of file.stream()) {
    const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
    const other = others.find(([starts]) => start.startsWith(starts))
    if (other) throw refused(other[1])
    return
  }
}

/** What a cell or an element says, short enough for a sentence. */
export const shown = (value: string) => (value.length > 40 ? `${value.slice(0, 40)}…` : value)

export const looksLikeXml = (text: string) => text.trimStart().startsWith('<')
