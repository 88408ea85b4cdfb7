import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'

export type NamedReader = Awaited<ReturnType<typeof readersOf>>[number]

/** Whom the host head lets read today: the head alone is shown them. */
export const readersOf = (db: Reader, reviewId: number) =>
  db
    .selectFrom('peerReviewReaders')
    .innerJoin('people', 'people.id', 'personId')
    .select(['peerReviewReaders.id', 'personId', 'people.name', 'may', 'namedAt'])
    .where('reviewId', '=', reviewId)
    .where('endedAt', 'is', null)
    .orderBy('people.name')
    .orderBy('peerReviewReaders.id')
    .execute()

/** People of the alliance to choose from: whoever holds a post on this day, but partners. */
export async function readerOptions(db: Reader, on: Day): Promise<RowOptions> {
  const rows = await db
    .selectFrom('people')
    .innerJoin('posts', 'posts.personId', 'people.id')
    .leftJoin('members', 'members.id', 'posts.membershipId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .distinctOn(['people.name', 'people.id'])
    .select(['people.id', 'people.name'])
    .select((eb) => eb.fn.coalesce('members.shortName', 'organisations.name').as('place'))
    .where('posts.post', '<>', 'partner')
    .where((eb) => eb.or([eb('posts.fromOn', 'is', null), eb('posts.fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('posts.toOn', 'is', null), eb('posts.toOn', '>=', on)]))
    .orderBy('people.name')
    .orderBy('people.id')
    .orderBy('posts.id')
    .execute()
  return rows.map(({ id, name, place }) => [id, place ? `${name}, ${place}` : name])
}
