import { Page } from '../platform/page.tsx'
import { Lead, Link, Text } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { Ballot, ElectorRow } from './queries.ts'
import { mayTakePart, titleOf } from './rules.ts'

const capacities = { head: 'head', 'acting head': 'acting head', deputy: 'deputy' } as const

/** A line of the roll; `whose` says for whose interest the school is outside, where the reader may know. */
export type RollLine = Pick<
  ElectorRow,
  'school' | 'present' | 'person' | 'capacity' | 'excluded' | 'took'
> & {
  whose: string[]
}

const atOpening = ({ present, person, capacity }: RollLine) =>
  present
    ? [person, capacity && capacity in capacities && capacities[capacity as keyof typeof capacities]]
        .filter(Boolean)
        .join(', ') || 'Represented'
    : 'Not in the room'

const outside = ({ whose }: RollLine) =>
  `No part in it: an interest was declared${whose.length > 0 ? ` by ${whose.join(' and ')}` : ''}`

/** That a school took part, and never how. */
function partTaken(ballot: Ballot, line: RollLine): string {
  if (line.excluded) return outside(line)
  if (line.took === 'vote') return 'Voted'
  if (line.took === 'paper') return 'Took a voting paper'
  if (!mayTakePart(ballot, line)) return 'No vote'
  return ballot.closedAt === null ? 'Not yet' : 'Did not take part'
}

/** Who has a vote, who sat for each school when it opened, and who took part. */
export function rollOf(ballot: Ballot): Listing<RollLine> {
  const inRoom = !ballot.byCorrespondence && ballot.openedAt !== null
  return {
    caption: 'Roll',
    empty: 'The roll is called when the vote opens.',
    plain: true,
    columns: [
      { title: 'School', show: ({ school }) => school },
      ...(inRoom ? [{ title: 'When it opened', show: atOpening }] : []),
      { title: 'Part taken', show: (line: RollLine) => partTaken(ballot, line) },
    ],
  }
}

type RollProps = { ballot: Ballot; lines: RollLine[]; all: boolean }

export const RollPage = ({ ballot, lines, all }: RollProps) => (
  <Page title="Roll of the vote" up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}>
    <Lead>{ballot.partB ? 'A confidential item' : titleOf(ballot)}</Lead>
    <Text>
      {all
        ? 'Who has a vote and who took part. How anybody voted is not told here.'
        : 'Until the vote is closed you see your own schools.'}
    </Text>
    <Table of={rollOf(ballot)} rows={lines} hideCaption />
    {lines.length > 0 && (
      <Text>
        <Link to={`/ballots/${ballot.id}/roll.csv`}>Download as CSV</Link>
      </Text>
    )}
  </Page>
)
