import { sql } from 'kysely'
import { agreedTerms } from '../../agreement/terms/queries.ts'
import { type Terms, termsOf } from '../../agreement/terms/rules.ts'
import type { CalendarDate } from '../../calendars/rules.ts'
import type { DateKind } from '../../calendars/tables.ts'
import { type AcademicYear, academicYearOf, addDays, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Half, VisitStatus } from '../visits/tables.ts'
import { type Counted, countsAs, hostDay, type ToCount } from './rules.ts'

export type VisitCounted = {
  id: number
  visitedOn: Day
  half: Half
  status: VisitStatus
  throughSsig: boolean
  sameTrust: boolean
  /** Brought from a file. */
  brought: boolean
  deploymentId: number | null
  practitionerId: number
  fromMembershipId: number | null
  toMembershipId: number | null
} & Counted

type Within = {
  from: Day
  to: Day
  membershipId?: number
  /** A person. */
  practitionerId?: number
  deploymentId?: number
  /** Other terms than were agreed, for a question of what would be if. */
  terms?: Terms
}

/**
 * Visits between two days, of one school or person where one is named, each with what it counts under the terms of
 * its own academic year and by the host's own calendar. Every figure of staff time is made of these.
 */
export async function visitsCounted(
  db: Reader,
  within: Within,
  known?: Promise<Reckoning>,
): Promise<VisitCounted[]> {
  const [{ rows }, reckoned] = await Promise.all([
    visitsOf(within).execute(db),
    known ?? reckoning(db, within),
  ])
  return rows.map((visit) => ({ ...visit, ...reckoned.counts(visit) }))
}

function visitsOf({ from, to, membershipId, practitionerId, deploymentId }: Within) {
  const asked = [sql`visited_on between ${from} and ${to}`]
  if (membershipId !== undefined) asked.push(sql`${membershipId} in (from_membership_id, to_membership_id)`)
  if (practitionerId !== undefined) asked.push(sql`practitioner_id = ${practitionerId}`)
  if (deploymentId !== undefined) asked.push(sql`deployment_id = ${deploymentId}`)
  return sql<Omit<VisitCounted, keyof Counted>>`
    select id, visited_on, half, status, through_ssig, deployment_id, practitioner_id, from_membership_id,
      to_membership_id, same_trust, (import_id is not null) as brought
    from support_visits where ${sql.join(asked, sql` and `)} order by visited_on, id`
}

export type ToReckon = ToCount & { visitedOn: Day; toMembershipId: number | null }

/** What is needed to say of any visit what it counts. */
export type Reckoning = {
  counts: (visit: ToReckon) => Counted
  terms: (year: AcademicYear) => Terms
  /** A school's own term dates, or the alliance's. */
  dates: (membershipId: number | null) => CalendarDate[]
}

/** The terms and term dates by which visits between two days are counted, in two statements for however many schools. */
export async function reckoning(
  db: Reader,
  { from, to, terms: instead }: Pick<Within, 'from' | 'to' | 'terms'>,
): Promise<Reckoning> {
  const [dates, agreed] = await Promise.all([datesOfSchools(db, { from, to }), agreedTerms(db)])
  const terms = kept((year: AcademicYear) => instead ?? termsOf(agreed, year))
  const days = kept((calendar: CalendarDate[]) => kept((on: Day) => hostDay(calendar, on)))
  const counts = (visit: ToReckon) =>
    countsAs(
      visit,
      days(dates(visit.toMembershipId))(visit.visitedOn),
      terms(academicYearOf(visit.visitedOn)),
    )
  return { counts, terms, dates }
}

/** Asked again for the same, it is not worked out again. */
function kept<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const found = work(key)
    known.set(key, found)
    return found
  }
}

/** On either side of the days asked for: term dates a year away still say that a day between them was in a holiday. */
const BEYOND_DAYS = 366

type CalendarRow = {
  calendarId: number
  isDefault: boolean
  memberships: number[]
  /** As JSON: hundreds of dates are read at once much sooner than as hundreds of rows. */
  dates: string
}

async function datesOfSchools(db: Reader, { from, to }: { from: Day; to: Day }) {
  const [first, last] = [addDays(from, -BEYOND_DAYS), addDays(to, BEYOND_DAYS)]
  const { rows } = await sql<CalendarRow>`
    select c.id as calendar_id, is_default,
      array(select membership_id::integer from calendar_memberships m where m.calendar_id = c.id) as memberships,
      (select coalesce(json_agg(json_build_array(kind, from_on, to_on) order by from_on), '[]')::text from calendar_dates d
        where d.calendar_id = c.id and to_on >= ${first} and from_on <= ${last}) as dates
    from calendars c`.execute(db)
  const dates = new Map<number, CalendarDate[]>()
  const calendarOf = new Map<number | null, number>()
  let common: number | undefined
  for (const { calendarId, isDefault, memberships, dates: told } of rows) {
    const read = JSON.parse(told) as [DateKind, Day, Day][]
    dates.set(
      calendarId,
      read.map(([kind, fromOn, toOn]) => ({ kind, fromOn, toOn })),
    )
    for (const id of memberships) calendarOf.set(id, calendarId)
    if (isDefault) common = calendarId
  }
  const none: CalendarDate[] = []
  return (membershipId: number | null) => dates.get(calendarOf.get(membershipId) ?? common ?? 0) ?? none
}
