import { sql } from 'kysely'
import type { GroupKind } from '../../groups/tables.ts'
import type { Post } from '../../people/tables.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Who } from '../../platform/who.ts'
import type { Capacity } from '../tables.ts'
import type { School } from './lines.ts'
import { mayReadNames } from './rules.ts'

export type AttendanceRow = {
  id: number
  version: number
  membershipId: number | null
  school: string | null
  personId: number | null
  /** Their name, or the one that was typed of a guest. */
  person: string | null
  capacity: Capacity
  arrived: string | null
  departed: string | null
  /** Why somebody observes who came to hold a seat. */
  why: string | null
  /** Whether they registered themselves. */
  how: 'clerk' | 'phone' | 'named' | null
}

/** Whose names are read: everybody’s, or those of one’s own schools, and one’s own. */
type NamesRead = 'all' | { memberships: number[]; personId: number | null }

export const namesRead = (who: Who, keeps: boolean): NamesRead =>
  keeps || mayReadNames(who)
    ? 'all'
    : {
        memberships: who.held.flatMap(({ membershipId }) => membershipId ?? []),
        personId: who.personId,
      }

/** A meeting’s register in the order of its schools; names that these eyes may not read are left out. */
export async function registerOf(db: Reader, meetingId: number, names: NamesRead): Promise<AttendanceRow[]> {
  const named =
    names === 'all'
      ? sql<boolean>`true`
      : sql<boolean>`(attendances.membership_id = any (${names.memberships}::bigint[]) or person_id = ${names.personId})`
  return db
    .selectFrom('attendances')
    .leftJoin('members', 'members.id', 'attendances.membershipId')
    .leftJoin('people', 'people.id', 'attendances.personId')
    .select((eb) => [
      'attendances.id',
      'attendances.version',
      'attendances.membershipId',
      'attendances.capacity',
      'arrived',
      'departed',
      'how',
      'members.shortName as school',
      eb.case().when(named).then(eb.ref('personId')).end().as('personId'),
      eb.case().when(named).then(eb.fn.coalesce('people.name', 'guestName')).end().as('person'),
      eb.case().when(named).then(eb.ref('why')).end().as('why'),
    ])
    .where('meetingId', '=', meetingId)
    .orderBy('members.name', (order) => order.asc().nullsLast())
    .orderBy('attendances.id')
    .execute()
}

export type PostThere = {
  membershipId: number | null
  personId: number
  name: string
  post: Post
  place: string
}

