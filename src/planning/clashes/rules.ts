import { isBankHoliday } from '../../calendars/bank-holidays.ts'
import { type Day, weekday } from '../../platform/day.ts'
import { isInExams } from '../exam-weeks.ts'
import { faithDaysOn, type Touch } from '../faith-days.ts'
import type { Diary, MeetingDated, Part, SchoolHere, SessionDated, Slot } from './diary.ts'
import { isLate, type Overlap, overlap, partOfDay, when } from './times.ts'
import { someOf } from './words.ts'

export type Clash = { what: What; weight: number; says: string }
type What =
  | 'people'
  | 'place'
  | 'same kind'
  | 'schools'
  | 'bank holiday'
  | 'weekend'
  | 'faith'
  | 'course'
  | 'exams'

/**
 * How much each counts against a day. From `HARD` on the meeting cannot well be held; what weighs little is only worth
 * knowing. Weights are added up, so that whatever more is dated never makes a day better.
 */
export const HARD = 100
export const NOTABLE = 30
const weighs = {
  bankHoliday: HARD,
  weekend: 80,
  allSchoolsClosed: HARD,
  /** Shared out by how many of the schools are closed, or have their staff in training. */
  schoolsClosed: 60,
  schoolsTraining: 25,
  peopleAtOnce: HARD,
  peoplePerhaps: 40,
  peopleSameDay: 4,
  groupTwice: 60,
  groupTwiceApart: 20,
  placeAtOnce: 60,
  placePerhaps: 20,
  sameSubject: 40,
  sameKind: 20,
  otherHub: 4,
  conference: 50,
  courseAtOnce: 40,
  courseSameDay: 10,
  bookedAtOnce: 60,
  bookedSameDay: 5,
  faithDay: 40,
  faithPart: 15,
  faithEve: 25,
  fasting: 10,
  exams: 5,
} as const
const MOST_PEOPLE_COUNTED = 20

export const weightOf = (clashes: readonly Clash[]) => clashes.reduce((sum, { weight }) => sum + weight, 0)
export const isHard = (clashes: readonly Clash[]) => clashes.some(({ weight }) => weight >= HARD)

