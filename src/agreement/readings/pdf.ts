import { type Apart, readApart } from '../../platform/pdf/apart.ts'
import { no } from './fault.ts'
import { linesOfPages, type PdfPage } from './pdf-lines.ts'
import type { Line } from './tables.ts'

const MOST_PAGES = 120

const apart: Apart = {
  modules: ['pdfjs-dist/legacy/build/pdf.mjs'],
  mostPages: MOST_PAGES,
  longestMs: 30_000,
  megabytes: 400,
  read: `async (data, most, pdfjs) => {
  const { getDocument } = await import(pdfjs)
  const given = { data: new Uint8Array(data), isEvalSupported: false, disableFontFace: true, useSystemFonts: false }
  const pdf = await getDocument({ ...given, enableXfa: false, maxImageSize: 1, verbosity: 0 }).promise
  if (pdf.numPages > most) return { kind: 'long' }
  const pages = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n)
    const { items } = await page.getTextContent()
    const upright = items.filter(({ str, transform }) => str && Math.abs(transform[1]) < 0.01 && transform[0] > 0)
    const height = page.getViewport({ scale: 1 }).height
    pages.push({ height, items: upright.map(({ str, transform, width }) => (
      { text: str, x: transform[4], y: transform[5], width, size: Math.abs(transform[3]) })) })
  }
  return { kind: 'pages', pages }
}`,
}

const refusals = {
  long: `This PDF has more than ${MOST_PAGES} pages. Choose the file that holds only the agreement`,
  protected: 'This PDF is protected by a password. Save it again without one and choose that',
  damaged: 'This PDF is damaged and cannot be read. Save it again from the program that made it',
  ended: 'This PDF could not be read in the time there is. Choose the document it was made from instead',
}

/** The lines of a PDF. One that is only pictures of pages has none, and is refused in a sentence. */
export async function linesOfPdf(bytes: Buffer): Promise<Line[]> {
  const answer = await readApart<PdfPage>(bytes, apart)
  if (answer.kind !== 'pages') throw no(refusals[answer.kind])
  const lines = linesOfPages(answer.pages)
  if (lines.every(({ text }) => text.trim() === ''))
    throw no(
      'This PDF holds pictures of pages but no text, as a scanner makes it. Choose the document it was made from instead',
    )
  return lines
}
