import type { Reader } from '../../../platform/db.ts'
import { type Attachment, bound, type Insert } from '../../../platform/pdf/bind.ts'
import { pdf } from '../../../platform/pdf.ts'
import { contentOf } from '../papers/queries.ts'
import { carried, composed, isPdf, type Pack, paperTitle } from './document.ts'

/** The whole pack as one PDF with bookmarks and tags, of what this reader may read. */
export async function packFile(db: Reader, pack: Pack): Promise<Uint8Array> {
  const { document, inserts } = composed(pack)
  const made = await pdf(document)
  const pages: Insert[] = []
  for (const { before, title, paper } of inserts) {
    const { content, pageTexts } = await contentOf(db, paper.id)
    pages.push({ before, title, bytes: content, texts: pageTexts ?? [] })
  }
  return bound(made, pages, await attachmentsOf(db, pack))
}

/** Files that no page can show go along inside, each under a name of its own. */
async function attachmentsOf(db: Reader, { items }: Pack): Promise<Attachment[]> {
  const attached: Attachment[] = []
  const along = carried(items)
  for (const packed of items)
    for (const paper of packed.papers.filter((paper) => along.has(paper.id) && !isPdf(paper))) {
      const { content } = await contentOf(db, paper.id)
      const name = `${packed.item.number}.${packed.papers.indexOf(paper) + 1} ${paper.name}`
      attached.push({ name, type: paper.type ?? '', bytes: content, says: paperTitle(packed, paper) })
    }
  return attached
}
