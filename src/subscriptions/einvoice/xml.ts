import { escaped } from '../../platform/escape.ts'
import { plainText } from '../../platform/pdf/plain-text.ts'

/** A piece of XML; nothing where it would have had no content, since EN 16931 allows no empty element. */
export type Xml = string | undefined

type Attributes = Readonly<Record<string, string>>
const written = (attributes: Attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')

/** An element that holds others, in the order in which they are given. */
export function tag(name: string, children: readonly Xml[], attributes: Attributes = {}): Xml {
  const held = children.filter((child) => child !== undefined).join('\n')
  return held && `<${name}${written(attributes)}>\n${held.replace(/^/gm, '  ')}\n</${name}>`
}

/** An element with words: on one line, and without the characters that XML forbids. */
export function words(name: string, text: string | null, attributes: Attributes = {}): Xml {
  const plain = plainText(text ?? '')
  return plain ? `<${name}${written(attributes)}>${escaped(plain)}</${name}>` : undefined
}

/** An element that may not be left out: where nothing of its words can be written, a character says so. */
export const required = (name: string, text: string, attributes: Attributes = {}): string =>
  words(name, text, attributes) ?? (words(name, '\uFFFD', attributes) as string)

/** Whole pence as a decimal of pounds, `3000.00`, without ever being a fraction here. */
export function decimal(pence: number): string {
  if (!Number.isSafeInteger(pence) || pence < 0) throw new RangeError(`Not whole pence: ${pence}`)
  const digits = String(pence).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
