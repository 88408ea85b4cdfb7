import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { Who } from '../platform/who.ts'
import { type GroupsSeen, type Led, mayKeepMembers } from './rules.ts'
import { type GroupKind, servedInTurn } from './tables.ts'

/** Whether these eyes may see the group at hand. */
export const isSeen = (seen: GroupsSeen) =>
  seen === 'all'
    ? sql<boolean>`true`
    : sql<boolean>`(groups.kind = any (${seen.kinds}::text[]) or groups.id = any (${seen.own}::bigint[]))`

const groups = (db: Reader, seen: GroupsSeen) =>
  db
    .selectFrom('groups')
    .leftJoin('people', 'people.id', 'groups.leadId')
    .selectAll('groups')
    .select('people.name as lead')
    .where(isSeen(seen))

/** Who leads the group at hand in its lead’s place on this day. */
const deputyLeadsOn = (on: Day) => sql<number[]>`(
  select coalesce(json_agg(person_id), '[]') from group_members
  where group_id = groups.id and part = 'deputy lead' and from_on <= ${on} and coalesce(to_on >= ${on}, true))`

export type GroupRow = Awaited<ReturnType<ReturnType<typeof groups>['executeTakeFirstOrThrow']>>
export type GroupShown = Awaited<ReturnType<typeof group>>

