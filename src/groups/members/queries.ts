import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { GroupPart } from '../tables.ts'

const members = (db: Reader) =>
  db
    .selectFrom('groupMembers')
    .innerJoin('people', 'people.id', 'groupMembers.personId')
    .leftJoin('members', 'members.id', 'groupMembers.membershipId')
    .selectAll('groupMembers')
    .select(['people.name as person', 'members.shortName as school'])

export type MemberRow = Awaited<ReturnType<typeof membersOfGroup>>[number]

/** Everybody who serves, will serve or served on a group. */
export const membersOfGroup = (db: Reader, groupId: number) =>
  members(db).where('groupId', '=', groupId).orderBy('people.name').execute()

/** One entry of this group; one of another is not found here. */
export async function memberOfGroup(db: Reader, groupId: number, id: number) {
  const found = await members(db)
    .where('groupId', '=', groupId)
    .where('groupMembers.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type RemovedMember = { id: number; person: string; part: GroupPart; school: string | null }

/** Entries that were taken off a group and not put back. */
export async function removedMembers(db: Reader, groupId: number): Promise<RemovedMember[]> {
  const { rows } = await sql<RemovedMember>`
    select distinct on (row_id) row_id as id, people.name as person, before ->> 'part' as part, members.short_name as school
    from revisions
    join people on people.id = (before ->> 'person_id')::bigint
    left join members on members.id = (before ->> 'membership_id')::bigint
    where table_name = 'group_members' and before @> jsonb_build_object('group_id', ${groupId}::bigint)
      and not exists (select from group_members where id = row_id)
    order by row_id, revisions.id desc`.execute(db)
  return rows
}

/** The schools at which somebody holds a post on this day, in memberships of that day. */
export async function schoolsOfPerson(db: Reader, personId: number, on: Day): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct m.id from posts join memberships m on m.id = membership_id
    where person_id = ${personId} and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
      and joined_on <= ${on} and coalesce(left_on >= ${on}, true)`.execute(db)
  return rows.map(({ id }) => id)
}

export type Candidate = { membershipId: number; school: string; personId: number; name: string }

/** Everybody in a post at one of these schools on this day, by name; at any member where none is named. */
export async function staffOf(db: Reader, memberships: number[] | 'all', on: Day): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select distinct m.id as membership_id, m.short_name as school, people.id as person_id, people.name
    from posts join people on people.id = person_id join members m on m.id = membership_id
    where coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
      and joined_on <= ${on} and coalesce(left_on >= ${on}, true)
      ${memberships === 'all' ? sql`` : sql`and m.id = any (${memberships})`}
    order by people.name, people.id`.execute(db)
  return rows
}
