import { type SheetName, year } from '../src/imports/format.ts'
import { type Known, nothingKnown } from '../src/imports/known.ts'
import { checkYear } from '../src/imports/plan.ts'
import { readYear, sheetsOf } from '../src/imports/records.ts'
import { day } from '../src/platform/day.ts'
import { csvText, openFiles } from '../src/platform/sheet.ts'
import { Report } from '../src/platform/sheet-report.ts'

/** The day of these checks. */
export const today = day('2018-07-31')
const known: Known = {
  ...nothingKnown,
  schools: [
    { urn: 990001, name: 'Ashmere High School' },
    { urn: 990002, name: 'Brindle Moor High School' },
    { urn: 990025, name: 'Withy Brook High School' },
    { urn: 990090, name: 'Outside School' },
  ],
  spells: [
    {
      id: 1,
      joinedOn: day('2012-09-01'),
      leftOn: null,
      urns: [{ urn: 990001, from: day('2012-09-01'), to: null }],
    },
    {
      id: 2,
      joinedOn: day('2012-09-01'),
      leftOn: null,
      urns: [{ urn: 990002, from: day('2012-09-01'), to: null }],
    },
    {
      id: 25,
      joinedOn: day('2012-09-01'),
      leftOn: day('2016-12-31'),
      urns: [{ urn: 990025, from: day('2012-09-01'), to: day('2016-12-31') }],
    },
  ],
  people: [
    { id: 1, ref: 'p-1', name: 'Lucia Almeida', email: 'l.almeida@ashmere.example' },
    { id: 2, ref: 'p-2', name: 'Dev Khan', email: null },
    { id: 3, ref: 'p-3', name: 'Dev Khan', email: 'd.khan@brindle.example' },
    { id: 4, ref: null, name: 'Noor Iqbal', email: 'n.iqbal@brindle.example' },
  ],
  posts: [
    {
      id: 1,
      personId: 1,
      membershipId: 1,
      organisationId: null,
      post: 'head',
      from: day('2012-09-01'),
      to: day('2015-08-31'),
    },
    {
      id: 2,
      personId: 1,
      membershipId: 1,
      organisationId: null,
      post: 'head',
      from: day('2016-09-01'),
      to: null,
    },
  ],
  groups: [{ id: 1, ref: 'maths', name: 'Maths hub' }],
  meetings: [{ id: 1, ref: 'm-1', heldOn: day('2018-03-05') }],
  courses: [{ id: 1, ref: 'c-1' }],
  sessions: [{ id: 1, courseId: 1, ref: 's-1', on: day('2018-03-05') }],
  visits: [{ ref: 'V1', practitionerId: 1, on: day('2018-03-05'), half: 'am' }],
}

/** Rows that are right as they stand, over what is known; a case alters some of their cells. */
export const right: Record<SheetName, Record<string, string>> = {
  schools: {
    urn: '990003',
    name: 'Carr Lane Academy',
    joined_on: '2018-01-01',
    left_on: '',
    trust: 'Northmoor Trust',
  },
  people: {
    ref: 'p-9',
    name: 'Ada New',
    email: 'a.new@ashmere.example',
    urn: '990001',
    post: 'teacher',
    from: '2017-09-01',
  },
  groups: { ref: 'science', name: 'Science hub', kind: 'hub', lead: 'p-1' },
  meetings: {
    ref: 'm-9',
    group: 'maths',
    title: 'Ratio',
    held_on: '2018-03-05',
    starts: '15:45',
    ends: '17:15',
    status: 'held',
  },
  attendance: { meeting: 'm-1', urn: '990001', person: 'p-1', capacity: 'head' },
  support: {
    ref: 'V9',
    practitioner: 'p-1',
    from_urn: '990001',
    to_urn: '990002',
    on: '2018-03-06',
    half: 'am',
    status: 'done',
    through_ssig: 'yes',
  },
  courses: { ref: 'c-9', title: 'Induction', kind: 'programme', days: '2' },
  sessions: {
    course: 'c-1',
    ref: 's-9',
    on: '2018-03-05',
    starts: '',
    ends: '',
    host_urn: '',
    status: 'held',
  },
  participants: { course: 'c-1', session: 's-1', person: 'p-1', urn: '990001', outcome: 'attended' },
  schemes: {
    ref: 'sch',
    name: 'Data',
    kind: 'data service',
    from: '2017-09-01',
    to: '2018-08-31',
    urns: '990001; 990002',
  },
  resources: { ref: 'r', title: 'Audit', kind: 'audit', shared_on: '2018-03-05', group: 'maths' },
  packages: { ref: 'k', partner: 'Lamplight', title: 'Tutoring', subsidised: '', from: '2017-09-01', to: '' },
  case_studies: {
    ref: 'cs',
    title: 'Listening',
    group: '',
    urn: '990001',
    published_on: '2018-03-05',
    file: 'study.md',
  },
  reading: {
    urn: '990001',
    pupil: 'R01',
    dob: '2005-12-02',
    test: 'CRAT',
    tested_on: '2017-09-18',
    reading_age: '07:11',
    cohort: 'r',
  },
}

export type Row = Record<string, string>

export const csvOf = (sheet: SheetName, rows: Row[]) => {
  const columns = Object.keys(year[sheet].columns)
  return csvText(
    columns,
    rows.map((row) => columns.map((column) => row[column] ?? '')),
  )
}

/** Reads and checks these files, over what is known. */
export async function check(files: Record<string, string>) {
  const report = new Report()
  const given = Object.entries({ 'study.md': 'What we did', ...files }).map(
    ([name, text]) => new File([text], name),
  )
  const book = await openFiles(given, report)
  const read = await readYear(book, sheetsOf(book, 'year'), today, report, () => {})
  const plan = await checkYear(read, book, known, today, report)
  return { plan, faults: report.faults, remarks: report.remarks }
}

/** A sheet whose rows are the right one with these alterations. */
export const altered = (sheet: SheetName, ...alterations: Row[]) =>
  check({
    [`${sheet}.csv`]: csvOf(
      sheet,
      alterations.map((alteration) => ({ ...right[sheet], ...alteration })),
    ),
  })
