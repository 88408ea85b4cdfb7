import { type Day, dayInLondon, inWords, momentInWords } from '../../../platform/day.ts'
import type { Block, Document } from '../../../platform/pdf.ts'
import { capacities } from '../../tables.ts'
import {
  actionInWords,
  approvalInWords,
  decisionInWords,
  interestInWords,
  linesOf,
  reportLines,
  STATEMENTS,
  statementInWords,
  timesInWords,
  titleOf,
} from '../read.tsx'
import { isDraft } from '../rules.ts'
import type { MinuteState } from '../tables.ts'
import type { Came, Front, Named, Told, ToldItem } from './parts.ts'
import type { EditionRow } from './queries.ts'

export type ToPrint = {
  told: Told
  title: string
  alliance: string
  state: MinuteState
  /** The edition it is printed from, and how many parts of it are left out. */
  edition: { row: EditionRow; withheld: number } | null
  today: Day
}

/** Minutes as a document: it says “Draft” until a meeting approved them, and by whom they are signed after that. */
export function printedMinutes({ told, title, alliance, state, edition, today }: ToPrint): Document {
  return {
    title,
    subtitle: standingInWords(state, edition?.row ?? null),
    author: alliance,
    date: edition ? dayInLondon(edition.row.madeAt) : today,
    sections: [
      ...(isDraft(state)
        ? [note('DRAFT. No meeting has approved these minutes yet; they may still be changed.')]
        : []),
      ...(told.front ? front(told.front) : []),
      ...(told.attendance ? attendance(told.attendance, told.names) : []),
      ...told.items.flatMap(item),
      ...(edition ? seal(edition.row, edition.withheld) : []),
    ],
  }
}

const note = (text: string): Block => ({ kind: 'note', text })

export function standingInWords(state: MinuteState, edition: EditionRow | null): string {
  if (!edition) return isDraft(state) ? 'Draft' : 'Approved'
  const signed =
    edition.signedBy && edition.signedAt
      ? `signed by ${edition.signedBy} on ${momentInWords(edition.signedAt)}`
      : 'approved'
  return `Edition ${edition.number}, ${signed}`
}

function front({
  meeting,
  heldOn,
  starts,
  ends,
  place,
  chair,
  clerk,
  turnout,
  quorum,
  approved,
}: Front): Block[] {
  const lines: [string, string | null][] = [
    [meeting.groups.length > 1 ? 'Groups' : 'Group', meeting.groups.join(', ')],
    ['Held', [inWords(heldOn), starts && ends ? `${starts} to ${ends}` : starts].filter(Boolean).join(', ')],
    ['Place', place],
    ['Chair', chair],
    ['Clerk', clerk],
    ['Represented', turnout],
    ['Quorum', quorum],
    ['Approved', approved && approvalInWords(approved)],
    ['Amendments', approved?.amendments ?? null],
  ]
  return [
    {
      kind: 'list',
      items: lines.flatMap(([is, says]) => (says ? [[{ text: `${is}: `, bold: true }, says]] : [])),
    },
  ]
}

const attendance = (came: Came[], named: Named[] | null): Block[] => [
  { kind: 'heading', level: 1, text: 'Attendance and apologies' },
  {
    kind: 'table',
    caption: 'Attendance',
    columns: [
      { header: 'School' },
      { header: 'Capacity' },
      ...(named ? [{ header: 'Person', wide: true }] : []),
    ],
    rows: linesOf(came, named).map(({ school, capacity, arrived, departed, name, why }) => [
      school ?? 'Guest',
      capacities[capacity],
      ...(named ? [[name, timesInWords(arrived, departed), why].filter(Boolean).join('; ')] : []),
    ]),
  },
]

function item(it: ToldItem): Block[] {
  const listed = (title: string, items: string[] | undefined): Block[] =>
    items && items.length > 0
      ? [
          { kind: 'heading', level: 2, text: title },
          { kind: 'list', items },
        ]
      : []
  return [
    { kind: 'heading', level: 1, text: titleOf(it) },
    ...(it.item && it.item.papers.length > 0 ? [note(`Papers: ${it.item.papers.join('; ')}`)] : []),
    ...listed('Feedback', reportLines(it)),
    ...(it.minute ?? []).map((text): Block => ({ kind: 'paragraph', text })),
    ...listed('Interests declared', it.interests?.map(interestInWords)),
    ...listed('Decisions', it.decisions?.map(decisionInWords)),
    ...listed(STATEMENTS, it.statements?.map(statementInWords)),
    ...listed(
      'Actions',
      it.actions?.map((action) => actionInWords(action, it.owners)),
    ),
  ]
}

function seal({ digest, reason, number }: EditionRow, withheld: number): Block[] {
  const says = [
    withheld > 0 &&
      `${withheld} ${withheld === 1 ? 'part is' : 'parts are'} left out here; the digest is that of the whole.`,
    number > 1 && reason && `What was corrected in this edition: ${reason}`,
    `Digest of edition ${number}: ${digest}`,
  ]
  return says.flatMap((text) => (text ? [note(text)] : []))
}
