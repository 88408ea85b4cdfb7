import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'

/** Papers without what is in them: a list of forty need not carry their files. */
const papers = (db: Reader) =>
  db
    .selectFrom('papers')
    .innerJoin('agendaItems', 'agendaItems.id', 'papers.itemId')
    .leftJoin('people', 'people.id', 'papers.addedBy')
    .select([
      'papers.id',
      'papers.meetingId',
      'papers.itemId',
      'papers.title',
      'papers.summary',
      'papers.words',
      'papers.name',
      'papers.type',
      'papers.size',
      'papers.scanned',
      'papers.addedAt',
      'papers.addedBy',
      'papers.withdrawnAt',
      'papers.version',
      'agendaItems.partB',
      'agendaItems.state',
      'people.name as adder',
    ])

export type Paper = Awaited<ReturnType<typeof paper>>

/** One paper of this meeting; one of another is not found here. */
export async function paper(db: Reader, meetingId: number, id: number) {
  const found = await papers(db)
    .where('papers.meetingId', '=', meetingId)
    .where('papers.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The papers of an item, those withdrawn too, in the order in which they came. */
export const papersOfItem = (db: Reader, itemId: number): Promise<Paper[]> =>
  papers(db).where('papers.itemId', '=', itemId).orderBy('papers.id').execute()

/** Every paper of a meeting that stands on its agenda, item by item. */
export const papersOfMeeting = (db: Reader, meetingId: number): Promise<Paper[]> =>
  papers(db)
    .where('papers.meetingId', '=', meetingId)
    .where('papers.withdrawnAt', 'is', null)
    .where('agendaItems.state', '=', 'accepted')
    .orderBy('agendaItems.position')
    .orderBy('papers.id')
    .execute()

/** What is in a paper’s file, and on each of its pages, where it is a PDF. */
export async function contentOf(db: Reader, paperId: number) {
  const found = await db
    .selectFrom('paperContents')
    .select(['content', 'pageTexts'])
    .where('paperId', '=', paperId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
