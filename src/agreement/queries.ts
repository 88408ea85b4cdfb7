import { sql } from 'kysely'
import { academicYearOf, type Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { Said } from './changes.ts'
import type { ClauseJudged } from './commitment.ts'
import { bindingOn } from './rules.ts'
import type { ClauseKind } from './tables.ts'
import { terms } from './terms/queries.ts'

export type Published = {
  id: number
  number: number
  title: string
  opening: string
  digest: string
  publishedOn: Day
  inForceOn: Day | null
  inForceSigned: number | null
  signBy: Day | null
  reviewOn: Day | null
  signedOn: Day[]
}

/**
 * Every published version, the newest first, each with the days on which members had signed it in both
 * capacities. A pair of one and the same person counts only where the terms allow it, which `samePersonSigns` says.
 */
export async function versions(db: Reader, { samePersonSigns = 0 } = {}): Promise<Published[]> {
  const rows = await db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'title', 'opening', 'digest', 'publishedOn'])
    .select(['inForceOn', 'inForceSigned', 'signBy', 'reviewOn'])
    .select(
      sql<Day[]>`coalesce((
        select json_agg(complete order by complete) from (
          select max(signed_on) as complete from signatures where version_id = agreement_versions.id
          group by membership_id
          having count(*) = 2 and (count(distinct person_id) = 2 or ${samePersonSigns} = 1)
        ) pairs), '[]')`.as('signedOn'),
    )
    .where('publishedAt', 'is not', null)
    .orderBy('number', 'desc')
    .execute()
  return rows as Published[]
}

/** The version that binds on this day, counted by the terms of its year. */
export const versionOn = async (db: Reader, on: Day): Promise<Published | undefined> =>
  bindingOn(await versions(db, await terms(db, academicYearOf(on))), on)

export type ClauseRow = ClauseJudged & {
  id: number
  position: number
  commitment: string | null
  kind: ClauseKind
  version: number
}

/** The clauses of one version in their order, each with what judges it. */
export const clausesOf = (db: Reader, versionId: number): Promise<ClauseRow[]> =>
  db
    .selectFrom('clauses')
    .innerJoin('promises', 'promises.id', 'clauses.promiseId')
    .select(['clauses.id', 'promiseId', 'position', 'number', 'part', 'words', 'commitment', 'kind'])
    .select('clauses.version')
    .where('versionId', '=', versionId)
    .orderBy('position')
    .orderBy('clauses.id')
    .execute()

export type Version = Awaited<ReturnType<typeof version>>

/** One version, a draft or published. */
export async function version(db: Reader, id: number) {
  const found = await db.selectFrom('agreementVersions').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** All that one version says: what its differences from another are worked out from. */
export async function said(db: Reader, versionId: number): Promise<Said> {
  const [{ title, opening }, clauses] = await Promise.all([version(db, versionId), clausesOf(db, versionId)])
  return { title, opening, clauses }
}
