import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type pg from 'pg'
import { linesOf, writeWhole } from './file.ts'

/** A line as it stands in an export; `at` is the very text that was sealed. */
export type SealedLine = {
  seq: number
  at: string
  who: string
  did: string
  subject: string
  details: string
  previous: string
  hash: string
}

type Header = { audit: 'Endeavour'; format: 1; alliance: string; lines: number; head: string }

/** What the whole log came to; anybody who keeps a head can later tell that nothing before it was changed. */
export type Sealed = { lines: number; head: string }

/** The log is not what was sealed; the message names the first line that is wrong. */
export class BrokenChain extends Error {}

const NOTHING = '0'.repeat(64)
const BATCH = 5_000
const parts = ['at', 'who', 'did', 'subject', 'details', 'previous', 'hash'] as const

export function sealOf({ seq, at, who, did, subject, details, previous }: SealedLine): string {
  return createHash('sha256').update([seq, at, who, did, subject, details, previous].join('\n')).digest('hex')
}

type Queryable = Pick<pg.ClientBase, 'query'>

/** Every line up to now, in order, a few thousand at a time. */
export async function* auditLines(client: Queryable, upTo: number): AsyncGenerator<SealedLine> {
  let after = 0
  while (after < upTo) {
    const { rows } = await client.query<SealedLine>(
      `select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
         who, did, subject, details, previous, hash
       from audit_log where seq > $1 and seq <= $2 order by seq limit ${BATCH}`,
      [after, upTo],
    )
    if (rows.length === 0) return
    yield* rows
    after = Number(rows.at(-1)?.seq)
  }
}

/** Where the log ends now. */
export async function headOf(client: Queryable): Promise<Sealed> {
  const { rows } = await client.query<{ seq: number; hash: string }>(
    'select seq, hash from audit_log order by seq desc limit 1',
  )
  return { lines: Number(rows[0]?.seq ?? 0), head: rows[0]?.hash ?? NOTHING }
}

/** Writes the whole log as lines of JSON that anybody can check without us. */
export async function exportAudit(client: Queryable, file: string): Promise<Sealed> {
  const { lines, head } = await headOf(client)
  const { rows } = await client.query<{ name: string }>('select name from alliance')
  const header: Header = { audit: 'Endeavour', format: 1, alliance: rows[0]?.name ?? '', lines, head }
  async function* text() {
    yield `${JSON.stringify(header)}\n`
    for await (const line of auditLines(client, lines)) yield `${JSON.stringify(line)}\n`
  }
  await writeWhole(file, text())
  return { lines, head }
}

/**
 * Recomputes the chain of an export.
 * @param known a head noted at some earlier time, which must be among the lines.
 * @throws BrokenChain naming the first line that was altered, removed, added or moved.
 */
export async function verifyAudit(file: string, known?: string): Promise<Sealed> {
  const texts = linesOf(createReadStream(file))
  const header = headerOf((await texts.next()).value)
  const chain = new Chain(known)
  for (let text = await texts.next(); !text.done; text = await texts.next()) {
    const line = lineOf(text.value, chain.next)
    if (chain.isGap(line)) throw chain.gap(line, await texts.next())
    chain.follow(line)
  }
  return chain.end(header)
}

/** Recomputes the chain of the lines in the database itself. */
export async function verifyDatabase(client: Queryable): Promise<Sealed> {
  const head = await headOf(client)
  const chain = new Chain()
  for await (const line of auditLines(client, head.lines)) {
    if (chain.isGap(line)) throw chain.gap(line)
    chain.follow(line)
  }
  return chain.end(head)
}

function headerOf(text: unknown): Sealed {
  const header = parsed(String(text)) as Partial<Header> | undefined
  if (header?.audit === 'Endeavour' && header.format === 1 && typeof header.head === 'string')
    return { lines: Number(header.lines), head: header.head }
  throw new BrokenChain('This is not an audit export: its first line does not say so.')
}

function lineOf(text: string, expected: number): SealedLine {
  const line = parsed(text) as SealedLine | undefined
  if (line && Number.isSafeInteger(line.seq) && parts.every((part) => typeof line[part] === 'string'))
    return line
  throw new BrokenChain(`Line ${expected} was altered: it cannot be read as a line of the log.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

class Chain {
  #last = { seq: 0, hash: NOTHING }
  readonly #known: string | undefined
  #met: boolean

  constructor(known?: string) {
    this.#known = known
    this.#met = known === undefined || known === NOTHING
  }

  get next() {
    return this.#last.seq + 1
  }

  isGap = (line: SealedLine) => line.seq > this.next && !this.#isRenumbered(line)

  #isRenumbered = (line: SealedLine) =>
    line.seq !== this.next && sealOf({ ...line, seq: this.next }) === line.hash

  follow(line: SealedLine) {
    const { seq, hash } = this.#last
    if (this.#isRenumbered(line))
      throw new BrokenChain(`Line ${this.next} was altered: it is numbered ${line.seq}.`)
    if (line.seq <= seq)
      throw new BrokenChain(`After line ${seq} stands a line ${line.seq} that was added or moved there.`)
    if (sealOf(line) !== line.hash)
      throw new BrokenChain(`Line ${line.seq} was altered: it does not match its seal.`)
    if (line.previous !== hash)
      throw new BrokenChain(
        `Line ${seq || 1} was altered and sealed again: ${seq ? `line ${line.seq} was sealed over another` : 'it does not begin the log'}.`,
      )
    this.#last = line
    this.#met ||= hash === this.#known || line.hash === this.#known
  }

  /** A line came too early: either two changed places or some are gone. */
  gap(line: SealedLine, after?: IteratorResult<string>): BrokenChain {
    const following =
      after && !after.done ? (parsed(after.value) as Partial<SealedLine> | undefined) : undefined
    if (following?.seq === this.next)
      return new BrokenChain(`Line ${this.next} was moved: it stands after line ${line.seq}.`)
    const last = line.seq - 1
    return new BrokenChain(
      last === this.next ? `Line ${last} is missing.` : `Lines ${this.next} to ${last} are missing.`,
    )
  }

  end({ lines, head }: Sealed): Sealed {
    const { seq, hash } = this.#last
    if (seq < lines)
      throw new BrokenChain(
        seq + 1 === lines ? `Line ${lines} is missing.` : `Lines ${seq + 1} to ${lines} are missing.`,
      )
    if (seq > lines) throw new BrokenChain(`Line ${lines + 1} was added after the export.`)
    if (hash !== head)
      throw new BrokenChain(`Line ${seq} was altered and sealed again: the export ended in another.`)
    if (!this.#met)
      throw new BrokenChain(
        'No line has the head you gave: lines were removed or altered since it was noted.',
      )
    return { lines: seq, head: hash }
  }
}
