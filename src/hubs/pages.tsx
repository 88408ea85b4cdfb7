import type { Child } from 'hono/jsx'
import type { Member } from '../members/tables.ts'
import { type AcademicYear, type Day, inShort, inWords, momentInWords, yearName } from '../platform/day.ts'
import type { Answers } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Markdown } from '../platform/markdown.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, LinkList, Section, Small, Text } from '../platform/parts.tsx'
import { FormFor, PressButton, SubmitThen } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import { hubFilter, reportForm } from './forms.ts'
import type {
  Contribution,
  ContributionRow,
  HubMeetingRow,
  HubMember,
  HubRow,
  LeadsMeeting,
  NoteRow,
  ReportRow,
  SharedRow,
} from './queries.ts'
import { Given, Members, Notes, programmeList, Reports, Resources } from './sections.tsx'
import { contributionKinds } from './tables.ts'
import type { TakenOff } from './taken-off/queries.ts'
import { Removed } from './taken-off/section.tsx'

export const hubsList: Listing<HubRow> = {
  caption: 'Subject hubs',
  empty: 'No hubs match. They appear here when the office adds a group of this kind.',
  plain: true,
  columns: [
    { title: 'Hub', show: ({ id, name }) => <Link to={`/hubs/${id}`}>{name}</Link>, csv: ({ name }) => name },
    { title: 'Subject', show: ({ subject }) => subject },
    { title: 'Exam board', sparse: true, show: ({ examBoard }) => examBoard },
    { title: 'Lead', show: ({ lead }) => lead },
    { title: 'Schools', numeric: true, show: ({ schools }) => schools },
    {
      title: 'Next meeting',
      day: true,
      sparse: true,
      show: ({ nextOn }) => nextOn && inShort(nextOn),
      csv: ({ nextOn }) => nextOn,
    },
  ],
}

export const HubsPage = (shown: ListShown<HubRow>) => (
  <ListPage
    title="Subject hubs"
    lead="Where teachers of one subject meet, share what they made, and find each other."
    of={hubsList}
    filter={hubFilter}
    shown={shown}
    noun={['hub', 'hubs']}
  />
)

type HubProps = {
  hub: HubRow
  year: AcademicYear
  next: string
  may: { keep: boolean; share: boolean; find: boolean }
  meetings: { rows: HubMeetingRow[]; says: string }
  members: HubMember[]
  invite: Member[]
  notes: NoteRow[]
  shared: SharedRow[]
  given: { own: ContributionRow[]; all: number; shown: ContributionRow[]; schools: string }
  reports: ReportRow[]
  removed: TakenOff[]
}

export function HubPage({ hub, year, may, ...of }: HubProps) {
  return (
    <Page title={hub.name} up={{ href: '/hubs', says: 'Subject hubs' }} wide>
      <Facts
        facts={[
          { is: 'Lead', says: hub.lead },
          { is: 'Subject', says: hub.subject },
          { is: 'Exam board', says: hub.examBoard },
          hub.purpose !== null && { is: 'Purpose', says: hub.purpose },
          { is: 'Next meeting', says: of.next },
        ]}
      />
      <HubDeeds id={hub.id} may={may} />
      <Section title={`Programme of ${yearName(year)}`} id="programme">
        <Text>{of.meetings.says}</Text>
        <Table of={programmeList} rows={of.meetings.rows} hideCaption />
      </Section>
      <Resources rows={of.shared} />
      <Notes id={hub.id} rows={of.notes} />
      <Given {...of.given} {...{ year }} />
      <Members rows={of.members} invite={may.keep ? of.invite : []} />
      <Reports rows={of.reports} />
      <Removed hubId={hub.id} rows={of.removed} />
    </Page>
  )
}

function HubDeeds({ id, may }: { id: number; may: HubProps['may'] }) {
  const at = `/hubs/${id}`
  return (
    <>
      <Deeds>
        {may.share && <ButtonLink to={`${at}/share`}>Share a resource</ButtonLink>}
        {may.keep && (
          <ButtonLink to={`${at}/report`} kind="secondary">
            Report to the hub leads
          </ButtonLink>
        )}
        {may.keep && (
          <ButtonLink to={`${at}/notes/new`} kind="secondary">
            Write a note
          </ButtonLink>
        )}
        {may.keep && (
          <ButtonLink to={`${at}/contributions/new`} kind="secondary">
            Record what a school gave
          </ButtonLink>
        )}
      </Deeds>
      <LinkList
        links={[
          { href: `/groups/${id}`, says: 'Who belongs to it, and its earlier years' },
          ...(may.find
            ? [{ href: `${at}/colleagues`, says: 'The only teacher of the subject? Find others' }]
            : []),
        ]}
      />
    </>
  )
}

