import type { Child } from 'hono/jsx'
import { inShort, inWords, momentInWords } from '../../platform/day.ts'
import { type Answers, academicYear, type Form, form, optional, search, select } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { type NavItem, Page } from '../../platform/page.tsx'
import { Inset, Link, Tag, Text } from '../../platform/parts.tsx'
import { FormFor, GroupsFor } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { BallotTag } from '../pages.tsx'
import { states, tookInWords } from '../rules.ts'
import { draftGroups } from './forms.ts'
import type { BallotFilter, BallotListed } from './queries.ts'

export const ballotFilter = form<BallotFilter>({
  words: optional(search('Search', { hint: 'Words of the question' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2026-27' })),
  state: optional(select('State', states, { ask: '' })),
  asks: optional(select('What', { motion: 'Motions', election: 'Elections' }, { ask: '' })),
})

const SHORT = 140
const inBrief = (words: string) =>
  words.length > SHORT ? `${words.slice(0, words.lastIndexOf(' ', SHORT))}…` : words

/** When a vote is, was or will be, in a few words. */
function whenOf({ state, closedAt, cancelledAt, closesAt, opensAt, heldOn, byCorrespondence }: BallotListed) {
  const done = closedAt ?? cancelledAt
  if (done) return momentInWords(done)
  if (closesAt) {
    const opens = state === 'open' || !opensAt ? '' : `Opens ${momentInWords(opensAt)}; closes `
    return `${opens || 'Closes '}${momentInWords(closesAt)}`
  }
  if (state === 'open') return 'Until it is closed at the meeting'
  return byCorrespondence || heldOn === null ? 'Not said yet' : inShort(heldOn)
}

/** Where it is taken: at a meeting, or between meetings. */
const whereOf = ({ byCorrespondence, meeting, heldOn }: BallotListed) =>
  byCorrespondence || meeting === null || heldOn === null
    ? 'Between meetings'
    : `${meeting}, ${inWords(heldOn)}`

const outcomeOf = ({ result, turnout, cancelledWhy }: BallotListed): string =>
  result?.says ?? (turnout ? `${tookInWords(turnout)}.` : (cancelledWhy ?? ''))

export const listing: Listing<BallotListed> = {
  caption: 'Votes',
  empty: 'No votes match. They appear here when they are drafted, for a meeting or between meetings.',
  columns: [
    {
      title: 'Vote',
      show: ({ id, question, amendsId, partB }) => (
        <>
          <Link to={`/ballots/${id}`}>{inBrief(question)}</Link>
          {amendsId !== null && ' (amendment)'} {partB && <Tag says="Confidential" tone="due" />}
        </>
      ),
      csv: ({ question }) => question,
    },
    {
      title: 'State',
      sort: 'state',
      show: ({ state }) => <BallotTag state={state} />,
      csv: ({ state }) => states[state],
    },
    { title: 'When', sort: 'on', show: whenOf },
    {
      title: 'Where',
      show: (row) =>
        row.meetingId === null || row.byCorrespondence ? (
          whereOf(row)
        ) : (
          <Link to={`/meetings/${row.meetingId}`}>{whereOf(row)}</Link>
        ),
      csv: whereOf,
    },
    { title: 'Outcome', sparse: true, show: outcomeOf },
  ],
}

type ListProps = { shown: ListShown<BallotListed>; add: NavItem | false }

export const BallotsPage = ({ shown, add }: ListProps) => (
  <ListPage
    title="Votes"
    lead="What the schools vote on, at meetings and between them: one school, one vote. Open votes come first."
    of={listing}
    filter={ballotFilter}
    shown={shown}
    noun={['vote', 'votes']}
    add={add}
  />
)

type FormProps = {
  title: string
  form: Form<never> | Form<unknown>
  answers: Answers
  up: NavItem
  /** What must be known before it is filled in. */
  notes: (string | false | null)[]
  submit: string
  children?: Child
}

const Notes = ({ notes }: Pick<FormProps, 'notes'>) => (
  <>{notes.map((says) => says && <Inset>{says}</Inset>)}</>
)

/** The draft of a vote, one thing after another; `lead` says where it will be taken. */
export const DraftPage = ({
  title,
  form,
  answers,
  up,
  notes,
  submit,
  lead,
  byCorrespondence,
  children,
}: FormProps & { lead: string; byCorrespondence: boolean }) => (
  <Page title={title} wrong={answers.errors.length > 0} up={up}>
    <Text>{lead}</Text>
    <Notes notes={notes} />
    <GroupsFor {...{ form, answers, submit, groups: draftGroups(byCorrespondence) }} keeps />
    {children}
  </Page>
)

/** One short form about a vote. */
export const AboutVotePage = ({ title, form, answers, up, notes, submit, children }: FormProps) => (
  <Page title={title} wrong={answers.errors.length > 0} up={up}>
    <Notes notes={notes} />
    <FormFor {...{ form, answers, submit }} keeps />
    {children}
  </Page>
)
