import { inShort } from '../../platform/day.ts'
import { form, optional, pick, type RowOptions, search, select, text, yesNo } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, Lead, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { FilterFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { roleInWords, tookPart } from '../rules.ts'
import { type Outcome, outcomes } from '../tables.ts'
import type { ParticipantFilled } from './actions.ts'
import type { ParticipantFilter, ParticipantRow, Removed } from './queries.ts'

export const participantFilter = (sessions: RowOptions) =>
  form<ParticipantFilter>({
    words: optional(search('Search', { hint: 'A person, school or role' })),
    session: optional(pick('Session', sessions, { ask: 'Choose a session from the list' })),
    outcome: optional(select('Outcome', outcomes, { ask: 'Choose an outcome from the list' })),
    counted: optional(yesNo('Counted only', { ask: '' })),
  })

export const participantForm = (people: RowOptions, sessions: RowOptions, schools: RowOptions) =>
  form<ParticipantFilled>({
    personId: pick('Person', people, { ask: 'Select who it is about' }),
    sessionId: optional(
      pick('Session', sessions, { ask: 'Select a session from the list', empty: 'The whole course' }),
    ),
    membershipId: optional(
      pick('School they came from', schools, {
        ask: 'Select a school from the list',
        empty: 'Where they worked that day',
      }),
    ),
    role: optional(text('Role', { ask: '', hint: 'What they were there as, like “nqt” or “mentor”' })),
    outcome: select('Outcome', outcomes, { ask: 'Select what became of it' }),
  })

const toneOf = (outcome: Outcome) => (tookPart(outcome) ? 'good' : outcome === 'booked' ? 'calm' : 'quiet')
const OutcomeTag = ({ outcome }: { outcome: Outcome }) => (
  <Tag says={outcomes[outcome]} tone={toneOf(outcome)} />
)

const sessionOf = ({ sessionOn }: ParticipantRow) => (sessionOn ? inShort(sessionOn) : 'Whole course')

/** What is told of everybody’s taking part, after the column that says who or what it is about. */
const told = [
  {
    title: 'Session',
    sort: 'on',
    show: sessionOf,
    csv: ({ sessionOn }: ParticipantRow) => sessionOn,
  },
  {
    title: 'Role',
    sort: 'role',
    show: ({ role }: ParticipantRow) => role && roleInWords(role),
    csv: ({ role }: ParticipantRow) => role,
  },
  { title: 'School', sort: 'school', show: ({ school }: ParticipantRow) => school },
  {
    title: 'Outcome',
    sort: 'outcome',
    show: ({ outcome }: ParticipantRow) => <OutcomeTag outcome={outcome} />,
    csv: ({ outcome }: ParticipantRow) => outcome,
  },
]

export const participants = (keeps: boolean): Listing<ParticipantRow> => ({
  caption: 'Participants',
  empty: 'Nobody you may read of matches. Participants appear here when the office adds or imports them.',
  columns: [
    {
      title: 'Person',
      sort: 'person',
      show: ({ id, courseId, person }) =>
        keeps ? <Link to={`/learning/${courseId}/participants/${id}`}>{person}</Link> : person,
      csv: ({ person }) => person,
    },
    ...told,
  ],
})

export const mine: Listing<ParticipantRow> = {
  caption: 'My courses',
  empty: 'No courses are recorded for you. They appear here when the office books or records you.',
  columns: [
    {
      title: 'Course',
      sort: 'course',
      show: ({ courseId, course }) => <Link to={`/learning/${courseId}`}>{course}</Link>,
      csv: ({ course }) => course,
    },
    ...told,
  ],
}

const Privacy = () => (
  <Text>You see the people of your own school and yourself; the course’s page counts everybody.</Text>
)

type ListProps = ListShown<ParticipantRow> & {
  course: { id: number; title: string }
  filter: ReturnType<typeof participantFilter>
  keeps: boolean
  removed: Removed[]
}

export function ParticipantsPage({ course, filter, keeps, removed, ...shown }: ListProps) {
  return (
    <Page title="Participants" up={{ href: `/learning/${course.id}`, says: course.title }} wide>
      <Lead>{course.title}</Lead>
      {!keeps && <Privacy />}
      <FilterFor form={filter} answers={shown.answers} />
      <Table of={participants(keeps)} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun={shown.total === 1 ? 'record' : 'records'} />
      {removed.length > 0 && <Away courseId={course.id} of={removed} />}
    </Page>
  )
}

const inWords = ({ person, outcome, sessionOn }: Removed) =>
  [
    person ?? 'Somebody',
    outcomes[outcome].toLowerCase(),
    sessionOn ? inShort(sessionOn) : 'whole course',
  ].join(', ')

const Away = ({ courseId, of }: { courseId: number; of: Removed[] }) => (
  <Section title="Removed" id="removed">
    <Bullets
      items={of.map((removed) => (
        <>
          {inWords(removed)}{' '}
          <PressButton
            action={`/learning/${courseId}/participants/${removed.id}/restore`}
            says="Put back"
            about={inWords(removed)}
            quiet
          />
        </>
      ))}
    />
  </Section>
)

type ShownProps = { courseId: number; rows: ParticipantRow[]; total: number; keeps: boolean }

/** The first of those who took part, as they stand on the page of their course. */
export function Participants({ courseId, rows, total, keeps }: ShownProps) {
  return (
    <Section title="Participants" id="participants">
      {!keeps && <Privacy />}
      <Table of={participants(keeps)} rows={rows} hideCaption />
      <Text>
        <Link to={`/learning/${courseId}/participants`}>
          {total > rows.length ? `All ${total} records, to search and download` : 'Search and download'}
        </Link>
      </Text>
    </Section>
  )
}

export function MinePage(shown: ListShown<ParticipantRow>) {
  return (
    <Page title="My courses" up={{ href: '/learning', says: 'Courses' }} wide>
      <Lead>What is recorded of you. If something is wrong, tell the alliance office.</Lead>
      <Table of={mine} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun={shown.total === 1 ? 'record' : 'records'} />
    </Page>
  )
}
