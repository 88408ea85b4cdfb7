import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import { isSeen } from '../queries.ts'
import type { GroupsSeen } from '../rules.ts'
import type { Outcome } from './rules.ts'

const nominations = (db: Reader) =>
  db
    .selectFrom('nominations')
    .innerJoin('people', 'people.id', 'nominations.personId')
    .innerJoin('people as nominator', 'nominator.id', 'nominations.nominatedBy')
    .leftJoin('people as decider', 'decider.id', 'nominations.decidedBy')
    .leftJoin('groups', 'groups.id', 'nominations.groupId')
    .leftJoin('members', 'members.id', 'nominations.membershipId')
    .selectAll('nominations')
    .select(['people.name as person', 'nominator.name as nominator', 'decider.name as decider'])
    .select(['groups.name as group', 'groups.kind', 'members.shortName as school'])

export type NominationRow = Awaited<ReturnType<typeof nomination>>

export async function nomination(db: Reader, id: number) {
  const found = await nominations(db).where('nominations.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type NominationFilter = { words: string | null; state: Outcome | null }

/** Whether the nomination at hand concerns this person, who may appoint to these groups. */
const concerns = (who: Who, kept: number[]) =>
  isOffice(who)
    ? sql<boolean>`true`
    : sql<boolean>`(${who.personId}::bigint in (nominations.person_id, nominated_by)
        or nominations.membership_id = any (${ledMemberships(who)}::bigint[])
        or group_id = any (${kept}::bigint[]) or (group_id is null and ${kept.length > 0}))`

/** Nominations that match and concern this person, one page of them. */
export async function nominationsListed(
  db: Reader,
  { filter: { words, state }, order, limit, offset }: ListAsked<NominationFilter>,
  { who, kept }: { who: Who; kept: number[] },
): Promise<Listed<NominationRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await nominations(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where(concerns(who, kept))
    .$if(state != null, (query) => query.where(sql`coalesce(outcome, 'open')`, '=', state))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('people.name', 'ilike', pattern),
          eb('groups.name', 'ilike', pattern),
          eb('members.name', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(sortedBy[order.sort] ?? 'nominatedOn', order.descending ? 'desc' : 'asc')
    .orderBy('nominations.id', 'desc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'person' | 'school' | 'group' | 'nominatedOn'> = {
  person: 'person',
  school: 'school',
  group: 'group',
  on: 'nominatedOn',
}

/** Open nominations for these groups, the longest open first. */
export const openFor = (db: Reader, groups: number[]): Promise<NominationRow[]> =>
  nominations(db)
    .where('outcome', 'is', null)
    .where('groupId', 'in', groups)
    .orderBy('nominatedOn')
    .orderBy('nominations.id')
    .execute()

export async function openCount(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('nominations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Groups for which somebody may be put forward: any but the board, on which the heads sit. */
export async function groupsToServe(db: Reader, seen: GroupsSeen): Promise<RowOptions> {
  const rows = await db
    .selectFrom('groups')
    .select(['id', 'name'])
    .where('kind', '<>', 'board')
    .where(isSeen(seen))
    .orderBy('name')
    .execute()
  return rows.map(({ id, name }) => [id, name])
}

/** Whom a nomination concerns, with where to write to them. */
export const addressesOf = (db: Reader, people: number[]) =>
  db.selectFrom('people').select(['id', 'name', 'email']).where('id', 'in', people).execute()
