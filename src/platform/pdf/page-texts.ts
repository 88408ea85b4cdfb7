import { notTaken } from '../file-kind.ts'
import { type Apart, readApart } from './apart.ts'

const MOST_PAGES = 400

/** Both readers that will ever see a PDF try it here: what one of them cannot bear is not kept. */
const apart: Apart = {
  modules: ['pdfjs-dist/legacy/build/pdf.mjs', '@libpdf/core'],
  mostPages: MOST_PAGES,
  longestMs: 40_000,
  megabytes: 500,
  read: `async (bytes, most, pdfjs, libpdf) => {
  const data = new Uint8Array(bytes)
  const { getDocument } = await import(pdfjs)
  const given = { data: data.slice(), isEvalSupported: false, disableFontFace: true, useSystemFonts: false }
  const pdf = await getDocument({ ...given, enableXfa: false, maxImageSize: 1, verbosity: 0 }).promise
  if (pdf.numPages > most) return { kind: 'long' }
  const pages = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent()
    pages.push(items.map(({ str, hasEOL }) => (str ?? '') + (hasEOL ? ' ' : '')).join('').slice(0, 20000))
  }
  const { PDF } = await import(libpdf)
  const target = PDF.create()
  const opened = await PDF.load(data)
  if (opened.isEncrypted) return { kind: 'protected' }
  await target.copyPagesFrom(opened, pages.map((_, n) => n), { includeAnnotations: false })
  return { kind: 'pages', pages }
}`,
}

const refusals = {
  long: `This PDF has more than ${MOST_PAGES} pages. Split it into several papers`,
  protected: 'This PDF is protected by a password. Save it again without one and choose that',
  damaged: 'This PDF is damaged and cannot be read. Save it again from the program that made it',
  ended: 'This PDF could not be read in the time there is. Save it again, or choose what it was made from',
}

/**
 * The words on each page of a PDF; of a page that is only a picture there are none.
 * @throws Refusal about the question `file`, where it cannot be read.
 */
export async function pageTexts(bytes: Buffer): Promise<string[]> {
  const answer = await readApart<string>(bytes, apart)
  if (answer.kind !== 'pages') throw notTaken(refusals[answer.kind])
  // What no database keeps goes.
  return answer.pages.map((text) =>
    text
      .replace(/\p{Cc}|\p{Cs}/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}
