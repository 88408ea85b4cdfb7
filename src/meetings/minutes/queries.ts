import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Who } from '../../platform/who.ts'
import { type GroupOfMeeting, groupsOfMeeting } from '../queries.ts'
import { handOf, type Of } from './rules.ts'
import type { MinuteState } from './tables.ts'

export type MinutesRow = {
  id: number | null
  state: MinuteState
  movedOn: Day | null
  chairAsks: string | null
  circulatedOn: Day | null
  approvedMeetingId: number | null
  approvedAt: string | null
  approvedOn: Day | null
  amendments: string | null
  version: number
}

const notBegun: MinutesRow = {
  ...{ id: null, state: 'writing', movedOn: null, chairAsks: null, circulatedOn: null },
  ...{ approvedMeetingId: null, approvedAt: null, approvedOn: null, amendments: null, version: 0 },
}

/** How far the minutes of a meeting are; before anybody wrote a word they are being written, at version 0. */
export async function minutesOf(db: Reader, meetingId: number): Promise<MinutesRow> {
  const found = await db
    .selectFrom('minutes')
    .leftJoin('meetings', 'meetings.id', 'minutes.approvedMeetingId')
    .selectAll('minutes')
    .select('meetings.title as approvedAt')
    .where('meetingId', '=', meetingId)
    .executeTakeFirst()
  return found ?? notBegun
}

type Officers = { id: number; chairId: number | null; clerkId: number | null; groups: GroupOfMeeting[] }

async function officersOf(db: Reader, meetingId: number | null): Promise<Of | null> {
  if (meetingId === null) return null
  const found = await db
    .selectFrom('meetings')
    .select(['chairId', 'clerkId'])
    .where('id', '=', meetingId)
    .executeTakeFirst()
  return found ? { ...found, groups: await groupsOfMeeting(db, meetingId) } : null
}

/** What somebody is to these minutes, as far as anything of it is recorded. */
export async function handIn(db: Reader, who: Who, meeting: Officers, { approvedMeetingId }: MinutesRow) {
  return handOf(who, meeting, await officersOf(db, approvedMeetingId))
}

export type ItemWords = { itemId: number; words: string; version: number }

/** What each item’s minute says now. */
export const wordsOf = (db: Reader, meetingId: number): Promise<ItemWords[]> =>
  db
    .selectFrom('itemMinutes')
    .select(['itemId', 'words', 'version'])
    .where('meetingId', '=', meetingId)
    .execute()

/** What an item’s minute said at an earlier version. */
export async function wordsAt(db: Reader, itemId: number, version: number): Promise<string> {
  const found = await db
    .selectFrom('revisions')
    .innerJoin('itemMinutes', 'itemMinutes.id', 'revisions.rowId')
    .select(sql<string>`before ->> 'words'`.as('words'))
    .where('tableName', '=', 'item_minutes')
    .where('itemMinutes.itemId', '=', itemId)
    .where('revisions.version', '=', version)
    .executeTakeFirst()
  return found?.words ?? ''
}

/** Papers by item, as they are called. */
export const paperTitles = (db: Reader, meetingId: number) =>
  db
    .selectFrom('papers')
    .select(['itemId', 'title'])
    .where('meetingId', '=', meetingId)
    .where('withdrawnAt', 'is', null)
    .orderBy('id')
    .execute()

/** Who declared an interest in an item of this meeting. */
export const interestsDeclared = (db: Reader, meetingId: number) =>
  db
    .selectFrom('itemInterests')
    .innerJoin('agendaItems', 'agendaItems.id', 'itemInterests.itemId')
    .innerJoin('people', 'people.id', 'itemInterests.personId')
    .leftJoin('members', 'members.id', 'itemInterests.membershipId')
    .select(['itemId', 'people.name', 'members.shortName as school', 'words', 'leftRoom'])
    .where('agendaItems.meetingId', '=', meetingId)
    .orderBy('itemInterests.id')
    .execute()

export type ToApprove = { id: number; title: string; heldOn: Day }

/** Meetings of the same groups before this one whose minutes are circulated and wait to be approved. */
export const minutesToApprove = (db: Reader, meetingId: number): Promise<ToApprove[]> =>
  db
    .selectFrom('minutes')
    .innerJoin('meetings', 'meetings.id', 'minutes.meetingId')
    .select(['meetings.id', 'meetings.title', 'meetings.heldOn'])
    .where('state', '=', 'circulated')
    .where(
      sql<boolean>`exists (
      select from meetings here join meeting_groups theirs on theirs.meeting_id = here.id
      join meeting_groups ours on ours.group_id = theirs.group_id and ours.meeting_id = meetings.id
      where here.id = ${meetingId} and here.held_on > meetings.held_on)`,
    )
    .orderBy('meetings.heldOn')
    .execute()

/** Meetings of the same groups after this one, at which its minutes may have been approved. */
export const approvingMeetings = (db: Reader, meetingId: number, today: Day): Promise<ToApprove[]> =>
  db
    .selectFrom('meetings')
    .select(['meetings.id', 'meetings.title', 'meetings.heldOn'])
    .where('status', '<>', 'cancelled')
    .where('heldOn', '<=', today)
    .where(
      sql<boolean>`exists (
      select from meetings here join meeting_groups ours on ours.meeting_id = here.id
      join meeting_groups theirs on theirs.group_id = ours.group_id and theirs.meeting_id = meetings.id
      where here.id = ${meetingId} and here.held_on < meetings.held_on)`,
    )
    .orderBy('heldOn', 'desc')
    .execute()

export type Recipient = { name: string; email: string }

/** Who chairs or clerks this meeting, or leads its groups where nobody is said to. */
export const chairOrClerkOf = (
  db: Reader,
  meetingId: number,
  office: 'chair_id' | 'clerk_id',
): Promise<Recipient[]> =>
  withAddress(
    db,
    sql<boolean>`people.id in (
      select ${sql.ref(office)} from meetings where id = ${meetingId}
      union select lead_id from meeting_groups join groups on groups.id = group_id join meetings m on m.id = meeting_id
        where meeting_id = ${meetingId} and ${sql.ref(office)} is null)`,
  )

/** Who was invited, is a member of the group on the day, or was there: whoever draft minutes go to. */
export const circulatedTo = (db: Reader, meetingId: number): Promise<Recipient[]> =>
  withAddress(
    db,
    sql<boolean>`people.id in (
      select person_id from invitations where meeting_id = ${meetingId} and method = 'REQUEST'
      union select person_id from circulations where meeting_id = ${meetingId}
      union select person_id from attendances where meeting_id = ${meetingId}
        and capacity not in ('guest', 'authority officer')
      union select person_id from group_members join meeting_groups on meeting_groups.group_id = group_members.group_id
        join meetings m on m.id = meeting_id
        where meeting_id = ${meetingId} and from_on <= m.held_on and coalesce(to_on >= m.held_on, true))`,
  )

async function withAddress(db: Reader, which: ReturnType<typeof sql<boolean>>): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('people')
    .select(['people.id', 'name', 'email'])
    .where(which)
    .where('email', 'is not', null)
    .orderBy('people.id')
    .execute()
  return rows.map(({ name, email }) => ({ name, email: email ?? '' }))
}
