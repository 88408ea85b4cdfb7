import { createHash, randomBytes } from 'node:crypto'
import { algorithm, namedIn } from './certificate.ts'
import { read, sha256 } from './cms.ts'
import { first, integer, NotDer, octets, sequence, TAGS, yes } from './der.ts'

const SHA256 = '2.16.840.1.101.3.4.2.1'
const TIME_STAMP = '1.2.840.113549.1.9.16.1.4'
const GRANTED = [0, 1]
const LONGEST_MS = 20_000
const LARGEST = 100_000

/** The time-stamping authority gave no time stamp. */
export class NoTimeStamp extends Error {}

export type TimeStamp = { at: Date; by: string }

/**
 * Asks a time-stamping authority (RFC 3161) when this signature was there.
 * @returns its token.
 * @throws NoTimeStamp when it cannot be reached, refuses, or gives something else.
 */
export async function timeStamped(authority: string, signature: Buffer): Promise<Buffer> {
  const nonce = integer(randomBytes(16))
  const imprint = sequence(algorithm(SHA256), octets(sha256(signature)))
  const asked = sequence(integer(Buffer.of(1)), imprint, nonce, yes())
  try {
    const token = granted(await answerTo(authority, asked))
    const [, , , , , ...rest] = first(read(token).content ?? Buffer.alloc(0)).pieces
    if (!rest.some(({ whole }) => whole.equals(nonce))) throw new NoTimeStamp('It answered something else.')
    timeStampIn(token, signature)
    return token
  } catch (error) {
    if (error instanceof NoTimeStamp) throw error
    throw new NoTimeStamp(error instanceof NotDer ? 'Its answer was no time stamp.' : reasonOf(error))
  }
}

const reasonOf = (error: unknown) => {
  const { message, cause } = error as Error & { cause?: Error }
  return cause?.message || message
}

async function answerTo(authority: string, asked: Buffer): Promise<Buffer> {
  const answer = await fetch(authority, {
    method: 'POST',
    headers: { 'Content-Type': 'application/timestamp-query' },
    body: Uint8Array.from(asked),
    signal: AbortSignal.timeout(LONGEST_MS),
  })
  if (!answer.ok) throw new NoTimeStamp(`It answered ${answer.status}.`)
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.length
    if (size > LARGEST) throw new NoTimeStamp('Its answer was too long.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function granted(answer: Buffer): Buffer {
  const [status, token] = first(answer).as(TAGS.sequence).pieces
  const code = status?.at(0).as(TAGS.integer).content.at(-1) ?? -1
  if (!GRANTED.includes(code) || !token) throw new NoTimeStamp(`It refused (status ${code}).`)
  return token.whole
}

/**
 * When, and by whom, a signature was stamped.
 * @throws NotDer unless the token is a whole time stamp of this very signature.
 */
export function timeStampIn(token: Buffer, signature: Buffer): TimeStamp {
  const { content, contentType, certificate, digest, hash, isGenuine } = read(token)
  if (!content || contentType !== TIME_STAMP) throw new NotDer()
  const [, , imprint, , at] = first(content).as(TAGS.sequence).pieces
  if (!at || imprint?.at(0).at(0).oid !== SHA256) throw new NotDer()
  const own = imprint.at(1).content.equals(sha256(signature))
  if (!own || !createHash(hash).update(content).digest().equals(digest) || !isGenuine()) throw new NotDer()
  const { name, organisation } = namedIn(certificate)
  return { at: at.as(TAGS.generalizedTime).moment, by: name || organisation }
}
