import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { Holder, Sight } from './rules.ts'
import type { Opening } from './tables.ts'

/** Where somebody works now, or worked last. */
const placeOf = sql<string | null>`(
  select coalesce(members.short_name, organisations.name) from posts
  left join members on members.id = posts.membership_id left join organisations on organisations.id = posts.organisation_id
  where posts.person_id = people.id order by posts.from_on desc nulls last limit 1)`

/** Who may see a confidential item, for those who may. */
export async function sightOf(db: Reader, itemId: number): Promise<Sight | undefined> {
  const { rows } = await sql<Sight>`
    select audience,
      exists (select from meeting_groups g join groups on groups.id = group_id
        where g.meeting_id = i.meeting_id and kind = 'board') as board,
      coalesce((select json_agg(name order by name) from meeting_groups g join groups on groups.id = group_id
        where g.meeting_id = i.meeting_id and kind <> 'board'), '[]') as groups,
      coalesce((select json_agg(name order by name) from item_readers r join people on people.id = person_id
        where r.item_id = i.id and may), '[]') as named,
      (select count(*) from item_readers r where r.item_id = i.id and not may)
        + (select count(*) from item_interests n where n.item_id = i.id
          and not exists (select from item_readers r where r.item_id = i.id and r.person_id = n.person_id and not may)) as withheld
    from agenda_items i where id = ${itemId} and part_b`.execute(db)
  return rows[0]
}

/** Those who are named to read it, and those from whom it is withheld. */
export const readersOf = (db: Reader, itemId: number) =>
  db
    .selectFrom('itemReaders')
    .innerJoin('people', 'people.id', 'itemReaders.personId')
    .select(['personId', 'name', 'may', 'reason', 'givenAt', placeOf.as('place')])
    .where('itemId', '=', itemId)
    .orderBy('may', 'desc')
    .orderBy('name')
    .execute()

export type ReaderRow = Awaited<ReturnType<typeof readersOf>>[number]

/** Each time it was marked, or the marking was taken back, the latest first. */
export const markingsOf = (db: Reader, itemId: number) =>
  db
    .selectFrom('itemMarkings')
    .leftJoin('people', 'people.id', 'itemMarkings.markedBy')
    .select(['itemMarkings.id', 'partB', 'itemMarkings.reason', 'circulated', 'markedAt', 'name'])
    .where('itemId', '=', itemId)
    .orderBy('itemMarkings.id', 'desc')
    .execute()

export type MarkingRow = Awaited<ReturnType<typeof markingsOf>>[number]

/**
 * Everybody who had an item before it was last marked after circulation, or has it now where it was not: those to
 * whom the pack went once it was on the agenda, and those who took its papers from this site.
 */
export async function holdersOf(db: Reader, itemId: number): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    with item as (
      select id, meeting_id, added_at, coalesce(
        (select max(marked_at) from item_markings where item_id = agenda_items.id and part_b and circulated), 'infinity') as marked
      from agenda_items where id = ${itemId}
    ), sent as (
      select person_id, min(circulated_at) as sent_at from circulations join item on item.meeting_id = circulations.meeting_id
      where circulated_at between added_at and marked group by person_id
    ), opened as (
      select person_id, min(opened_at) as opened_at, array_agg(distinct what) as opened_as
      from item_openings join item on item.id = item_id where opened_at <= marked group by person_id
    ), holders as (select person_id from sent union select person_id from opened)
    select people.id as person_id, people.name, ${placeOf} as place, sent_at, opened_at, opened_as, asked_at, confirmed_at
    from holders join people on people.id = person_id
    left join sent using (person_id) left join opened using (person_id)
    left join item_recalls on item_recalls.item_id = ${itemId} and item_recalls.person_id = people.id
    order by people.name`.execute(db)
  return rows
}

export type OpeningRow = {
  id: number
  openedAt: Date
  what: Opening
  partB: boolean
  name: string
  place: string | null
}
export type OpeningFilter = { words: string | null }

/** Each reading of an item, one page of them. */
export async function openingsListed(
  db: Reader,
  itemId: number,
  { filter: { words }, order, limit, offset }: ListAsked<OpeningFilter>,
): Promise<Listed<OpeningRow>> {
  const rows = await db
    .selectFrom('itemOpenings')
    .innerJoin('people', 'people.id', 'itemOpenings.personId')
    .select(['itemOpenings.id', 'openedAt', 'what', 'partB', 'name', placeOf.as('place')])
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('itemId', '=', itemId)
    .$if(!!words, (query) =>
      query.where('name', 'ilike', `%${(words as string).replace(/[\\%_]/g, '\\$&')}%`),
    )
    .orderBy(order.sort === 'name' ? 'name' : 'openedAt', order.descending ? 'desc' : 'asc')
    .orderBy('itemOpenings.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export type Recall = { itemId: number; meetingId: number; meeting: string; heldOn: Day; askedAt: Date }

/**
 * What somebody was asked to delete and has not said is gone. The item may be hidden from them by now, so its meeting
 * comes with what they were asked.
 */
export const recallsOf = (db: Reader, personId: number): Promise<Recall[]> =>
  db
    .selectFrom('itemRecalls')
    .innerJoin('meetings', 'meetings.id', 'itemRecalls.meetingId')
    .select(['itemId', 'meetingId', 'meetings.title as meeting', 'heldOn', 'askedAt'])
    .where('personId', '=', personId)
    .where('confirmedAt', 'is', null)
    .orderBy('askedAt')
    .execute()

export async function recallOf(db: Reader, itemId: number, personId: number) {
  const found = await db
    .selectFrom('itemRecalls')
    .select(['meetingId', 'confirmedAt'])
    .where('itemId', '=', itemId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The addresses of these people, of those who have one. */
export async function addressesOf(db: Reader, ids: number[]): Promise<{ name: string; email: string }[]> {
  const rows = await db
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', 'in', ids)
    .where('email', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ name, email }) => ({ name, email: email ?? '' }))
}

/** Whether an item can be read now by whoever asks. */
export const isRead = async (db: Reader, itemId: number) =>
  (await db.selectFrom('agendaItems').select('id').where('id', '=', itemId).executeTakeFirst()) !== undefined
