import { sql } from 'kysely'
import type { Post } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Comer } from './rules.ts'

const leading: Post[] = ['head', 'acting head', 'executive head', 'deputy', 'senior leader']

/** Everybody who works at a member school on this day, by name; a school that left and came back is one school. */
export async function comers(db: Reader, on: Day): Promise<Comer[]> {
  const { rows } = await sql<Comer>`
    select people.id, people.name, members.id as "membershipId", members.short_name as school,
      bool_or(posts.post = any (${leading})) as leads
    from posts
    join people on people.id = posts.person_id
    join membership_schools here on here.membership_id = posts.membership_id
    join membership_schools same on same.urn = here.urn
    join members on members.id = same.membership_id
    where members.joined_on <= ${on} and coalesce(members.left_on >= ${on}, true)
      and coalesce(posts.from_on <= ${on}, true) and coalesce(posts.to_on >= ${on}, true)
    group by people.id, people.name, members.id, members.short_name
    order by people.name, people.id`.execute(db)
  return rows
}

/** The visiting group, by name. */
export const visitorsOf = (db: Reader, roundId: number) =>
  db
    .selectFrom('roundVisitors')
    .innerJoin('people', 'people.id', 'roundVisitors.personId')
    .leftJoin('members', 'members.id', 'roundVisitors.membershipId')
    .select(['roundVisitors.id', 'roundVisitors.personId', 'people.name', 'members.shortName as school'])
    .where('roundVisitors.roundId', '=', roundId)
    .orderBy('people.name')
    .orderBy('roundVisitors.id')
    .execute()
export type VisitorRow = Awaited<ReturnType<typeof visitorsOf>>[number]
