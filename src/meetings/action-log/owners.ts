import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { type Holding, type Owned, ownersNow } from './rules.ts'
import type { OwnerPost } from './tables.ts'

/** Who holds now what the owners of these actions held then. */
async function holdingsFor(db: Reader, rows: Owned[], today: Day) {
  const memberships = rows.flatMap(({ ownerMembershipId }) => ownerMembershipId ?? [])
  const elsewhere = rows.flatMap((row) => (row.ownerMembershipId === null ? [row.ownerPost] : []))
  const { rows: found } = await sql<Holding & { name: string }>`
    select person_id, name, post, membership_id, null::bigint as group_id, from_on, to_on
    from posts join people on people.id = person_id
    where (membership_id = any (${memberships}::bigint[])
        or (membership_id is null and post = any (${elsewhere}::text[])))
      and coalesce(from_on <= ${today}, true) and coalesce(to_on >= ${today}, true)
    union all
    select lead_id, people.name, 'lead', null, groups.id, null, null
    from groups join people on people.id = lead_id where 'lead' = any (${elsewhere}::text[])`.execute(db)
  return found
}

/** Rows of actions, each with whoever owns it on this day. */
export async function withOwners<Of extends Owned & { owner: string }>(db: Reader, rows: Of[], today: Day) {
  const held = rows.length > 0 ? await holdingsFor(db, rows, today) : []
  const names = new Map(held.map(({ personId, name }) => [personId, name]))
  return rows.map((row) => ({
    ...row,
    owners: ownersNow(row, held, today).map((id) => ({ id, name: names.get(id) ?? row.owner })),
  }))
}

export type OwnerOption = {
  personId: number
  name: string
  post: OwnerPost
  membershipId: number | null
  groupId: number | null
  place: string | null
}

/** Whoever may be given an action on this day, each in every post they hold. */
export async function ownerOptions(db: Reader, on: Day): Promise<OwnerOption[]> {
  const { rows } = await sql<OwnerOption>`
    select person_id, people.name, post, membership_id, null::bigint as group_id,
      coalesce(members.short_name, organisations.name) as place
    from posts join people on people.id = person_id
    left join members on members.id = membership_id left join organisations on organisations.id = organisation_id
    where coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    union all
    select lead_id, people.name, 'lead', null, groups.id, groups.name
    from groups join people on people.id = lead_id
    order by name, post`.execute(db)
  return rows
}
