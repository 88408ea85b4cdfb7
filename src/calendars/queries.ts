import { sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked } from '../platform/web.tsx'

export type CalendarFilter = { words: string | null }
export type CalendarRow = Awaited<ReturnType<typeof calendarsListed>>['rows'][number]

/** Calendars, with the terms each holds and how many memberships have it for their own. */
export async function calendarsListed(db: Reader, asked: ListAsked<CalendarFilter>) {
  const { words } = asked.filter
  const rows = await db
    .selectFrom('calendars')
    .selectAll('calendars')
    .select((eb) => [
      eb
        .selectFrom('calendarMemberships')
        .select((count) => count.fn.countAll<number>().as('schools'))
        .whereRef('calendarId', '=', 'calendars.id')
        .as('schools'),
      eb
        .selectFrom('calendarDates')
        .select((first) => first.fn.min('fromOn').as('from'))
        .whereRef('calendarId', '=', 'calendars.id')
        .where('kind', '=', 'term')
        .as('firstOn'),
      eb
        .selectFrom('calendarDates')
        .select((last) => last.fn.max('toOn').as('to'))
        .whereRef('calendarId', '=', 'calendars.id')
        .where('kind', '=', 'term')
        .as('lastOn'),
      eb.fn.countAll<number>().over().as('total'),
    ])
    .$if(!!words, (query) => query.where('name', 'ilike', `%${words?.replace(/[\\%_]/g, '\\$&')}%`))
    .orderBy('isDefault', 'desc')
    .orderBy('name', asked.order.descending ? 'desc' : 'asc')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function calendar(db: Reader, id: number) {
  const found = await db.selectFrom('calendars').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type DateRow = Awaited<ReturnType<typeof calendarDate>>

const everyDate = (db: Reader) =>
  db.selectFrom('calendarDates').select(['id', 'calendarId', 'kind', 'fromOn', 'toOn', 'note', 'version'])

/** Every date of a calendar, first to last: what the rules count with. */
export const calendarDates = (db: Reader, calendarId: number) =>
  everyDate(db).where('calendarId', '=', calendarId).orderBy('fromOn').orderBy('kind', 'desc').execute()

export async function calendarDate(db: Reader, id: number) {
  const found = await everyDate(db).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The memberships that have a calendar for their own. */
export const schoolsUsing = (db: Reader, calendarId: number) =>
  db
    .selectFrom('calendarMemberships')
    .innerJoin('members', 'members.id', 'calendarMemberships.membershipId')
    .select(['members.id', 'members.name', 'members.joinedOn', 'members.leftOn'])
    .where('calendarId', '=', calendarId)
    .orderBy('members.name')
    .orderBy('members.joinedOn')
    .execute()

/** A membership's own calendar, or else the alliance's; without a membership the alliance's. */
export const calendarFor = (db: Reader, membershipId: number | null) =>
  db
    .selectFrom('calendars')
    .leftJoin('calendarMemberships', (join) =>
      join
        .onRef('calendarMemberships.calendarId', '=', 'calendars.id')
        .on('calendarMemberships.membershipId', '=', membershipId),
    )
    .selectAll('calendars')
    .where((eb) =>
      eb.or([eb('calendarMemberships.membershipId', 'is not', null), eb('isDefault', '=', true)]),
    )
    .orderBy((eb) => eb('calendarMemberships.membershipId', 'is not', null), 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()

/** A school’s own term dates, or the alliance’s; nothing where neither is here. */
export async function datesOf(db: Reader, membershipId: number | null): Promise<DateRow[]> {
  const found = await calendarFor(db, membershipId)
  return found ? calendarDates(db, found.id) : []
}

/** Members on this day, to choose from. */
export async function schoolOptions(db: Reader, on: Day): Promise<RowOptions> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'shortName'])
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .orderBy('shortName')
    .execute()
  return rows.map(({ id, shortName }) => [id, shortName])
}
