import type { Day } from '../platform/day.ts'
import type { Report } from '../platform/sheet-report.ts'
import { Wrong } from './cells.ts'
import type { People, Person } from './check-people.ts'
import { checkTimes, Firsts, onceEach, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Known } from './known.ts'
import { Lookup } from './lookup.ts'
import { unhurried } from './pace.ts'
import type { Places, Spell } from './places.ts'
import { workplace } from './posts.ts'
import { refKey, type YearRead } from './records.ts'

export type Session = { id: number | null; ref: string | null; on: Day }
export type Course = { id: number | null; ref: string | null; sessions: Lookup<Session>; days: Day[] }
export type ToldCourse = Omit<RecordIn<'courses'>, 'days'> & Course & { halfDays: number | null }
export type ToldSession = RecordIn<'sessions'> & Session & { of: Course; host: Spell | null }
export type Participant = {
  course: Course
  session: Session | null
  person: Person
  spell: Spell | null
  urn: number | null
  role: string | null
  outcome: RecordIn<'participants'>['outcome']
}
export type Learning = { courses: ToldCourse[]; sessions: ToldSession[]; participants: Participant[] }

export async function checkLearning(
  year: YearRead,
  known: Known,
  people: People,
  places: Places,
  report: Report,
): Promise<Learning> {
  const lookup = new Lookup<Course>({ one: 'course', many: 'courses' }, year.courses)
  const newCourse = () => ({
    sessions: new Lookup<Session>({ one: 'session', many: 'sessions' }, year.sessions),
    days: [] as Day[],
  })
  const byId = new Map(known.courses.map(({ id, ref }) => [id, { id, ref, ...newCourse() }]))
  for (const course of byId.values()) lookup.add(course)
  for (const { courseId, on, ...session } of known.sessions) {
    byId.get(courseId)?.days.push(on)
    byId.get(courseId)?.sessions.add({ ...session, on })
  }
  const courses = onceEach(year.courses, report).map(({ days, ...record }) => {
    const recorded = lookup.withRef(record.ref)
    const course = { ...(recorded ?? { id: null, ...newCourse() }), ...record, halfDays: days }
    lookup.add(course)
    return course
  })
  const sessions = sessionsIn(year, lookup, places, report)
  return { courses, sessions, participants: await participantsIn(year, lookup, people, places, report) }
}

function sessionsIn(year: YearRead, courses: Lookup<Course>, places: Places, report: Report): ToldSession[] {
  const firsts = new Firsts()
  return year.sessions.records.flatMap((record) => {
    const faults = new RowFaults(report, year.sessions, record)
    checkTimes(faults, record)
    const first = firsts.before(refKey(`${record.course}\n${record.ref}`), record.row, null)
    if (first)
      faults.say(
        'ref',
        record.ref,
        `Row ${first.row} is the same session of the same course`,
        'Give each session a ref of its own',
      )
    const of = faults.found('course', record.course, courses.find(record.course))
    const host =
      record.host_urn &&
      faults.found('host_urn', record.host_urn, places.memberOn(record.host_urn, record.on))
    if (!of || first) return []
    const session = { ...record, of, host: host || null, id: of.sessions.withRef(record.ref)?.id ?? null }
    of.sessions.add(session)
    of.days.push(record.on)
    return [session]
  })
}

/** Where two rows say what became of the same person on the same course or session, the later one is the last word. */
async function participantsIn(
  year: YearRead,
  courses: Lookup<Course>,
  people: People,
  places: Places,
  report: Report,
): Promise<Participant[]> {
  const last = new Map<string, Participant>()
  const courseOfSession = sessionOwners(year)
  for await (const record of unhurried(year.participants.records)) {
    const faults = new RowFaults(report, year.participants, record)
    const course = faults.found('course', record.course, courses.find(record.course))
    const session = course && sessionOf(record, course, courseOfSession, faults)
    const person = faults.found('person', record.person, people.lookup.find(record.person))
    if (record.urn !== null && faults.found('urn', record.urn, places.school(record.urn)) === undefined)
      continue
    if (!course || session === undefined || !person) continue
    const span = daysOf(course, session)
    // Courses are open to others, so that a school need not be a member.
    const spell =
      record.urn === null ? workplace(people.held.get(person), span) : places.during(record.urn, span)
    const { urn, role, outcome } = record
    const key = refKey([record.course, record.session ?? '', person.id ?? person.ref].join('\n'))
    last.set(key, { course, session, person, spell: spell ?? null, urn, role, outcome })
  }
  return [...last.values()]
}

const sessionOwners = ({ sessions }: YearRead) =>
  new Map(sessions.records.map(({ ref, course }) => [refKey(ref), course]))

function sessionOf(
  { session: ref }: RecordIn<'participants'>,
  course: Course,
  owners: Map<string, string>,
  faults: RowFaults,
): Session | null | undefined {
  if (ref === null) return null
  const found = course.sessions.find(ref)
  const owner = found instanceof Wrong ? owners.get(refKey(ref)) : undefined
  const elsewhere =
    owner === undefined
      ? undefined
      : new Wrong(`is a session of ${owner}, not of ${course.ref}`, 'Correct the session or the course')
  return faults.found('session', ref, elsewhere ?? found)
}

function daysOf({ days }: Course, session: Session | null): { from: Day | null; to: Day | null } {
  if (session) return { from: session.on, to: session.on }
  let [from = null, to = null] = [days[0], days[0]]
  for (const day of days) {
    if (from !== null && day < from) from = day
    if (to !== null && day > to) to = day
  }
  return { from, to }
}
