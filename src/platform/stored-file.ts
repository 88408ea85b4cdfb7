import { createHash } from 'node:crypto'
import { kindOf, notTaken } from './file-kind.ts'
import { scan } from './scanner.ts'

/** Whether a scanner looked at a file: one in which it found something is never kept. */
export type Scanned = 'clean' | 'not scanned'

/** A file as it is kept: its type is what its content is, and its name is safe to give to anybody. */
export type StoredFile = {
  name: string
  type: string
  size: number
  digest: string
  content: Buffer
  scanned: Scanned
}

/** The most that one file may have, in megabytes. */
export const LARGEST_FILE = 25
const MEGABYTE = 1024 * 1024

/**
 * Looks at a file that somebody chose: whether it is of a kind that is kept, as its name says, of a size that is kept,
 * and clean, where a scanner is set. Ask it before a transaction begins, since a scanner takes its time.
 * @throws Refusal about the question `file`, one sentence.
 */
export async function storedFile(file: unknown, scanner: string | undefined): Promise<StoredFile> {
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) throw notTaken('Choose a file')
  if (file.size === 0) throw notTaken('This file is empty')
  if (file.size > LARGEST_FILE * MEGABYTE)
    throw notTaken(`This file is larger than ${LARGEST_FILE} MB. Save it smaller, or as PDF`)
  const content = Buffer.from(await file.arrayBuffer())
  const kind = await kindOf(content)
  const name = safeName(file.name)
  if (!kind.endings.includes(endingOf(name) as never))
    throw notTaken(
      `Its name does not say what it is: by its content it is ${kind.says}. Choose the file itself, or give it the ending .${kind.endings[0]}`,
    )
  if (scanner) await scan(content, scanner)
  const digest = createHash('sha256').update(content).digest('hex')
  const scanned = scanner ? 'clean' : 'not scanned'
  return { name, type: kind.type, size: content.length, digest, content, scanned }
}

const endingOf = (name: string) => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

const LONGEST_NAME = 100
/** Signs that no file system takes, that hide what a name says, or that order a terminal about. */
const UNSAFE = /[<>:"|?*]|\p{C}/gu

/** The last part of a path, without what could mislead whoever saves the file under it. */
export function safeName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(UNSAFE, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = endingOf(plain)
  const stem = ending ? plain.slice(0, -ending.length - 1).trim() : plain
  const short = [...(stem || 'file')].slice(0, LONGEST_NAME).join('')
  return ending ? `${short}.${ending.toLowerCase()}` : short
}

/** “240 KB”, “1.4 MB”. */
export const sizeInWords = (bytes: number) =>
  bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`
