import type { Report } from '../platform/sheet-report.ts'
import { isTaken } from '../support/visits/rules.ts'
import type { Half } from '../support/visits/tables.ts'
import type { People, Person } from './check-people.ts'
import { Firsts, onceEach, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Known } from './known.ts'
import { unhurried } from './pace.ts'
import type { Places, Spell } from './places.ts'
import { refKey, type YearRead } from './records.ts'

export type Visit = Omit<RecordIn<'support'>, 'practitioner'> & {
  practitioner: Person
  from: Spell
  to: Spell | null
}

/** Support visits. One may go to a school that is not a member, but only a member can send its people. */
export async function checkSupport(
  year: YearRead,
  known: Known,
  people: People,
  places: Places,
  report: Report,
): Promise<Visit[]> {
  const records = onceEach(year.support, report)
  const whereabouts = recordedWhereabouts(known, new Set(records.map(({ ref }) => refKey(ref))))
  const visits: Visit[] = []
  for await (const record of unhurried(records)) {
    const faults = new RowFaults(report, year.support, record)
    const practitioner = faults.found(
      'practitioner',
      record.practitioner,
      people.lookup.find(record.practitioner),
    )
    const from = faults.found('from_urn', record.from_urn, places.memberOn(record.from_urn, record.on))
    const known = faults.found('to_urn', record.to_urn, places.school(record.to_urn))
    if (!practitioner || !from || known === undefined) continue
    if (isTaken(record.status)) sayTwoPlaces(record, practitioner, whereabouts, faults)
    const to = places.during(record.to_urn, { from: record.on, to: record.on }) ?? null
    visits.push({ ...record, practitioner, from, to })
  }
  return visits
}

const halvesOf = (half: Half) => (half === 'day' ? (['am', 'pm'] as const) : ([half] as const))
const whereabout = (person: Person, on: string, half: Exclude<Half, 'day'>) =>
  `${person.id ?? person.ref} ${on} ${half}`

/** Where people are recorded to have been, except by visits that rows of this file replace. */
function recordedWhereabouts(known: Known, replaced: Set<string>): Firsts<string> {
  const firsts = new Firsts<string>()
  for (const { ref, practitionerId, on, half } of known.visits)
    if (ref === null || !replaced.has(refKey(ref)))
      for (const part of halvesOf(half))
        firsts.before(
          whereabout({ id: practitionerId, ref: null, name: '', email: null }, on, part),
          0,
          ref ?? 'without a ref',
        )
  return firsts
}

function sayTwoPlaces(
  { row, ref, on, half, practitioner }: RecordIn<'support'>,
  person: Person,
  whereabouts: Firsts<string>,
  faults: RowFaults,
) {
  const [other] = halvesOf(half).flatMap(
    (part) => whereabouts.before(whereabout(person, on, part), row, ref) ?? [],
  )
  if (!other) return
  const where = other.row > 0 ? `in row ${other.row}` : 'recorded before'
  faults.say(
    'practitioner',
    practitioner,
    `This person is already on visit ${other.said}, ${where}, in that half-day`,
    'Correct the day, the half or the person, or give one of them the status cancelled',
  )
}
