import { sql } from 'kysely'
import { isSeen } from '../groups/queries.ts'
import type { GroupsSeen } from '../groups/rules.ts'
import type { GroupPart } from '../groups/tables.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ContributionKind } from './tables.ts'

export type HubRow = {
  id: number
  name: string
  subject: string | null
  examBoard: string | null
  lead: string | null
  leadId: number | null
  purpose: string | null
  deputyLeads: number[]
  members: number
  schools: number
  nextOn: Day | null
}

type Seeing = { seen: GroupsSeen; on: Day; words?: string | null; id?: number }

/** Subject hubs that these eyes see, with who belongs to them on this day and when they meet next. */
export async function hubs(db: Reader, { seen, on, words = null, id }: Seeing): Promise<HubRow[]> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<HubRow>`
    select groups.id, groups.name, subject, exam_board, people.name as lead, lead_id, purpose,
      (select coalesce(json_agg(person_id), '[]') from group_members g where g.group_id = groups.id
        and part = 'deputy lead' and from_on <= ${on} and coalesce(to_on >= ${on}, true)) as deputy_leads,
      count(distinct m.person_id) as members, count(distinct m.membership_id) as schools,
      (select min(held_on) from meetings join meeting_groups on meeting_id = meetings.id
        where group_id = groups.id and status = 'planned' and held_on >= ${on}) as next_on
    from groups left join people on people.id = lead_id
    left join group_members m on m.group_id = groups.id and m.from_on <= ${on} and coalesce(m.to_on >= ${on}, true)
    where groups.kind = 'hub' and ${isSeen(seen)} and coalesce(groups.id = ${id ?? null}, true)
      and (groups.name ilike ${pattern} or coalesce(subject, '') ilike ${pattern} or coalesce(people.name, '') ilike ${pattern})
    group by groups.id, people.id order by groups.name`.execute(db)
  return rows
}

export async function hub(db: Reader, id: number, seeing: Omit<Seeing, 'id'>): Promise<HubRow> {
  const [found] = await hubs(db, { ...seeing, id })
  if (!found) throw notFound()
  return found
}

export type HubMember = {
  personId: number
  name: string
  membershipId: number | null
  school: string | null
  part: GroupPart
}

/** Who belongs to a hub on this day, school by school. */
export async function hubMembers(db: Reader, groupId: number, on: Day): Promise<HubMember[]> {
  const { rows } = await sql<HubMember>`
    select person_id, people.name, membership_id, members.short_name as school, part from group_members g
    join people on people.id = person_id left join members on members.id = membership_id
    where group_id = ${groupId} and from_on <= ${on} and coalesce(to_on >= ${on}, true)
    order by members.short_name nulls first, people.name`.execute(db)
  return rows
}

export type HubMeetingRow = {
  id: number
  title: string
  heldOn: Day
  status: string
  place: string | null
  schools: number
  notes: number
}

/** A hub’s meetings between two days, with how many schools came to each. */
export async function programme(
  db: Reader,
  groupId: number,
  { from, to }: { from: Day; to: Day },
): Promise<HubMeetingRow[]> {
  const { rows } = await sql<HubMeetingRow>`
    select m.id, title, held_on, status, place,
      (select count(distinct membership_id) from attendances a where a.meeting_id = m.id
        and capacity not in ('apologies', 'absent')) as schools,
      (select count(*) from hub_notes n where n.meeting_id = m.id and n.group_id = ${groupId}) as notes
    from meetings m join meeting_groups on meeting_id = m.id
    where group_id = ${groupId} and held_on between ${from} and ${to} and status <> 'cancelled'
    order by held_on, m.id`.execute(db)
  return rows
}

export const inYear = (year: AcademicYear) => ({ from: firstDay(year), to: lastDay(year) })

const noted = (db: Reader) =>
  db
    .selectFrom('hubNotes')
    .leftJoin('people', 'people.id', 'hubNotes.writtenBy')
    .leftJoin('meetings', 'meetings.id', 'hubNotes.meetingId')
    .selectAll('hubNotes')
    .select(['people.name as writer', 'meetings.title as meeting', 'meetings.heldOn'])

export type NoteRow = Awaited<ReturnType<typeof note>>

export const notesOf = (db: Reader, groupId: number): Promise<NoteRow[]> =>
  noted(db).where('groupId', '=', groupId).orderBy('hubNotes.writtenAt', 'desc').execute()

