import type { Child } from 'hono/jsx'
import { type Day, inShort, inWords } from '../platform/day.ts'
import { form, longText, optional, pick, type RowOptions, search, select } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, NextSteps, Section, Text } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { FeedbackFilled } from './actions.ts'
import { FeedbackTag } from './parts.tsx'
import type { Feedback } from './queries.ts'
import { type FeedbackState, feedbackHref, feedbackStates, isOwing, owedInWords } from './rules.ts'

export type FeedbackFilter = { words: string | null; state: FeedbackState | null }

export const feedbackFilter = form<FeedbackFilter>({
  words: optional(search('Search', { hint: 'A group, person or school' })),
  state: optional(select('State', feedbackStates, { ask: 'Choose a state from the list' })),
})

export const feedbackForm = (meetings: RowOptions, body: string) =>
  form<FeedbackFilled>({
    words: longText('What you report', {
      ask: 'Enter what there is to report',
      hint: 'What was said there, what it means for our schools, and what is asked of them. If you could not go, say so',
      rows: 8,
    }),
    givenMeetingId: pick(`Meeting of ${body}`, meetings, {
      ask: 'Select the meeting at which it is given',
    }),
  })

/** Meetings are opened by those who see all that groups do. */
export const listing = (opens: boolean): Listing<Feedback> => ({
  caption: 'Feedback from groups',
  empty:
    'No feedback matches. It appears here when a group in which somebody represents the alliance has met.',
  columns: [
    {
      title: 'From',
      sort: 'group',
      show: (row) => <Link to={feedbackHref(row)}>{row.group}</Link>,
      csv: ({ group }) => group,
    },
    {
      title: 'Met',
      day: true,
      sort: 'met',
      show: ({ heldOn }) => inShort(heldOn),
      csv: ({ heldOn }) => heldOn,
    },
    { title: 'Representative', sort: 'person', show: ({ person }) => person },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    {
      title: 'Due',
      day: true,
      sort: 'due',
      show: ({ due }) => due && inShort(due.heldOn),
      csv: ({ due }) => due?.heldOn ?? null,
    },
    {
      title: 'Stands or given',
      sort: 'at',
      show: ({ at }) => at && <MeetingLink {...{ opens }} id={at.id} says={inShort(at.heldOn)} />,
      csv: ({ at }) => at?.heldOn ?? null,
    },
    {
      title: 'State',
      sort: 'state',
      show: ({ state }) => <FeedbackTag state={state} />,
      csv: ({ state }) => feedbackStates[state],
    },
  ],
})

function MeetingLink({ opens, id, says }: { opens: boolean; id: number; says: string }) {
  return <>{opens ? <Link to={`/meetings/${id}`}>{says}</Link> : says}</>
}

const stepOf = (one: Feedback, personId: number | null) => ({
  href: `${feedbackHref(one)}/give`,
  says: `Report back from ${one.group} of ${inShort(one.heldOn)}`,
  why: `${one.personId === personId ? '' : `For ${one.person}. `}${owedInWords(one)}`,
  state: {
    says: feedbackStates[one.state],
    tone: one.state === 'late' ? ('bad' as const) : ('due' as const),
  },
})

type ListProps = ListShown<Feedback> & { mine: Feedback[]; personId: number | null; opens: boolean }

export function FeedbackListPage({ mine, personId, opens, ...shown }: ListProps) {
  return (
    <ListPage
      title="Feedback from groups"
      lead="Whoever represents the alliance in a group reports back to the next meeting whose agenda was still open when the group met."
      of={listing(opens)}
      filter={feedbackFilter}
      shown={shown}
      noun={['report', 'reports']}
    >
      <Section title="Yours to give" id="yours">
        <NextSteps steps={mine.map((one) => stepOf(one, personId))} none="You owe no feedback." />
      </Section>
    </ListPage>
  )
}

type FeedbackProps = { feedback: Feedback; gives: boolean; opens: boolean; history: Child }

export function FeedbackPage({ feedback: one, gives, opens, history }: FeedbackProps) {
  return (
    <Page title={`Feedback from ${one.group}`} up={{ href: '/feedback', says: 'Feedback from groups' }}>
      <Facts
        facts={[
          { is: 'Meeting', says: <MeetingLink {...{ opens }} id={one.sourceId} says={one.title} /> },
          { is: 'Held', says: inWords(one.heldOn) },
          { is: 'Representative', says: [one.person, one.school].filter(Boolean).join(', ') },
          { is: 'Reports to', says: one.body },
          { is: 'State', says: <FeedbackTag state={one.state} /> },
          { is: 'When', says: owedInWords(one) },
          one.at !== null && {
            is: isOwing(one.state) ? 'On the agenda of' : 'Given at',
            says: <MeetingLink {...{ opens }} id={one.at.id} says={one.at.title} />,
          },
          one.givenBy !== null && one.givenBy !== one.person && { is: 'Recorded by', says: one.givenBy },
        ]}
      />
      {one.words !== null && (
        <Section title="What was reported">
          {one.words.split(/\n+/).map((line) => (
            <Text>{line}</Text>
          ))}
        </Section>
      )}
      {gives && (
        <Deeds>
          <ButtonLink to={`${feedbackHref(one)}/give`} {...(one.id === null ? {} : { kind: 'secondary' })}>
            {one.id === null ? 'Report back' : 'Correct this'}
          </ButtonLink>
        </Deeds>
      )}
      {history}
    </Page>
  )
}

/** Nothing can be handed in for a meeting that is not in the calendar. */
export function NoHearingPage({ feedback: one, today }: { feedback: Feedback; today: Day }) {
  return (
    <Page title={`Feedback from ${one.group}`} up={{ href: '/feedback', says: 'Feedback from groups' }}>
      <Text>
        No meeting of {one.body ?? 'the board'} after {inWords(today)} is in the calendar yet. Report back
        when the office has planned the next one: it will wait on its agenda by itself.
      </Text>
    </Page>
  )
}
