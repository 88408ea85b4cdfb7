import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { ResourceKind } from './tables.ts'

const resources = (db: Reader) =>
  db
    .selectFrom('resources')
    .leftJoin('groups', 'groups.id', 'resources.groupId')
    .leftJoin('members', 'members.id', 'resources.membershipId')
    .leftJoin('people', 'people.id', 'resources.sharedBy')
    .selectAll('resources')
    .select(['groups.name as group', 'groups.kind as groupKind', 'members.shortName as school'])
    .select('people.name as sharer')

export type ResourceRow = Awaited<ReturnType<typeof resource>>

export async function resource(db: Reader, id: number) {
  const found = await resources(db).where('resources.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type ResourceFilter = { words: string | null; year: AcademicYear | null; kind: ResourceKind | null }

/** Resources that match, one page of them, and how many there are in all. */
export async function resourcesListed(
  db: Reader,
  asked: ListAsked<ResourceFilter>,
): Promise<Listed<ResourceRow>> {
  const { words, year, kind } = asked.filter
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await resources(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('sharedOn', '>=', firstDay(year as AcademicYear))
        .where('sharedOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(!!kind, (query) => query.where('resources.kind', '=', kind as ResourceKind))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([eb('resources.title', 'ilike', pattern), eb('groups.name', 'ilike', pattern)]),
      ),
    )
    .orderBy(sortedBy[asked.order.sort] ?? 'sharedOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('resources.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'sharedOn' | 'resources.title' | 'resources.kind' | 'groups.name'> = {
  on: 'sharedOn',
  title: 'resources.title',
  kind: 'resources.kind',
  group: 'groups.name',
}

export type FileRow = Awaited<ReturnType<typeof filesOf>>[number]

/** Every version of a resource’s file, the latest first, without what is in them. */
export const filesOf = (db: Reader, resourceId: number) =>
  db
    .selectFrom('resourceFiles')
    .leftJoin('people', 'people.id', 'resourceFiles.addedBy')
    .select(['resourceFiles.id', 'resourceFiles.name', 'type', 'size', 'scanned', 'addedAt'])
    .select('people.name as adder')
    .where('resourceId', '=', resourceId)
    .orderBy('resourceFiles.id', 'desc')
    .execute()

/** One file with what is in it; a file of another resource is not found here. */
export async function fileOf(db: Reader, resourceId: number, id: number) {
  const found = await db
    .selectFrom('resourceFiles')
    .select(['name', 'type', 'content'])
    .where('resourceId', '=', resourceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type UseRow = Awaited<ReturnType<typeof usesOf>>[number]

/** Which schools said that they used it, and their thanks, the latest first. */
export const usesOf = (db: Reader, resourceId: number) =>
  db
    .selectFrom('resourceUses')
    .leftJoin('members', 'members.id', 'resourceUses.membershipId')
    .select(['resourceUses.id', 'usedOn', 'thanks', 'members.shortName as school'])
    .where('resourceId', '=', resourceId)
    .orderBy('usedOn', 'desc')
    .orderBy('resourceUses.id', 'desc')
    .execute()
