import { momentInWords } from '../../platform/day.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { Bullets, Details, Inset, Link, Section, Small, Subheading, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { capacities } from '../tables.ts'
import type { AttendanceRow, RegisterChange } from './queries.ts'
import { type Turnout, turnoutInWords } from './rules.ts'

/** How many are represented, read out when it changes. */
export const QuorumPart = ({ id, says }: { id: number; says: string | null }) => (
  <LivePart of={`meetings/${id}`} part="quorum" said>
    {says && <Inset>Quorum: {says}</Inset>}
  </LivePart>
)

export const register: Listing<AttendanceRow> = {
  caption: 'Register',
  empty: 'Nobody is on the register. The office or the lead of the group keeps it.',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school ?? 'Guest' },
    { title: 'Capacity', show: ({ capacity }) => capacities[capacity], csv: ({ capacity }) => capacity },
    {
      title: 'Person',
      show: ({ person, why }) =>
        why ? (
          <>
            {person}
            <Small>{why}</Small>
          </>
        ) : (
          person
        ),
      csv: ({ person }) => person,
    },
    { title: 'Arrived', show: ({ arrived }) => arrived, sparse: true },
    { title: 'Left', show: ({ departed }) => departed, sparse: true },
  ],
}

type RegisterProps = {
  meetingId: number
  rows: AttendanceRow[]
  turnout: Turnout
  unrecorded: string[]
  changes: RegisterChange[]
  keeps: boolean
  /** Whether there is a quorum, while the meeting is on. */
  quorum: string | null
  isOver: boolean
}

/** Of a meeting that is over, more lines than these are folded, so that what it decided is not far below them. */
const LONG = 12

/** Who came, as it stands on the page of its meeting. */
export function Register({ meetingId, rows, turnout, unrecorded, changes, keeps, ...of }: RegisterProps) {
  const removed = changes.filter((change) => change.removed)
  const table = <Table of={register} rows={rows} hideCaption />
  return (
    <Section title="Register" id="register">
      <QuorumPart id={meetingId} says={of.quorum} />
      <LivePart of={`meetings/${meetingId}`} part="register">
        {rows.length > 0 && <Text>{turnoutInWords(turnout)}</Text>}
        {of.isOver && rows.length > LONG ? (
          <Details summary="Who came, school by school">{table}</Details>
        ) : (
          table
        )}
        {rows.length > 0 && (
          <Text>
            {unrecorded.length > 0 && `Nothing is recorded for ${unrecorded.join(', ')}. `}
            <Link to={`/meetings/${meetingId}/register.csv`}>Download as CSV</Link>
          </Text>
        )}
        {keeps && removed.length > 0 && <Removed {...{ meetingId, removed }} />}
        {keeps && changes.length > 0 && <Changes of={changes} />}
      </LivePart>
    </Section>
  )
}

const inWords = ({ school, person, capacity }: RegisterChange) =>
  [school ?? 'Guest', capacities[capacity].toLowerCase(), person].filter(Boolean).join(', ')

function Removed({ meetingId, removed }: { meetingId: number; removed: RegisterChange[] }) {
  return (
    <>
      <Subheading>Taken off the register</Subheading>
      <Bullets
        items={removed.map((change) => (
          <>
            {inWords(change)}{' '}
            <PressButton
              action={`/meetings/${meetingId}/register/${change.rowId}/restore`}
              says="Put back"
              about={inWords(change)}
              quiet
            />
          </>
        ))}
      />
    </>
  )
}

const Changes = ({ of }: { of: RegisterChange[] }) => (
  <Details summary={of.length === 1 ? 'Register changed once' : `Register changed ${of.length} times`}>
    <Bullets
      items={of.map((change) => (
        <>
          {change.changedBy ?? 'An import'} changed “{inWords(change)}” on {momentInWords(change.changedAt)}
        </>
      ))}
    />
  </Details>
)
