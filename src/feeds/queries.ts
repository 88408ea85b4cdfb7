import { sql } from 'kysely'
import type { MeetingTold } from '../invitations/rules.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ownMeetings } from './rules.ts'

const standing = (db: Reader, personId: number) =>
  db
    .selectFrom('feedAddresses')
    .leftJoin('groups', 'groups.id', 'feedAddresses.groupId')
    .select(['feedAddresses.id', 'feedAddresses.name', 'groups.name as group', 'madeAt', 'readAt'])
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)

/** The feeds that somebody made and did not revoke, the latest first. */
export const feedsOf = (db: Reader, personId: number) =>
  standing(db, personId).orderBy('feedAddresses.id', 'desc').execute()

/** One feed of this person, with the digest of the secret that opens it. */
export async function feedOf(db: Reader, personId: number, id: number) {
  const found = await standing(db, personId)
    .select('secretDigest')
    .where('feedAddresses.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
export type Feed = Awaited<ReturnType<typeof feedsOf>>[number]

/** The feed under the secret with this digest, if it has not been revoked. */
export const feedUnder = (db: Reader, secretDigest: string) =>
  db
    .selectFrom('feedAddresses')
    .selectAll()
    .where('secretDigest', '=', secretDigest)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
export type FeedFound = NonNullable<Awaited<ReturnType<typeof feedUnder>>>

type Whose = { groupId: number } | ReturnType<typeof ownMeetings>

/** A meeting or a session of a course as a feed tells of it; its page is at `path`. */
export type Shown = MeetingTold & { uid: string | null; changedAt: Date | null }

/** Meetings of a group, or one’s own, from this day on. Cancelled ones stay, so that calendars cancel theirs too. */
export async function meetingsShown(db: Reader, whose: Whose, from: Day): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    select meetings.id, title, held_on, starts, ends, place, link, status, sequence,
      (select coalesce(json_agg(json_build_object('name', groups.name) order by groups.name), '[]')
        from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id) as groups,
      (select min(uid) from invitations where meeting_id = meetings.id) as uid,
      (select max(changed_at) from revisions where table_name = 'meetings' and row_id = meetings.id) as changed_at
    from meetings
    where held_on >= ${from} and ${of(whose)}
    order by held_on, starts, meetings.id`.execute(db)
  return rows
}

const ofGroup = (such: ReturnType<typeof sql>) =>
  sql`exists (select from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id and (${such}))`

function of(whose: Whose) {
  if ('groupId' in whose) return ofGroup(sql`groups.id = ${whose.groupId}`)
  const { all, board, groups, personId } = whose
  if (all) return sql`true`
  return sql`(${ofGroup(sql`groups.id = any (${groups}::bigint[]) or (${board} and groups.kind = 'board')`)}
    or ${personId} in (chair_id, clerk_id)
    or exists (select from invitations where meeting_id = meetings.id and person_id = ${personId} and wanted
      and method is not null))`
}

/** A session of a course on which somebody is, or which they lead. */
export type SessionShown = {
  id: number
  courseId: number
  title: string
  heldOn: Day
  starts: string | null
  ends: string | null
  cancelled: boolean
}
type SessionRow = SessionShown & { version: number; changedAt: Date | null; venue: string | null }

/** Sessions from this day on of the courses that somebody is on and did not withdraw from. */
export async function sessionsShown(db: Reader, personId: number, from: Day): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select distinct s.id, s.course_id, title, held_on, starts, ends, venue, s.status = 'cancelled' as cancelled, s.version,
      (select max(changed_at) from revisions where table_name = 'course_sessions' and row_id = s.id) as changed_at
    from participants p
    join courses c on c.id = p.course_id
    join course_sessions s on s.course_id = c.id and s.id = coalesce(p.session_id, s.id)
    where p.person_id = ${personId} and outcome in ('booked', 'attended', 'completed') and held_on >= ${from}
    order by held_on, starts, s.id`.execute(db)
  return rows
}
