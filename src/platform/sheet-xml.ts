import { SaxesParser } from 'saxes'
import { Unreadable } from './sheet-report.ts'
import { SAVE_AGAIN } from './sheet-zip.ts'

/** What to do with each piece of a document; names come without their namespace prefix. */
export type XmlReader = {
  open(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** A workbook nests its elements about ten deep. */
const DEEPEST = 64
/** The longest tag, text or comment held in memory while its end is looked for. */
const LONGEST_PIECE = 1_000_000

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML as it is unpacked, giving way after each chunk so that what was read can be handed on.
 * Only the five entities of XML itself are known and a document type is refused, so nothing expands
 * and nothing is fetched; depth and the length of each piece are bounded, so nothing piles up.
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser()
  let depth = 0
  let last = 0
  const mark = () => {
    last = parser.position
  }
  parser.on('doctype', refuse)
  parser.on('comment', mark)
  parser.on('processinginstruction', mark)
  parser.on('opentag', ({ name, attributes }) => {
    mark()
    if (++depth > DEEPEST) refuse()
    reader.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    mark()
    depth--
    reader.close?.(localName(name))
  })
  const text = (piece: string) => {
    mark()
    reader.text?.(piece)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) {
    step(() => parser.write(decoder.decode(chunk, { stream: true })))
    if (parser.position - last > LONGEST_PIECE) refuse()
    yield
  }
  step(() => parser.close())
}

export async function readAllXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(chunks, reader));
}

function step(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof Unreadable) throw error
    refuse()
  }
}

function refuse(): never {
  throw new Unreadable('This workbook is damaged: part of it is not as Excel writes it', SAVE_AGAIN)
}

/** An attribute whose prefix a writer may choose, such as `r:id`. */
export const prefixed = (attributes: Record<string, string>, name: string) =>
  Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]
