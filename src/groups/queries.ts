import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { GroupsSeen } from './rules.ts'
import type { GroupKind } from './tables.ts'

/** Whether these eyes may see the group at hand. */
export const isSeen = (seen: GroupsSeen) =>
  seen === 'all'
    ? sql<boolean>`true`
    : sql<boolean>`(groups.kind = any (${seen.kinds}::text[]) or groups.id = any (${seen.leads}::bigint[]))`

const groups = (db: Reader, seen: GroupsSeen) =>
  db
    .selectFrom('groups')
    .leftJoin('people', 'people.id', 'groups.leadId')
    .selectAll('groups')
    .select('people.name as lead')
    .where(isSeen(seen))

export type GroupRow = Awaited<ReturnType<typeof group>>

export async function group(db: Reader, id: number, seen: GroupsSeen) {
  const found = await groups(db, seen).where('groups.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
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

/** A member with a group that one of its people leads, or a kind of body at whose meetings its people were. */
export type PartTaken = {
  membershipId: number
  groupId: number | null
  name: string | null
  kind: GroupKind | null
  /** Meetings in the year at which somebody of the school was. */
  meetings: number
  leads: boolean
}

/** Every member of the year with the groups in which its people had a part: leading them, or at their meetings. */
export async function partsTaken(
  db: Reader,
  { year, on }: { year: AcademicYear; on: Day },
): Promise<PartTaken[]> {
  const { rows } = await sql<PartTaken>`
    with led as (
      select distinct membership_id, groups.id as group_id from groups join posts on person_id = lead_id
      where membership_id is not null and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    ), present as (
      select membership_id, group_id, count(distinct meetings.id) as n
      from meetings join meeting_groups g on g.meeting_id = meetings.id join attendances a on a.meeting_id = meetings.id
      where status = 'held' and held_on between ${firstDay(year)} and ${on} and capacity not in ('apologies', 'absent')
        and membership_id is not null
      group by 1, 2
    ), parts as (
      select coalesce(l.membership_id, p.membership_id) as membership_id, coalesce(l.group_id, p.group_id) as group_id,
        coalesce(n, 0) as n, l.group_id is not null as leads
      from led l full join present p on p.membership_id = l.membership_id and p.group_id = l.group_id
    )
    select m.id as membership_id, groups.id as group_id, groups.name, groups.kind, coalesce(n, 0) as meetings,
      coalesce(leads, false) as leads
    from memberships m
    left join parts on parts.membership_id = m.id
    left join groups on groups.id = parts.group_id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${firstDay(year)}, true)
    order by leads desc, groups.name`.execute(db)
  return rows
}
