import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import { inWords } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct, remove, Stale } from '../platform/revision.ts'
import { calendarDate, calendarDates } from './queries.ts'
import { type CalendarDate, longerThanAYear, mayKeepCalendars, overlapping } from './rules.ts'
import { dateKinds } from './tables.ts'

export type CalendarFilled = { name: string; isDefault: boolean; membershipIds: number[] | null }
export type DateFilled = CalendarDate & { note: string | null }

const once: Refusals = {
  calendars_name_key: { says: 'There is a calendar of this name already', field: 'name' },
}

export async function addCalendar(by: Actor, { membershipIds, ...filled }: CalendarFilled): Promise<number> {
  permit(mayKeepCalendars(by.who))
  return by.act({ did: 'added a calendar', subject: (id: number) => `calendars/${id}` }, async (tx) => {
    if (filled.isDefault) await noOtherDefault(tx)
    const { id } = await refusing(once, () =>
      tx.insertInto('calendars').values(filled).returning('id').executeTakeFirstOrThrow(),
    )
    await use(tx, id, membershipIds ?? [])
    return id
  })
}

/** Corrects a calendar's name, whether it is the alliance's own, and which schools have it for theirs. */
export async function correctCalendar(
  by: Actor,
  row: { id: number; version: number },
  { membershipIds, ...filled }: CalendarFilled,
) {
  permit(mayKeepCalendars(by.who))
  const deed = { did: 'corrected a calendar', subject: `calendars/${row.id}`, details: { membershipIds } }
  await by.act(deed, async (tx, by) => {
    if (filled.isDefault) await noOtherDefault(tx, row.id)
    await refusing(once, () => correct(tx, by, 'calendars', row, filled))
    await tx.deleteFrom('calendarMemberships').where('calendarId', '=', row.id).execute()
    await use(tx, row.id, membershipIds ?? [])
  })
}

const noOtherDefault = (tx: Writer, but = 0) =>
  tx
    .updateTable('calendars')
    .set({ isDefault: false })
    .where('isDefault', '=', true)
    .where('id', '<>', but)
    .execute()

/** A membership has one calendar of its own: choosing this one takes it from any other. */
export async function use(tx: Writer, calendarId: number, membershipIds: number[]) {
  if (membershipIds.length === 0) return
  await tx
    .insertInto('calendarMemberships')
    .values(membershipIds.map((membershipId) => ({ membershipId, calendarId })))
    .onConflict((row) => row.column('membershipId').doUpdateSet({ calendarId }))
    .execute()
}

export async function addDate(by: Actor, calendarId: number, filled: DateFilled): Promise<number> {
  permit(mayKeepCalendars(by.who))
  return by.act({ did: 'added a date', subject: `calendars/${calendarId}`, details: filled }, async (tx) => {
    await check(tx, calendarId, filled)
    const values = { ...filled, calendarId, importId: null }
    const { id } = await tx
      .insertInto('calendarDates')
      .values(values)
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

export async function correctDate(by: Actor, row: { id: number; version: number }, filled: DateFilled) {
  permit(mayKeepCalendars(by.who))
  const { calendarId } = await calendarDate(by.db, row.id)
  await by.act({ did: 'corrected a date', subject: `calendars/${calendarId}` }, async (tx, by) => {
    await check(tx, calendarId, filled, row.id)
    await correct(tx, by, 'calendarDates', row, filled)
  })
}

export async function removeDate(by: Actor, row: { id: number; version: number }) {
  permit(mayKeepCalendars(by.who))
  const { calendarId, kind, fromOn, toOn } = await calendarDate(by.db, row.id)
  const deed = { did: 'removed a date', subject: `calendars/${calendarId}`, details: { kind, fromOn, toOn } }
  await by
    .act(deed, (tx, by) => remove(tx, by, 'calendarDates', row))
    .catch((error: unknown) => {
      throw error instanceof Stale
        ? notPossible('Somebody else changed this date. Open it again first')
        : error
    })
  return calendarId
}

/** The calendar is locked, so that two people cannot each add a date that overlaps the other's. */
async function check(tx: Reader & Writer, calendarId: number, date: CalendarDate, itself?: number) {
  await tx
    .selectFrom('calendars')
    .select('id')
    .where('id', '=', calendarId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (date.toOn < date.fromOn) throw notPossible('The last day must be on or after the first day', 'toOn')
  if (longerThanAYear(date)) throw notPossible('The two days are more than a year apart', 'toOn')
  const others = (await calendarDates(tx, calendarId)).filter(({ id }) => id !== itself)
  const other = overlapping(date, others)
  if (other)
    throw notPossible(
      `${dateKinds[other.kind]} from ${inWords(other.fromOn)} to ${inWords(other.toOn)} is here already and shares a day with this`,
      'fromOn',
    )
}
