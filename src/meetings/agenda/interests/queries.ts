import { sql } from 'kysely'
import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../../platform/web.tsx'

const standing = (db: Reader) =>
  db
    .selectFrom('interests')
    .innerJoin('people', 'people.id', 'interests.personId')
    .leftJoin('members', 'members.id', 'interests.membershipId')
    .selectAll('interests')
    .select(['people.name as person', 'members.shortName as school'])

export type Interest = Awaited<ReturnType<typeof interest>>

export async function interest(db: Reader, id: number) {
  const found = await standing(db).where('interests.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type InterestFilter = { words: string | null; now: boolean | null }

/** The standing register, one page of it. */
export async function interestsListed(
  db: Reader,
  { filter: { words, now }, order, limit, offset }: ListAsked<InterestFilter>,
  today: Day,
): Promise<Listed<Interest>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const current = sql<boolean>`(from_on <= ${today} and coalesce(to_on >= ${today}, true))`
  const rows = await standing(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(now != null, (query) => query.where(now ? current : sql<boolean>`not ${current}`))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('people.name', 'ilike', pattern),
          eb('interests.words', 'ilike', pattern),
          eb('members.shortName', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(order.sort === 'from' ? 'interests.fromOn' : 'people.name', order.descending ? 'desc' : 'asc')
    .orderBy('interests.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** Standing interests that these people hold on this day. */
export const interestsHeld = (db: Reader, people: number[], on: Day): Promise<Interest[]> =>
  standing(db)
    .where('interests.personId', '=', sql<number>`any (${people}::bigint[])`)
    .where('fromOn', '<=', on)
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .orderBy('people.name')
    .orderBy('interests.id')
    .execute()

const declared = (db: Reader) =>
  db
    .selectFrom('itemInterests')
    .innerJoin('people', 'people.id', 'itemInterests.personId')
    .leftJoin('members', 'members.id', 'itemInterests.membershipId')
    .selectAll('itemInterests')
    .select(['people.name as person', 'members.shortName as school'])

export type ItemInterest = Awaited<ReturnType<ReturnType<typeof declared>['executeTakeFirstOrThrow']>>

/** What was declared on an item, in the order in which it was. */
export const interestsIn = (db: Reader, itemId: number): Promise<ItemInterest[]> =>
  declared(db).where('itemId', '=', itemId).orderBy('itemInterests.id').execute()

/** What was declared on the items of a meeting that these eyes may read. */
export const interestsAt = (db: Reader, meetingId: number) =>
  declared(db)
    .innerJoin('agendaItems', 'agendaItems.id', 'itemInterests.itemId')
    .select([
      sql<number>`item_number(agenda_items.id)`.as('number'),
      'agendaItems.partB',
      'agendaItems.title',
    ])
    .where('agendaItems.meetingId', '=', meetingId)
    .where('agendaItems.state', '=', 'accepted')
    .orderBy('agendaItems.position')
    .orderBy('itemInterests.id')
    .execute()

/**
 * The memberships that have no part in an item, neither in its vote nor in its quorum, because whoever speaks for
 * them declared an interest in it.
 */
export async function conflictedMemberships(db: Reader, itemId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('itemInterests')
    .select('membershipId')
    .distinct()
    .where('itemId', '=', itemId)
    .where('membershipId', 'is not', null)
    .orderBy('membershipId')
    .execute()
  return rows.flatMap(({ membershipId }) => membershipId ?? [])
}
