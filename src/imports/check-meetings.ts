import { type Day, inWords } from '../platform/day.ts'
import type { Report } from '../platform/sheet-report.ts'
import type { People, Person } from './check-people.ts'
import { checkTimes, Firsts, onceEach, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Known } from './known.ts'
import { Lookup } from './lookup.ts'
import { unhurried } from './pace.ts'
import type { Places, Spell } from './places.ts'
import { workplace } from './posts.ts'
import { refKey, type YearRead } from './records.ts'

type Ref = { id: number | null; ref: string | null }
export type Group = Ref & { name: string }
export type ToldGroup = Omit<RecordIn<'groups'>, 'lead'> & Group & { ref: string; lead: Person | null }
export type Meeting = Ref & { heldOn: Day }
export type ToldMeeting = Omit<RecordIn<'meetings'>, 'group'> & Meeting & { ref: string; groups: Group[] }
export type Attendance = {
  meeting: Meeting
  spell: Spell | null
  urn: number | null
  person: Person | null
  capacity: RecordIn<'attendance'>['capacity']
}

export type Meetings = {
  groupLookup: Lookup<Group>
  groups: ToldGroup[]
  meetings: ToldMeeting[]
  attendances: Attendance[]
}

export async function checkMeetings(
  year: YearRead,
  known: Known,
  people: People,
  places: Places,
  report: Report,
): Promise<Meetings> {
  const groupLookup = new Lookup<Group>({ one: 'group', many: 'groups' }, year.groups)
  const groups = toldGroups(year, known, people, report)
  const corrected = new Set(groups.map(({ id }) => id))
  for (const group of known.groups) if (!corrected.has(group.id)) groupLookup.add(group)
  for (const group of groups) groupLookup.add(group)
  const meetingLookup = new Lookup<Meeting>({ one: 'meeting', many: 'meetings' }, year.meetings)
  for (const meeting of known.meetings) meetingLookup.add(meeting)
  const meetings = toldMeetings(year, meetingLookup, groupLookup, report)
  return {
    groupLookup,
    groups,
    meetings,
    attendances: await attendancesIn(year, meetingLookup, people, places, report),
  }
}

function toldGroups(year: YearRead, known: Known, people: People, report: Report): ToldGroup[] {
  const recorded = new Lookup<Group>({ one: 'group', many: 'groups' }, year.groups)
  for (const { id, ref } of known.groups) recorded.add({ id, ref, name: '' })
  return onceEach(year.groups, report).map((record) => {
    const faults = new RowFaults(report, year.groups, record)
    const lead = record.lead && faults.found('lead', record.lead, people.lookup.find(record.lead))
    return { ...record, id: recorded.withRef(record.ref)?.id ?? null, lead: lead || null }
  })
}

function toldMeetings(
  year: YearRead,
  lookup: Lookup<Meeting>,
  groups: Lookup<Group>,
  report: Report,
): ToldMeeting[] {
  return onceEach(year.meetings, report).map(({ group, ...record }) => {
    const faults = new RowFaults(report, year.meetings, record)
    checkTimes(faults, record)
    const found = group.flatMap((ref) => faults.found('group', ref, groups.find(ref)) ?? [])
    const id = lookup.withRef(record.ref)?.id ?? null
    const meeting = { ...record, id, heldOn: record.held_on, groups: [...new Set(found)] }
    lookup.add(meeting)
    return meeting
  })
}

async function attendancesIn(
  year: YearRead,
  meetings: Lookup<Meeting>,
  people: People,
  places: Places,
  report: Report,
): Promise<Attendance[]> {
  const firsts = new Firsts<string>()
  const attendances: Attendance[] = []
  for await (const record of unhurried(year.attendance.records)) {
    const faults = new RowFaults(report, year.attendance, record)
    const attendance = attendanceIn(record, faults, meetings, people, places)
    if (!attendance) continue
    const { person, urn, capacity } = attendance
    const key = refKey([record.meeting, urn ?? '', person?.id ?? person?.ref ?? ''].join('\n'))
    const first = firsts.before(key, record.row, capacity)
    if (!first) attendances.push(attendance)
    else if (first.said === capacity) faults.remark(`it repeats row ${first.row}`)
    else
      faults.say(
        'capacity',
        capacity,
        `Row ${first.row} has the same person at the same meeting as ${first.said}`,
        'Keep the row that is right',
      )
  }
  return attendances
}

function attendanceIn(
  { meeting: ref, urn, person: named, capacity }: RecordIn<'attendance'>,
  faults: RowFaults,
  meetings: Lookup<Meeting>,
  people: People,
  places: Places,
): Attendance | undefined {
  const meeting = faults.found('meeting', ref, meetings.find(ref))
  const person = named === null ? null : faults.found('person', named, people.lookup.find(named))
  if (urn === null && person === null)
    faults.say('person', '', 'This is blank, and so is urn', 'Say who came, or for which school')
  if (!meeting || person === undefined) return undefined
  const { heldOn } = meeting
  if (urn === null) {
    const spell =
      person && capacity !== 'observer'
        ? workplace(people.held.get(person), { from: heldOn, to: heldOn })
        : null
    return { meeting, spell, urn, person, capacity }
  }
  // A guest may come from a school that is not, or not yet, a member.
  const found = capacity === 'observer' ? places.school(urn) : places.memberOn(urn, heldOn)
  const spell = faults.found('urn', urn, found)
  if (spell === undefined) return undefined
  return { meeting, spell: places.during(urn, { from: heldOn, to: heldOn }) ?? null, urn, person, capacity }
}

/** Meetings that are said to have been held after today are worth a word: most are slips of the year. */
export function remarkOnFuture(year: YearRead, today: Day, report: Report) {
  for (const record of year.meetings.records)
    if (record.status === 'held' && record.held_on > today)
      new RowFaults(report, year.meetings, record).remark(
        `it says held, but ${inWords(record.held_on)} is still to come`,
      )
  for (const record of year.sessions.records)
    if (record.status === 'held' && record.on > today)
      new RowFaults(report, year.sessions, record).remark(
        `it says held, but ${inWords(record.on)} is still to come`,
      )
}
