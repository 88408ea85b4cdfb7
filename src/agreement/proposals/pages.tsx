import type { Child } from 'hono/jsx'
import { dayInLondon, inShort, momentInWords } from '../../platform/day.ts'
import {
  type Answers,
  academicYear,
  type Form,
  form,
  optional,
  pick,
  type RowOptions,
  select,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link, Section, Small, Tag, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { Comment, Proposal, ProposalFilter, ProposalRow } from './queries.ts'
import { stateOf, titleOf } from './rules.ts'
import { type State, states } from './tables.ts'
import type { Voted } from './voted.ts'

export const proposalFilter = (clauses: RowOptions) =>
  form<ProposalFilter>({
    clause: optional(pick('Clause', clauses, { ask: '', empty: 'Any' })),
    state: optional(select('State', states, { ask: '', empty: 'Any' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2026-27' })),
  })

const tones = { open: 'due', adopted: 'good', declined: 'quiet', withdrawn: 'quiet' } as const
export const StateTag = ({ state }: { state: State }) => <Tag says={states[state]} tone={tones[state]} />

/** Who made it or said it, with the school they spoke for. */
const speaker = (name: string, school: string | null) => (school ? `${name}, ${school}` : name)

export const proposalsTable: Listing<ProposalRow> = {
  caption: 'Proposals to change the agreement',
  empty:
    'No proposals match. A head, a chair or the office makes one from “Propose a change”, at any time of the year.',
  columns: [
    {
      title: 'Proposal',
      sort: 'clause',
      show: (row) => <Link to={`/agreement/proposals/${row.id}`}>{titleOf(row)}</Link>,
      csv: titleOf,
    },
    {
      title: 'Made on',
      sort: 'on',
      show: ({ proposedAt }) => inShort(dayInLondon(proposedAt)),
      csv: ({ proposedAt }) => dayInLondon(proposedAt),
    },
    { title: 'Made by', sort: 'by', show: ({ proposer, school }) => speaker(proposer, school) },
    { title: 'Comments', sort: 'comments', numeric: true, show: ({ comments }) => comments },
    {
      title: 'State',
      show: (row) => <StateTag state={stateOf(row)} />,
      csv: (row) => states[stateOf(row)],
    },
  ],
}

type ProposalsProps = {
  shown: ListShown<ProposalRow>
  filter: Form<ProposalFilter>
  review: string
  proposes: boolean
}

export function ProposalsPage({ shown, filter, review, proposes }: ProposalsProps) {
  return (
    <ListPage
      title="Proposals to change the agreement"
      lead="What heads and chairs would change at the yearly review, what others say of it, and what became of it."
      of={proposalsTable}
      filter={filter}
      shown={shown}
      noun={['proposal', 'proposals']}
      add={proposes && { href: '/agreement/proposals/new', says: 'Propose a change' }}
    >
      <Text>{review}</Text>
    </ListPage>
  )
}

type ProposalProps = {
  proposal: Proposal
  comments: Comment[]
  /** The words now and proposed with their differences. */
  changes: Child
  may: { comment: boolean; withdraw: boolean; decide: boolean }
  votes: Voted
  form: Form<never> | Form<unknown>
  answers: Answers
}

export function ProposalPage({ proposal, comments, changes, may, votes, form, answers }: ProposalProps) {
  return (
    <Page
      title={titleOf(proposal)}
      wrong={answers.errors.length > 0}
      up={{ href: '/agreement/proposals', says: 'Proposals' }}
    >
      <Lead>{proposal.reason}</Lead>
      <ProposalFacts proposal={proposal} />
      {changes}
      {votes.shown}
      {(may.withdraw || may.decide) && <Decisions id={proposal.id} {...may} votes={votes} />}
      <Section title="Comments">
        {comments.length === 0 && <Text>Nobody has commented yet.</Text>}
        {comments.map(({ name, school, words, saidAt }) => (
          <>
            <Text>{words}</Text>
            <Small>
              {speaker(name, school)}, {momentInWords(saidAt)}
            </Small>
          </>
        ))}
        {(may.comment || answers.errors.length > 0) && (
          <FormFor form={form} answers={answers} submit="Add your comment" />
        )}
      </Section>
    </Page>
  )
}

const ProposalFacts = ({ proposal }: { proposal: Proposal }) => (
  <Facts
    facts={[
      { is: 'State', says: <StateTag state={stateOf(proposal)} /> },
      { is: 'Made by', says: speaker(proposal.proposer, proposal.school) },
      { is: 'Made on', says: momentInWords(proposal.proposedAt) },
      { is: 'About', says: `Version ${proposal.versionNumber}` },
      !!proposal.part && { is: 'Part', says: proposal.part },
      !!proposal.outcomeReason && { is: 'Why', says: proposal.outcomeReason },
      !!proposal.decidedAt && { is: 'Decided', says: momentInWords(proposal.decidedAt) },
      stateOf(proposal) === 'adopted' && { is: 'Taken up in', says: <TakenUpIn proposal={proposal} /> },
      stateOf(proposal) === 'open' &&
        proposal.outcome === 'adopted' && {
          is: 'Open again',
          says: 'It was adopted into a draft that was then given up.',
        },
    ]}
  />
)

const TakenUpIn = ({ proposal: { takenUpIn } }: { proposal: Proposal }) => (
  <>{takenUpIn === null ? 'The draft of the next version' : `Version ${takenUpIn}`}</>
)

type DecisionsProps = { id: number; withdraw: boolean; decide: boolean; votes: Voted }

function Decisions({ id, withdraw, decide, votes }: DecisionsProps) {
  const unvoted = votes.carried === null && votes.lost === null && !votes.before
  return (
    <Section title="What you can do">
      <Deeds>
        {decide && <ButtonLink to={`/agreement/proposals/${id}/adopt`}>Adopt it into a draft</ButtonLink>}
        {decide && (
          <ButtonLink to={`/agreement/proposals/${id}/decline`} kind="secondary">
            Decline it
          </ButtonLink>
        )}
        {decide && unvoted && (
          <ButtonLink to={`/ballots/new?proposal=${id}`} kind="secondary">
            Put it to the vote
          </ButtonLink>
        )}
        {withdraw && <PressButton action={`/agreement/proposals/${id}/withdraw`} says="Withdraw it" quiet />}
      </Deeds>
    </Section>
  )
}