/** One note of this hub; one of another is not found here. */
export async function note(db: Reader, groupId: number, id: number) {
  const found = await noted(db)
    .where('groupId', '=', groupId)
    .where('hubNotes.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type SharedRow = {
  id: number
  title: string
  sharedOn: Day
  licence: string | null
  school: string | null
  files: number
  uses: number
}

/** What a hub made or shared, the latest first, with how often somebody said they used it. */
export async function sharedBy(db: Reader, groupId: number, from: Day | null = null): Promise<SharedRow[]> {
  const { rows } = await sql<SharedRow>`
    select r.id, title, shared_on, licence, members.short_name as school,
      (select count(*) from resource_files f where f.resource_id = r.id) as files,
      (select count(*) from resource_uses u where u.resource_id = r.id) as uses
    from resources r left join members on members.id = r.membership_id
    where group_id = ${groupId} and coalesce(shared_on >= ${from}, true)
    order by shared_on desc, r.id desc`.execute(db)
  return rows
}

export type ContributionRow = {
  /** Null where it follows from something that was shared in the library. */
  id: number | null
  version: number | null
  membershipId: number
  school: string
  kind: ContributionKind
  givenOn: Day
  words: string
  person: string | null
  href: string
}

/** What schools gave a hub between two days, by day: what its lead recorded, and what they shared in the library. */
export async function contributions(
  db: Reader,
  groupId: number,
  { from, to }: { from: Day; to: Day },
): Promise<ContributionRow[]> {
  const { rows } = await sql<ContributionRow>`
    select c.id, c.version, c.membership_id, members.short_name as school, c.kind, c.given_on, c.words,
      people.name as person, '/hubs/' || ${groupId}::bigint || '/contributions/' || c.id as href
    from hub_contributions c join members on members.id = c.membership_id left join people on people.id = c.person_id
    where c.group_id = ${groupId} and c.given_on between ${from} and ${to}
    union all
    select null, null, r.membership_id, members.short_name, 'shared', r.shared_on, r.title, people.name,
      '/library/' || r.id
    from resources r join members on members.id = r.membership_id left join people on people.id = r.shared_by
    where r.group_id = ${groupId} and r.shared_on between ${from} and ${to}
    order by given_on desc, school`.execute(db)
  return rows
}

export type Contribution = Awaited<ReturnType<typeof contribution>>

export async function contribution(db: Reader, groupId: number, id: number) {
  const found = await db
    .selectFrom('hubContributions')
    .innerJoin('members', 'members.id', 'hubContributions.membershipId')
    .leftJoin('people', 'people.id', 'hubContributions.personId')
    .selectAll('hubContributions')
    .select(['members.shortName as school', 'people.name as person'])
    .where('groupId', '=', groupId)
    .where('hubContributions.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type LeadsMeeting = { id: number; title: string; heldOn: Day; since: Day | null }

/** The next meeting of the hub leads, and the day of the one held before it. */
export async function nextLeadsMeeting(db: Reader, today: Day): Promise<LeadsMeeting | undefined> {
  const { rows } = await sql<LeadsMeeting>`
    select m.id, title, held_on,
      (select max(p.held_on) from meetings p join meeting_groups g on g.meeting_id = p.id
        join groups b on b.id = g.group_id and b.kind = 'hub leads'
        where p.status = 'held' and p.held_on < m.held_on) as since
    from meetings m join meeting_groups on meeting_id = m.id
    join groups on groups.id = group_id and groups.kind = 'hub leads'
    where m.status = 'planned' and m.held_on >= ${today} order by m.held_on, m.id limit 1`.execute(db)
  return rows[0]
}

const reported = (db: Reader) =>
  db
    .selectFrom('hubReports')
    .innerJoin('groups', 'groups.id', 'hubReports.groupId')
    .innerJoin('meetings', 'meetings.id', 'hubReports.meetingId')
    .leftJoin('people', 'people.id', 'hubReports.writtenBy')
    .selectAll('hubReports')
    .select(['groups.name as hub', 'meetings.title as meeting', 'meetings.heldOn', 'people.name as writer'])

export type ReportRow = Awaited<ReturnType<ReturnType<typeof reported>['executeTakeFirstOrThrow']>>

export const reportOf = (db: Reader, groupId: number, meetingId: number): Promise<ReportRow | undefined> =>
  reported(db).where('groupId', '=', groupId).where('meetingId', '=', meetingId).executeTakeFirst()

/** The reports that were sent to a meeting of the hub leads, by hub. */
export const reportsTo = (db: Reader, meetingId: number): Promise<ReportRow[]> =>
  reported(db)
    .where('meetingId', '=', meetingId)
    .where('sentAt', 'is not', null)
    .orderBy('groups.name')
    .execute()

/** The reports a hub sent, the latest first. */
export const reportsSent = (db: Reader, groupId: number): Promise<ReportRow[]> =>
  reported(db)
    .where('groupId', '=', groupId)
    .where('sentAt', 'is not', null)
    .orderBy('meetings.heldOn', 'desc')
    .execute()

/** A school’s part in a hub beside being at its meetings: hosting, presenting, sharing, leading. */
export type Gave = {
  membershipId: number
  kind: ContributionKind
  givenOn: Day
  hub: string
  groupId: number
}

/** What the members of a year gave the hubs up to this day. */
export async function gave(db: Reader, { year, on }: { year: AcademicYear; on: Day }): Promise<Gave[]> {
  const { rows } = await sql<Gave>`
    select c.membership_id, c.kind, c.given_on, groups.name as hub, groups.id as group_id
    from hub_contributions c join groups on groups.id = c.group_id
    where c.given_on between ${firstDay(year)} and ${on}
    union all
    select r.membership_id, 'shared', r.shared_on, groups.name, groups.id
    from resources r join groups on groups.id = r.group_id and groups.kind = 'hub'
    where r.membership_id is not null and r.shared_on between ${firstDay(year)} and ${on}
    order by 3`.execute(db)
  return rows
}
