import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { no } from './fault.ts'
import { linesOfPages, type PdfPage } from './pdf-lines.ts'
import type { Line } from './tables.ts'

const require = createRequire(import.meta.url)

/**
 * A PDF is read in a process of its own (decision 011), with little memory and a limited time, because a file may be
 * made to take up either. The script is a string because a bundle has no files beside it.
 */
const SCRIPT = `
const [pdfjs, most] = process.argv.slice(1)
const answer = (says) => process.send(says, () => process.exit(0))
async function read(data) {
  const { getDocument } = await import(pdfjs)
  const given = { data: new Uint8Array(data), isEvalSupported: false, disableFontFace: true, useSystemFonts: false }
  const pdf = await getDocument({ ...given, enableXfa: false, maxImageSize: 1, verbosity: 0 }).promise
  if (pdf.numPages > Number(most)) return { kind: 'long' }
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
}
process.once('message', (data) => read(data).then(answer, (error) =>
  answer({ kind: error && error.name === 'PasswordException' ? 'protected' : 'damaged' })))
`

type Answer = { kind: 'pages'; pages: PdfPage[] } | { kind: 'long' | 'protected' | 'damaged' | 'ended' }

const MOST_PAGES = 120
const LONGEST_MS = 30_000
const MOST_MEMORY = '--max-old-space-size=400'

function start(): ChildProcess {
  const pdfjs = pathToFileURL(require.resolve('pdfjs-dist/legacy/build/pdf.mjs')).href
  // An empty environment: it needs none of our settings, and some of them are secrets.
  return spawn(process.execPath, [MOST_MEMORY, '-e', SCRIPT, pdfjs, String(MOST_PAGES)], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
}

const ask = (bytes: Buffer) =>
  new Promise<Answer>((answer) => {
    const child = start()
    const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
    const done = (given: Answer) => {
      clearTimeout(limit)
      child.kill('SIGKILL')
      answer(given)
    }
    const ended = () => done({ kind: 'ended' })
    child
      .once('message', (given: Answer) => done(given))
      .once('error', ended)
      .once('exit', ended)
    child.send(bytes, (failed) => failed && ended())
  })

const refusals = {
  long: `This PDF has more than ${MOST_PAGES} pages. Choose the file that holds only the agreement`,
  protected: 'This PDF is protected by a password. Save it again without one and choose that',
  damaged: 'This PDF is damaged and cannot be read. Save it again from the program that made it',
  ended: 'This PDF could not be read in the time there is. Choose the document it was made from instead',
}

/** The lines of a PDF. One that is only pictures of pages has none, and is refused in a sentence. */
export async function linesOfPdf(bytes: Buffer): Promise<Line[]> {
  const answer = await ask(bytes)
  if (answer.kind !== 'pages') throw no(refusals[answer.kind])
  const lines = linesOfPages(answer.pages)
  if (lines.every(({ text }) => text.trim() === ''))
    throw no(
      'This PDF holds pictures of pages but no text, as a scanner makes it. Choose the document it was made from instead',
    )
  return lines
}
