import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Bullets, Facts, Link, Section, Subheading, Text } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { capacities } from '../tables.ts'
import type { Came, Front, Interest, Named, OfItem, StatedOf, Told, ToldItem } from './editions/parts.ts'

/** Minutes as they are read, written, frozen or redacted; what the reader is not given is left out. */
export function MinutesRead({ told }: { told: Told }) {
  return (
    <>
      {told.front && <Head front={told.front} />}
      {told.attendance && <There came={told.attendance} named={told.names} />}
      {told.items.map((item) => (
        <Section title={titleOf(item)} id={`item-${item.number}`}>
          <SaidOf item={item} />
        </Section>
      ))}
    </>
  )
}

export const titleOf = ({ number, item, partB }: ToldItem) =>
  `${number}. ${item?.title ?? 'Item'}${partB ? ' (confidential)' : ''}`

function Head({ front }: { front: Front }) {
  const times =
    front.starts && front.ends
      ? `, ${front.starts} to ${front.ends}`
      : front.starts
        ? `, ${front.starts}`
        : ''
  return (
    <Facts
      facts={[
        { is: front.meeting.groups.length > 1 ? 'Groups' : 'Group', says: front.meeting.groups.join(', ') },
        { is: 'Held', says: `${inWords(front.heldOn)}${times}` },
        front.place !== null && { is: 'Place', says: front.place },
        front.chair !== null && { is: 'Chair', says: front.chair },
        front.clerk !== null && { is: 'Clerk', says: front.clerk },
        { is: 'Represented', says: front.turnout },
        front.quorum !== null && { is: 'Quorum', says: front.quorum },
        front.approved && { is: 'Approved', says: approvalInWords(front.approved) },
        front.approved?.amendments ? { is: 'Amendments', says: front.approved.amendments } : null,
      ]}
    />
  )
}

export const approvalInWords = ({ on, at }: { on: Front['heldOn']; at: string }) =>
  [at, inWords(on)].filter(Boolean).join(', ')

type Line = Came & Partial<Named>

const attendance: Listing<Line> = {
  caption: 'Attendance',
  empty: 'Nobody is on the register of this meeting.',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school ?? 'Guest' },
    { title: 'Capacity', show: ({ capacity }) => capacities[capacity] },
    { title: 'Person', show: ({ name }) => name ?? '' },
    { title: 'Times', show: ({ arrived, departed }) => timesInWords(arrived, departed) },
    { title: 'Note', show: ({ why }) => why ?? '' },
  ],
}
/** What a column would say of nobody is no column. */
const columnsFor = (lines: Line[]): Listing<Line> => ({
  ...attendance,
  columns: attendance.columns.filter(({ show }, i) => i < 2 || lines.some((line) => show(line) !== '')),
})

export const timesInWords = (arrived: string | null, departed: string | null) =>
  [arrived && `came ${arrived}`, departed && `left ${departed}`].filter(Boolean).join(', ')

/** Names stand beside what they belong to line by line, as both were taken from one register. */
export const linesOf = (came: Came[], named: Named[] | null): Line[] =>
  came.map((line, i) => ({ ...line, ...(named?.[i] ?? {}) }))

function There({ came, named }: { came: Came[]; named: Named[] | null }) {
  const lines = linesOf(came, named)
  return (
    <Section title="Attendance and apologies" id="attendance">
      <Table of={columnsFor(lines)} rows={lines} hideCaption />
    </Section>
  )
}

/** What an item led to, under its title. */
export function SaidOf({ item }: { item: ToldItem }) {
  return (
    <>
      <Before item={item} />
      <ReportedBack item={item} />
      {item.minute?.map((paragraph) => (
        <Text>{paragraph}</Text>
      ))}
      <Outcome item={item} />
    </>
  )
}

/** What is known of an item before a word is written: its papers, and who has an interest in it. */
export function Before({ item }: { item: Partial<OfItem> }) {
  return (
    <>
      {item.item && item.item.papers.length > 0 && (
        <Text>
          {item.item.papers.length === 1 ? 'Paper' : 'Papers'}: {item.item.papers.join('; ')}
        </Text>
      )}
      {item.interests && item.interests.length > 0 && (
        <Bullets items={item.interests.map((interest) => interestInWords(interest))} />
      )}
    </>
  )
}

/** What representatives reported back from groups, and what is owed still. */
const ReportedBack = ({ item }: { item: Partial<OfItem> }) =>
  item.feedback && item.feedback.length > 0 ? (
    <>
      <Subheading>Feedback</Subheading>
      <Bullets items={reportLines(item)} />
    </>
  ) : null

const nameOf = (reporters: OfItem['reporters'] | undefined, at: number) =>
  reporters?.find(({ report }) => report === at)?.name

const reportInWords = (
  { group, met, school, stands, words }: OfItem['feedback'][number],
  name: string | undefined,
) => {
  const who = [name, school].filter(Boolean).join(', ')
  return [`${group}, ${inWords(met)}:`, who && `${who}.`, stands, words].filter(Boolean).join(' ')
}

/** The same, a line for each. */
export const reportLines = ({ feedback = [], reporters }: Partial<OfItem>) =>
  feedback.map((report, i) => reportInWords(report, nameOf(reporters, i)))

export const interestInWords = ({ name, school, words, leftRoom }: Interest) =>
  `${[name, school].filter(Boolean).join(', ')} declared an interest: ${words}${/[.!?]$/.test(words) ? '' : '.'} ${leftRoom ? 'They left the room.' : 'They stayed in the room.'}`

export const Outcome = ({ item }: { item: Partial<OfItem> }) => (
  <>
    {item.decisions && item.decisions.length > 0 && (
      <>
        <Subheading>{item.decisions.length === 1 ? 'Decision' : 'Decisions'}</Subheading>
        <Bullets items={item.decisions.map((decision) => decisionInWords(decision))} />
      </>
    )}
    {item.statements && item.statements.length > 0 && (
      <>
        <Subheading>{STATEMENTS}</Subheading>
        <Bullets items={item.statements.map(statementInWords)} />
      </>
    )}
    {item.actions && item.actions.length > 0 && (
      <>
        <Subheading>{item.actions.length === 1 ? 'Action' : 'Actions'}</Subheading>
        <Bullets
          items={item.actions.map((action) => (
            <Link to={`/meetings/actions/${action.id}`}>{actionInWords(action, item.owners)}</Link>
          ))}
        />
      </>
    )}
  </>
)

export const decisionInWords = ({
  number,
  words,
  means,
  pence,
  takesEffectOn,
  vote,
}: OfItem['decisions'][number]) =>
  [
    `${number}: ${words}`,
    means && `For a school: ${means}`,
    pence !== null && `${inPounds(pence)} for each school.`,
    takesEffectOn && `From ${inWords(takesEffectOn)}.`,
    vote && `${vote}.`,
  ]
    .filter(Boolean)
    .join(' ')

export const STATEMENTS = 'Reasons and statements'
export const statementInWords = ({ decision, school, how, words }: StatedOf) =>
  `${school}, ${how} on ${decision}: ${words}`

export function actionInWords(
  { id, words, post, due }: OfItem['actions'][number],
  owners: OfItem['owners'] | undefined,
) {
  const name = owners?.find(({ action }) => action === id)?.name
  return `${words} (${[name, post].filter(Boolean).join(', ')}${due ? `; due ${due}` : ''})`
}
