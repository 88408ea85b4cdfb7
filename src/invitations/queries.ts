import { sql } from 'kysely'
import type { GroupKind } from '../groups/tables.ts'
import type { MeetingStatus } from '../meetings/tables.ts'
import { heads } from '../people/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { Listed } from './rules.ts'
import type { Reply } from './tables.ts'

/** One person who belongs at a meeting, or was invited to it, left out of it or taken off. */
export type Guest = Omit<Listed, 'wanted'> & {
  name: string
  /** Where they work today; nothing when they hold no post. */
  place: string | null
  /** Why they belong there, such as “Headteacher”; nothing when somebody was added by name. */
  as: string | null
  /** Nothing when the list says nothing of them yet. */
  wanted: boolean | null
  sentAt: Date | null
  reply: Reply | null
  replySequence: number | null
  repliedAt: Date | null
}

/** Members of these days: of their groups, and of the board every school’s head, acting and executive heads too. */
const belonging = (meetingId: number, on: Day) => sql`
  select g.person_id, initcap(left(part, 1)) || substr(part, 2) as why
    from group_members g join meeting_groups m on m.group_id = g.group_id
    where m.meeting_id = ${meetingId} and from_on <= ${on} and coalesce(to_on >= ${on}, true)
  union select lead_id, 'Lead' from groups join meeting_groups m on m.group_id = groups.id
    where m.meeting_id = ${meetingId} and lead_id is not null
  union select chair_id, 'Chair' from meetings where id = ${meetingId} and chair_id is not null
  union select clerk_id, 'Clerk' from meetings where id = ${meetingId} and clerk_id is not null
  union select p.person_id, 'Headteacher'
    from posts p
    join membership_schools here on here.membership_id = p.membership_id
    join membership_schools same on same.urn = here.urn
    join memberships s on s.id = same.membership_id and s.joined_on <= ${on} and coalesce(s.left_on >= ${on}, true)
    where p.post = any (${heads}::text[]) and coalesce(p.from_on <= ${on}, true) and coalesce(p.to_on >= ${on}, true)
      and exists (select from meeting_groups m join groups on groups.id = m.group_id
        where m.meeting_id = ${meetingId} and kind = 'board')`

/** Whoever belongs at this meeting today or stands on its list, each once, by name. */
export async function guestsOf(db: Reader, meetingId: number, on: Day): Promise<Guest[]> {
  const { rows } = await sql<Guest>`
    with belonging as (${belonging(meetingId, on)}),
      each as (select person_id, string_agg(distinct why, ', ' order by why) as why from belonging group by 1)
    select people.id as person_id, people.name, people.email, each.why as "as", place,
      i.wanted, i.sequence, i.method, i.address, i.said, i.sent_at, i.reply, i.reply_sequence, i.replied_at
    from each
    full join (select * from invitations where meeting_id = ${meetingId}) i on i.person_id = each.person_id
    join people on people.id = coalesce(each.person_id, i.person_id)
    left join lateral (
      select string_agg(distinct coalesce(members.short_name, organisations.name), ', ') as place
      from posts left join members on members.id = posts.membership_id
      left join organisations on organisations.id = posts.organisation_id
      where posts.person_id = people.id and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    ) works on true
    order by people.name, people.id`.execute(db)
  return rows
}

/** A meeting as its invitations tell of it. */
export type MeetingFound = {
  id: number
  title: string
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
  link: string | null
  status: MeetingStatus
  sequence: number
  groups: { name: string; kind: GroupKind }[]
}

