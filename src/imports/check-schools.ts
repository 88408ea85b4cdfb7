import type { Report } from '../platform/sheet-report.ts'
import { checkSpan, Firsts, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Known } from './known.ts'
import { Places, type Spell, spansOverlap } from './places.ts'
import { refKey, type YearRead } from './records.ts'

export type Trust = { id: number | null; name: string }
export type School = Omit<RecordIn<'schools'>, 'joined_on' | 'left_on' | 'trust'> & { trust: Trust | null }

export type Schools = {
  places: Places
  schools: School[]
  trusts: Trust[]
  spells: Spell[]
  /** The URNs that were recorded before. */
  recorded: Set<number>
}

/** Schools, trusts and spells of membership: those recorded, as the rows of this year add to and correct them. */
export function checkSchools(year: YearRead, known: Known, report: Report): Schools {
  const places = new Places(year.schools)
  for (const { urn, name } of known.schools) places.addSchool(urn, name)
  const recorded = known.spells.map((spell) => ({ ...spell }))
  for (const spell of recorded) places.addSpell(spell)
  const trusts = new Map(known.trusts.map((trust) => [refKey(trust.name), trust as Trust]))
  const schools = new Map<number, School>()
  const spells = new Map<Spell, RecordIn<'schools'>>()
  const firsts = new Firsts()
  const endsSaid = year.schools.columns.has('left_on')
  for (const record of year.schools.records) {
    const faults = new RowFaults(report, year.schools, record)
    places.addSchool(record.urn, record.name)
    schools.set(record.urn, schoolOf(record, trusts))
    checkSpan(faults, 'left_on', record.joined_on, record.left_on)
    const first = firsts.before(`${record.urn} ${record.joined_on}`, record.row, null)
    if (first)
      faults.say(
        'urn',
        record.urn,
        `Row ${first.row} has the same URN and joined_on`,
        'Delete one of the two',
      )
    else if (record.joined_on === null) faults.remark(`${record.name} is recorded without a membership`)
    else spells.set(spellOf(record, record.joined_on, places, endsSaid), record)
  }
  checkOverlaps(places, spells, year, report)
  const bySchool = [...schools.values()]
  return {
    places,
    schools: bySchool,
    trusts: [...new Set(bySchool.flatMap(({ trust }) => trust ?? []))],
    spells: [...spells.keys()],
    recorded: new Set(known.schools.map(({ urn }) => urn)),
  }
}

function schoolOf(
  { joined_on, left_on, trust, ...school }: RecordIn<'schools'>,
  trusts: Map<string, Trust>,
): School {
  if (trust === null) return { ...school, trust: null }
  const found = trusts.get(refKey(trust)) ?? { id: null, name: trust }
  trusts.set(refKey(trust), found)
  return { ...school, trust: found }
}

/**
 * The recorded spell that began on the row's day, else a new one. Where a conversion has given the
 * membership another URN since, the row of the earlier URN says nothing of when the membership ends.
 */
function spellOf(
  { urn, left_on }: RecordIn<'schools'>,
  joinedOn: NonNullable<RecordIn<'schools'>['joined_on']>,
  places: Places,
  endsSaid: boolean,
): Spell {
  const same = places
    .spellsOf(urn)
    .find((spell) => spell.urns.some((bore) => bore.urn === urn && bore.from === joinedOn))
  if (endsSaid && same?.urns.at(-1)?.urn === urn) same.leftOn = left_on
  if (same) return same
  const spell = { id: null, joinedOn, leftOn: left_on, urns: [{ urn, from: joinedOn, to: left_on }] }
  places.addSpell(spell)
  return spell
}

function checkOverlaps(
  places: Places,
  spells: Map<Spell, RecordIn<'schools'>>,
  { schools }: YearRead,
  report: Report,
) {
  for (const [spell, record] of spells) {
    const others = places.spellsOf(record.urn).filter((other) => other !== spell)
    const other = others.find((other) =>
      spansOverlap({ from: spell.joinedOn, to: spell.leftOn }, { from: other.joinedOn, to: other.leftOn }),
    )
    if (!other) continue
    const where = spells.get(other)?.row
    new RowFaults(report, schools, record).say(
      'joined_on',
      spell.joinedOn,
      where
        ? `This membership overlaps the one in row ${where}`
        : `This membership overlaps one recorded from ${other.joinedOn}`,
      'End the earlier one before the later begins, or correct joined_on where it is recorded',
    )
  }
}
