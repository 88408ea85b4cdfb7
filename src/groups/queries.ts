import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
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
