import type { XmlDocument, XmlElement } from 'libxml2-wasm'
import { refused, shown } from '../text.ts'
import { camtSchema } from './schema.ts'

/** An element as it is read: its text where it holds none other, and its currency where it has one. */
export type Node = { name: string; text: string; currency: string; inside: Node[] }

const DECLARATION = /^\s*<\?xml\s[^>]*?\?>/
const ENCODINGS = /^(utf-?8|utf-?16(le|be)?|us-ascii|iso-8859-1|windows-1252)$/i
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d\d)$/
const FIRST_EDITION = 2
const LAST_EDITION = 13

/** The library is large, and few requests read a statement. */
const library = () => import('libxml2-wasm')

/**
 * Reads a camt.053 document whose shape is as its schema says. It is parsed from text that we decoded ourselves, so that
 * no declared encoding hides a word from us; whatever declares entities is refused before it is parsed; and the parser
 * is given neither files nor a network.
 * @throws Refusal, one sentence.
 */
export async function camtTree(text: string): Promise<Node> {
  const declaration = DECLARATION.exec(text)?.[0] ?? ''
  const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1] ?? 'utf-8'
  if (!ENCODINGS.test(encoding))
    throw refused(`This file says it is written as ${shown(encoding)}, which is not read. Save it as UTF-8`)
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw refused(
      'This file declares a document type or entities, which no bank statement has. It was not read',
    )
  const { XmlDocument, XmlElement, XmlLibError, ParseOption } = await library()
  const { XML_PARSE_NONET, XML_PARSE_NO_XXE, XML_PARSE_NO_SYS_CATALOG } = ParseOption
  const body = text.slice(declaration.length)
  let document: XmlDocument
  try {
    document = XmlDocument.fromString(body, {
      option: XML_PARSE_NONET | XML_PARSE_NO_XXE | XML_PARSE_NO_SYS_CATALOG,
    })
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error
    const line = furthest(error)
    throw refused(
      `This file is no whole XML document (line ${line}). Download it from the bank again, and choose it unchanged`,
    )
  }
  try {
    const namespace = editionOf(document.root.namespaceUri)
    const root = nodeOf(document.root, (one): one is XmlElement => one instanceof XmlElement)
    if (crowd(root) > MOST_CROWD ** 2)
      throw refused('This statement has too many lines. Bring it in a month at a time')
    await refuseShape(document, namespace)
    return root
  } finally {
    document.dispose()
  }
}

/** The line that what is wrong was found on: the check notes on its way also what it then took otherwise. */
const furthest = ({ details }: { details: { line: number }[] }) =>
  details.reduce((most, { line }) => Math.max(most, line), 1)

async function refuseShape(document: XmlDocument, namespace: string) {
  const { RelaxNGValidator, XmlDocument, XmlValidateError } = await library()
  const schema = XmlDocument.fromString(camtSchema(namespace))
  const validator = RelaxNGValidator.fromDoc(schema)
  try {
    validator.validate(document)
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    const line = furthest(error)
    throw refused(
      `This file does not have the shape of a camt.053 statement (about line ${line}). Download it from the bank again, and choose it unchanged`,
    )
  } finally {
    validator.dispose()
    schema.dispose()
  }
}

/** The namespace of an edition that is read. */
function editionOf(namespace: string): string {
  const edition = Number(NAMESPACE.exec(namespace)?.[1])
  if (edition >= FIRST_EDITION && edition <= LAST_EDITION) return namespace
  const [, message] = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3})/.exec(namespace) ?? []
  if (message === 'camt.053')
    throw refused(
      `This edition of camt.053 is not read: ${shown(namespace)}. Ask the bank for camt.053.001.02`,
    )
  throw refused(
    message
      ? `This is a ${message} message, not a bank statement. Ask the bank for camt.053`
      : 'This XML is not a bank statement. Ask the bank for camt.053',
  )
}

function nodeOf(element: XmlElement, isElement: (one: unknown) => one is XmlElement): Node {
  const inside: Node[] = []
  for (let next = element.firstChild; next; next = next.next)
    if (isElement(next)) inside.push(nodeOf(next, isElement))
  const { name } = element
  const text = inside.length === 0 ? element.content.trim() : ''
  const currency = name === 'Amt' ? (element.attr('Ccy')?.value ?? '') : ''
  return { name, text, currency, inside }
}

/** The library weighs each element against all beside it: so many beside each other take it three seconds. */
const MOST_CROWD = 25_000

/** How many stand beside each other, squared and added up. */
const crowd = ({ inside }: Node): number => inside.reduce((sum, one) => sum + crowd(one), inside.length ** 2)
