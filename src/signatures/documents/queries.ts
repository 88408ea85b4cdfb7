import { type RawBuilder, sql } from 'kysely'
import { clausesOf, version } from '../../agreement/queries.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { authorities } from '../../platform/signature/authority.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { Who } from '../../platform/who.ts'
import type { Capacity } from '../tables.ts'
import { type Level, maySeeEveryDocument, schoolsOf } from './rules.ts'

/** One school's signing of one version. */
export type SchoolVersion = { versionId: number; membershipId: number }

/** What a document tells of: which signatures, each as it stood. Written the same way in `signed_documents.acts`. */
const acts = sql<string>`string_agg(signatures.id || '.' || signatures.version, ',' order by signed_at, signatures.id)`

export type Act = Awaited<ReturnType<typeof actsOf>>['acts'][number]

/** Who signed a version for a school, in their order, and whether the document of just these is there. */
export async function actsOf(db: Reader, { versionId, membershipId }: SchoolVersion) {
  const rows = await db
    .selectFrom('signatures')
    .selectAll('signatures')
    .select(
      sql<boolean>`exists (select from signed_documents d
        where d.version_id = ${versionId} and d.membership_id = ${membershipId} and d.acts = (
          select ${acts} from signatures where version_id = ${versionId} and membership_id = ${membershipId}))`.as(
        'made',
      ),
    )
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .orderBy('signedAt')
    .orderBy('id')
    .execute()
  return {
    acts: rows,
    named: rows.map(({ id, version }) => `${id}.${version}`).join(','),
    made: rows.some(({ made }) => made),
  }
}

/** The words of a version, and the alliance's name. */
export async function wordsOf(db: Reader, versionId: number) {
  const [said, clauses, alliance, issuers] = await Promise.all([
    version(db, versionId),
    clausesOf(db, versionId),
    db.selectFrom('alliance').select('name').executeTakeFirst(),
    authorities(db),
  ])
  const { title, opening, number, digest, publishedOn } = said
  if (number === null || digest === null || publishedOn === null) throw notFound()
  const published = { title, opening, number, digest, publishedOn }
  return { ...published, clauses, alliance: alliance?.name ?? '', authorities: issuers }
}
export type WordsSigned = Awaited<ReturnType<typeof wordsOf>>

/** Acts whose keys are there still, school by school: some document of theirs may have to be made. */
export const unmade = async (db: Reader): Promise<SchoolVersion[]> =>
  db
    .selectFrom('signatures')
    .select(['versionId', 'membershipId'])
    .groupBy(['versionId', 'membershipId'])
    .having(sql<boolean>`bool_or(sealed_key is not null)`)
    .having(
      sql<boolean>`not exists (select from signed_documents d where d.version_id = signatures.version_id
        and d.membership_id = signatures.membership_id and d.acts = ${acts})`,
    )
    .execute()

/** Acts whose document is there as far as it ever will be: another version is asked for, or the school has left. */
export const spent = async (db: Reader, on: Day): Promise<{ id: number }[]> => {
  const { rows } = await sql<{ id: number }>`
    with signing as (select version_id, membership_id, ${acts} as acts from signatures group by 1, 2)
    select signatures.id from signatures
    join signing using (version_id, membership_id)
    join signed_documents using (version_id, membership_id, acts)
    join agreement_versions on agreement_versions.id = version_id
    join memberships on memberships.id = membership_id
    where sealed_key is not null and (left_on < ${on}
      or exists (select from agreement_versions later
        where later.number > agreement_versions.number and later.published_on <= ${on}))`.execute(db)
  return rows
}