export async function meetingTold(db: Reader, id: number): Promise<MeetingFound> {
  const found = await db
    .selectFrom('meetings')
    .select(['id', 'title', 'heldOn', 'starts', 'ends', 'place', 'link', 'status', 'sequence'])
    .select(groupsNamed.as('groups'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export const groupsNamed = sql<{ name: string; kind: GroupKind }[]>`(
  select coalesce(json_agg(json_build_object('name', groups.name, 'kind', groups.kind) order by groups.name), '[]')
  from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id)`

/** What somebody answered, for the register of a meeting and for whoever prepares it. */
export type RepliedTo = {
  personId: number
  name: string
  reply: Reply
  /** They answered before they were sent what is so now. */
  outdated: boolean
  repliedAt: Date
}

/** Who said that they would come to this meeting, perhaps or not, among those who are still invited. */
export const repliesTo = (db: Reader, meetingId: number): Promise<RepliedTo[]> =>
  db
    .selectFrom('invitations')
    .innerJoin('people', 'people.id', 'invitations.personId')
    .select((eb) => [
      'people.id as personId',
      'people.name',
      eb.ref('reply').$notNull().as('reply'),
      eb.ref('repliedAt').$notNull().as('repliedAt'),
      sql<boolean>`reply_sequence < sequence`.as('outdated'),
    ])
    .where('meetingId', '=', meetingId)
    .where('wanted', '=', true)
    .where('reply', 'is not', null)
    .orderBy('people.name')
    .execute()

/** How many were invited to a meeting, and what each answered. */
export const answersTo = (db: Reader, meetingId: number) =>
  db
    .selectFrom('invitations')
    .select('reply')
    .where('meetingId', '=', meetingId)
    .where('wanted', '=', true)
    .where('method', '=', 'REQUEST')
    .execute()

/** A meeting to come, with whether anybody was invited and how many said what. */
export type Coming = {
  id: number
  title: string
  heldOn: Day
  status: MeetingStatus
  chairId: number | null
  clerkId: number | null
  groups: { id: number; name: string; kind: GroupKind; leadId: number | null }[]
  /** How many are on its list to come. */
  invited: number
  coming: number
  not: number
}

/** Planned meetings of these groups, or with this chair or clerk, between two days; all when no groups are named. */
export async function comingMeetings(
  db: Reader,
  { groups, personId }: { groups: number[] | 'all'; personId: number | null },
  from: Day,
  to: Day | null,
): Promise<Coming[]> {
  const mine =
    groups === 'all'
      ? sql`true`
      : sql`(${personId}::bigint in (chair_id, clerk_id)
          or exists (select from meeting_groups where meeting_id = meetings.id and group_id = any (${groups}::bigint[])))`
  const { rows } = await sql<Coming>`
    select meetings.id, title, held_on, status, chair_id, clerk_id, invited, coming, "not",
      (select coalesce(json_agg(json_build_object('id', groups.id, 'name', groups.name, 'kind', groups.kind,
        'leadId', lead_id) order by groups.name), '[]')
        from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id) as groups
    from meetings
    cross join lateral (
      select count(*) as invited,
        count(*) filter (where reply = 'ACCEPTED') as coming, count(*) filter (where reply = 'DECLINED') as "not"
      from invitations where meeting_id = meetings.id and wanted
    ) counted
    where status = 'planned' and held_on >= ${from} and held_on <= coalesce(${to}::date, 'infinity') and ${mine}
    order by held_on, starts, meetings.id`.execute(db)
  return rows
}

/** Mail that was read for answers, the latest first. */
export const mailsReceived = (db: Reader, limit: number) =>
  db.selectFrom('receivedMails').selectAll().orderBy('id', 'desc').limit(limit).execute()

/** The invitation that an answer is to, with the answer known so far; held until this one is kept. */
export async function invitationOf(db: Reader, { uid, attendee }: { uid: string; attendee: string }) {
  const found = await db
    .selectFrom('invitations')
    .selectAll()
    .where('uid', '=', uid)
    .where(sql<string>`lower(address)`, '=', attendee)
    .forUpdate()
    .executeTakeFirst()
  if (!found || found.sequence === null || found.address === null) return undefined
  const { id, meetingId, personId, address, sequence, reply, replySequence, replyStamp } = found
  const known =
    replySequence === null || replyStamp === null ? null : { sequence: replySequence, stamp: replyStamp }
  return { id, meetingId, personId, address, sequence, reply, known }
}

/** Whether one of these schools has no deputy named yet for this meeting. */
export async function deputyNeeded(db: Reader, meetingId: number, memberships: number[]): Promise<boolean> {
  const named = await db
    .selectFrom('deputyNamings')
    .select('membershipId')
    .where('meetingId', '=', meetingId)
    .where('withdrawnAt', 'is', null)
    .where('membershipId', 'in', memberships)
    .execute()
  return named.length < memberships.length
}
