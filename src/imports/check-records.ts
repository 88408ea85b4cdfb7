import { completedMonths } from '../platform/day.ts'
import type { Book } from '../platform/sheet.ts'
import { type Report, Unreadable } from '../platform/sheet-report.ts'
import type { schemeKinds } from '../schemes/tables.ts'
import { Wrong } from './cells.ts'
import type { Group } from './check-meetings.ts'
import { checkSpan, Firsts, onceEach, RowFaults } from './faults.ts'
import type { RecordIn } from './format.ts'
import type { Lookup } from './lookup.ts'
import { unhurried } from './pace.ts'
import type { Places, Spell } from './places.ts'
import type { YearRead } from './records.ts'

type SchemeKind = keyof typeof schemeKinds
export type Scheme = Omit<RecordIn<'schemes'>, 'urns' | 'kind'> & {
  kind: SchemeKind
  everyone: boolean
  members: Spell[]
}
export type Resource = Omit<RecordIn<'resources'>, 'group'> & { group: Group | null }
export type Package = RecordIn<'packages'> & { subsidised: boolean }
export type CaseStudy = Omit<RecordIn<'case_studies'>, 'group' | 'file'> & {
  group: Group | null
  spell: Spell | null
  body: string
}
export type ReadingTest = Omit<RecordIn<'reading'>, 'urn'> & { spell: Spell }

const schemeKind = (typed: string): SchemeKind => {
  const kind = typed.toLowerCase()
  if (kind.includes('data')) return 'data service'
  if (kind.includes('teacher') || kind.includes('training')) return 'teacher training'
  if (kind.includes('panel')) return 'panel'
  return kind.includes('peer review') ? 'peer review' : 'other'
}

export function checkSchemes(year: YearRead, places: Places, report: Report): Scheme[] {
  return onceEach(year.schemes, report).map(({ urns, ...record }) => {
    const faults = new RowFaults(report, year.schemes, record)
    checkSpan(faults, 'to', record.from, record.to)
    const told = urns === 'all' || urns === null ? [] : urns
    const while_ = `while the scheme ran`
    const members = told.flatMap(
      (urn) => faults.found('urns', urn, places.memberDuring(urn, record, while_)) ?? [],
    )
    return {
      ...record,
      kind: schemeKind(record.kind),
      everyone: urns === 'all',
      members: [...new Set(members)],
    }
  })
}

export function checkResources(year: YearRead, groups: Lookup<Group>, report: Report): Resource[] {
  return onceEach(year.resources, report).map((record) => {
    const faults = new RowFaults(report, year.resources, record)
    const group = record.group && faults.found('group', record.group, groups.find(record.group))
    return { ...record, group: group || null }
  })
}

export function checkPackages(year: YearRead, report: Report): Package[] {
  return onceEach(year.packages, report).map((record) => {
    checkSpan(new RowFaults(report, year.packages, record), 'to', record.from, record.to)
    return { ...record, subsidised: record.subsidised ?? false }
  })
}

export async function checkCaseStudies(
  year: YearRead,
  book: Book,
  groups: Lookup<Group>,
  places: Places,
  report: Report,
): Promise<CaseStudy[]> {
  const studies: CaseStudy[] = []
  for (const { file, ...record } of onceEach(year.case_studies, report)) {
    const faults = new RowFaults(report, year.case_studies, record)
    const group = record.group && faults.found('group', record.group, groups.find(record.group))
    const spell =
      record.urn && faults.found('urn', record.urn, places.memberOn(record.urn, record.published_on))
    const body = faults.found('file', file, await bodyIn(book, file))
    if (body !== undefined) studies.push({ ...record, group: group || null, spell: spell || null, body })
  }
  return studies
}

const LONGEST_STUDY = 100_000

async function bodyIn(book: Book, file: string): Promise<string | Wrong> {
  try {
    const body = (await book.textBeside(file))?.trim()
    if (body === undefined)
      return new Wrong('is not among the files given', 'Put the file beside this one, and give them together')
    if (body === '') return new Wrong('is a file with nothing in it', 'Write the case study into it')
    return body.length > LONGEST_STUDY
      ? new Wrong('is far too long for a case study', 'Shorten it')
      : body.replaceAll('\r\n', '\n')
  } catch (error) {
    if (error instanceof Unreadable) return new Wrong('cannot be read as text', error.message)
    throw error
  }
}

const YOUNGEST = 3
const OLDEST = 25

/** Reading tests. The same test twice for one pupil on one day is a repetition, or two ages of which one is wrong. */
export async function checkReading(year: YearRead, places: Places, report: Report): Promise<ReadingTest[]> {
  const firsts = new Firsts<number | null>()
  const tests: ReadingTest[] = []
  for await (const record of unhurried(year.reading.records)) {
    const { urn, dob, tested_on, reading_age, row, pupil, cohort, test } = record
    const faults = new RowFaults(report, year.reading, record)
    const age = dob && Math.floor(completedMonths(dob, tested_on) / 12)
    if (age !== null && (age < YOUNGEST || age > OLDEST))
      faults.say(
        'dob',
        dob,
        `This makes the pupil ${age} on the day of the test`,
        'Check the year of both days',
      )
    const spell = faults.found('urn', urn, places.memberOn(urn, tested_on))
    const first = firsts.before([urn, cohort, pupil, test, tested_on].join('\n'), row, reading_age)
    if (first && first.said === reading_age) faults.remark(`it repeats row ${first.row}`)
    else if (first)
      faults.say(
        'reading_age',
        inYears(reading_age),
        `Row ${first.row} gives ${inYears(first.said)} for the same test on the same day`,
        'Keep the row that is right',
      )
    if (spell && !first) tests.push({ ...record, spell })
  }
  return tests
}

const inYears = (months: number | null) =>
  months === null
    ? 'no reading age'
    : `${String(Math.floor(months / 12)).padStart(2, '0')}:${String(months % 12).padStart(2, '0')}`