/** How many signatories' keys there are. */
export async function keysKept(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('signatures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('sealedKey', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

/** A signed document, or one that is being made (`id` null), with whose signing it tells of. */
export type DocumentRow = SchoolVersion & {
  id: number | null
  number: number
  school: string
  signatureCount: number
  level: Level | null
  madeAt: Date | null
  signedOn: Day
  /** Whether it tells of the signing as it is recorded now. */
  current: boolean
}

export type DocumentFilter = { words: string | null }
type Wanted = { who: Who; membershipId?: number; words?: string | null }

/** What one person may have: their own schools', and what they signed themselves; the office all. */
function within({ who, membershipId, words }: Wanted) {
  const asked = [
    sql`(${maySeeEveryDocument(who)} or membership_id = any(${schoolsOf(who)}::bigint[])
      or coalesce(${who.personId}::bigint = any(people), false))`,
  ]
  if (membershipId !== undefined) asked.push(sql`membership_id = ${membershipId}`)
  if (words) asked.push(sql`school ilike ${`%${words.replace(/[\\%_]/g, '\\$&')}%`}`)
  return sql.join(asked, sql` and `)
}

/** Every document, and a row more for each that is being made, of what this person may have. */
const rowsOf = (wanted: Wanted, order: RawBuilder<unknown>, part: RawBuilder<unknown>) => sql<
  DocumentRow & { total: number }
>`
  with signing as (
    select version_id, membership_id, ${acts} as acts, max(school_name) as school, count(*)::int as signature_count,
      max(signed_on) as signed_on, array_agg(person_id) as people, bool_or(sealed_key is not null) as keyed
    from signatures group by version_id, membership_id
  ), listed as (
    select d.id, version_id, membership_id, school, people, d.signature_count, d.level, d.made_at, signed_on,
      d.acts = signing.acts as current
    from signing join signed_documents d using (version_id, membership_id)
    union all
    select null, version_id, membership_id, school, people, signature_count, null, null, signed_on, true
    from signing where keyed and not exists (
      select from signed_documents d where d.version_id = signing.version_id
        and d.membership_id = signing.membership_id and d.acts = signing.acts)
  )
  select listed.id, version_id, membership_id, number, school, signature_count, level, made_at, signed_on, current,
    (count(*) over())::int as total
  from listed join agreement_versions on agreement_versions.id = version_id
  where ${within(wanted)}
  order by ${order}, number desc, made_at desc nulls first ${part}`

const sortedBy: Record<string, RawBuilder<unknown>> = {
  school: sql`school`,
  version: sql`number`,
  made: sql`made_at`,
}

/** One page of the documents this person may have, the newest first. */
export async function documentsListed(
  db: Reader,
  who: Who,
  { filter, order, limit, offset }: ListAsked<DocumentFilter>,
): Promise<Listed<DocumentRow>> {
  const sorted = sortedBy[order.sort] ?? sql`school`
  const part = sql`limit ${sql.lit(limit)} offset ${sql.lit(offset)}`
  const by = order.descending ? sql`${sorted} desc` : sorted
  const { rows } = await rowsOf({ who, words: filter.words ?? null }, by, part).execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** The documents of one school that this person may have, the newest first; none for anybody else. */
export async function documentsOf(db: Reader, who: Who, membershipId: number): Promise<DocumentRow[]> {
  const { rows } = await rowsOf({ who, membershipId }, sql`school`, sql``).execute(db)
  return rows
}

/** A document's file, for whoever may have it; for anybody else there is none. */
export async function documentFile(db: Reader, who: Who, id: number) {
  const found = await db
    .selectFrom('signedDocuments')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'signedDocuments.versionId')
    .innerJoin('members', 'members.id', 'signedDocuments.membershipId')
    .select(['content', 'agreementVersions.number', 'members.shortName as school'])
    .where('signedDocuments.id', '=', id)
    .where(
      sql<boolean>`(${maySeeEveryDocument(who)} or membership_id = any(${schoolsOf(who)}::bigint[])
        or exists (select from signatures s where s.person_id = ${who.personId}::bigint
          and s.version_id = signed_documents.version_id and s.membership_id = signed_documents.membership_id))`,
    )
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type ActKnown = {
  certificate: Buffer
  name: string
  title: string
  capacity: Capacity
  legalBody: string | null
  schoolName: string
  urn: number
  number: number
  signedAt: Date
} & SchoolVersion

/** The acts of signing that these certificates were made for. */
export async function actsUnder(db: Reader, certificates: Buffer[]): Promise<ActKnown[]> {
  if (certificates.length === 0) return []
  const rows = await db
    .selectFrom('signatures')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'signatures.versionId')
    .select([
      'certificate',
      'name',
      'signatures.title',
      'capacity',
      'legalBody',
      'schoolName',
      'urn',
      'number',
    ])
    .select(['signedAt', 'versionId', 'membershipId'])
    .where('certificate', 'in', certificates)
    .$narrowType<{ certificate: Buffer; number: number }>()
    .execute()
  return rows
}

/** The files kept of one school's signing. */
export const filesOf = (db: Reader, { versionId, membershipId }: SchoolVersion) =>
  db
    .selectFrom('signedDocuments')
    .select(['content', 'digest', 'signatureCount'])
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .orderBy('id')
    .execute()

export const isKept = async (db: Reader, digest: string): Promise<boolean> =>
  (await db.selectFrom('signedDocuments').select('id').where('digest', '=', digest).executeTakeFirst()) !==
  undefined
