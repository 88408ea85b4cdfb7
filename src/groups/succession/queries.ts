import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import type { Terms } from '../../agreement/terms/rules.ts'
import { type MeetingRow, meetingsOfGroup } from '../../meetings/queries.ts'
import { type AcademicYear, academicYearOf, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { type FormerLead, formerLeads, type GroupShown } from '../queries.ts'
import type { GroupPart } from '../tables.ts'

export type Reached = { person: string; school: string | null; email: string | null }
export type Serving = Reached & { part: GroupPart; fromOn: Day; toOn: Day | null }
export type Open = { words: string; owner: string; dueOn: Day | null }
export type LastMeeting = {
  id: number
  title: string
  heldOn: Day
  decisions: { number: string; words: string }[]
  open: Open[]
}
export type Ahead = { id: number; title: string; heldOn: Day; group: string }
export type Made = { id: number; title: string; sharedOn: Day }

/** What a new lead of a group is handed. */
export type Pack = {
  group: GroupShown
  on: Day
  terms: Terms
  members: Serving[]
  /** Of this academic year and the one before it. */
  years: { year: AcademicYear; meetings: MeetingRow[] }[]
  last: LastMeeting[]
  resources: Made[]
  /** Groups whose representatives report back here. */
  reporting: { id: number; name: string }[]
  ahead: Ahead[]
  former: FormerLead[]
  office: Reached[]
}

/** All of a group that its lead hands on, as far as this reader sees it. */
export async function packOf(db: Reader, group: GroupShown, on: Day): Promise<Pack> {
  const year = academicYearOf(on)
  const before = (year - 1) as AcademicYear
  const [agreed, members, now, then, last, resources, reporting, ahead, former, office] = await Promise.all([
    terms(db, year),
    servingOn(db, group.id, on),
    meetingsOfGroup(db, group.id, year),
    meetingsOfGroup(db, group.id, before),
    lastMeetings(db, group.id, on),
    resourcesOf(db, group.id),
    reportingTo(db, group.id),
    meetingsAhead(db, group, on),
    formerLeads(db, group.id),
    officeOn(db, on),
  ])
  const years = [
    { year, meetings: now },
    { year: before, meetings: then },
  ]
  return { group, on, terms: agreed, members, years, last, resources, reporting, ahead, former, office }
}

const servingOn = (db: Reader, groupId: number, on: Day): Promise<Serving[]> =>
  db
    .selectFrom('groupMembers')
    .innerJoin('people', 'people.id', 'groupMembers.personId')
    .leftJoin('members', 'members.id', 'groupMembers.membershipId')
    .select([
      'people.name as person',
      'people.email',
      'members.shortName as school',
      'part',
      'fromOn',
      'toOn',
    ])
    .where('groupId', '=', groupId)
    .where('fromOn', '<=', on)
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .orderBy('people.name')
    .execute()

const LAST_MEETINGS = 3

/**
 * The last meetings that were held, with what was decided and what of them is open. What is confidential stays out,
 * whoever asks: a pack is printed and handed on.
 */
async function lastMeetings(db: Reader, groupId: number, on: Day): Promise<LastMeeting[]> {
  const { rows } = await sql<LastMeeting>`
    select m.id, m.title, m.held_on, (
      select coalesce(json_agg(json_build_object('number', d.number, 'words', d.words) order by d.id), '[]')
      from decisions d join agenda_items i on i.id = d.item_id where d.meeting_id = m.id and not i.part_b) as decisions, (
      select coalesce(json_agg(json_build_object('words', a.words, 'owner', people.name, 'dueOn', coalesce(a.due_on, due.held_on)) order by a.id), '[]')
      from meeting_actions a join agenda_items i on i.id = a.item_id join people on people.id = a.owner_id
        left join meetings due on due.id = a.due_meeting_id
      where a.meeting_id = m.id and a.closed_on is null and not i.part_b) as open
    from meetings m join meeting_groups g on g.meeting_id = m.id
    where g.group_id = ${groupId} and m.status = 'held' and m.held_on <= ${on}
    order by m.held_on desc, m.id desc limit ${sql.lit(LAST_MEETINGS)}`.execute(db)
  return rows
}

const resourcesOf = (db: Reader, groupId: number): Promise<Made[]> =>
  db
    .selectFrom('resources')
    .select(['id', 'title', 'sharedOn'])
    .where('groupId', '=', groupId)
    .orderBy('sharedOn', 'desc')
    .orderBy('id', 'desc')
    .execute()

const reportingTo = (db: Reader, groupId: number) =>
  db.selectFrom('groups').select(['id', 'name']).where('reportsTo', '=', groupId).orderBy('name').execute()

/** What is planned from this day on: of the group, and for a hub of the hub leads too. */
const meetingsAhead = (db: Reader, { id, kind }: GroupShown, on: Day): Promise<Ahead[]> =>
  db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingGroups.meetingId', 'meetings.id')
    .innerJoin('groups', 'groups.id', 'meetingGroups.groupId')
    .select(['meetings.id', 'meetings.title', 'heldOn', 'groups.name as group'])
    .where('meetings.status', '=', 'planned')
    .where('heldOn', '>=', on)
    .where((eb) =>
      eb.or([eb('groups.id', '=', id), ...(kind === 'hub' ? [eb('groups.kind', '=', 'hub leads')] : [])]),
    )
    .orderBy('heldOn')
    .orderBy('meetings.id')
    .execute()

const officeOn = (db: Reader, on: Day): Promise<Reached[]> =>
  db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .leftJoin('organisations', 'organisations.id', 'posts.organisationId')
    .select(['people.name as person', 'people.email', 'organisations.name as school'])
    .distinct()
    .where('post', '=', 'coordinator')
    .where((eb) => eb.or([eb('fromOn', 'is', null), eb('fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .orderBy('people.name')
    .execute()
