import { connect } from 'node:net'
import { notTaken } from './file-kind.ts'

const LONGEST_MS = 30_000
const CHUNK = 64 * 1024

const AWAY =
  'The file could not be checked for viruses just now, so it was not kept. Try again in a few minutes, or tell the office'

/**
 * Has a file looked at by a virus scanner (clamd, by its INSTREAM command).
 * @param scanner where it listens: `clamd://host:3310`.
 * @throws Refusal where it found something, or did not answer: what nobody looked at is not kept then.
 */
export async function scan(content: Buffer, scanner: string): Promise<void> {
  const answer = await asked(content, new URL(scanner)).catch(() => {
    throw notTaken(AWAY)
  })
  if (/ FOUND$/.test(answer))
    throw notTaken('The virus scanner found something harmful in this file, so it was not kept')
  if (!/ OK$/.test(answer)) throw notTaken(AWAY)
}

function asked(content: Buffer, { hostname, port }: URL): Promise<string> {
  return new Promise((answer, fail) => {
    let said = ''
    const socket = connect(Number(port) || 3310, hostname.replace(/^\[|\]$/g, ''))
    socket.setTimeout(LONGEST_MS, () => socket.destroy(new Error('The scanner took too long')))
    socket.on('error', fail)
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1')
    })
    socket.on('close', () => answer(said.replaceAll('\0', '').trim()))
    for (const piece of streamed(content)) socket.write(piece)
  })
}

/** Each chunk goes after its length; a length of nothing ends it. */
function* streamed(content: Buffer): Generator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for (let at = 0; at < content.length; at += CHUNK) {
    const chunk = content.subarray(at, at + CHUNK)
    yield lengthOf(chunk.length)
    yield chunk
  }
  yield lengthOf(0)
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
