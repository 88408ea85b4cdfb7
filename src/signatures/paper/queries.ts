import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import { publishedVersions } from '../queries.ts'
import { type Capacity, capacities } from '../tables.ts'

/** A signature on paper of this school; one made here is not found, since it is never changed. */
export async function paperSignature(db: Reader, membershipId: number, id: number) {
  const found = await db
    .selectFrom('signatures')
    .select(['id', 'version', 'versionId', 'capacity', 'personId', 'signedOn', 'minute', 'minuteOn'])
    .where('id', '=', id)
    .where('membershipId', '=', membershipId)
    .where('how', '=', 'paper')
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Published versions to choose from, the newest first. */
export async function versionOptions(db: Reader): Promise<RowOptions> {
  const versions = await publishedVersions(db)
  return versions.map(({ id, number, title }) => [id, `Version ${number}: ${title}`])
}

type Was = { name: string; capacity: Capacity; signed_on: Day }

/** What was recorded of this school on paper and removed, and whose place nobody has taken since. */
export async function removedPapers(db: Reader, membershipId: number) {
  const { rows } = await sql<{ id: number; before: Was }>`
    select last.row_id as id, last.before from (
      select distinct on (row_id) row_id, before from revisions
      where table_name = 'signatures' and (before ->> 'membership_id')::bigint = ${membershipId}
      order by row_id, id desc) last
    where not exists (select from signatures s where s.id = last.row_id)
      and not exists (select from signatures s where s.membership_id = ${membershipId}
        and s.version_id = (last.before ->> 'version_id')::bigint and s.capacity = last.before ->> 'capacity')`.execute(
    db,
  )
  return rows.map(({ id, before: { name, capacity } }) => ({
    id,
    says: `${name}, ${capacities[capacity].toLowerCase()}`,
  }))
}
