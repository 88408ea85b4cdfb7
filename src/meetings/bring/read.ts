import { type Day, dayTyped } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'

/** The files of agendas and minutes, and of what schools and hubs made of them; the columns of each. */
const sheets = {
  members: ['group', 'person', 'urn', 'part', 'from', 'to'],
  meetings: ['meeting', 'chair', 'clerk', 'agenda_sent_on', 'minutes_sent_on', 'approved_at'],
  agenda: [
    ...['meeting', 'position', 'kind', 'title', 'purpose', 'owner', 'minutes', 'part_b', 'follows'],
    ...['paper_title', 'paper'],
  ],
  minutes: ['meeting', 'position', 'words'],
  decisions: ['meeting', 'position', 'number', 'words', 'means', 'pounds', 'takes_effect_on'],
  actions: [
    ...['meeting', 'position', 'words', 'owner', 'post', 'urn', 'due_meeting', 'due_on'],
    ...['closed_on', 'outcome'],
  ],
  ballots: [
    ...[
      'ballot',
      'meeting',
      'position',
      'amends',
      'amended_words',
      'question',
      'explanation',
      'asks',
      'manner',
      'majority',
    ],
    ...['counting', 'candidates', 'opened_on', 'opened_at', 'closes_on', 'closes_at', 'others', 'papers'],
    'decision',
  ],
  votes: ['ballot', 'urn', 'choice', 'reason'],
  feedback: ['source', 'person', 'given', 'words'],
  interests: ['person', 'urn', 'declared_on', 'meeting', 'position', 'left_room', 'words'],
  nominations: ['person', 'urn', 'group', 'nominated_by', 'nominated_on', 'words'],
  deputies: ['meeting', 'urn', 'person', 'named_by'],
  briefings: ['meeting', 'urn', 'writer', 'given_on', 'body', 'body_kind', 'how', 'minute_reference'],
  notes: ['group', 'meeting', 'title', 'words', 'writer', 'written_on'],
  contributions: ['group', 'urn', 'kind', 'given_on', 'meeting', 'words', 'writer'],
  reports: ['group', 'meeting', 'words', 'writer', 'sent_on'],
  resources: [
    ...['group', 'urn', 'writer', 'title', 'kind', 'shared_on', 'licence', 'words'],
    ...['used_by', 'used_urn', 'used_on', 'thanks'],
  ],
} as const satisfies Record<string, readonly string[]>
export type SheetName = keyof typeof sheets

export type Known = {
  meetings: Map<string, { id: number; heldOn: Day }>
  groups: Map<string, number>
  people: Map<string, number>
  membership: (urn: string, on: Day) => number | null
  urns: Set<string>
}

export async function knownTo(db: Reader): Promise<Known> {
  const [meetings, groups, people, borne] = await Promise.all([
    db.selectFrom('meetings').select(['id', 'ref', 'heldOn']).where('ref', 'is not', null).execute(),
    db.selectFrom('groups').select(['id', 'ref']).where('ref', 'is not', null).execute(),
    db.selectFrom('people').select(['id', 'ref']).where('ref', 'is not', null).execute(),
    db.selectFrom('membershipSchools').select(['membershipId', 'urn', 'fromOn', 'toOn']).execute(),
  ])
  return {
    meetings: new Map(meetings.map(({ id, ref, heldOn }) => [ref ?? '', { id, heldOn }])),
    groups: new Map(groups.map(({ id, ref }) => [ref ?? '', id])),
    people: new Map(people.map(({ id, ref }) => [ref ?? '', id])),
    membership: (urn, on) =>
      borne.find((one) => String(one.urn) === urn && one.fromOn <= on && (one.toOn ?? on) >= on)
        ?.membershipId ?? null,
    urns: new Set(borne.map(({ urn }) => String(urn))),
  }
}

/** Whether a cell can be understood, by what is recorded. */
export type Understood<Has = Known> = (value: string, known: Has) => boolean
const aMeeting: Understood = (value, { meetings }) => meetings.has(value)
export const aPerson: Understood = (value, { people }) => people.has(value)
export const aSchool: Understood = (value, { urns }) => urns.has(value)
export const aDay: Understood = (value) => dayTyped(value) !== undefined
export const all = <Has>(columns: string[], is: Understood<Has>) =>
  columns.map((column) => [column, is] as const)

const understood: Record<string, Understood> = Object.fromEntries([
  ...all(['meeting', 'source', 'given', 'due_meeting', 'approved_at'], aMeeting),
  ...all(['person', 'owner', 'chair', 'clerk', 'writer', 'named_by', 'nominated_by', 'used_by'], aPerson),
  ...all(['urn', 'used_urn'], aSchool),
  ...all(['from', 'to', 'due_on', 'closed_on', 'takes_effect_on', 'agenda_sent_on', 'minutes_sent_on'], aDay),
  ...all(['declared_on', 'nominated_on', 'given_on', 'written_on', 'sent_on', 'shared_on', 'used_on'], aDay),
  ...all(['opened_on', 'closes_on'], aDay),
  ['group', (value, { groups }) => groups.has(value)],
  ['position', (value) => /^\d{1,3}$/.test(value)],
] as [string, Understood][])

/** Files that are brought in together. */
type Files<Name extends string, Has> = {
  sheets: Record<Name, readonly string[]>
  /** What a cell must be for its row to be understood, by the column’s name. */
  understood: Record<string, Understood<Has>>
  /** What is said of one that is not. */
  wrong: string
}

export const files: Files<SheetName, Known> = {
  sheets,
  understood,
  wrong: 'Nothing of this reference is recorded, or it is not written as a date or number',
}

export type Cells = Record<string, string>

/** The rows of every sheet; each cell that cannot be understood is a fault of the report. */
export async function rowsOf<Name extends string, Has>(
  book: Book,
  { sheets, understood, wrong }: Files<Name, Has>,
  known: Has,
  report: Report,
): Promise<Record<Name, Cells[]>> {
  const read = {} as Record<Name, Cells[]>
  for (const [name, columns] of Object.entries(sheets) as [Name, readonly string[]][]) {
    read[name] = []
    const file = book.sheet(name)?.file ?? name
    for await (const { number, cells } of book.rows(name, { columns, required: [columns[0] ?? ''] })) {
      for (const column of columns) {
        const value = (cells as Cells)[column] ?? ''
        if (value === '' || (understood[column]?.(value, known) ?? true)) continue
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