/** One group with where its representatives report back, and who leads it in its lead’s place on this day. */
export async function group(db: Reader, id: number, { seen, on }: { seen: GroupsSeen; on: Day }) {
  const found = await groups(db, seen)
    .leftJoin('groups as above', 'above.id', 'groups.reportsTo')
    .select(['above.name as reportsToName', deputyLeadsOn(on).as('deputyLeads')])
    .where('groups.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** What a rule about who keeps a group needs to know of it. */
export async function ledGroup(db: Reader, id: number, on: Day): Promise<Led> {
  const found = await db
    .selectFrom('groups')
    .select(['id', deputyLeadsOn(on).as('deputyLeads')])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The groups to which this person may appoint somebody: all for the office, or those they lead, alone or as deputy. */
export async function keptGroups(db: Reader, who: Who, on: Day): Promise<RowOptions> {
  const rows = await db
    .selectFrom('groups')
    .select(['id', 'name', deputyLeadsOn(on).as('deputyLeads')])
    .orderBy('name')
    .execute()
  return rows.filter((row) => mayKeepMembers(who, row)).map(({ id, name }) => [id, name])
}

/** The next meeting of a group that is planned for this day or after it. */
export const nextMeetingOf = (db: Reader, groupId: number, on: Day) =>
  db
    .selectFrom('meetings')
    .innerJoin('meetingGroups', 'meetingGroups.meetingId', 'meetings.id')
    .select(['meetings.id', 'title', 'heldOn', 'starts', 'place'])
    .where('groupId', '=', groupId)
    .where('status', '=', 'planned')
    .where('heldOn', '>=', on)
    .orderBy('heldOn')
    .orderBy('starts')
    .limit(sql.lit(1))
    .executeTakeFirst()

/** Who led a group before its present lead, the last first. */
export const formerLeads = (db: Reader, groupId: number) =>
  db
    .selectFrom('groupLeads')
    .innerJoin('people', 'people.id', 'groupLeads.personId')
    .select(['groupLeads.id', 'people.name', 'fromOn', 'toOn'])
    .where('groupId', '=', groupId)
    .orderBy('toOn', 'desc')
    .execute()
export type FormerLead = Awaited<ReturnType<typeof formerLeads>>[number]

/** Former leads who were taken off and not put back. */
export async function removedLeads(db: Reader, groupId: number): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select distinct row_id as id, people.name from revisions join people on people.id = (before ->> 'person_id')::bigint
    where table_name = 'group_leads' and before @> jsonb_build_object('group_id', ${groupId}::bigint)
      and not exists (select from group_leads where id = row_id)`.execute(db)
  return rows
}

export type GroupFilter = { words: string | null; kind: GroupKind | null }
export type GroupListed = GroupRow & { held: number }

/** Groups that match, with how many meetings each held in this year. */
export async function groupsListed(
  db: Reader,
  { filter: { words, kind }, order, limit, offset }: ListAsked<GroupFilter>,
  { seen, year }: { seen: GroupsSeen; year: AcademicYear },
): Promise<Listed<GroupListed>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await groups(db, seen)
    .select((eb) => [
      eb.fn.countAll<number>().over().as('total'),
      eb
        .selectFrom('meetingGroups')
        .innerJoin('meetings', 'meetings.id', 'meetingGroups.meetingId')
        .select((inner) => inner.fn.countAll<number>().as('held'))
        .whereRef('meetingGroups.groupId', '=', 'groups.id')
        .where('meetings.status', '=', 'held')
        .where('meetings.heldOn', '>=', firstDay(year))
        .where('meetings.heldOn', '<=', lastDay(year))
        .as('held'),
    ])
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('groups.name', 'ilike', pattern),
          eb('groups.subject', 'ilike', pattern),
          eb('people.name', 'ilike', pattern),
        ]),
      ),
    )
    .$if(kind != null, (query) => query.where('groups.kind', '=', kind as GroupKind))
    .orderBy(sortedBy[order.sort] ?? 'groups.name', order.descending ? 'desc' : 'asc')
    .orderBy('groups.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows: rows as GroupListed[], total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'groups.name' | 'groups.kind' | 'groups.subject' | 'lead' | 'held'> = {
  name: 'groups.name',
  kind: 'groups.kind',
  subject: 'groups.subject',
  lead: 'lead',
  held: 'held',
}

/** Groups to choose from, by name. */
export async function groupOptions(db: Reader, seen: GroupsSeen): Promise<RowOptions> {
  const rows = await db
    .selectFrom('groups')
    .select(['groups.id', 'groups.name'])
    .where(isSeen(seen))
    .orderBy('groups.name')
    .execute()
  return rows.map(({ id, name }) => [id, name])
}

/** A member with a group that one of its people leads or serves on, or at whose meetings its people were. */
export type PartTaken = {
  membershipId: number
  groupId: number | null
  name: string | null
  kind: GroupKind | null
  /** Meetings in the year at which somebody of the school was. */
  meetings: number
  leads: boolean
  serves: boolean
}

/**
 * Every member of the year with the groups in which its people had a part: leading or serving on them in the year, or
 * at their meetings. Who leads counts for the time in which they led and held a post at the school.
 */
export async function partsTaken(
  db: Reader,
  { year, on }: { year: AcademicYear; on: Day },
): Promise<PartTaken[]> {
  const begins = firstDay(year)
  const { rows } = await sql<PartTaken>`
    with led as (
      select distinct membership_id, group_id
      from group_lead_spells led join posts on posts.person_id = led.person_id
      where membership_id is not null
        and greatest(coalesce(led.from_on, ${begins}), coalesce(posts.from_on, ${begins}), ${begins}::date)
          <= least(coalesce(led.to_on, ${on}), coalesce(posts.to_on, ${on}), ${on}::date)
    ), serving as (
      select distinct membership_id, group_id from group_members
      where membership_id is not null and part <> 'observer' and from_on <= ${on} and coalesce(to_on >= ${begins}, true)
    ), present as (
      select membership_id, group_id, count(distinct meetings.id) as n
      from meetings join meeting_groups g on g.meeting_id = meetings.id join attendances a on a.meeting_id = meetings.id
      where status = 'held' and held_on between ${begins} and ${on} and capacity not in ('apologies', 'absent')
        and membership_id is not null
      group by 1, 2
    ), parts as (
      select membership_id, group_id, coalesce(n, 0) as n, l.group_id is not null as leads, s.group_id is not null as serves
      from led l full join serving s using (membership_id, group_id) full join present p using (membership_id, group_id)
    )
    select m.id as membership_id, groups.id as group_id, groups.name, groups.kind, coalesce(n, 0) as meetings,
      coalesce(leads, false) as leads, coalesce(serves, false) as serves
    from memberships m
    left join parts on parts.membership_id = m.id
    left join groups on groups.id = parts.group_id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${begins}, true)
    order by leads desc, groups.name`.execute(db)
  return rows
}

/** A member with one seat that its staff held in the year, or one time somebody of it was put forward; or with none. */
export type Readiness = { membershipId: number } & (
  | { serves: boolean; says: string; on: Day; href: string | null }
  | { serves: null; says: null; on: null; href: null }
)

/** Every member of the year with its seats on groups that are served in turn, and its nominations, up to this day. */
export async function readiness(
  db: Reader,
  { year, on }: { year: AcademicYear; on: Day },
): Promise<Readiness[]> {
  const begins = firstDay(year)
  const { rows } = await sql<Readiness>`
    with shown as (
      select membership_id, true as serves, 'A seat on ' || groups.name as says, from_on as on, '/groups/' || groups.id as href
      from group_members join groups on groups.id = group_id
      where kind = any (${servedInTurn}) and part <> 'observer' and from_on <= ${on} and coalesce(to_on >= ${begins}, true)
      union all
      select membership_id, false, 'Put forward for ' || coalesce(groups.name, 'any group'), nominated_on, null
      from nominations left join groups on groups.id = group_id where nominated_on between ${begins} and ${on}
    )
    select m.id as membership_id, serves, says, shown.on, href
    from memberships m left join shown on shown.membership_id = m.id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${begins}, true)
    order by serves desc, shown.on, says`.execute(db)
  return rows
}
