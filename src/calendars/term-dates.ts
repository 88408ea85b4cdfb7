import type { Actor } from '../platform/action.ts'
import { type AcademicYear, type Day, dayTyped, inWords, yearName, yearTyped } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { permit } from '../platform/refusal.ts'
import { correct, remove } from '../platform/revision.ts'
import type { Book } from '../platform/sheet.ts'
import type { Fault, Report } from '../platform/sheet-report.ts'
import type { Row } from '../platform/sheet-rows.ts'
import { use } from './actions.ts'
import { calendarDates, type DateRow } from './queries.ts'
import { type CalendarDate, longerThanAYear, mayKeepCalendars, overlapping, schoolYearOf } from './rules.ts'
import { type DateKind, dateKinds } from './tables.ts'

export const termDateColumns = ['calendar', 'urns', 'kind', 'from', 'to', 'note'] as const
const wanted = { columns: termDateColumns, required: ['calendar', 'kind', 'from'] as const }
type Cells = Row<(typeof termDateColumns)[number]>

/** The dates of one calendar in a file; each school year that it holds replaces that year here. */
type CalendarRead = {
  name: string
  membershipIds: number[]
  dates: DateRead[]
}
type DateRead = CalendarDate & { note: string | null; row: number }
type TermDatesDone = { calendars: number; added: number; changed: number; removed: number }

/**
 * Reads term dates from every sheet given, reporting each fault, and brings them in whole or not at all.
 * The same file again changes nothing.
 */
export async function importTermDates(by: Actor, book: Book, report: Report): Promise<TermDatesDone | null> {
  permit(mayKeepCalendars(by.who))
  const read = await readTermDates(by.db, book, report)
  if (report.faultCount > 0) return null
  return by.act(
    { did: 'imported term dates', subject: 'calendars', details: (done) => done },
    async (tx, by) => {
      const done = { calendars: read.length, added: 0, changed: 0, removed: 0 }
      for (const calendar of read) await replaceYears(tx, by, calendar, done)
      return done
    },
  )
}

async function readTermDates(db: Reader, book: Book, report: Report): Promise<CalendarRead[]> {
  const calendars = new Map<string, CalendarRead>()
  const known = await membershipsByUrn(db)
  for (const { name, file } of book.sheets)
    for await (const row of book.rows(name, wanted)) {
      const fault: Say = (wrong) => report.fault({ file, row: row.number, ...wrong })
      const date = dateIn(row, fault)
      const calendar = date && calendarOf(row, date, calendars, fault)
      if (calendar) addDate(calendar, date, membershipsIn(row, known, date, fault), fault)
    }
  return [...calendars.values()]
}

function calendarOf({ cells }: Cells, date: DateRead, calendars: Map<string, CalendarRead>, fault: Say) {
  const { name, year } = calendarIn(cells.calendar)
  if (!name) fault({ column: 'calendar', wrong: 'This row names no calendar', right: 'Enter its name' })
  if (!name) return null
  if (year !== undefined && schoolYearOf(date.fromOn) !== year)
    fault({
      column: 'from',
      value: cells.from,
      wrong: `${inWords(date.fromOn)} is not in ${yearName(year)}`,
      right: 'Correct the date, or the year in the calendar’s name',
    })
  const calendar = calendars.get(name) ?? { name, membershipIds: [], dates: [] }
  calendars.set(name, calendar)
  return calendar
}

function addDate(calendar: CalendarRead, date: DateRead, membershipIds: number[], fault: Say) {
  const other = calendar.dates.find((one) => overlapping(date, [one]))
  if (other) fault(sharesADay(date, other))
  calendar.dates.push(date)
  calendar.membershipIds = [...new Set([...calendar.membershipIds, ...membershipIds])]
}

type Say = (wrong: Omit<Fault, 'file' | 'row'>) => void

/** `Vale Council 2026/27` is one year of the calendar `Vale Council`. */
function calendarIn(text: string): { name: string; year: AcademicYear | undefined } {
  const [, name = text, last = ''] = /^(.*?)[\s,]+(\d{4}[-/]\d{2}(?:\d{2})?)$/.exec(text) ?? []
  const year = yearTyped(last)
  return year === undefined ? { name: text, year } : { name, year }
}

