import type { Child } from 'hono/jsx'
import type { MeetingRow } from '../meetings/queries.ts'
import { meetingStatuses } from '../meetings/tables.ts'
import { type AcademicYear, inShort, yearName } from '../platform/day.ts'
import { form, optional, pick, type RowOptions, search, select, text } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, Section, Siblings, Tag, Text } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { GroupFilled } from './actions.ts'
import type { GroupFilter, GroupListed, GroupRow } from './queries.ts'
import { groupKinds } from './tables.ts'

export const groupFilter = form<GroupFilter>({
  words: optional(search('Search', { hint: 'A group, subject or lead' })),
  kind: optional(select('Kind of group', groupKinds, { ask: 'Choose a kind from the list' })),
})

export const groupForm = (people: RowOptions) =>
  form<GroupFilled>({
    name: text('Name', { ask: 'Enter the name of the group' }),
    kind: select('Kind of group', groupKinds, { ask: 'Select what kind of group it is' }),
    subject: optional(text('Subject', { ask: '', hint: 'For a subject hub' })),
    leadId: optional(
      pick('Lead', people, { ask: 'Select who leads it from the list', hint: 'May keep its meetings' }),
    ),
  })

export const groups = (year: AcademicYear): Listing<GroupListed> => ({
  caption: 'Groups',
  empty: 'No groups match. Groups appear here when the office adds or imports them.',
  columns: [
    {
      title: 'Group',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/groups/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => groupKinds[kind], csv: ({ kind }) => kind },
    { title: 'Subject', sort: 'subject', show: ({ subject }) => subject },
    { title: 'Lead', sort: 'lead', show: ({ lead }) => lead },
    {
      title: `Meetings held in ${yearName(year)}`,
      sort: 'held',
      numeric: true,
      show: ({ held }) => held,
    },
  ],
})

type GroupsProps = ListShown<GroupListed> & { year: AcademicYear; keeps: boolean }

export function GroupsPage({ year, keeps, ...shown }: GroupsProps) {
  return (
    <ListPage
      title="Groups"
      lead="The board, the subject hubs and the other groups in which schools work together."
      of={groups(year)}
      filter={groupFilter}
      shown={shown}
      noun={['group', 'groups']}
      add={keeps && { href: '/groups/new', says: 'Add a group' }}
    />
  )
}

const tones = { held: 'good', planned: 'calm', cancelled: 'quiet' } as const

/** A year of one group, from its beginning. */
const glance: Listing<MeetingRow> = {
  caption: 'Meetings',
  empty: 'No meetings are recorded in this year. They appear here when the office or the lead records them.',
  columns: [
    { title: 'Date', show: ({ id, heldOn }) => <Link to={`/meetings/${id}`}>{inShort(heldOn)}</Link> },
    { title: 'Meeting', show: ({ title }) => title },
    { title: 'Place', show: ({ place }) => place },
    {
      title: 'Schools represented',
      numeric: true,
      show: ({ represented, status }) => (status === 'held' ? represented : ''),
    },
    { title: 'State', show: ({ status }) => <Tag says={meetingStatuses[status]} tone={tones[status]} /> },
  ],
}

/** “6 meetings held, 1 cancelled, 1 planned.” */
const inAYear = (meetings: MeetingRow[]) => {
  const count = (wanted: MeetingRow['status']) => meetings.filter(({ status }) => status === wanted).length
  const held = count('held')
  const rest = [
    count('cancelled') && `${count('cancelled')} cancelled`,
    count('planned') && `${count('planned')} planned`,
  ]
  return `${[`${held} ${held === 1 ? 'meeting' : 'meetings'} held`, ...rest.filter(Boolean)].join(', ')}.`
}

type GroupProps = {
  group: GroupRow
  year: AcademicYear
  years: AcademicYear[]
  meetings: MeetingRow[]
  keeps: boolean
  keepsMeetings: boolean
  history: Child
}

export function GroupPage({ group, year, years, meetings, keeps, keepsMeetings, history }: GroupProps) {
  const at = (of: AcademicYear) => `/groups/${group.id}?year=${yearName(of)}`
  return (
    <Page title={group.name} up={{ href: '/groups', says: 'Groups' }} wide>
      <Facts
        facts={[
          { is: 'Kind', says: groupKinds[group.kind] },
          group.subject !== null && { is: 'Subject', says: group.subject },
          { is: 'Lead', says: group.lead },
        ]}
      />
      {(keeps || keepsMeetings) && (
        <Deeds>
          {keepsMeetings && <ButtonLink to={`/meetings/new?group=${group.id}`}>Record a meeting</ButtonLink>}
          {keeps && (
            <ButtonLink to={`/groups/${group.id}/correct`} kind="secondary">
              Correct this
            </ButtonLink>
          )}
        </Deeds>
      )}
      <Section title={`Meetings in ${yearName(year)}`} id="meetings">
        {years.length > 1 && (
          <Siblings
            label="Academic years"
            current={at(year)}
            pages={years.map((of) => ({ href: at(of), says: yearName(of) }))}
          />
        )}
        {meetings.length > 0 && <Text>{inAYear(meetings)}</Text>}
        <Table of={glance} rows={meetings} hideCaption />
        <Text>
          <Link to={`/meetings?group=${group.id}`}>All meetings of this group</Link>
        </Text>
      </Section>
      {history}
    </Page>
  )
}
