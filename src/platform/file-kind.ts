import { fromBufferPromise } from 'yauzl'
import { notPossible, Refusal } from './refusal.ts'

/** What a file is by its content, and the endings of a name that go with it; the first is the usual one. */
type FileKind = { says: string; type: string; endings: readonly string[] }

const office = 'application/vnd.openxmlformats-officedocument'
const kinds = {
  pdf: { says: 'a PDF', type: 'application/pdf', endings: ['pdf'] },
  word: { says: 'a Word document', type: `${office}.wordprocessingml.document`, endings: ['docx'] },
  excel: { says: 'an Excel workbook', type: `${office}.spreadsheetml.sheet`, endings: ['xlsx'] },
  powerpoint: {
    says: 'a PowerPoint presentation',
    type: `${office}.presentationml.presentation`,
    endings: ['pptx'],
  },
  png: { says: 'a picture (PNG)', type: 'image/png', endings: ['png'] },
  jpeg: { says: 'a picture (JPEG)', type: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  gif: { says: 'a picture (GIF)', type: 'image/gif', endings: ['gif'] },
  webp: { says: 'a picture (WebP)', type: 'image/webp', endings: ['webp'] },
  text: { says: 'plain text', type: 'text/plain; charset=utf-8', endings: ['txt', 'md', 'csv'] },
} as const satisfies Record<string, FileKind>

/** The endings of every kind of file that is kept, as a page asks for them: `.pdf,.docx,…`. */
export const acceptedEndings = Object.values(kinds)
  .flatMap(({ endings }) => endings.map((ending) => `.${ending}`))
  .join(',')

/** A file may not be taken, for this reason; the field is the question that asked for it. */
export const notTaken = (says: string) => notPossible(says, 'file')

const begins = (bytes: Buffer, text: string, at = 0) =>
  bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))

/**
 * What this content is, whatever its name says.
 * @throws Refusal where it is nothing that is kept, or was made to harm whoever opens it.
 */
export async function kindOf(bytes: Buffer): Promise<FileKind> {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return kinds.pdf
  if (begins(bytes, '\x89PNG\r\n\x1a\n')) return kinds.png
  if (begins(bytes, '\xff\xd8\xff')) return kinds.jpeg
  if (begins(bytes, 'GIF87a') || begins(bytes, 'GIF89a')) return kinds.gif
  if (begins(bytes, 'RIFF') && begins(bytes, 'WEBP', 8)) return kinds.webp
  if (begins(bytes, 'PK\x03\x04')) return officeKind(bytes)
  if (begins(bytes, '\xd0\xcf\x11\xe0'))
    throw notTaken(
      'This is an Office file of before 2007, or one that is protected by a password. Take the password off if it has one, save it in the present format (such as .docx) or as PDF, and choose that',
    )
  if (isText(bytes)) return kinds.text
  throw notTaken(
    'This kind of file cannot be kept. Choose a PDF, a Word, Excel or PowerPoint file, a picture (PNG, JPEG, GIF, WebP) or plain text',
  )
}

function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[^\P{Cc}\t\n\r\f\u0085]/u.test(text)
  } catch {
    return false
  }
}

const mainParts = [
  ['word/document.xml', kinds.word],
  ['xl/workbook.xml', kinds.excel],
  ['ppt/presentation.xml', kinds.powerpoint],
] as const

const MOST_PARTS = 5_000
const MOST_UNPACKED = 400 * 1024 * 1024
const SMALL = 1024 * 1024
/** Text packs to a tenth or so; beyond this a part was made to burst whoever unpacks it. */
const MOST_TIMES_PACKED = 200

const DAMAGED = 'This file is damaged, or part of it is missing. Open it, save it again and choose it anew'
const BURSTS = 'This file unpacks to far more than it should. Open it, save it again and choose it anew'

/** Read from the archive’s own list of parts; nothing is unpacked. */
async function officeKind(bytes: Buffer): Promise<FileKind> {
  const parts = await partsOf(bytes)
  if ([...parts].some((name) => /(^|\/)vbaproject\.bin$/i.test(name)))
    throw notTaken(
      'This file holds macros, which are programs. Save it without them (such as .docx) or as PDF, and choose that',
    )
  const main = mainParts.find(([name]) => parts.has(name))
  if (!main || !parts.has('[Content_Types].xml'))
    throw notTaken('This is an archive, not a document. Choose the document itself')
  return main[1]
}

async function partsOf(bytes: Buffer): Promise<Set<string>> {
  const names = new Set<string>()
  let unpacked = 0
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true })
    for await (const entry of zip.eachEntry()) {
      const { fileName, uncompressedSize, compressedSize } = entry
      unpacked += uncompressedSize
      const packedTimes = uncompressedSize / Math.max(compressedSize, 1)
      if (unpacked > MOST_UNPACKED || names.size >= MOST_PARTS) throw notTaken(BURSTS)
      if (uncompressedSize > SMALL && packedTimes > MOST_TIMES_PACKED) throw notTaken(BURSTS)
      if (entry.isEncrypted()) throw notTaken('This file is protected by a password. Take it off first')
      names.add(fileName)
    }
  } catch (error) {
    throw error instanceof Refusal ? error : notTaken(DAMAGED)
  }
  return names
}
