import { sql } from 'kysely'
import { isSeen } from '../../groups/queries.ts'
import type { GroupsSeen } from '../../groups/rules.ts'
import { type AcademicYear, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'

const groupNames = sql<string>`(
  select coalesce(string_agg(groups.name, '; ' order by groups.name), '')
  from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id)`

const decisions = (db: Reader) =>
  db
    .selectFrom('decisions')
    .innerJoin('meetings', 'meetings.id', 'decisions.meetingId')
    .innerJoin('agendaItems', 'agendaItems.id', 'decisions.itemId')
    .selectAll('decisions')
    .select([
      'meetings.title as meeting',
      'meetings.heldOn',
      'agendaItems.title as item',
      'agendaItems.partB',
    ])
    .select(groupNames.as('groups'))

export type DecisionRow = Awaited<ReturnType<typeof decisionOf>>

export async function decisionOf(db: Reader, id: number) {
  const found = await decisions(db).where('decisions.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export const decisionsOfMeeting = (db: Reader, meetingId: number): Promise<DecisionRow[]> =>
  decisions(db).where('decisions.meetingId', '=', meetingId).orderBy('decisions.id').execute()

export type DecisionFilter = {
  words: string | null
  year: AcademicYear | null
  group: number | null
  money: boolean | null
}

/** Decisions of every year that match, of meetings that these eyes may see. */
export async function decisionsListed(
  db: Reader,
  { filter: { words, year, group, money }, order, limit, offset }: ListAsked<DecisionFilter>,
  seen: GroupsSeen,
): Promise<Listed<DecisionRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const sorted = sortedBy[order.sort] ?? 'meetings.heldOn'
  const direction = order.descending ? 'desc' : 'asc'
  // What is told of each is asked for those of the page alone.
  const page = db
    .selectFrom('decisions')
    .innerJoin('meetings', 'meetings.id', 'decisions.meetingId')
    .select((eb) => [
      'decisions.id',
      eb.ref(sorted).as('sorted'),
      eb.fn.countAll<number>().over().as('total'),
    ])
    .where(
      sql<boolean>`exists (select from meeting_groups join groups on groups.id = group_id
      where meeting_id = meetings.id and ${isSeen(seen)})`,
    )
    .$if(year != null, (query) =>
      query
        .where('meetings.heldOn', '>=', firstDay(year as AcademicYear))
        .where('meetings.heldOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(group != null, (query) =>
      query.where(
        sql<boolean>`exists (select from meeting_groups where meeting_id = meetings.id and group_id = ${group})`,
      ),
    )
    .$if(money != null, (query) => query.where(sql<boolean>`(coalesce(pence, 0) > 0) = ${money}`))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('decisions.words', 'ilike', pattern),
          eb('decisions.means', 'ilike', pattern),
          eb('decisions.number', 'ilike', pattern),
          sql<boolean>`exists (select from agenda_items where id = item_id and title ilike ${pattern})`,
        ]),
      ),
    )
    .orderBy(sorted, direction)
    .orderBy('decisions.id', direction)
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
  const rows = await decisions(db)
    .innerJoin(page.as('page'), 'page.id', 'decisions.id')
    .select('page.total')
    .orderBy('page.sorted', direction)
    .orderBy('decisions.id', direction)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'meetings.heldOn' | 'decisions.takesEffectOn' | 'decisions.pence'> = {
  on: 'meetings.heldOn',
  effect: 'decisions.takesEffectOn',
  pence: 'decisions.pence',
}

/** Numbers of a year that are taken; asked where every row counts. */
export async function numbersTaken(db: Reader, year: string): Promise<string[]> {
  const rows = await db
    .selectFrom('decisions')
    .select('number')
    .where('number', 'like', `${year}/%`)
    .execute()
  return rows.map(({ number }) => number)
}

/** What the time is while a meeting goes on, by the database’s clock. */
export async function momentNow(db: Reader): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now()`.execute(db)
  return rows[0]?.now as Date
}