/** Who held a post on this day, school by school, and outside the schools. */
export const postsOn = (db: Reader, on: Day): Promise<PostThere[]> =>
  db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .leftJoin('members', 'members.id', 'posts.membershipId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .select(['posts.membershipId', 'posts.personId', 'people.name', 'posts.post'])
    .select(sql<string>`coalesce(members.short_name, organisations.name)`.as('place'))
    .where((eb) => eb.or([eb('fromOn', 'is', null), eb('fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .orderBy('people.name')
    .execute()

/** Memberships by id, under the names that their schools bear now. */
export const schoolsNamed = (db: Reader, ids: number[]): Promise<School[]> =>
  db
    .selectFrom('members')
    .select(['id', 'shortName'])
    .where('id', '=', sql<number>`any (${ids}::bigint[])`)
    .execute()

/** The URN that the school of each of these memberships bore on this day, for those that were members then. */
export async function urnsOn(db: Reader, ids: number[], on: Day): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('membershipSchools')
    .select(['membershipId', 'urn'])
    .where('membershipId', '=', sql<number>`any (${ids}::bigint[])`)
    .where('fromOn', '<=', on)
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .execute()
  return new Map(rows.map(({ membershipId, urn }) => [membershipId, urn]))
}

export type RegisterChange = {
  rowId: number
  membershipId: number | null
  changedAt: Date
  changedBy: string | null
  school: string | null
  person: string | null
  capacity: Capacity
  /** The last that is known of a line which is no longer on the register. */
  removed: boolean
}

/** What a meeting’s register said before each change, newest first. */
export async function registerChanges(db: Reader, meetingId: number): Promise<RegisterChange[]> {
  const { rows } = await sql<RegisterChange>`
    select row_id, members.id as membership_id, changed_at, changer.name as changed_by, members.short_name as school,
      coalesce(people.name, before ->> 'guest_name') as person,
      before ->> 'capacity' as capacity,
      attendances.id is null and row_number() over (partition by row_id order by revisions.id desc) = 1 as removed
    from revisions
    left join people as changer on changer.id = changed_by
    left join attendances on attendances.id = row_id
    left join members on members.id = (before ->> 'membership_id')::bigint
    left join people on people.id = (before ->> 'person_id')::bigint
    where table_name = 'attendances' and before @> jsonb_build_object('meeting_id', ${meetingId}::bigint)
    order by revisions.id desc`.execute(db)
  return rows
}

/** One line of a register, as far as a school is judged by it. */
export type Line = { capacity: Capacity; personId: number | null }

/** A member with a meeting of the board in the year while it was a member, and what its register says of the school. */
export type BoardMeeting = {
  membershipId: number
  meetingId: number
  title: string
  heldOn: Day
  /** Held by the day asked for; otherwise it lies ahead. */
  held: boolean
  /** Whether anything at all was recorded of who came. */
  hasRegister: boolean
  /** Whether a decision allowed the school a further deputy there. */
  waived: boolean
  lines: Line[]
}

type YearAsked = { year: AcademicYear; on: Day }

const ofKind = (kind: GroupKind) => sql`exists (
  select from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id and groups.kind = ${kind})`

/** Who was written down as deputy and acted as head by a letter dated before the meeting was there as its head. */
const capacityThere = sql`case when capacity = 'deputy' and exists (
  select from acting_letters l where l.membership_id = attendances.membership_id
    and l.person_id = attendances.person_id and dated_on < held_on and from_on <= held_on
    and coalesce(to_on >= held_on, true)) then 'acting head' else capacity end`

/** Every member of the year with every meeting of the board: those held by this day, and those that lay ahead of it. */
export async function boardMeetings(db: Reader, { year, on }: YearAsked): Promise<BoardMeeting[]> {
  const { rows } = await sql<BoardMeeting>`
    with board as (
      select id, title, held_on, status = 'held' and held_on <= ${on} as held,
        exists (select from attendances where meeting_id = meetings.id) as has_register
      from meetings
      where held_on between ${firstDay(year)} and ${lastDay(year)} and status <> 'cancelled'
        and (held_on > ${on} or status = 'held') and ${ofKind('board')}
    ), said as materialized (
      select meeting_id, membership_id,
        json_agg(json_build_object('capacity', ${capacityThere}, 'personId', person_id)) as lines
      from attendances join board on board.id = meeting_id where held group by 1, 2
    )
    select m.id as membership_id, board.id as meeting_id, title, held_on, held, has_register,
      exists (select from deputy_waivers w where w.meeting_id = board.id and w.membership_id = m.id) as waived,
      coalesce(lines, '[]') as lines
    from memberships m
    join board on held_on >= m.joined_on and coalesce(held_on <= m.left_on, true)
    left join said on said.meeting_id = board.id and said.membership_id = m.id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${firstDay(year)}, true)
    order by held_on, board.id`.execute(db)
  return rows
}

/** A member with a hub meeting at which somebody of the school was, or with none; `held` is how many there were. */
export type HubMeeting = { membershipId: number; held: number } & (
  | { meetingId: number; title: string; heldOn: Day }
  | { meetingId: null; title: null; heldOn: null }
)

/** Every member of the year with the hub meetings at which its staff were, in whatever capacity, up to this day. */
export async function hubMeetings(db: Reader, { year, on }: YearAsked): Promise<HubMeeting[]> {
  const { rows } = await sql<HubMeeting>`
    with hub as (
      select id, title, held_on from meetings
      where held_on between ${firstDay(year)} and ${on} and status = 'held' and ${ofKind('hub')}
    ), came as (
      select distinct membership_id, hub.id, title, held_on from hub
      join attendances on meeting_id = hub.id where capacity not in ('apologies', 'absent')
    ), ours as materialized (
      select id, (select count(*) from hub where held_on >= joined_on and coalesce(held_on <= left_on, true)) as held
      from memberships where joined_on <= ${on} and coalesce(left_on >= ${firstDay(year)}, true)
    )
    select ours.id as membership_id, came.id as meeting_id, title, held_on, held
    from ours left join came on came.membership_id = ours.id
    order by held_on, came.id`.execute(db)
  return rows
}