function dateIn({ number, cells }: Cells, fault: Say) {
  const kind = cells.kind.toLowerCase().replaceAll(/[\s_]+/g, '-') as DateKind
  if (!Object.hasOwn(dateKinds, kind))
    fault({
      column: 'kind',
      value: cells.kind,
      wrong: 'This is not a kind of date',
      right: `Enter one of: ${Object.keys(dateKinds).join(', ')}`,
    })
  const fromOn = dayIn(cells.from, 'from', fault)
  const toOn = cells.to === '' ? fromOn : dayIn(cells.to, 'to', fault)
  if (!fromOn || !toOn || !Object.hasOwn(dateKinds, kind)) return null
  const date = { kind, fromOn, toOn, note: cells.note || null, row: number }
  if (toOn < fromOn)
    fault({
      column: 'to',
      value: cells.to,
      wrong: 'It ends before it begins',
      right: 'Correct one of the two dates',
    })
  else if (longerThanAYear(date))
    fault({
      column: 'to',
      value: cells.to,
      wrong: 'It lasts more than a year',
      right: 'Correct one of the two dates',
    })
  else return date
  return null
}

function dayIn(text: string, column: string, fault: Say): Day | null {
  const on = dayTyped(text)
  if (on && on >= '1990' && on < '2100') return on
  fault({
    column,
    value: text,
    wrong: text ? 'This is not a date' : 'There is no date here',
    right: 'Enter it like 2026-09-01 or 01/09/2026',
  })
  return null
}

const sharesADay = (date: DateRead, other: DateRead) => ({
  column: 'from',
  value: date.fromOn,
  wrong: `It shares a day with the ${dateKinds[date.kind].toLowerCase()} in row ${other.row}`,
  right: 'Correct one of the two, or leave one out',
})

type Borne = { urn: number; membershipId: number; fromOn: Day; toOn: Day | null }

async function membershipsByUrn(db: Reader): Promise<Map<number, Borne[]>> {
  const rows = await db
    .selectFrom('membershipSchools')
    .select(['urn', 'membershipId', 'fromOn', 'toOn'])
    .orderBy('fromOn')
    .execute()
  const byUrn = new Map<number, Borne[]>()
  for (const row of rows) byUrn.set(row.urn, [...(byUrn.get(row.urn) ?? []), row])
  return byUrn
}

/** The memberships current in this time that bear these URNs; none where the calendar is for all. */
function membershipsIn(
  { cells }: Cells,
  known: Map<number, Borne[]>,
  { fromOn, toOn }: CalendarDate,
  fault: Say,
) {
  const urns = cells.urns.split(/[\s;,]+/).filter((urn) => urn !== '' && urn !== 'all')
  return urns.flatMap((urn) => {
    const borne = known.get(Number(urn))
    if (!borne)
      fault({
        column: 'urns',
        value: urn,
        wrong: 'No member school has this URN',
        right: 'Correct it, or add the school first',
      })
    return (borne ?? [])
      .filter((spell) => spell.fromOn <= toOn && (spell.toOn === null || spell.toOn >= fromOn))
      .map(({ membershipId }) => membershipId)
  })
}

async function replaceYears(tx: Writer, by: Actor, read: CalendarRead, done: TermDatesDone) {
  const id = await calendarNamed(tx, read)
  await use(tx, id, read.membershipIds)
  const years = new Set(read.dates.map(({ fromOn }) => schoolYearOf(fromOn)))
  const here = (await calendarDates(tx, id)).filter(({ fromOn }) => years.has(schoolYearOf(fromOn)))
  const key = ({ kind, fromOn }: CalendarDate) => `${kind} ${fromOn}`
  const inFile = new Map(read.dates.map((date) => [key(date), date]))
  const before = new Map(here.map((date) => [key(date), date]))
  for (const date of here)
    if (!inFile.has(key(date))) {
      await remove(tx, by, 'calendarDates', date)
      done.removed++
    }
  for (const { row: _, ...date } of read.dates)
    await keepDate(tx, by, { ...date, calendarId: id }, before.get(key(date)), done)
}

async function keepDate(
  tx: Writer,
  by: Actor,
  date: CalendarDate & { note: string | null; calendarId: number },
  before: DateRow | undefined,
  done: TermDatesDone,
) {
  if (before) {
    const changed = await correct(tx, by, 'calendarDates', before, { toOn: date.toOn, note: date.note })
    if (changed) done.changed++
    return
  }
  await tx
    .insertInto('calendarDates')
    .values({ ...date, importId: null })
    .execute()
  done.added++
}

/** The first calendar that is for no school in particular is the alliance's own. */
async function calendarNamed(tx: Writer, { name, membershipIds }: CalendarRead): Promise<number> {
  const found = await tx
    .selectFrom('calendars')
    .select('id')
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
  if (found) return found.id
  const other = await tx.selectFrom('calendars').select('id').where('isDefault', '=', true).executeTakeFirst()
  const isDefault = membershipIds.length === 0 && !other
  const { id } = await tx
    .insertInto('calendars')
    .values({ name, isDefault })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
