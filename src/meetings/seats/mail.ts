import { sql } from 'kysely'
import { heads } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { deputyLink } from './token.ts'

type Seat = { personId: number; membershipId: number; school: string }

/** Whose seats these people hold at a meeting of the board, as heads on this day; none at any other meeting. */
export async function seatsOfHeads(
  db: Reader,
  meetingId: number,
  people: number[],
  on: Day,
): Promise<Seat[]> {
  const { rows } = await sql<Seat>`
    select distinct posts.person_id, members.id as membership_id, members.short_name as school
    from meetings
    join meeting_groups on meeting_id = meetings.id
    join groups on groups.id = group_id and groups.kind = 'board'
    join posts on posts.person_id = any (${people}::bigint[]) and post = any (${heads})
      and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    join members on members.id = posts.membership_id
    join memberships m on m.id = members.id and m.joined_on <= held_on and coalesce(m.left_on >= held_on, true)
    where meetings.id = ${meetingId}
    order by school`.execute(db)
  return rows
}

/** A line for each school, with the address at which its head names who stands in for them (clause 32). */
export const deputyLines = (settings: Parameters<typeof deputyLink>[0], meetingId: number, seats: Seat[]) =>
  seats
    .map(
      ({ personId, membershipId, school }) =>
        `${school}: ${deputyLink(settings, { meetingId, membershipId, personId })}`,
    )
    .join('\n')
