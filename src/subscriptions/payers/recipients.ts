import { sql } from 'kysely'
import { heads, type Post } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

const written: Post[] = ['business manager', ...heads]

/** The address of a person, or of a finance office, which has no name. */
export type Recipient = { email: string; name: string | null }

/**
 * Who is written to about a school’s money on this day: the mailbox it gave, its business managers and its head, each
 * address once. Nobody where none of them has an address.
 */
export async function recipientsOf(
  db: Reader,
  membershipIds: readonly number[],
  on: Day,
): Promise<Map<number, Recipient[]>> {
  const { rows } = await sql<Recipient & { membershipId: number; rank: number }>`
    select distinct on (membership_id, lower(email)) membership_id, email, name, rank
    from (
      select membership_id, email, null as name, 0 as rank from payers where email is not null
      union all
      select p.membership_id, who.email, who.name, case p.post when 'business manager' then 1 else 2 end
      from posts p join people who on who.id = p.person_id
      where p.membership_id is not null and who.email is not null and p.post = any(${written})
        and (p.from_on is null or p.from_on <= ${on}) and (p.to_on is null or p.to_on >= ${on})
    ) known
    where membership_id = any(${[...membershipIds]}::bigint[])
    order by membership_id, lower(email), rank`.execute(db)
  const found = new Map<number, Recipient[]>(membershipIds.map((id) => [id, []]))
  for (const { membershipId, email, name } of rows.sort((a, b) => a.rank - b.rank))
    found.get(membershipId)?.push({ email, name })
  return found
}
