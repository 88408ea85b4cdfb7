import { setImmediate as otherWork } from 'node:timers/promises'
import type { PDF, PDFPage, PdfArray, PdfDict, PdfObject, PdfRef } from '@libpdf/core'

type Library = typeof import('@libpdf/core')

/** A PDF of somebody else’s making that is bound into one of ours. */
export type Insert = {
  /** Its pages come before the heading of this number, counted from 0; at the end where there are not so many. */
  before: number
  bytes: Uint8Array
  /** What it is called by those who hear the document read out. */
  title: string
  /** The words of each of its pages; a page without any is a picture. */
  texts: readonly string[]
}

/** A file that goes along inside the document, beside its pages. */
export type Attachment = { name: string; type: string; bytes: Uint8Array; says: string }

/**
 * Binds other PDFs and files into one that the typesetter made. Each page of theirs becomes part of the structure of
 * the whole, with its own words as what is read out (decision 020); what their makers said of structure is not kept.
 */
export async function bound(
  made: Uint8Array,
  inserts: readonly Insert[],
  attachments: readonly Attachment[] = [],
): Promise<Uint8Array> {
  if (inserts.length + attachments.length === 0) return made
  const lib = await import('@libpdf/core')
  const book = await lib.PDF.load(made)
  const tags = structureOf(book)
  // From the last to the first, so that the headings before keep their place.
  for (const insert of [...inserts].sort((a, b) => a.before - b.before).reverse()) {
    await insertInto(lib, book, tags, insert)
    await otherWork()
  }
  for (const { name, type, bytes, says } of attachments)
    book.addAttachment(name, bytes, { mimeType: type, description: says, overwrite: true })
  if (inserts.length > 0) claimLess(book)
  return book.save()
}

/** The parts of the structure tree that are added to. */
type Tags = {
  document: PdfRef
  children: PdfArray
  nums: PdfArray
  root: PdfDict
  /** The pages of the headings, by their place among the children of the document. */
  headings: { page: PdfRef; child: PdfObject }[]
}

const missing = () => new Error('The document made here has no structure to bind into')

function structureOf(book: PDF): Tags {
  const resolve = (ref: PdfRef) => book.getObject(ref)
  const root = book.getCatalog().getDict('StructTreeRoot', resolve)
  const nums = root?.getDict('ParentTree', resolve)?.getArray('Nums', resolve)
  const document = root?.getArray('K', resolve)?.at(0) as PdfRef | undefined
  const children = document && (resolve(document) as PdfDict).getArray('K', resolve)
  if (!root || !nums || !document || !children) throw missing()
  const headings = children.toArray().flatMap((child) => {
    const tag = child.type === 'ref' ? (resolve(child as PdfRef) as PdfDict) : undefined
    const page = tag?.getRef('Pg')
    return page && /^H[1-6]$/.test(tag?.getName('S')?.value ?? '') ? [{ page, child }] : []
  })
  return { document, children, nums, root, headings }
}

async function insertInto(lib: Library, book: PDF, tags: Tags, { before, bytes, title, texts }: Insert) {
  const other = await lib.PDF.load(bytes)
  const all = Array.from({ length: other.getPageCount() }, (_, i) => i)
  const heading = tags.headings[before]
  const at = heading ? pageIndex(book, heading.page) : book.getPageCount()
  const pages = await book.copyPagesFrom(other, all, { insertAt: at, includeAnnotations: false })
  const { PdfArray, PdfDict, PdfName, PdfNumber, PdfString } = lib
  const section = PdfDict.of({
    Type: PdfName.of('StructElem'),
    S: PdfName.of('Sect'),
    P: tags.document,
    T: PdfString.fromString(title),
  })
  const sectionRef = book.register(section)
  const parts = pages.map((page, i) => {
    const words = texts[i] ?? ''
    const part = PdfDict.of({
      Type: PdfName.of('StructElem'),
      S: PdfName.of(words ? 'P' : 'Figure'),
      P: sectionRef,
      Pg: page.ref,
      K: PdfNumber.of(0),
      [words ? 'ActualText' : 'Alt']: PdfString.fromString(
        words || `${title}: page ${i + 1}, a picture without text`,
      ),
    })
    const ref = book.register(part)
    markAs(lib, book, page, words ? 'P' : 'Figure')
    point(lib, tags, page, ref)
    return ref
  })
  section.set('K', new PdfArray(parts))
  const place = heading ? tags.children.toArray().indexOf(heading.child) : tags.children.length
  tags.children.insert(place, sectionRef)
}

const pageIndex = (book: PDF, ref: PdfRef) =>
  book.getPages().findIndex((page) => page.ref.objectNumber === ref.objectNumber)

/** From the page back to its part of the structure. */
function point({ PdfArray, PdfNumber }: Library, { nums, root }: Tags, page: PDFPage, part: PdfRef) {
  const key = root.getNumber('ParentTreeNextKey')?.value ?? nums.length / 2
  page.dict.set('StructParents', PdfNumber.of(key))
  nums.push(PdfNumber.of(key), new PdfArray([part]))
  root.set('ParentTreeNextKey', PdfNumber.of(key + 1))
}

/** The whole of the page is drawn as one, inside one mark: what marks its own content has are then nobody’s. */
function markAs(lib: Library, book: PDF, page: PDFPage, tag: string) {
  const { PdfArray, PdfDict, PdfName, PdfNumber, PdfStream } = lib
  const resolve = (ref: PdfRef) => book.getObject(ref)
  const { x, y, width, height } = page.getMediaBox()
  const resources = page.dict.getDict('Resources', resolve) ?? new PdfDict()
  const drawing = PdfStream.fromDict(
    {
      Type: PdfName.of('XObject'),
      Subtype: PdfName.of('Form'),
      BBox: new PdfArray([x, y, x + width, y + height].map((at) => PdfNumber.of(at))),
      Resources: resources,
    },
    contentOf(lib, page, resolve),
  )
  const content = `/${tag} <</MCID 0>> BDC q /Page Do Q EMC`
  page.dict.set('Contents', book.register(PdfStream.fromDict({}, Buffer.from(content))))
  page.dict.set('Resources', PdfDict.of({ XObject: PdfDict.of({ Page: book.register(drawing) }) }))
  for (const key of ['AA', 'Metadata', 'PieceInfo', 'B']) page.dict.delete(key)
}

/** What draws a page; a page may draw in several pieces, which are one. */
function contentOf(
  { PdfArray, PdfStream }: Library,
  page: PDFPage,
  resolve: (ref: PdfRef) => PdfObject | null,
) {
  const contents = page.dict.get('Contents', resolve)
  const pieces = contents instanceof PdfArray ? contents.toArray() : [contents]
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const stream = piece?.type === 'ref' ? resolve(piece as PdfRef) : piece
      return stream instanceof PdfStream ? [Buffer.from(stream.getDecodedData()), Buffer.from('\n')] : []
    }),
  )
}

/** What is bound in was made by others, so the whole says no longer of itself that it is PDF/UA; it stays tagged. */
function claimLess(book: PDF) {
  const metadata = book.getCatalog().get('Metadata', (ref) => book.getObject(ref))
  if (metadata?.type !== 'stream') return
  const stream = metadata as import('@libpdf/core').PdfStream
  const said = Buffer.from(stream.getDecodedData()).toString('utf8')
  stream.setData(Buffer.from(said.replace(/<pdfuaid:part>\d<\/pdfuaid:part>/, '')))
}