/** Everything that speaks against a slot, the worst first. */
export function clashesOf(slot: Slot, diary: Diary): Clash[] {
  const others = diary.meetingsOn(slot.on).filter(({ key }) => key !== slot.key)
  const sessions = diary.sessionsOn(slot.on)
  const people = others.length + sessions.length > 0 ? peopleOf(slot, diary) : new Map<number, Part>()
  return [
    ...ofTheDay(slot),
    ...ofSchools(slot, diary),
    ...others.flatMap((other) => ofMeeting(slot, other, people, diary)),
    ...ofKind(slot, others),
    ...sessions.flatMap((session) => ofSession(slot, session, people)),
    ...faithDaysOn(slot.on).flatMap((touch) => ofFaith(slot, touch)),
  ].sort((a, b) => b.weight - a.weight || (a.says < b.says ? -1 : a.says > b.says ? 1 : 0))
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function ofTheDay({ on }: Slot): Clash[] {
  const date = weekday(on)
  const found: Clash[] = []
  if (date === 0 || date === 6)
    found.push({ what: 'weekend', weight: weighs.weekend, says: `it is a ${weekdays[date]}` })
  if (isBankHoliday(on))
    found.push({ what: 'bank holiday', weight: weighs.bankHoliday, says: 'it is a bank holiday' })
  if (isInExams(on))
    found.push({ what: 'exams', weight: weighs.exams, says: 'the summer examinations are on' })
  return found
}

/**
 * The schools a slot is for: those from which its groups have members, or every member where nobody has said or it is
 * the board's.
 */
function schoolsOf({ groups, on }: Slot, diary: Diary): readonly SchoolHere[] {
  const all = diary.schoolsOn(on)
  const named = groups.map(({ id, kind }) =>
    kind === 'board' ? [] : diary.partsOn(id, on).flatMap(({ membershipId }) => membershipId ?? []),
  )
  if (named.length === 0 || named.some((ids) => ids.length === 0)) return all
  const wanted = new Set(named.flat())
  return all.filter(({ id }) => wanted.has(id))
}

const closedAs = { holiday: 'on holiday', closure: 'closed', inset: 'in staff training (INSET)' } as const

function ofSchools(slot: Slot, diary: Diary): Clash[] {
  const schools = schoolsOf(slot, diary)
  const named: Record<keyof typeof closedAs, string[]> = { holiday: [], closure: [], inset: [] }
  for (const school of schools) {
    const state = diary.stateOf(school, slot.on)
    if (state !== 'open' && state !== 'unknown') named[state].push(school.shortName)
  }
  const closed = named.holiday.length + named.closure.length
  if (closed + named.inset.length === 0) return []
  const share = (weighs.schoolsClosed * closed + weighs.schoolsTraining * named.inset.length) / schools.length
  const says = Object.entries(named)
    .filter(([, names]) => names.length > 0)
    .map(([state, names]) => `${areIn(names, schools.length)} ${closedAs[state as keyof typeof closedAs]}`)
  const weight = closed === schools.length ? weighs.allSchoolsClosed : Math.ceil(share)
  return [{ what: 'schools', weight, says: says.join(', and ') }]
}

function areIn(names: string[], all: number): string {
  if (names.length === all && all > 1) return 'every school is'
  const of = names.length > 4 ? `${names.length} of ${all} schools (${someOf(names)})` : someOf(names)
  return `${of} ${names.length === 1 ? 'is' : 'are'}`
}

const peopleOf = ({ groups, on }: Slot, diary: Diary): Map<number, Part> =>
  new Map(groups.flatMap(({ id }) => diary.partsOn(id, on).map((part) => [part.personId, part] as const)))

const called = ({ title, ...times }: MeetingDated | SessionDated) => `“${title}”${when(times)}`

function ofMeeting(slot: Slot, other: MeetingDated, people: Map<number, Part>, diary: Diary): Clash[] {
  const how = overlap(slot, other)
  const same = slot.groups.filter(({ id }) => other.groups.some((group) => group.id === id))
  const place = ofPlace(slot, other, how)
  if (same.length > 0) {
    const weight = { 'at once': HARD, perhaps: weighs.groupTwice, apart: weighs.groupTwiceApart }[how]
    const names = someOf(same.map(({ name }) => name))
    const meets = same.length === 1 ? 'meets' : 'meet'
    return [
      { what: 'people', weight, says: `${names} ${meets} that day already: ${called(other)}` },
      ...place,
    ]
  }
  const shared = [...peopleOf(other, diary).values()].filter(({ personId }) => people.has(personId))
  return [...ofPeople(shared, other, how), ...place]
}

function ofPeople(shared: Part[], other: MeetingDated, how: Overlap): Clash[] {
  if (shared.length === 0) return []
  const names = someOf(shared.map(({ name }) => name))
  const counted = Math.min(shared.length, MOST_PEOPLE_COUNTED)
  const base = {
    'at once': weighs.peopleAtOnce,
    perhaps: weighs.peoplePerhaps,
    apart: weighs.peopleSameDay,
  }[how]
  const are = shared.length === 1 ? 'is' : 'are'
  const then = how === 'at once' ? 'at the same time' : 'that day'
  return [{ what: 'people', weight: base + counted, says: `${names} ${are} at ${called(other)} ${then}` }]
}

const plain = (place: string | null) => (place ?? '').trim().toLowerCase().replace(/\s+/g, ' ')
/** Where any number can meet at once, or nobody knows yet. */
const isAnywhere = (place: string) =>
  /^(|tb[ac]|online|by (phone|telephone)|.*\b(teams|zoom|meet)\b.*)$/.test(place)

function ofPlace(slot: Slot, other: MeetingDated | SessionDated, how: Overlap): Clash[] {
  const place = plain(slot.place)
  if (isAnywhere(place) || place !== plain(other.place) || how === 'apart') return []
  const weight = how === 'at once' ? weighs.placeAtOnce : weighs.placePerhaps
  const then = how === 'at once' ? 'then' : 'that day'
  return [{ what: 'place', weight, says: `${slot.place?.trim()} is taken ${then} by ${called(other)}` }]
}

function ofKind(slot: Slot, others: readonly MeetingDated[]): Clash[] {
  const mine = partOfDay(slot.starts)
  const near = others.filter(({ starts }) => {
    const theirs = partOfDay(starts)
    return mine === null || theirs === null || mine === theirs
  })
  const alike = near
    .filter(({ groups }) => !groups.some(({ id }) => slot.groups.some((group) => group.id === id)))
    .map((other) => ({ other, weight: likeness(slot, other) }))
    .filter(({ weight }) => weight > 0)
  if (alike.length === 0) return []
  const weight = alike.reduce((sum, one) => sum + one.weight, 0)
  const names = someOf(alike.flatMap(({ other }) => other.groups.map(({ name }) => name)))
  const meet = alike.length === 1 ? 'a meeting of the same kind is' : `${alike.length} of the same kind are`
  return [{ what: 'same kind', weight, says: `${meet} on that day: ${names}` }]
}

function likeness(slot: Slot, { groups }: MeetingDated): number {
  const pairs = slot.groups.flatMap((mine) => groups.map((theirs) => [mine, theirs] as const))
  const weights = pairs
    .filter(([mine, theirs]) => mine.kind === theirs.kind)
    .map(([mine, theirs]) => {
      if (mine.kind !== 'hub') return weighs.sameKind
      return sameSubject(mine.subject, theirs.subject) ? weighs.sameSubject : weighs.otherHub
    })
  return Math.max(0, ...weights)
}

const sameSubject = (a: string | null, b: string | null) => plain(a) !== '' && plain(a) === plain(b)

/** The posts that bring people to a kind of group: a course for them is for its people. */
const postsIn = {
  board: /\b(acting |executive )?head(teacher)?s?\b/i,
  ssig: /\bpractitioners?\b/i,
  'hub leads': /\bhub leads?\b/i,
}
const isFor = (audience: string | null, kind: string) =>
  audience !== null &&
  kind in postsIn &&
  audience
    .split(/[;,]/)
    .some((post) => postsIn[kind as keyof typeof postsIn].test(post) && !/\bdeputy|of year\b/i.test(post))

function ofSession(slot: Slot, session: SessionDated, people: Map<number, Part>): Clash[] {
  const how = overlap(slot, session)
  const near = how !== 'apart'
  const booked = session.people.filter((id) => people.has(id)).length
  const found: Clash[] = []
  if (session.kind === 'conference')
    found.push({
      what: 'course',
      weight: weighs.conference,
      says: `the conference ${called(session)} is that day`,
    })
  else if (
    slot.groups.some(
      ({ subject, kind }) => sameSubject(subject, session.subject) || isFor(session.audience, kind),
    )
  )
    found.push({
      what: 'course',
      weight: near ? weighs.courseAtOnce : weighs.courseSameDay,
      says: `the course ${called(session)} is that day, for the same people`,
    })
  if (booked > 0)
    found.push({
      what: 'people',
      weight: (near ? weighs.bookedAtOnce : weighs.bookedSameDay) + Math.min(booked, MOST_PEOPLE_COUNTED),
      says: `${booked} of its people ${booked === 1 ? 'is' : 'are'} booked on ${called(session)}`,
    })
  return [...found, ...ofPlace(slot, session, how)]
}

function ofFaith(slot: Slot, { of, how }: Touch): Clash[] {
  const { name, faith, kept } = of
  const told = (weight: number, says: string): Clash[] => [{ what: 'faith', weight, says }]
  if (how === 'perhaps')
    return told(
      weighs.faithPart,
      `${name} (${faith}) may be kept that day: it is expected the day ${slot.on < of.fromOn ? 'after' : 'before'}`,
    )
  if (how === 'eve') return isLate(slot) ? told(weighs.faithEve, `${name} (${faith}) begins at sunset`) : []
  if (kept === 'evenings')
    return isLate(slot)
      ? told(weighs.fasting, `it is ${name} (${faith}): people break their fast at sunset`)
      : []
  return told(kept === 'day' ? weighs.faithDay : weighs.faithPart, `it is ${name} (${faith})`)
}

/** Whether nothing at all but this is dated on a day. */
export const isAlone = (key: string, on: Day, diary: Diary) =>
  diary.sessionsOn(on).length === 0 && diary.meetingsOn(on).every((other) => other.key === key)
