import type { Cells, Known } from '../../meetings/bring/read.ts'
import { dayTyped } from '../../platform/day.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'
import { phases } from '../areas/tables.ts'

/** The office's files of support, and the columns of each; several in one cell stand with a semicolon between. */
const sheets = {
  practitioners: [
    ...[
      'person',
      'urn',
      'from',
      'to',
      'expertise',
      'times',
      'half_days',
      'vouched_on',
      'profile',
      'evidence',
    ],
  ],
  deployments: [
    ...[
      'deployment',
      'commission',
      'kind',
      'state',
      'to_urn',
      'area',
      'phase',
      'need',
      'outcome_hoped',
      'urgency',
    ],
    ...[
      'wanted_from',
      'wanted_to',
      'half_days',
      'contact',
      'requested_on',
      'first_contact_on',
      'first_contact_urn',
    ],
    ...['explained', 'person', 'from_urn', 'closed_on', 'note', 'priorities', 'measures'],
  ],
  visits: ['deployment', 'on', 'half', 'starts', 'ends', 'purpose', 'note', 'next', 'noted_on'],
  evaluations: [
    ...[
      'deployment',
      'evaluated_on',
      'reach',
      'reaction',
      'practice',
      'evidence',
      'impact',
      'outcome',
      'recommend',
      'next',
    ],
  ],
  clusters: ['cluster', 'year', 'urns', 'begun_on'],
  reviews: [
    ...[
      'cluster',
      'urn',
      'state',
      'focus',
      'visit_from',
      'visit_to',
      'leader',
      'reviewers',
      'interest',
      'workshop_on',
    ],
  ],
  rounds: [
    ...[
      'round',
      'urn',
      'title',
      'problem',
      'marks',
      'visit_on',
      'lead',
      'state',
      'visitors',
      'rooms',
      'notes',
    ],
    ...[
      'description',
      'patterns',
      'analysis',
      'prediction',
      'next_level',
      'theory_if',
      'theory_then',
      'return_on',
      'returned',
    ],
  ],
} as const satisfies Record<string, readonly string[]>
export type SheetName = keyof typeof sheets
export type Sheets = Record<SheetName, Cells[]>

type Given = { known: Known; areas: Map<string, number> }
type Understood = (value: string, given: Given) => boolean

const aDay: Understood = (value) => dayTyped(value) !== undefined
const aPerson: Understood = (value, { known }) => known.people.has(value)
const aSchool: Understood = (value, { known }) => known.urns.has(value)
const each =
  (is: Understood): Understood =>
  (value, given) =>
    value.split(';').every((one) => is(one.trim(), given))
const inArea: Understood = (value, { areas }) => {
  const [area = '', phase = 'whole school'] = value.split(' / ')
  return areas.has(area) && Object.hasOwn(phases, phase)
}

const days = [
  'from',
  'to',
  'vouched_on',
  'wanted_from',
  'wanted_to',
  'requested_on',
  'first_contact_on',
  'closed_on',
  'on',
]
const moreDays = [
  'noted_on',
  'evaluated_on',
  'begun_on',
  'visit_from',
  'visit_to',
  'workshop_on',
  'visit_on',
  'return_on',
]
const understood: Record<string, Understood> = {
  ...Object.fromEntries([...days, ...moreDays].map((column) => [column, aDay])),
  ...Object.fromEntries(['person', 'contact', 'leader', 'lead'].map((column) => [column, aPerson])),
  ...Object.fromEntries(
    ['urn', 'to_urn', 'from_urn', 'first_contact_urn'].map((column) => [column, aSchool]),
  ),
  ...{ urns: each(aSchool), reviewers: each(aPerson), visitors: each(aPerson), expertise: each(inArea) },
  area: (value, { areas }) => areas.has(value),
}

/** The rows of every sheet; each cell that cannot be understood is a fault of the report. */
export async function sheetsOf(book: Book, given: Given, report: Report): Promise<Sheets> {
  const read = {} as Sheets
  for (const [name, columns] of Object.entries(sheets) as [SheetName, readonly string[]][]) {
    read[name] = []
    const file = book.sheet(name)?.file ?? name
    for await (const { number, cells } of book.rows(name, { columns, required: [columns[0] ?? ''] })) {
      for (const [column, is] of Object.entries(understood)) {
        const value = (cells as Cells)[column] ?? ''
        if (value === '' || is(value, given)) continue
        const wrong = 'Nothing of this name is recorded, or it is not written as a date'
        report.fault({
          file,
          row: number,
          column,
          value,
          wrong,
          right: 'Give the reference in the other files',
        })
      }
      read[name].push(cells as Cells)
    }
  }
  return read
}
