import type { Child } from 'hono/jsx'
import { inShort } from '../../platform/day.ts'
import {
  type Answers,
  academicYear,
  dayField,
  type Form,
  form,
  longText,
  optional,
  pick,
  pounds,
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
import { reasonAsked } from '../minutes/form.ts'
import type { DecisionFilled } from './actions.ts'
import type { DecisionFilter, DecisionRow } from './queries.ts'

/** More than any school has, and no more than a record holds. */
const MOST_PENCE = 1_000_000_000

const fields = {
  words: longText('The decision', {
    ask: 'Enter what was decided',
    hint: 'As it is to be read in years to come, without its story',
    max: 2000,
    rows: 4,
  }),
  means: optional(
    longText('What it means for a school', {
      ask: '',
      hint: 'What each school does now',
      max: 2000,
      rows: 3,
    }),
  ),
  pence: optional(
    pounds('What it costs each school', { ask: '', hint: 'In pounds, like 150', max: MOST_PENCE }),
  ),
  takesEffectOn: optional(dayField('From or by when', { ask: '', hint: 'Like 27/3/2018', from: 2000 })),
}

export const decisionForm = (approved: boolean): Form<DecisionFilled> =>
  approved
    ? form<DecisionFilled & { reason: string }>({ ...fields, reason: reasonAsked })
    : form<Omit<DecisionFilled, 'reason'>>(fields)

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

export const decisions: Listing<DecisionRow> = {
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
  ],
}

type ListProps = ListShown<DecisionRow> & { filter: ReturnType<typeof decisionFilter> }

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
const covered = (row: DecisionRow): DecisionRow =>
  row.partB
    ? { ...row, words: 'Part B: confidential', means: null, pence: null, takesEffectOn: null, partB: false }
    : row

/** What a meeting decided, on its page. */
export const DecisionsSection = ({ of, keeps }: { of: DecisionRow[]; keeps: boolean }) =>
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
