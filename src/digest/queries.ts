import { sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Told } from './rules.ts'

export type Recipient = { id: number; last: Told | null }

/**
 * Those after this one, by number, who have an address and some post on this day, have not stopped their digest
 * and were not written to on it; each with what they were told last.
 */
export async function recipientsAfter(
  db: Reader,
  after: number,
  on: Day,
  most: number,
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select people.id, (
        select json_build_object('sentOn', sent_on, 'told', told) from digests
        where person_id = people.id order by sent_on desc limit 1) as last
    from people
    where people.id > ${after} and email is not null
      and exists (select from posts where person_id = people.id
        and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true))
      and not exists (select from digest_stops where person_id = people.id)
      and not exists (select from digests where person_id = people.id and sent_on = ${on})
    order by people.id limit ${sql.lit(most)}`.execute(db)
  return rows
}

/** Whether this person gets the digest: they have an address and have not stopped it. Nothing where there is nobody. */
export const digestTo = (db: Reader, personId: number) =>
  db
    .selectFrom('people')
    .select([
      'id',
      'name',
      sql<boolean>`email is not null`.as('hasAddress'),
      sql<boolean>`exists (select from digest_stops where person_id = people.id)`.as('stopped'),
    ])
    .where('id', '=', personId)
    .executeTakeFirst()
