import type { Child } from 'hono/jsx'
import { inDays, inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  days,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
  time,
} from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link, Section, Tag, Text } from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { CourseFilled, SessionFilled } from './actions.ts'
import type { CourseCounted, CourseFilter, CourseRow, SessionRow } from './queries.ts'
import { audienceInWords, countedInWords } from './rules.ts'
import { courseKinds, type SessionStatus, sessionStatuses } from './tables.ts'

export const courseFilter = form<CourseFilter>({
  words: optional(search('Search', { hint: 'A title, audience or who ran it' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  kind: optional(select('Kind', courseKinds, { ask: 'Choose a kind from the list' })),
  subject: optional(search('Subject')),
})

export const courseForm = form<CourseFilled>({
  title: text('Title', { ask: 'Enter the title of the course' }),
  kind: select('Kind', courseKinds, { ask: 'Select what kind of course it is' }),
  subject: optional(text('Subject', { ask: '' })),
  audience: optional(
    text('Audience', {
      ask: '',
      max: 500,
      hint: 'Whom it is for. Named as posts, like “nqt” or “head; deputy”, only they are counted as having taken part',
    }),
  ),
  halfDays: optional(days('Length in days', { ask: '', hint: 'Like 2 or 1.5' })),
  runBy: optional(text('Run by', { ask: '' })),
  status: optional(text('State', { ask: '', max: 60, hint: 'Like planned, held or cancelled' })),
})

export const sessionForm = (schools: RowOptions) =>
  form<SessionFilled>({
    heldOn: dayField('Date', { ask: 'Enter the date of the session', hint: 'Like 27/3/2018', from: 2000 }),
    starts: optional(time('Start', { ask: '', hint: 'Like 09:30' })),
    ends: optional(time('End', { ask: '', hint: 'Like 12:00' })),
    venue: optional(text('Venue', { ask: '' })),
    hostMembershipId: optional(pick('Host school', schools, { ask: 'Select the host from the list' })),
    status: choice('What became of it', sessionStatuses, { ask: 'Select what became of the session' }),
  })

const tones = { held: 'good', planned: 'calm', cancelled: 'quiet' } as const
const SessionTag = ({ status }: { status: SessionStatus }) => (
  <Tag says={sessionStatuses[status]} tone={tones[status]} />
)

export const courses: Listing<CourseRow> = {
  caption: 'Courses',
  empty: 'No courses match. They appear here when the office adds or imports them.',
  columns: [
    {
      title: 'Course',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/learning/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => courseKinds[kind], csv: ({ kind }) => kind },
    { title: 'Subject', sort: 'subject', show: ({ subject }) => subject },
    {
      title: 'Audience',
      show: ({ audience }) => audienceInWords(audience),
      csv: ({ audience }) => audience,
    },
    {
      title: 'First session',
      sort: 'on',
      show: ({ firstOn }) => firstOn && inShort(firstOn),
      csv: ({ firstOn }) => firstOn,
    },
    { title: 'Sessions held', sort: 'held', numeric: true, show: ({ held }) => held },
    { title: 'People', sort: 'people', numeric: true, show: ({ people }) => people },
  ],
}

export function CoursesPage({ keeps, ...shown }: ListShown<CourseRow> & { keeps: boolean }) {
  return (
    <Page title="Courses" wide>
      <Lead>Joint professional development: programmes, training, conferences and rounds.</Lead>
      <Deeds>
        {keeps && <ButtonLink to="/learning/new">Add a course</ButtonLink>}
        <ButtonLink to="/learning/mine" kind="secondary">
          My courses
        </ButtonLink>
      </Deeds>
      <FilterFor form={courseFilter} answers={shown.answers} />
      <Table of={courses} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun={shown.total === 1 ? 'course' : 'courses'} />
    </Page>
  )
}

const timesOf = ({ starts, ends }: SessionRow) => [starts, ends].filter(Boolean).join('–')

const sessions = (keeps: boolean): Listing<SessionRow> => ({
  caption: 'Sessions',
  empty: 'No sessions are recorded. The office adds or imports them.',
  columns: [
    {
      title: 'Date',
      show: ({ id, courseId, heldOn }) =>
        keeps ? <Link to={`/learning/${courseId}/sessions/${id}`}>{inShort(heldOn)}</Link> : inShort(heldOn),
    },
    { title: 'Time', show: timesOf },
    { title: 'Venue', show: ({ venue }) => venue },
    { title: 'Host', show: ({ host }) => host },
    { title: 'State', show: ({ status }) => <SessionTag status={status} /> },
  ],
})

const spanOf = ({ firstOn, lastOn }: CourseRow) =>
  firstOn && lastOn
    ? firstOn === lastOn
      ? inWords(firstOn)
      : `${inWords(firstOn)} to ${inWords(lastOn)}`
    : null

type CourseProps = {
  course: CourseRow
  counted: CourseCounted | undefined
  sessions: SessionRow[]
  keeps: boolean
  participants: Child
  history: Child
}

export function CoursePage({ course, counted, sessions: held, keeps, participants, history }: CourseProps) {
  const at = `/learning/${course.id}`
  return (
    <Page title={course.title} up={{ href: '/learning', says: 'Courses' }} wide>
      <Lead>{countedInWords(counted)}</Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to={`${at}/participants/new`}>Add a participant</ButtonLink>
          <ButtonLink to={`${at}/sessions/new`} kind="secondary">
            Add a session
          </ButtonLink>
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct the course
          </ButtonLink>
        </Deeds>
      )}
      <Facts
        facts={[
          { is: 'Kind', says: courseKinds[course.kind] },
          { is: 'Subject', says: course.subject },
          { is: 'Audience', says: audienceInWords(course.audience) },
          { is: 'When', says: spanOf(course) },
          { is: 'Length', says: course.halfDays === null ? null : inDays(course.halfDays) },
          { is: 'Run by', says: course.runBy },
        ]}
      />
      <Section title="Sessions" id="sessions">
        {held.length > 0 && keeps && <Text>Open a session to correct it.</Text>}
        <Table of={sessions(keeps)} rows={held} hideCaption />
      </Section>
      {participants}
      {history}
    </Page>
  )
}
