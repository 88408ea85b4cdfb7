import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { version } from '../queries.ts'

export type DraftRow = Awaited<ReturnType<typeof drafts>>[number]

/** Drafts, the latest first, each with the version it was begun from. */
export const drafts = (db: Reader) =>
  db
    .selectFrom('agreementVersions as draft')
    .leftJoin('agreementVersions as base', 'base.id', 'draft.basedOn')
    .select(['draft.id', 'draft.title', 'draft.sourceName', 'base.number as since'])
    .select((eb) =>
      eb
        .selectFrom('clauses')
        .whereRef('clauses.versionId', '=', 'draft.id')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .as('clauses'),
    )
    .where('draft.publishedAt', 'is', null)
    .orderBy('draft.id', 'desc')
    .execute()

export type Draft = Awaited<ReturnType<typeof draft>>

/** One draft; a published version is none any more. */
export async function draft(db: Reader, id: number) {
  const found = await version(db, id)
  if (found.publishedAt !== null) throw notFound()
  return found
}

export type Removed = { id: number; number: string; words: string }

/** Clauses that were taken out of a draft and can be put back, the last first. */
export async function removedFrom(db: Reader, draftId: number): Promise<Removed[]> {
  const { rows } = await sql<Removed>`
    select distinct on (row_id) row_id as id, before ->> 'number' as number, before ->> 'words' as words
    from revisions
    where table_name = 'clauses' and (before ->> 'version_id')::bigint = ${draftId}
      and not exists (select from clauses where clauses.id = row_id)
    order by row_id desc, revisions.id desc`.execute(db)
  return rows
}

export type Discarded = { id: number; title: string }

/** Drafts that were given up and can be taken up again. */
export async function discarded(db: Reader): Promise<Discarded[]> {
  const { rows } = await sql<Discarded>`
    select distinct on (row_id) row_id as id, before ->> 'title' as title
    from revisions
    where table_name = 'agreement_versions'
      and not exists (select from agreement_versions where agreement_versions.id = row_id)
    order by row_id desc, revisions.id desc`.execute(db)
  return rows
}
