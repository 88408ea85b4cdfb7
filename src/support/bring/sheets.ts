import {
  aDay,
  all,
  aPerson,
  aSchool,
  type Cells,
  type Known,
  type Understood,
} from '../../meetings/bring/read.ts'
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
export type Sheets = Record<keyof typeof sheets, Cells[]>

/** What is recorded already: besides what minutes speak of, the areas of support by name. */
type Has = Known & { areas: Map<string, number> }

const each =
  (is: Understood<Has>): Understood<Has> =>
  (value, known) =>
    value.split(';').every((one) => is(one.trim(), known))
const inArea: Understood<Has> = (value, { areas }) => {
  const [area = '', phase = 'whole school'] = value.split(' / ')
  return areas.has(area) && Object.hasOwn(phases, phase)
}

const understood: Record<string, Understood<Has>> = Object.fromEntries([
  ...all(['from', 'to', 'vouched_on', 'wanted_from', 'wanted_to', 'requested_on'], aDay),
  ...all(['first_contact_on', 'closed_on', 'on', 'noted_on', 'evaluated_on', 'begun_on'], aDay),
  ...all(['visit_from', 'visit_to', 'workshop_on', 'visit_on', 'return_on'], aDay),
  ...all(['person', 'contact', 'leader', 'lead'], aPerson),
  ...all(['urn', 'to_urn', 'from_urn', 'first_contact_urn'], aSchool),
  ...all(['reviewers', 'visitors'], each(aPerson)),
  ['urns', each(aSchool)],
  ['expertise', each(inArea)],
  ['area', (value, { areas }) => areas.has(value)],
] as [string, Understood<Has>][])

export const files = {
  sheets,
  understood,
  wrong: 'Nothing of this name is recorded, or it is not written as a date',
}
