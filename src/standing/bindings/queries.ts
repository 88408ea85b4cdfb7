import type { ClauseKind } from '../../agreement/tables.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

export type VersionNamed = { id: number; number: number | null; title: string }

/** Every version of the agreement, drafts first and then the newest; what may be bound. */
export const versionsToBind = (db: Reader): Promise<VersionNamed[]> =>
  db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'title'])
    .orderBy('number', (order) => order.desc().nullsFirst())
    .orderBy('id', 'desc')
    .execute()

export type ClauseBound = {
  promiseId: number
  number: string
  part: string
  words: string
  commitment: string | null
  kind: ClauseKind
  /** Of the promise: how often it was bound anew. */
  version: number
}

const bound = (db: Reader) =>
  db
    .selectFrom('clauses')
    .innerJoin('promises', 'promises.id', 'clauses.promiseId')
    .select(['promiseId', 'clauses.number', 'part', 'words', 'commitment', 'kind', 'promises.version'])

/** The clauses of a version in their order, each with what judges it. */
export const clausesBound = (db: Reader, versionId: number): Promise<ClauseBound[]> =>
  bound(db).where('versionId', '=', versionId).orderBy('position').orderBy('clauses.id').execute()

/** One promise as the newest version that makes it words it; a draft is for the office only. */
export async function promiseBound(
  db: Reader,
  promiseId: number,
  among: 'published' | 'drafts too',
): Promise<ClauseBound> {
  const found = await bound(db)
    .innerJoin('agreementVersions', 'agreementVersions.id', 'clauses.versionId')
    .where('promiseId', '=', promiseId)
    .$if(among === 'published', (query) => query.where('publishedAt', 'is not', null))
    .orderBy('versionId', 'desc')
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
