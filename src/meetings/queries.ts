import { type RawBuilder, sql } from 'kysely'
import { isSeen } from '../groups/queries.ts'
import type { GroupsSeen } from '../groups/rules.ts'
import type { GroupKind } from '../groups/tables.ts'
import type { Actor } from '../platform/action.ts'
import { type AcademicYear, academicYearOf, addDays, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import { isOffice, type Who } from '../platform/who.ts'
import { LOOKALIKE_DAYS, mayKeepMeeting } from './rules.ts'
import type { MeetingStatus } from './tables.ts'

export type GroupOfMeeting = { id: number; name: string; kind: GroupKind }

export const groupsOf = sql<GroupOfMeeting[]>`(
  select coalesce(json_agg(json_build_object('id', groups.id, 'name', groups.name, 'kind', groups.kind)
    order by groups.name), '[]')
  from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id)`

/** Members of that day for whom somebody came to speak; an observer does not. `offset 0`: the register is read first. */
const represented = sql<number>`(
  select count(distinct membership_id) from (
    select membership_id from attendances
    where meeting_id = meetings.id and capacity in ('head', 'acting head', 'deputy', 'representative') offset 0) there
  join memberships on memberships.id = membership_id
  where joined_on <= held_on and coalesce(left_on, 'infinity') >= held_on)`

/** Whether one of the groups of the meeting at hand is such. */
const hasGroup = (such: RawBuilder<boolean>) => sql<boolean>`exists (
  select from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id and ${such})`

const meetings = (db: Reader, seen: GroupsSeen) =>
  db
    .selectFrom('meetings')
    .selectAll('meetings')
    .select([groupsOf.as('groups'), represented.as('represented')])
    .$if(seen !== 'all', (query) => query.where(maySee(seen)))

/** Who chairs or clerks a meeting sees it, whatever else they see, and who is named to read something of it. */
const isOfficer = sql<boolean>`(coalesce(viewer_person() in (chair_id, clerk_id), false)
  or meetings.id in (select i.meeting_id from item_readers r join agenda_items i on i.id = r.item_id
    where r.person_id = viewer_person() and r.may))`

const maySee = (seen: GroupsSeen) => sql<boolean>`(${hasGroup(isSeen(seen))} or ${isOfficer})`

export type MeetingRow = Awaited<ReturnType<ReturnType<typeof meetings>['executeTakeFirstOrThrow']>>

const nameOf = (column: 'chair_id' | 'clerk_id') =>
  sql<string | null>`(select name from people where people.id = ${sql.ref(`meetings.${column}`)})`

/** A meeting with the names of its chair and its clerk. */
export type Meeting = Awaited<ReturnType<typeof meeting>>

export async function meeting(db: Reader, id: number, seen: GroupsSeen) {
  const found = await meetings(db, seen)
    .select([nameOf('chair_id').as('chair'), nameOf('clerk_id').as('clerk')])
    .where('meetings.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Whether whoever is at work keeps this meeting, as its rule says; asked by every action on what belongs to it. */
export async function keepsMeeting(by: Pick<Actor, 'who' | 'db'>, id: number): Promise<boolean> {
  const officers = await by.db
    .selectFrom('meetings')
    .select(['chairId', 'clerkId'])
    .where('id', '=', id)
    .executeTakeFirst()
  return officers !== undefined && mayKeepMeeting(by.who, await groupsOfMeeting(by.db, id), officers)
}

export type MeetingFilter = {
  words: string | null
  year: AcademicYear | null
  kind: GroupKind | null
  group: number | null
  status: MeetingStatus | null
}

/** Meetings that match, one page of them; a meeting of two hubs is one row. */
export async function meetingsListed(
  db: Reader,
  { filter: { words, year, kind, group, status }, order, limit, offset }: ListAsked<MeetingFilter>,
  seen: GroupsSeen,
): Promise<Listed<MeetingRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const sorted = order.sort === 'title' ? 'title' : 'heldOn'
  const direction = order.descending ? 'desc' : 'asc'
  // What is told of each is asked for those of the page alone.
  const page = db
    .selectFrom('meetings')
    .select((eb) => ['meetings.id', eb.ref(sorted).as('sorted'), eb.fn.countAll<number>().over().as('total')])
    .$if(seen !== 'all', (query) => query.where(maySee(seen)))
    .$if(year != null, (query) =>
      query
        .where('heldOn', '>=', firstDay(year as AcademicYear))
        .where('heldOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(kind != null, (query) => query.where(hasGroup(sql`groups.kind = ${kind}`)))
    .$if(group != null, (query) => query.where(hasGroup(sql`groups.id = ${group}`)))
    .$if(status != null, (query) => query.where('status', '=', status as MeetingStatus))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('title', 'ilike', pattern),
          eb('place', 'ilike', pattern),
          hasGroup(sql`groups.name ilike ${pattern}`),
        ]),
      ),
    )
    .orderBy(sorted, direction)
    .orderBy('starts')
    .orderBy('meetings.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
  const rows = await meetings(db, 'all')
    .innerJoin(page.as('page'), 'page.id', 'meetings.id')
    .select('page.total')
    .orderBy('page.sorted', direction)
    .orderBy('starts')
    .orderBy('meetings.id')
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** What a group did in one academic year, from its beginning. */
export const meetingsOfGroup = (db: Reader, groupId: number, year: AcademicYear): Promise<MeetingRow[]> =>
  meetings(db, 'all')
    .where(hasGroup(sql`groups.id = ${groupId}`))
    .where('heldOn', '>=', firstDay(year))
    .where('heldOn', '<=', lastDay(year))
    .orderBy('heldOn')
    .orderBy('starts')
    .execute()

/**
 * Meetings of these groups in the academic year of this day, before it, that are still called planned or were held
 * and have no register; the longest ago first.
 */
export const meetingsUnsettled = (db: Reader, groups: number[], today: Day): Promise<MeetingRow[]> =>
  meetings(db, 'all')
    .where(hasGroup(sql`groups.id = any (${groups}::bigint[])`))
    .where('heldOn', '>=', firstDay(academicYearOf(today)))
    .where('heldOn', '<', today)
    .where(sql<boolean>`(status = 'planned' or (status = 'held'
      and not exists (select from attendances where meeting_id = meetings.id)))`)
    .orderBy('heldOn')
    .orderBy('meetings.id')
    .execute()

/** The first days of the academic years in which a group met, or was to meet. */
export async function yearsOfGroup(db: Reader, groupId: number): Promise<AcademicYear[]> {
  const rows = await db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingGroups.meetingId', 'meetings.id')
    .select(sql<AcademicYear>`extract(year from held_on - interval '8 months')::int`.as('year'))
    .distinct()
    .where('groupId', '=', groupId)
    .execute()
  return rows.map(({ year }) => year)
}

/** Other meetings of one of its groups under the same title within a week: one of them may be a mistake. */
export async function lookalikes(
  db: Reader,
  { id, title, heldOn, groups }: MeetingRow,
): Promise<MeetingRow[]> {
  const ids = groups.map((group) => group.id)
  return meetings(db, 'all')
    .where('meetings.id', '<>', id)
    .where('heldOn', '>=', addDays(heldOn, -LOOKALIKE_DAYS))
    .where('heldOn', '<=', addDays(heldOn, LOOKALIKE_DAYS))
    .where(sql`lower(trim(title))`, '=', title.trim().toLowerCase())
    .where(hasGroup(sql`groups.id = any (${ids}::bigint[])`))
    .orderBy('heldOn')
    .execute()
}

/** The groups that held a meeting, by name. */
export const groupsOfMeeting = (db: Reader, meetingId: number): Promise<GroupOfMeeting[]> =>
  db
    .selectFrom('meetingGroups')
    .innerJoin('groups', 'groups.id', 'meetingGroups.groupId')
    .select(['groups.id', 'groups.name', 'groups.kind'])
    .where('meetingId', '=', meetingId)
    .orderBy('groups.name')
    .execute()

/**
 * Groups whose meetings this person may keep, alone or together: all for the office, or their own and the hubs; and
 * those that hold this meeting already.
 */
export async function keepableGroups(
  db: Reader,
  who: Who,
  holding: GroupOfMeeting[] = [],
): Promise<RowOptions> {
  const rows = await db.selectFrom('groups').select(['id', 'name', 'kind']).orderBy('name').execute()
  const already = new Set(holding.map(({ id }) => id))
  return rows
    .filter(({ id, kind }) => isOffice(who) || kind === 'hub' || who.leads.includes(id) || already.has(id))
    .map(({ id, name }) => [id, name])
}

/** Groups by id, with what a rule needs to know of them. */
export const groupsById = (db: Reader, ids: number[]): Promise<GroupOfMeeting[]> =>
  db.selectFrom('groups').select(['id', 'name', 'kind']).where('id', 'in', ids).orderBy('name').execute()

export type MeetingsCounted = {
  board: number
  hub: number
  hubLeads: number
  panel: number
  workingGroup: number
  ssig: number
}

/** Meetings held in this year by each kind of group; one that two hubs held together is one hub meeting. */
export async function meetingsCounted(db: Reader, year: AcademicYear): Promise<MeetingsCounted> {
  const { rows } = await sql<MeetingsCounted>`
    select count(distinct meetings.id) filter (where kind = 'board') as board,
      count(distinct meetings.id) filter (where kind = 'hub') as hub,
      count(distinct meetings.id) filter (where kind = 'hub leads') as hub_leads,
      count(distinct meetings.id) filter (where kind = 'panel') as panel,
      count(distinct meetings.id) filter (where kind = 'working group') as working_group,
      count(distinct meetings.id) filter (where kind = 'ssig') as ssig
    from meetings
    join meeting_groups on meeting_id = meetings.id
    join groups on groups.id = group_id
    where status = 'held' and held_on between ${firstDay(year)} and ${lastDay(year)}`.execute(db)
  return rows[0] as MeetingsCounted
}