export function ColleaguesPage({ hub, alone }: { hub: HubRow; alone: HubMember[] }) {
  return (
    <Page title="The only teacher of the subject" up={{ href: `/hubs/${hub.id}`, says: hub.name }}>
      <Text>
        These members of the hub are the only ones of their school in it, as far as its members are recorded.
        Write to each other: somebody else plans the same lessons alone.
      </Text>
      {alone.length === 0 ? (
        <Text>No school has just one member here.</Text>
      ) : (
        <LinkList
          links={alone.map(({ personId, name, school }) => ({
            href: `/people/${personId}`,
            says: `${name}, ${school}`,
          }))}
        />
      )}
    </Page>
  )
}

type NoteProps = { hub: HubRow; note: NoteRow; keeps: boolean; history: Child }

export const NotePage = ({ hub, note, keeps, history }: NoteProps) => (
  <Page title={note.title} up={{ href: `/hubs/${hub.id}`, says: hub.name }}>
    <Small>{[note.writer, momentInWords(note.writtenAt)].filter(Boolean).join(', ')}</Small>
    {note.meetingId !== null && note.heldOn !== null && (
      <Text>
        Of <Link to={`/meetings/${note.meetingId}`}>{note.meeting}</Link>, {inWords(note.heldOn)}.
      </Text>
    )}
    <Markdown text={note.words} under={1} />
    {keeps && (
      <Deeds>
        <ButtonLink to={`/hubs/${hub.id}/notes/${note.id}/correct`} kind="secondary">
          Correct this
        </ButtonLink>
        <PressButton action={`/hubs/${hub.id}/notes/${note.id}/remove`} says="Take this off" quiet />
      </Deeds>
    )}
    {history}
  </Page>
)

type ContributionProps = { hub: HubRow; contribution: Contribution; keeps: boolean; history: Child }

export const ContributionPage = ({ hub, contribution: of, keeps, history }: ContributionProps) => (
  <Page title={`What ${of.school} gave`} up={{ href: `/hubs/${hub.id}`, says: hub.name }}>
    <Facts
      facts={[
        { is: 'What', says: contributionKinds[of.kind] },
        { is: 'Date', says: inWords(of.givenOn) },
        of.words !== '' && { is: 'In words', says: of.words },
        of.meetingId !== null && {
          is: 'At',
          says: <Link to={`/meetings/${of.meetingId}`}>The meeting</Link>,
        },
      ]}
    />
    {keeps && (
      <Deeds>
        <ButtonLink to={`/hubs/${hub.id}/contributions/${of.id}/correct`} kind="secondary">
          Correct this
        </ButtonLink>
        <PressButton action={`/hubs/${hub.id}/contributions/${of.id}/remove`} says="Take this off" quiet />
      </Deeds>
    )}
    {history}
  </Page>
)

type WriteProps = { hub: HubRow; meeting: LeadsMeeting; answers: Answers; sentAt: Date | null }

export function ReportFormPage({ hub, meeting, answers, sentAt }: WriteProps) {
  return (
    <Page
      title="Report to the hub leads"
      wrong={answers.errors.length > 0}
      up={{ href: `/hubs/${hub.id}`, says: hub.name }}
    >
      <Text>
        For {meeting.title}, {inWords(meeting.heldOn)}.{' '}
        {sentAt
          ? `It was sent on ${momentInWords(sentAt)}; what you change is seen there at once.`
          : 'Only those who keep the hub see it until it is sent.'}
      </Text>
      <FormFor form={reportForm} answers={answers} submit="Save">
        {!sentAt && <SubmitThen value="send" says="Save and send it" />}
      </FormFor>
    </Page>
  )
}

export const NoLeadsMeetingPage = ({ hub, today }: { hub: HubRow; today: Day }) => (
  <Page title="Report to the hub leads" up={{ href: `/hubs/${hub.id}`, says: hub.name }}>
    <Text>
      No meeting of the hub leads after {inWords(today)} is planned yet. When one is, the records draft the
      report for it here.
    </Text>
  </Page>
)

export const ReportsPage = ({ meetingId, reports }: { meetingId: number; reports: ReportRow[] }) => (
  <Page title="Reports of the hubs" up={{ href: `/meetings/${meetingId}`, says: 'The meeting' }}>
    {reports.length === 0 && <Text>No hub has sent its report to this meeting yet.</Text>}
    {reports.map(({ hub, writer, words }) => (
      <Section title={hub}>
        {writer && <Small>{writer}</Small>}
        <Markdown text={words} under={2} />
      </Section>
    ))}
  </Page>
)
