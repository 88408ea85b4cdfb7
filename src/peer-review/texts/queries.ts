import type { Reader } from '../../platform/db.ts'
import type { Part, Section } from '../tables.ts'

export type Written = Awaited<ReturnType<typeof textsOf>>[number]

/** What is written of a part, as far as row security shows it to this reader. */
export const textsOf = (db: Reader, reviewId: number, part: Part) =>
  db
    .selectFrom('peerReviewTexts')
    .leftJoin('people', 'people.id', 'writtenBy')
    .select(['peerReviewTexts.id', 'section', 'words', 'estimate', 'writtenAt', 'people.name as writtenBy'])
    .select('peerReviewTexts.version')
    .where('reviewId', '=', reviewId)
    .where('part', '=', part)
    .execute()

export const textOf = async (db: Reader, reviewId: number, part: Part, section: Section) =>
  (await textsOf(db, reviewId, part)).find((one) => one.section === section)

/** Whether anything is written of a part that this reader may read. */
export async function isWritten(db: Reader, reviewId: number, part: Part): Promise<boolean> {
  const texts = await textsOf(db, reviewId, part)
  return texts.some(({ words }) => words.trim() !== '')
}
