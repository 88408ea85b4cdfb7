import type { Child } from 'hono/jsx'
import type { MeetingRow } from '../meetings/queries.ts'
import { meetingStatuses } from '../meetings/tables.ts'
import { spellHeld } from '../people/rules.ts'
import { type AcademicYear, type Day, inShort, inWords, yearName } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Facts,
  Link,
  LinkList,
  Section,
  Siblings,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { FormerLead, GroupShown } from './queries.ts'
import { groupKinds } from './tables.ts'

const tones = { held: 'good', planned: 'calm', cancelled: 'quiet' } as const

/** A year of one group, from its beginning. */
const glance: Listing<MeetingRow> = {
  caption: 'Meetings',
  empty: 'No meetings are recorded in this year. They appear here when the office or the lead records them.',
  plain: true,
  columns: [
    {
      title: 'Date',
      day: true,
      show: ({ id, heldOn }) => <Link to={`/meetings/${id}`}>{inShort(heldOn)}</Link>,
    },
    { title: 'Meeting', show: ({ title }) => title },
    { title: 'Place', show: ({ place }) => place },
    {
      title: 'Schools represented',
      numeric: true,
      sparse: true,
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

type Next = { id: number; title: string; heldOn: Day; starts: string | null; place: string | null }

type GroupProps = {
  group: GroupShown
  today: Day
  years: { shown: AcademicYear; all: AcademicYear[]; meetings: MeetingRow[] }
  next: Next | undefined
  leads: { former: FormerLead[]; removed: { id: number; name: string }[] }
  keeps: boolean
  keepsMeetings: boolean
  links: { href: string; says: string }[]
  members: Child
  history: Child
}

/** A group: what it is for, who leads and serves on it, its meetings, and the way on. */
export function GroupPage({ group, today, next, keeps, keepsMeetings, leads, links, ...shown }: GroupProps) {
  return (
    <Page title={group.name} up={{ href: '/groups', says: 'Groups' }} wide>
      <About {...{ group, today, next }} />
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
      {links.length > 0 && <LinkList links={links} />}
      {shown.members}
      <FormerLeads groupId={group.id} {...leads} {...{ today, keeps }} />
      <Year groupId={group.id} {...shown.years} />
      {shown.history}
    </Page>
  )
}

function About({ group, today, next }: Pick<GroupProps, 'group' | 'today' | 'next'>) {
  const since = group.leadFrom === null ? '' : `, ${spellHeld({ fromOn: group.leadFrom, toOn: null }, today)}`
  return (
    <Facts
      facts={[
        { is: 'Kind', says: groupKinds[group.kind] },
        group.purpose !== null && { is: 'Purpose', says: group.purpose },
        group.subject !== null && { is: 'Subject', says: group.subject },
        group.examBoard !== null && { is: 'Exam board', says: group.examBoard },
        { is: 'Lead', says: group.lead && `${group.lead}${since}` },
        group.kind !== 'board' && { is: 'Reports back to', says: group.reportsToName ?? 'The board' },
        {
          is: 'Next meeting',
          says: next ? <NextMeeting {...next} /> : 'None is planned',
        },
      ]}
    />
  )
}

const NextMeeting = ({ id, title, heldOn, starts, place }: Next) => (
  <>
    <Link to={`/meetings/${id}`}>{title}</Link>,{' '}
    {[inWords(heldOn), starts && `at ${starts}`, place].filter(Boolean).join(', ')}
  </>
)

type FormerProps = GroupProps['leads'] & { groupId: number; today: Day; keeps: boolean }

function FormerLeads({ groupId, former, removed, today, keeps }: FormerProps) {
  if (former.length + (keeps ? removed.length : 0) === 0) return null
  const press = (id: number, verb: 'remove' | 'restore', says: string, about: string) =>
    keeps && <PressButton action={`/groups/${groupId}/leads/${id}/${verb}`} {...{ says, about }} quiet />
  return (
    <Details summary="Who led it before">
      <Bullets
        items={[
          ...former.map(({ id, name, ...spell }) => (
            <>
              {name}, {spellHeld(spell, today)} {press(id, 'remove', 'Take off', name)}
            </>
          )),
          ...(keeps ? removed : []).map(({ id, name }) => (
            <>
              {name} was taken off {press(id, 'restore', 'Put back', name)}
            </>
          )),
        ]}
      />
    </Details>
  )
}

function Year({ groupId, shown, all, meetings }: GroupProps['years'] & { groupId: number }) {
  const at = (of: AcademicYear) => `/groups/${groupId}?year=${yearName(of)}`
  return (
    <Section title={`Meetings in ${yearName(shown)}`} id="meetings">
      {all.length > 1 && (
        <Siblings
          label="Academic years"
          current={at(shown)}
          pages={all.map((of) => ({ href: at(of), says: yearName(of) }))}
        />
      )}
      {meetings.length > 0 && <Text>{inAYear(meetings)}</Text>}
      <Table of={glance} rows={meetings} hideCaption />
      <Text>
        <Link to={`/meetings?group=${groupId}`}>All meetings of this group</Link>
      </Text>
    </Section>
  )
}
