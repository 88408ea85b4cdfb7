import type { Child, PropsWithChildren } from 'hono/jsx'
import { groupKinds } from '../groups/tables.ts'
import { inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  form,
  kept,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  several,
  text,
  time,
  webAddress,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import {
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  NextSteps,
  type Step,
  Tag,
  Text,
} from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { MeetingFilled } from './actions.ts'
import { movedReason } from './agenda/issue/moved.ts'
import type { GroupOfMeeting, Meeting, MeetingFilter, MeetingRow } from './queries.ts'
import { type MeetingStatus, meetingStatuses } from './tables.ts'

export const meetingFilter = (groups: RowOptions) =>
  form<MeetingFilter>({
    words: optional(search('Search', { hint: 'A title, group or place' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
    kind: optional(select('Kind of group', groupKinds, { ask: 'Choose a kind from the list' })),
    group: optional(pick('Group', groups, { ask: 'Choose a group from the list' })),
    status: optional(select('State', meetingStatuses, { ask: 'Choose a state from the list' })),
  })

/** @param issued whether its agenda has been sent. */
export const meetingForm = (groups: RowOptions, people: RowOptions, issued = false) =>
  form<MeetingFilled & { clashesSeen: string }>({
    title: text('Title', { ask: 'Enter what the meeting was about' }),
    groups: several('Groups', groups, {
      ask: 'Select the group that met',
      hint: 'Tick each that held it: a meeting of two hubs together is one meeting',
    }),
    heldOn: dayField('Date', { ask: 'Enter the date of the meeting', hint: 'Like 27/3/2018', from: 2000 }),
    agendaLateReason: movedReason(issued),
    starts: optional(time('Start', { ask: '', hint: 'Like 15:45' })),
    ends: optional(time('End', { ask: '', hint: 'Like 17:15' })),
    place: optional(text('Place', { ask: '' })),
    link: optional(
      webAddress('Link to join from afar', { ask: '', hint: 'Like https://meet.example.org/board' }),
    ),
    chairId: optional(
      pick('Chair', people, { ask: 'Choose a person from the list', empty: 'Not known yet' }),
    ),
    clerkId: optional(
      pick('Clerk', people, {
        ask: 'Choose a person from the list',
        empty: 'Not known yet',
        hint: 'The chair and the clerk keep the agenda, the register and the minutes',
      }),
    ),
    status: choice('What became of it', meetingStatuses, { ask: 'Select what became of the meeting' }),
    clashesSeen: kept('Clashes looked at'),
  })

const tones = { held: 'good', planned: 'calm', cancelled: 'quiet' } as const
const MeetingTag = ({ status }: { status: MeetingStatus }) => (
  <Tag says={meetingStatuses[status]} tone={tones[status]} />
)

const names = (groups: GroupOfMeeting[]) => groups.map(({ name }) => name).join('; ')

export const meetings: Listing<MeetingRow> = {
  caption: 'Meetings',
  empty:
    'No meetings match. They appear here when the office or the lead of a group records or imports them.',
  plain: true,
  columns: [
    {
      title: 'Meeting',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/meetings/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    {
      title: 'Date',
      day: true,
      sort: 'on',
      show: ({ heldOn }) => inShort(heldOn),
      csv: ({ heldOn }) => heldOn,
    },
    { title: 'Groups', show: ({ groups }) => names(groups) },
    { title: 'Place', show: ({ place }) => place },
    {
      title: 'Schools represented',
      numeric: true,
      sparse: true,
      show: ({ represented, status }) => (status === 'held' ? represented : ''),
    },
    { title: 'State', show: ({ status }) => <MeetingTag status={status} />, csv: ({ status }) => status },
  ],
}

type MeetingsProps = ListShown<MeetingRow> & {
  filter: ReturnType<typeof meetingFilter>
  keeps: boolean
  /** Whether the register of interests is theirs to see. */
  declares: boolean
}

export function MeetingsPage({ filter, keeps, declares, ...shown }: MeetingsProps) {
  return (
    <ListPage
      title="Meetings"
      lead="What each group did and who came. A meeting that several groups held together is one row."
      of={meetings}
      filter={filter}
      shown={shown}
      noun={['meeting', 'meetings']}
      add={keeps && { href: '/meetings/new', says: 'Record a meeting' }}
    >
      <Text>
        <Link to="/planning">The year at a glance</Link>: meetings beside courses, term dates and free days.{' '}
        <Link to="/meetings/search">Search</Link> what was said and decided in every year.
        {declares && (
          <>
            {' '}
            <Link to="/meetings/interests">Register of interests</Link>: what those who lead or advise
            declared.
          </>
        )}
      </Text>
    </ListPage>
  )
}

const timesInWords = ({ starts, ends }: MeetingRow) =>
  starts && ends ? `, ${starts} to ${ends}` : starts ? `, from ${starts}` : ends ? `, until ${ends}` : ''

function Groups({ groups }: { groups: GroupOfMeeting[] }) {
  return (
    <>
      {groups.map(({ id, name }, i) => (
        <>
          {i > 0 && ', '}
          <Link to={`/groups/${id}`}>{name}</Link>
        </>
      ))}
    </>
  )
}

type MeetingProps = PropsWithChildren<{
  meeting: Meeting
  keeps: boolean
  /** Other meetings that this one may be a second record of. */
  alike: MeetingRow[]
  /** What is open to this reader at this very moment. */
  open: Child
  next: Step[]
}>

/** A meeting with all that belongs to it: what it is and what to do next, then one section after another. */
export function MeetingPage({ meeting, keeps, alike, open, next, children }: MeetingProps) {
  return (
    <Page title={meeting.title} up={{ href: '/meetings', says: 'Meetings' }} wide>
      <Lead>{whenAndWhere(meeting)}</Lead>
      {keeps && alike.length > 0 && <Alike of={alike} />}
      {open}
      {next.length > 0 && <NextSteps steps={next} none="" />}
      <About meeting={meeting} />
      {keeps && (
        <Deeds>
          {meeting.status !== 'cancelled' && (
            <ButtonLink to={`/meetings/${meeting.id}/register`} kind="secondary">
              Keep the register
            </ButtonLink>
          )}
          <ButtonLink to={`/meetings/${meeting.id}/correct`} kind="secondary">
            Correct the meeting
          </ButtonLink>
        </Deeds>
      )}
      {children}
    </Page>
  )
}

const whenAndWhere = (meeting: Meeting) =>
  [`${inWords(meeting.heldOn)}${timesInWords(meeting)}`, meeting.place].filter(Boolean).join(', ')

function About({ meeting }: { meeting: Meeting }) {
  const { groups, chair, clerk, link } = meeting
  return (
    <Facts
      facts={[
        { is: groups.length > 1 ? 'Groups' : 'Group', says: <Groups groups={groups} /> },
        link !== null && { is: 'From afar', says: <Link to={link}>Join online</Link> },
        chair !== null && { is: 'Chair', says: chair },
        clerk !== null && { is: 'Clerk', says: clerk },
        { is: 'State', says: <MeetingTag status={meeting.status} /> },
      ]}
    />
  )
}

/** Two real meetings may well look alike, so this only asks for a second look. */
function Alike({ of }: { of: MeetingRow[] }) {
  return (
    <Inset>
      The same group has a meeting of this title within a week of it:{' '}
      {of.map(({ id, heldOn, status }, i) => (
        <>
          {i > 0 && ', '}
          <Link to={`/meetings/${id}`}>{inWords(heldOn)}</Link> ({meetingStatuses[status].toLowerCase()})
        </>
      ))}
      . Both stand unless one is a mistake.
    </Inset>
  )
}
