import { posix } from 'node:path'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { inFigures, inMegabytes, type Limits, Unreadable } from './sheet-report.ts'

/** Text packs to a tenth or so. Beyond this a part was made to burst whoever unpacks it. */
const MOST_TIMES_PACKED = 200
const SMALL_BYTES = 1024 * 1024

/** The parts of a workbook, found in the archive's own list and unpacked only within the limits. */
export class Parts {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #limits: Limits
  #unpacked = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: Limits) {
    this.#zip = zip
    this.#entries = entries
    this.#limits = limits
  }

  static async in(workbook: Buffer, limits: Limits): Promise<Parts> {
    const zip = await fromBufferPromise(workbook, { lazyEntries: true }).catch(damaged)
    return new Parts(zip, await listed(zip, limits).catch(damaged), limits)
  }

  has(path: string) {
    return this.#entries.has(partName(path))
  }

  /** Unpacks one part. Its size is counted as the archive declares it, and the unpacking held to that. */
  async *read(path: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(partName(path))
    if (!entry) throw new Unreadable(`This workbook is damaged: its part ${path} is missing`, SAVE_AGAIN)
    this.#admit(entry)
    try {
      for await (const bytes of await this.#zip.openReadStreamPromise(entry)) yield bytes as Buffer
    } catch (error) {
      damaged(error)
    }
  }

  #admit(entry: Entry) {
    if (entry.isEncrypted()) throw new Unreadable(...PROTECTED)
    this.#unpacked += entry.uncompressedSize
    if (this.#unpacked > this.#limits.unpackedBytes)
      throw new Unreadable(
        `This workbook unpacks to more than ${inMegabytes(this.#limits.unpackedBytes)}`,
        'Delete empty rows and formats that it does not need, or split it',
      )
    const packedTimes = entry.uncompressedSize / Math.max(entry.compressedSize, 1)
    if (entry.uncompressedSize > SMALL_BYTES && packedTimes > MOST_TIMES_PACKED)
      throw new Unreadable('This workbook unpacks to far more than it should', SAVE_AGAIN)
  }
}

export const SAVE_AGAIN = 'Open it in Excel and save it again as an Excel workbook (.xlsx)'
export const PROTECTED = [
  'This workbook is protected by a password, so it cannot be read',
  'Remove the password in Excel (File, Info, Protect Workbook) and save it',
] as const

const partName = (path: string) => posix.normalize(path).replace(/^\/+/, '').toLowerCase()

async function listed(zip: ZipFile, { zipEntries }: Limits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= zipEntries)
      throw new Unreadable(`This workbook has more than ${inFigures(zipEntries)} parts`, SAVE_AGAIN)
    const name = partName(entry.fileName)
    if (entries.has(name))
      throw new Unreadable('This workbook is damaged: it holds one part twice', SAVE_AGAIN)
    entries.set(name, entry)
  }
  return entries
}

function damaged(error: unknown): never {
  if (error instanceof Unreadable) throw error
  throw new Unreadable('This workbook is damaged, or part of it is missing', SAVE_AGAIN)
}
