import { momentInWords } from '../../platform/day.ts'
import { form, optional, search } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Link, Section, Text } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { choiceInWords } from '../choices.ts'
import type { Ballot, OptionRow } from '../queries.ts'
import { ways } from '../tables.ts'
import type { VoteFilter, VoteRow } from './queries.ts'

/** Which school voted how, by whom, and why: read once the ballot is closed. */
export const votesListing = (ballot: Ballot, options: OptionRow[]): Listing<VoteRow> => ({
  caption: 'Votes by school',
  empty: 'No school voted by name.',
  columns: [
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'Vote', sort: 'choice', show: ({ choice }) => choiceInWords(ballot, options, choice) },
    { title: 'Reason', sparse: true, show: ({ reason }) => reason },
    { title: 'Cast by', sparse: true, show: ({ person }) => person },
    { title: 'How', show: saysHow },
    {
      title: 'When',
      sort: 'at',
      show: ({ castAt }) => momentInWords(castAt),
      csv: ({ castAt }) => castAt.toISOString(),
    },
  ],
})

/** “By phone, written down by Sana Support: …” */
const saysHow = ({ how, recordedBy, source }: VoteRow) =>
  how === 'phone' ? `By phone, written down by ${recordedBy}: ${source}` : ways[how]

export const voteFilter = form<VoteFilter>({
  words: optional(search('Search', { hint: 'A school, a person or a reason' })),
})

type ListProps = ListShown<VoteRow> & { ballot: Ballot; options: OptionRow[] }

export const VotesPage = ({ ballot, options, ...shown }: ListProps) => (
  <ListPage
    title="Votes by school"
    lead={ballot.question}
    of={votesListing(ballot, options)}
    filter={voteFilter}
    shown={shown}
    noun={['vote', 'votes']}
    up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}
  />
)

/** As many as are read at a glance; all of them have a page of their own. */
const MOST_SHOWN = 60

type VotesProps = { ballot: Ballot; options: OptionRow[]; votes: VoteRow[] }

/** The votes by name of a ballot that is closed, with their reasons. */
export function VotesSection({ ballot, options, votes }: VotesProps) {
  if (votes.length === 0) return null
  const { columns, ...listing } = votesListing(ballot, options)
  const byHands = votes.every(({ how }) => how === 'hands')
  const shown = byHands ? columns.filter(({ title }) => title !== 'How' && title !== 'When') : columns
  const unsorted = { ...listing, columns: shown.map(({ sort: _, ...column }) => column) }
  const at = `/ballots/${ballot.id}/votes`
  return (
    <Section title="Votes by school" id="votes">
      {byHands && (
        <Text>All by show of hands{ballot.openedAt && `, on ${momentInWords(ballot.openedAt)}`}.</Text>
      )}
      <Table of={unsorted} rows={votes.slice(0, MOST_SHOWN)} hideCaption />
      <Text>
        <Link to={at}>
          {votes.length > MOST_SHOWN ? `All ${votes.length}, ` : ''}Search and sort the votes
        </Link>{' '}
        · <Link to={`${at}.csv`}>Download as CSV</Link>
      </Text>
    </Section>
  )
}
