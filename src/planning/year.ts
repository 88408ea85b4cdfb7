import type { Closing } from '../ballots/queries.ts'
import { titleOf } from '../ballots/rules.ts'
import { bankHolidays } from '../calendars/bank-holidays.ts'
import type { DateKind } from '../calendars/tables.ts'
import { type AcademicYear, type Day, dayInLondon, firstDay, lastDay, timeInLondon } from '../platform/day.ts'
import type { MeetingFound, SessionFound } from './clashes/queries.ts'
import { summerExams } from './exam-weeks.ts'
import { faithDays } from './faith-days.ts'

export const yearKinds = {
  meeting: 'Meeting',
  course: 'Course',
  conference: 'Conference',
  vote: 'Vote between meetings',
  term: 'Term',
  'half-term': 'Half-term holiday',
  inset: 'INSET day',
  closure: 'Closure',
  'bank holiday': 'Bank holiday',
  faith: 'Faith day',
  exams: 'Examinations',
} as const
export type YearKind = keyof typeof yearKinds

/** One thing of the year, on a day or from one to another. */
export type Dated = {
  from: Day
  to: Day
  kind: YearKind
  says: string
  href: string | null
  /** The groups, schools or people it is for, each by name. */
  whom: string[]
  starts: string | null
  ends: string | null
  place: string | null
  groups: number[]
}

/** The same date of one calendar or of several alike, with the schools that go by them. */
export type SchoolDate = {
  kind: DateKind
  fromOn: Day
  toOn: Day
  note: string | null
  calendarId: number
  schools: string[]
}

const untimed = { starts: null, ends: null, place: null, groups: [] }

const ofMeeting = ({ id, title, on, groups, ...at }: MeetingFound): Dated => ({
  ...{ from: on, to: on, kind: 'meeting', says: title, href: `/meetings/${id}` },
  ...{ starts: at.starts, ends: at.ends, place: at.place },
  whom: groups.map(({ name }) => name),
  groups: groups.map((group) => group.id),
})

const ofSession = ({ courseId, title, on, kind, subject, audience, ...at }: SessionFound): Dated => ({
  ...{ from: on, to: on, says: title, href: `/learning/${courseId}`, groups: [] },
  kind: kind === 'conference' ? 'conference' : 'course',
  ...{ starts: at.starts, ends: at.ends, place: at.place },
  whom: [subject, audience].flatMap((one) => one ?? []),
})

const ofVote = ({ closesAt, ...vote }: Closing): Dated => ({
  ...{
    ...untimed,
    kind: 'vote',
    from: dayInLondon(closesAt),
    to: dayInLondon(closesAt),
    whom: ['Every school'],
  },
  ...{ says: `Vote closes: ${titleOf(vote)}`, href: `/ballots/${vote.id}`, starts: timeInLondon(closesAt) },
})

/** A term is its first day and its last; of the rest every day is told. */
function ofSchools({ kind, fromOn, toOn, note, calendarId, schools }: SchoolDate): Dated[] {
  const date = { ...untimed, kind, whom: schools, href: `/calendars/${calendarId}` }
  if (kind !== 'term') return [{ ...date, from: fromOn, to: toOn, says: note ?? yearKinds[kind] }]
  const term = note ?? 'Term'
  return [
    { ...date, from: fromOn, to: fromOn, says: `${term} begins` },
    { ...date, from: toOn, to: toOn, says: `${term} ends` },
  ]
}

const known: readonly Dated[] = [
  ...bankHolidays.map(
    (on): Dated => ({
      ...{ ...untimed, from: on, to: on, kind: 'bank holiday', says: 'Bank holiday', href: null, whom: [] },
    }),
  ),
  ...faithDays.map(
    ({ name, faith, fromOn, toOn, aboutADay }): Dated => ({
      ...{ ...untimed, from: fromOn, to: toOn, kind: 'faith', href: null, whom: [faith] },
      says: aboutADay ? `${name} (a day either side)` : name,
    }),
  ),
  ...summerExams.map(
    ({ fromOn, toOn }): Dated => ({
      ...{ ...untimed, from: fromOn, to: toOn, kind: 'exams', href: null, whom: ['GCSE and A level'] },
      says: 'Summer examinations',
    }),
  ),
]

type Given = { meetings: MeetingFound[]; sessions: SessionFound[]; dates: SchoolDate[]; votes: Closing[] }
export type YearFilter = { kind: YearKind | null; group: number | null; words: string | null }

/** All that is dated in an academic year, first to last; what began in the year before stands on its first day here. */
export function yearOf(year: AcademicYear, { meetings, sessions, dates, votes }: Given): Dated[] {
  const [first, last] = [firstDay(year), lastDay(year)]
  return [
    ...meetings.map(ofMeeting),
    ...sessions.map(ofSession),
    ...votes.map(ofVote),
    ...dates.flatMap(ofSchools),
    ...known,
  ]
    .filter(({ from, to }) => from <= last && to >= first)
    .map((one) => (one.from < first ? { ...one, from: first } : one))
    .sort((a, b) => order(a).localeCompare(order(b)))
}

const order = ({ from, starts, says }: Dated) => `${from} ${starts ?? ''} ${says}`

export function narrowed(all: Dated[], { kind, group, words }: Partial<YearFilter>): Dated[] {
  const wanted = (words ?? '').toLowerCase()
  return all.filter(
    (one) =>
      (!kind || one.kind === kind) &&
      (!group || one.groups.includes(group)) &&
      [one.says, one.place ?? '', ...one.whom].some((text) => text.toLowerCase().includes(wanted)),
  )
}

/** What begins in each month that has anything, in order. */
export function byMonth(all: Dated[]): { month: string; rows: Dated[] }[] {
  const months = [...new Set(all.map(({ from }) => from.slice(0, 7)))].sort()
  return months.map((month) => ({ month, rows: all.filter(({ from }) => from.startsWith(month)) }))
}
