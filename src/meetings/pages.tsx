import type { Child } from 'hono/jsx'
import { groupKinds } from '../groups/tables.ts'
import { inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  several,
  text,
  time,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Tag } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { MeetingFilled } from './actions.ts'
import type { GroupOfMeeting, MeetingFilter, MeetingRow } from './queries.ts'
import { type MeetingStatus, meetingStatuses } from './tables.ts'

export const meetingFilter = (groups: RowOptions) =>
  form<MeetingFilter>({
    words: optional(search('Search', { hint: 'A title, group or place' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
    kind: optional(select('Kind of group', groupKinds, { ask: 'Choose a kind from the list' })),
    group: optional(pick('Group', groups, { ask: 'Choose a group from the list' })),
    status: optional(select('State', meetingStatuses, { ask: 'Choose a state from the list' })),
  })

export const meetingForm = (groups: RowOptions) =>
  form<MeetingFilled>({
    title: text('Title', { ask: 'Enter what the meeting was about' }),
    groups: several('Groups', groups, {
      ask: 'Select the group that met',
      hint: 'Tick each that held it: a meeting of two hubs together is one meeting',
    }),
    heldOn: dayField('Date', { ask: 'Enter the date of the meeting', hint: 'Like 27/3/2018', from: 2000 }),
    starts: optional(time('Start', { ask: '', hint: 'Like 15:45' })),
    ends: optional(time('End', { ask: '', hint: 'Like 17:15' })),
    place: optional(text('Place', { ask: '' })),
    status: choice('What became of it', meetingStatuses, { ask: 'Select what became of the meeting' }),
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
  columns: [
    {
      title: 'Meeting',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/meetings/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    {
      title: 'Date',
      sort: 'on',
      show: ({ heldOn }) => inShort(heldOn),
      csv: ({ heldOn }) => heldOn,
    },
    { title: 'Groups', show: ({ groups }) => names(groups) },
    { title: 'Place', show: ({ place }) => place },
    {
      title: 'Schools represented',
      numeric: true,
      show: ({ represented, status }) => (status === 'held' ? represented : ''),
    },
    { title: 'State', show: ({ status }) => <MeetingTag status={status} />, csv: ({ status }) => status },
  ],
}

type MeetingsProps = ListShown<MeetingRow> & { filter: ReturnType<typeof meetingFilter>; keeps: boolean }

export function MeetingsPage({ filter, keeps, ...shown }: MeetingsProps) {
  return (
    <ListPage
      title="Meetings"
      lead="What each group did and who came. A meeting that several groups held together is one row."
      of={meetings}
      filter={filter}
      shown={shown}
      noun={['meeting', 'meetings']}
      add={keeps && { href: '/meetings/new', says: 'Record a meeting' }}
    />
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

type MeetingProps = {
  meeting: MeetingRow
  keeps: boolean
  /** Other meetings that this one may be a second record of. */
  alike: MeetingRow[]
  unclosed: boolean
  register: Child
  history: Child
}

export function MeetingPage({ meeting, keeps, alike, unclosed, register, history }: MeetingProps) {
  const at = `/meetings/${meeting.id}`
  return (
    <Page title={meeting.title} up={{ href: '/meetings', says: 'Meetings' }} wide>
      {keeps && unclosed && (
        <Inset>
          It was planned for {inWords(meeting.heldOn)}, and nobody has said yet what became of it.
        </Inset>
      )}
      {keeps && alike.length > 0 && <Alike of={alike} />}
      <Facts
        facts={[
          {
            is: meeting.groups.length > 1 ? 'Groups' : 'Group',
            says: <Groups groups={meeting.groups} />,
          },
          { is: 'When', says: `${inWords(meeting.heldOn)}${timesInWords(meeting)}` },
          { is: 'Place', says: meeting.place },
          { is: 'State', says: <MeetingTag status={meeting.status} /> },
        ]}
      />
      {keeps && (
        <Deeds>
          {meeting.status !== 'cancelled' && <ButtonLink to={`${at}/register`}>Keep the register</ButtonLink>}
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct the meeting
          </ButtonLink>
        </Deeds>
      )}
      {register}
      {history}
    </Page>
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
