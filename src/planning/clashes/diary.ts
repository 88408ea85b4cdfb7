import { type CalendarDate, schoolYearOf } from '../../calendars/rules.ts'
import type { GroupKind } from '../../groups/tables.ts'
import { type Day, daysBetween } from '../../platform/day.ts'

export type GroupHere = { id: number; name: string; kind: GroupKind; subject: string | null }

type Times = { on: Day; starts: string | null; ends: string | null; place: string | null }

/** A time and place at which groups meet or would meet; nothing clashes with what bears its own key. */
export type Slot = Times & { key: string; groups: GroupHere[] }
export type MeetingDated = Slot & { title: string }

export type SessionDated = Times & {
  title: string
  kind: string
  subject: string | null
  /** The posts it is for, as its course names them: `head; acting head`. */
  audience: string | null
  /** Who is booked. */
  people: number[]
}

export type SchoolHere = {
  id: number
  shortName: string
  joinedOn: Day
  leftOn: Day | null
  calendarId: number | null
}

/** One person's part in a group, by membership of it, by leading it or by the post that brings it. */
export type Part = {
  groupId: number
  personId: number
  name: string
  membershipId: number | null
  fromOn: Day | null
  toOn: Day | null
}

/** All that is dated. */
export type Dated = {
  meetings: MeetingDated[]
  sessions: SessionDated[]
  schools: SchoolHere[]
  calendars: { id: number; dates: CalendarDate[] }[]
  parts: Part[]
}

/** What a day is to a school; `unknown` where its calendar does not go so far. */
export type SchoolState = 'open' | 'inset' | 'closure' | 'holiday' | 'unknown'

/** The same by day, so that what one day holds is found at once. */
export type Diary = {
  meetingsOn: (on: Day) => readonly MeetingDated[]
  sessionsOn: (on: Day) => readonly SessionDated[]
  partsOn: (groupId: number, on: Day) => readonly Part[]
  schoolsOn: (on: Day) => readonly SchoolHere[]
  stateOf: (school: SchoolHere, on: Day) => SchoolState
}

export function diaryOf({ meetings, sessions, schools, calendars, parts }: Dated): Diary {
  const byDay = grouped(meetings, ({ on }) => on)
  const sessionsByDay = grouped(sessions, ({ on }) => on)
  const byGroup = grouped(parts, ({ groupId }) => groupId)
  const dates = new Map(calendars.map((calendar) => [calendar.id, calendar.dates]))
  const states = remembered((id: number, on: Day) => stateOn(dates.get(id) ?? [], on))
  const holding = remembered((id: number, on: Day) =>
    (byGroup.get(id) ?? []).filter((one) => isHeld(one, on)),
  )
  const members = remembered((_, on: Day) =>
    schools.filter(({ joinedOn, leftOn }) => joinedOn <= on && (leftOn === null || leftOn >= on)),
  )
  return {
    meetingsOn: (on) => byDay.get(on) ?? [],
    sessionsOn: (on) => sessionsByDay.get(on) ?? [],
    partsOn: holding,
    schoolsOn: (on) => members(0, on),
    stateOf: ({ calendarId }, on) => (calendarId === null ? 'unknown' : states(calendarId, on)),
  }
}

/** The same diary with these meetings in it too, which are only thought of so far. */
export function withMeetings(diary: Diary, meetings: MeetingDated[]): Diary {
  const more = grouped(meetings, ({ on }) => on)
  return { ...diary, meetingsOn: (on) => [...diary.meetingsOn(on), ...(more.get(on) ?? [])] }
}

const isHeld = ({ fromOn, toOn }: Part, on: Day) =>
  (fromOn === null || fromOn <= on) && (toOn === null || toOn >= on)

function grouped<Row, Key>(rows: Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const found = new Map<Key, Row[]>()
  for (const row of rows) {
    const there = found.get(keyOf(row))
    if (there) there.push(row)
    else found.set(keyOf(row), [row])
  }
  return found
}

function remembered<Answer>(work: (id: number, on: Day) => Answer): (id: number, on: Day) => Answer {
  const known = new Map<Day, Map<number, Answer>>()
  return (id, on) => {
    const day = known.get(on) ?? new Map<number, Answer>()
    known.set(on, day)
    const before = day.get(id)
    if (before !== undefined) return before
    const answer = work(id, on)
    day.set(id, answer)
    return answer
  }
}

/** No holiday of a school is longer; a longer gap is one whose term dates are not here. */
const LONGEST_HOLIDAY_DAYS = 80

/**
 * What a day is by one calendar. A holiday outweighs what falls into it; between two terms, and in the summer after
 * the last one that is known or before the first, it is a holiday.
 */
export function stateOn(dates: readonly CalendarDate[], on: Day): SchoolState {
  const kinds = dates.filter(({ fromOn, toOn }) => fromOn <= on && on <= toOn).map(({ kind }) => kind)
  if (kinds.includes('half-term')) return 'holiday'
  if (kinds.includes('closure')) return 'closure'
  if (kinds.includes('inset')) return 'inset'
  if (kinds.includes('term')) return 'open'
  return betweenTerms(dates, on)
}

function betweenTerms(dates: readonly CalendarDate[], on: Day): SchoolState {
  const terms = dates.filter(({ kind }) => kind === 'term')
  const before = terms
    .filter(({ toOn }) => toOn < on)
    .reduce<Day | null>((a, { toOn }) => later(a, toOn), null)
  const after = terms
    .filter(({ fromOn }) => fromOn > on)
    .reduce<Day | null>((a, { fromOn }) => (a === null || fromOn < a ? fromOn : a), null)
  if (before && after && daysBetween(before, after) <= LONGEST_HOLIDAY_DAYS) return 'holiday'
  if (before && isSummer(before, '06') && on <= summerEnds(before)) return 'holiday'
  if (after && isSummer(after, '08') && on >= `${after.slice(0, 4)}-08-01`) return 'holiday'
  return 'unknown'
}

const later = (a: Day | null, b: Day) => (a === null || b > a ? b : a)
/** A term that ends in June or later is the last of its school year, and one that begins from August is the first. */
const isSummer = (on: Day, month: string) => on.slice(5, 7) >= month && on.slice(5, 7) <= '09'
const summerEnds = (lastDay: Day) => `${schoolYearOf(lastDay) + 1}-08-31`
