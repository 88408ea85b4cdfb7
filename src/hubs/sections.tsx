import type { Member } from '../members/tables.ts'
import { type AcademicYear, inShort, inWords, yearName } from '../platform/day.ts'
import { Bullets, Details, Link, LinkList, Section, Tag, Text } from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { ContributionRow, HubMeetingRow, HubMember, NoteRow, ReportRow, SharedRow } from './queries.ts'
import { contributionKinds } from './tables.ts'

export const programmeList: Listing<HubMeetingRow> = {
  caption: 'Meetings of the year',
  empty: 'No meeting of this year is recorded. They appear here when the lead or the office plans them.',
  plain: true,
  columns: [
    {
      title: 'Date',
      day: true,
      show: ({ id, heldOn }) => <Link to={`/meetings/${id}`}>{inShort(heldOn)}</Link>,
    },
    { title: 'Meeting', show: ({ title }) => title },
    { title: 'Place', sparse: true, show: ({ place }) => place },
    {
      title: 'Schools',
      numeric: true,
      sparse: true,
      show: ({ schools, status }) => (status === 'held' ? schools : ''),
    },
    {
      title: 'State',
      show: ({ status }) =>
        status === 'held' ? <Tag says="Held" tone="good" /> : <Tag says="Planned" tone="calm" />,
    },
  ],
}

const sharedList: Listing<SharedRow> = {
  caption: 'Resources',
  empty: 'Nothing is shared yet. Members of the hub share what they made, with a licence.',
  columns: [
    { title: 'Title', show: ({ id, title }) => <Link to={`/library/${id}`}>{title}</Link> },
    { title: 'Shared', day: true, show: ({ sharedOn }) => inShort(sharedOn) },
    { title: 'By', sparse: true, show: ({ school }) => school },
    { title: 'Licence', sparse: true, show: ({ licence }) => licence },
    { title: 'Times used', numeric: true, show: ({ uses }) => uses },
  ],
}

export const Resources = ({ rows }: { rows: SharedRow[] }) => (
  <Section title="Resources" id="resources">
    <Table of={sharedList} rows={rows} hideCaption />
  </Section>
)

export const Notes = ({ id, rows }: { id: number; rows: NoteRow[] }) => (
  <Section title="Notes" id="notes">
    {rows.length === 0 ? (
      <Text>No notes yet. The lead writes them for every member.</Text>
    ) : (
      <Bullets
        items={rows.map((note) => (
          <>
            <Link to={`/hubs/${id}/notes/${note.id}`}>{note.title}</Link>
            {note.heldOn ? `, of the meeting on ${inWords(note.heldOn)}` : ''}
          </>
        ))}
      />
    )}
  </Section>
)

type GivenProps = {
  own: ContributionRow[]
  all: number
  shown: ContributionRow[]
  schools: string
  year: AcademicYear
}

/** An invitation and no score: one’s own school’s beside the whole, and never in the order of who gave most. */
export function Given({ own, all, shown, schools, year }: GivenProps) {
  return (
    <Section title="What schools give" id="given">
      <Text>
        {all === 0
          ? `Nothing is recorded for ${yearName(year)} yet.`
          : `${all === 1 ? 'One contribution' : `${all} contributions`} by schools of the alliance in ${yearName(year)}${ofOwn(own.length, schools)}.`}{' '}
        Hosting a meeting, showing what works, sharing a lesson: each helps, and the lead is glad to be told.
      </Text>
      {shown.length > 0 && <Table of={givenList} rows={shown} hideCaption />}
    </Section>
  )
}

const ofOwn = (count: number, schools: string) => {
  if (schools === '') return ''
  return count === 0 ? `; one from ${schools} would be welcome` : `, ${count} of them by ${schools}`
}

const givenList: Listing<ContributionRow> = {
  caption: 'Contributions, by day',
  empty: '',
  plain: true,
  columns: [
    { title: 'Date', day: true, show: ({ href, givenOn }) => <Link to={href}>{inShort(givenOn)}</Link> },
    { title: 'School', show: ({ school }) => school },
    { title: 'What', show: ({ kind }) => contributionKinds[kind] },
    { title: 'In words', sparse: true, show: ({ words }) => words },
  ],
}

export function Members({ rows, invite }: { rows: HubMember[]; invite: Member[] }) {
  return (
    <Section title="Members" id="members">
      {rows.length === 0 ? (
        <Text>Nobody is recorded as a member yet. The lead or the office adds them on the group’s page.</Text>
      ) : (
        <Table of={membersList} rows={rows} hideCaption />
      )}
      {invite.length > 0 && (
        <Details
          summary={`${invite.length} ${invite.length === 1 ? 'school has' : 'schools have'} nobody here yet`}
        >
          <Text>Schools whose heads you could ask to send somebody:</Text>
          <LinkList
            links={invite.map(({ id, shortName }) => ({ href: `/members/${id}`, says: shortName }))}
          />
        </Details>
      )}
    </Section>
  )
}

const membersList: Listing<HubMember> = {
  caption: 'Members by school',
  empty: '',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Member', show: ({ name }) => name },
    { title: 'Part', sparse: true, show: ({ part }) => (part === 'member' ? '' : part) },
  ],
}

export const Reports = ({ rows }: { rows: ReportRow[] }) =>
  rows.length === 0 ? null : (
    <Section title="Reports to the hub leads" id="reports">
      <Bullets
        items={rows.map(({ meetingId, heldOn }) => (
          <Link to={`/hubs/reports/${meetingId}`}>To the meeting of {inWords(heldOn)}</Link>
        ))}
      />
    </Section>
  )
