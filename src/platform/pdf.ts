import { createRequire } from 'node:module'
import type { Block, Document, Table, Text } from './pdf/document.ts'
import { plainText } from './pdf/plain-text.ts'
import { type Clean, printed } from './pdf/print.ts'
import { TEMPLATE } from './pdf/template.ts'
import { type Answer, typesetter } from './pdf/typesetter.ts'
import { notPossible } from './refusal.ts'

export type { Block, Document, Table, Text }

const require = createRequire(import.meta.url)

let started: ReturnType<typeof typesetter> | undefined
function sharedTypesetter() {
  started ??= typesetter(require.resolve('@myriaddreamin/typst-ts-node-compiler'), [
    require.resolve('@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf'),
    require.resolve('@expo-google-fonts/public-sans/700Bold/PublicSans_700Bold.ttf'),
    require.resolve('@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
    require.resolve('@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
  ])
  return started
}

const unavailable = () =>
  notPossible(
    `PDFs cannot be made here: the typesetter has no version for this kind of computer (${process.platform} ${process.arch}). The page itself can be printed instead.`,
  )

const UNDRAWN = /the text `\\?"(.+?)\\?"` could not be displayed/g
const unescaped = (text: string) =>
  text.replace(/\\+u\{([0-9a-f]+)\}/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
const undrawnIn = (answer: Answer) =>
  answer.kind === 'fault'
    ? [...answer.diagnostics.matchAll(UNDRAWN)].map(([, text = '']) => unescaped(text))
    : []

/** PDF/UA refuses a character that no font here can draw; it is shown as the replacement character. */
const without = (undrawn: readonly string[]): Clean => {
  const shown = (text: string, characters: string) => text.replaceAll(characters, '\uFFFD')
  // Accents on what was replaced have nothing left to sit on.
  return (text) => undrawn.reduce(shown, plainText(text)).replace(/\uFFFD[\p{M}\u200D]+/gu, '\uFFFD')
}

/** What our own fonts surely draw: European letters and ordinary punctuation. */
const surelyDrawn: Clean = (text) =>
  plainText(text).replace(/[^\u0020-\u024F\u1E00-\u1EFF\u2013-\u2026\u20AC]/gu, '\uFFFD')

/** Replacing one character can leave its neighbour without a font, so it may take more than one try. */
const TRIES = 5

/** An older typesetter, all that some kinds of computer have, cannot make the accessible kind of PDF. */
const knowsNoAccessiblePdf = (answer: Answer) =>
  answer.kind === 'fault' && answer.diagnostics.includes('unknown variant `ua-1`')

/** How to print the text so that what went wrong does not go wrong again; undefined when nothing would help. */
function cleanAfter(answer: Answer, undrawn: Set<string>): Clean | undefined {
  if (answer.kind === 'unavailable' || knowsNoAccessiblePdf(answer)) throw unavailable()
  if (answer.kind === 'ended') return surelyDrawn
  const more = undrawnIn(answer)
  for (const characters of more) undrawn.add(characters)
  return more.length > 0 ? without([...undrawn]) : undefined
}

/**
 * Sets the document in type as tagged PDF/UA-1.
 * @throws Refusal where this kind of computer has no typesetter.
 */
export async function pdf(document: Document): Promise<Uint8Array> {
  const set = sharedTypesetter()
  const undrawn = new Set<string>()
  let clean: Clean = plainText
  for (let attempt = 1; ; attempt += 1) {
    const answer = await set({ template: TEMPLATE, document: printed(document, clean) })
    if (answer.kind === 'set') return answer.bytes
    const next = cleanAfter(answer, undrawn)
    if (!next || next === clean || attempt === TRIES)
      throw new Error('The document could not be set in type', { cause: answer })
    clean = next
  }
}
