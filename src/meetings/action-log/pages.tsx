import type { Child } from 'hono/jsx'
import { type Day, inShort, inWords } from '../../platform/day.ts'
import {
  type Answers,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Inset, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { actionForm } from './form.ts'
import type { ActionFilter, ActionRow, notesOf } from './queries.ts'
import { actionStates, carriedInWords, postInWords, stateOf, whoseActions } from './rules.ts'

type FormProps = {
  title: string
  form: ReturnType<typeof actionForm>
  answers: Answers
  up: { href: string; says: string }
  notes: (string | false | null)[]
  children?: Child
}

export const ActionFormPage = ({ title, form, answers, up, notes, children }: FormProps) => (
  <Page title={title} wrong={answers.errors.length > 0} up={up}>
    {notes.map((says) => says && <Inset>{says}</Inset>)}
    <FormFor form={form} answers={answers} submit="Save the action" keeps />
    {children}
  </Page>
)

const tones = { open: 'calm', overdue: 'bad', closed: 'good' } as const
export const ActionTag = ({ of, today }: { of: ActionRow; today: Day }) => {
  const state = stateOf(of, today)
  return <Tag says={actionStates[state]} tone={tones[state]} />
}

const dueInWords = ({ dueBy, dueMeeting, dueOn }: ActionRow) =>
  dueBy === null ? '' : dueOn === null ? `${inShort(dueBy)}, ${dueMeeting}` : inShort(dueBy)

export const ownersInWords = ({ owners, owner, closedOn }: ActionRow) =>
  closedOn !== null ? owner : owners.map(({ name }) => name).join(' and ') || 'Nobody now: the office'

export const actionsListing = (today: Day): Listing<ActionRow> => ({
  caption: 'Actions',
  empty: 'No actions match. They appear here when they are recorded under an item of a meeting.',
  columns: [
    {
      title: 'Action',
      show: ({ id, words }) => <Link to={`/meetings/actions/${id}`}>{words}</Link>,
      csv: ({ words }) => words,
    },
    {
      title: 'Owner',
      sort: 'owner',
      show: (row) => `${ownersInWords(row)} (${postInWords({ post: row.ownerPost, place: row.place })})`,
    },
    { title: 'Due', sort: 'due', show: dueInWords, csv: ({ dueBy }) => dueBy },
    {
      title: 'From',
      sort: 'meeting',
      show: ({ meetingId, meeting, heldOn }) => (
        <Link to={`/meetings/${meetingId}`}>
          {meeting}, {inShort(heldOn)}
        </Link>
      ),
      csv: ({ meeting, heldOn }) => `${meeting}, ${heldOn}`,
    },
    {
      title: 'Carried',
      numeric: true,
      sparse: true,
      show: ({ carried }) => carried || '',
      csv: ({ carried }) => carried,
    },
    {
      title: 'State',
      show: (row) => <ActionTag of={row} today={today} />,
      csv: (row) => actionStates[stateOf(row, today)],
    },
    { title: 'What came of it', sparse: true, show: ({ outcome }) => outcome },
  ],
})

export const actionFilter = (groups: RowOptions) =>
  form<ActionFilter>({
    words: optional(search('Search', { hint: 'A word, a person or a school' })),
    whose: optional(select('Whose', whoseActions, { ask: 'Choose from the list' })),
    state: optional(select('State', actionStates, { ask: 'Choose a state from the list' })),
    group: optional(pick('Group', groups, { ask: 'Choose a group from the list' })),
  })

type ListProps = ListShown<ActionRow> & { filter: ReturnType<typeof actionFilter>; today: Day }

export function ActionsPage({ filter, today, ...shown }: ListProps) {
  return (
    <ListPage
      title="Actions"
      lead="What people undertook at meetings. Open ones come on the next agenda of the group by themselves."
      of={actionsListing(today)}
      filter={filter}
      shown={shown}
      noun={['action', 'actions']}
    />
  )
}

export const noteForm = form<{ words: string }>({
  words: longText('How far it is', { ask: 'Enter how far it is', max: 1000, rows: 3 }),
})
export const closeForm = form<{ outcome: string }>({
  outcome: longText('What came of it', { ask: 'Enter what came of it', max: 1000, rows: 3 }),
})

type ActionProps = {
  action: ActionRow
  notes: Awaited<ReturnType<typeof notesOf>>
  today: Day
  tells: boolean
  keeps: boolean
  history: Child
}

export function ActionPage({ action, notes, today, tells, keeps, history }: ActionProps) {
  const at = `/meetings/actions/${action.id}`
  const followed = action.closedOn === null && action.owners.every(({ id }) => id !== action.ownerId)
  return (
    <Page title="Action" up={{ href: '/meetings/actions', says: 'Actions' }}>
      <Text>{action.words}</Text>
      {followed && (
        <Inset>
          {action.owner} undertook this as {postInWords({ post: action.ownerPost, place: action.place })} and
          holds that post no longer.{' '}
          {action.owners.length > 0
            ? `It is now ${ownersInWords(action)}’s.`
            : 'Nobody holds it now, so the office gives it to somebody.'}
        </Inset>
      )}
      <Facts facts={factsOf(action, today)} />
      <Deeds>
        {tells && action.closedOn === null && (
          <>
            <ButtonLink to={`${at}/close`}>Close it</ButtonLink>
            <ButtonLink to={`${at}/progress`} kind="secondary">
              Say how far it is
            </ButtonLink>
          </>
        )}
        {tells && action.closedOn !== null && (
          <PressButton action={`${at}/reopen`} says="Open it again" quiet />
        )}
        {keeps && (
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct it or give it to somebody else
          </ButtonLink>
        )}
      </Deeds>
      {notes.length > 0 && (
        <Section title="Progress">
          <Bullets
            items={notes.map(({ words, saidOn, by }) => `${inWords(saidOn)}, ${by ?? 'an import'}: ${words}`)}
          />
        </Section>
      )}
      {history}
    </Page>
  )
}

const factsOf = (action: ActionRow, today: Day) => [
  { is: 'Owner', says: ownersInWords(action) },
  { is: 'Post', says: postInWords({ post: action.ownerPost, place: action.place }) },
  action.dueBy !== null && { is: 'Due', says: dueInWords(action) },
  {
    is: 'From',
    says: (
      <Link to={`/meetings/${action.meetingId}`}>
        {action.meeting}, {inWords(action.heldOn)}
      </Link>
    ),
  },
  action.carried > 0 && { is: 'Carried', says: carriedInWords(action.carried) },
  { is: 'State', says: <ActionTag of={action} today={today} /> },
  action.closedOn !== null && { is: 'Closed', says: `${inWords(action.closedOn)}: ${action.outcome ?? ''}` },
]

/** What a meeting left to do, on its page, where others look on: of what is confidential only that it is there. */
export function ActionsSection({ of, today }: { of: ActionRow[]; today: Day }) {
  if (of.length === 0) return null
  const { columns, ...listing } = actionsListing(today)
  const shown = columns.filter(({ title }) => title !== 'From').map(({ sort: _, ...column }) => column)
  const rows = of.map((row) =>
    row.partB
      ? { ...row, words: 'Part B: confidential', outcome: row.outcome && 'Part B: confidential' }
      : row,
  )
  return (
    <Section title="Actions" id="actions">
      <Table of={{ ...listing, columns: shown }} rows={rows} hideCaption />
    </Section>
  )
}
