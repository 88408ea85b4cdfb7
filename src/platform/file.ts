import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Writes a file beside its place and moves it there when it is whole and on the disk, so that what stood there
 * before is only ever replaced by something complete.
 */
export async function writeWhole(
  file: string,
  content: AsyncIterable<string | Buffer>,
  ...through: NodeJS.ReadWriteStream[]
) {
  const making = `${file}.${process.pid}.part`
  try {
    await pipeline([Readable.from(content), ...through, createWriteStream(making, { mode: 0o600 })])
    await sync(making)
    await rename(making, file)
    await sync(path.dirname(path.resolve(file)))
  } catch (error) {
    await rm(making, { force: true })
    throw error
  }
}

async function sync(file: string) {
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

/** The lines of a text, whatever the pieces it comes in; unlike readline it passes on what goes wrong. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
