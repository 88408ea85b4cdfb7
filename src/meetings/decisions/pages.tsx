import type { Child } from 'hono/jsx'
import { inShort } from '../../platform/day.ts'
import {
  type Answers,
  academicYear,
  type Form,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  yesNo,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { Inset, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { DecisionFilled } from './actions.ts'
import type { DecisionFilter, DecisionRow } from './queries.ts'

type FormProps = {
  title: string
  form: Form<DecisionFilled>
  answers: Answers
  up: { href: string; says: string }
  /** What must be known while it is recorded, such as that there is no quorum. */
  notes: (string | false | null)[]
  children?: Child
}

export function DecisionFormPage({ title, form, answers, up, notes, children }: FormProps) {
  return (
    <Page title={title} wrong={answers.errors.length > 0} up={up}>
      {notes.map((says) => says && <Inset>{says}</Inset>)}
      <FormFor form={form} answers={answers} submit="Save the decision" keeps />
      {children}
    </Page>
  )
}

export const decisionFilter = (groups: RowOptions) =>
  form<DecisionFilter>({
    words: optional(search('Search', { hint: 'A word, a number or an item' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
    group: optional(pick('Group', groups, { ask: 'Choose a group from the list' })),
    money: optional(yesNo('Costs money', { ask: '' })),
  })

/** A decision, with the vote by which it was taken where it was taken by one. */
export type DecisionShown = DecisionRow & { vote?: string | null }

export const decisions: Listing<DecisionShown> = {
  caption: 'Decisions',
  empty: 'No decisions match. They appear here when they are recorded under an item of a meeting.',
  columns: [
    {
      title: 'Decision',
      show: ({ id, number, words }) => (
        <>
          <Link to={`/meetings/decisions/${id}`}>{number}</Link> {words}
        </>
      ),
      csv: ({ number, words }) => `${number} ${words}`,
    },
    {
      title: 'Date',
      day: true,
      sort: 'on',
      show: ({ heldOn }) => inShort(heldOn),
      csv: ({ heldOn }) => heldOn,
    },
    {
      title: 'Meeting',
      show: ({ meetingId, meeting }) => <Link to={`/meetings/${meetingId}`}>{meeting}</Link>,
      csv: ({ meeting }) => meeting,
    },
    { title: 'For a school', sparse: true, show: ({ means }) => means },
    {
      title: 'Each pays',
      sort: 'pence',
      numeric: true,
      sparse: true,
      show: ({ pence }) => (pence === null ? '' : inPounds(pence)),
      csv: ({ pence }) => (pence === null ? '' : pence / 100),
    },
    {
      title: 'From or by',
      day: true,
      sparse: true,
      sort: 'effect',
      show: ({ takesEffectOn }) => (takesEffectOn === null ? '' : inShort(takesEffectOn)),
      csv: ({ takesEffectOn }) => takesEffectOn,
    },
    {
      title: 'Marking',
      sparse: true,
      show: ({ partB }) => partB && <Tag says="Confidential" tone="due" />,
      csv: ({ partB }) => (partB ? 'Part B' : ''),
    },
    {
      title: 'Vote',
      sparse: true,
      show: ({ vote, ballotId }) => vote && <Link to={`/ballots/${ballotId}`}>{vote}</Link>,
      csv: ({ vote }) => vote ?? '',
    },
  ],
}

type ListProps = ListShown<DecisionShown> & { filter: ReturnType<typeof decisionFilter> }

export function DecisionsPage({ filter, ...shown }: ListProps) {
  return (
    <ListPage
      title="Decisions"
      lead="What the groups of the alliance decided, over all years: each has a number for good."
      of={decisions}
      filter={filter}
      shown={shown}
      noun={['decision', 'decisions']}
    />
  )
}

const ofMeeting = {
  ...decisions,
  columns: decisions.columns.filter(({ title }) => !/Date|Meeting|Marking/.test(title)),
}
const unsorted = { ...ofMeeting, columns: ofMeeting.columns.map(({ sort: _, ...column }) => column) }

/** On the page of a meeting, where others look on, nothing is read of what is confidential but that it is there. */
const covered = (row: DecisionShown): DecisionShown =>
  row.partB
    ? {
        ...row,
        ...{ words: 'Part B: confidential', means: null, pence: null, takesEffectOn: null },
        ...{ vote: null, partB: false },
      }
    : row

/** What a meeting decided, on its page. */
export const DecisionsSection = ({ of, keeps }: { of: DecisionShown[]; keeps: boolean }) =>
  of.length === 0 ? null : (
    <Section title="Decisions" id="decisions">
      <Table of={unsorted} rows={of.map(covered)} hideCaption />
      {keeps && (
        <Text>
          {of.map(({ id, number }, i) => (
            <>
              {i > 0 && ', '}
              <Link to={`/meetings/decisions/${id}/correct`}>Correct {number}</Link>
            </>
          ))}
        </Text>
      )}
    </Section>
  )
