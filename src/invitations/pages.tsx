import type { Child } from 'hono/jsx'
import { inShort, inWords, momentInWords } from '../platform/day.ts'
import type { Answers, Form } from '../platform/form.ts'
import { form, pick, type RowOptions } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Inset, Lead, Link, Section, Tag, Text, type Tone } from '../platform/parts.tsx'
import { FormFor, PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { timesOf } from './letters.ts'
import type { Coming, Guest, MeetingFound } from './queries.ts'
import { isOutdated, mayStillInvite, repliesInWords, type Standing, standingOf } from './rules.ts'
import { type Reply, replies } from './tables.ts'

export type OneMore = { personId: number }

export const oneMoreForm = (people: RowOptions) =>
  form<OneMore>({ personId: pick('Person', people, { ask: 'Select whom to invite' }) })

const standings: Record<Standing, [says: string, tone: Tone]> = {
  'no address': ['No email address', 'bad'],
  'not invited': ['Not invited yet', 'due'],
  'left out': ['Left out', 'quiet'],
  'on its way': ['On its way', 'calm'],
  invited: ['Invited', 'good'],
  'taken off': ['Taken off', 'quiet'],
  cancelled: ['Told it is cancelled', 'quiet'],
}

const tones: Record<Reply, Tone> = { ACCEPTED: 'good', TENTATIVE: 'due', DECLINED: 'bad' }

function Replied({ wanted, reply, replySequence, sequence }: Guest) {
  if (reply === null || wanted === false) return null
  const outdated = isOutdated(replySequence ?? 0, sequence ?? 0)
  return <Tag says={`${replies[reply]}${outdated ? ', before the last change' : ''}`} tone={tones[reply]} />
}

type Row = Guest & { standing: Standing }

const StandingShown = ({ standing }: Row) => {
  const [says, tone] = standings[standing]
  return <Tag {...{ says, tone }} />
}

/** One press for each person: to leave them out, to take them off, or to invite them after all. */
function Press({ row, at }: { row: Row; at: string }): Child {
  const { personId, name, standing, wanted } = row
  const address = `${at}/${personId}`
  if (wanted === false) return <PressButton action={`${address}/invite`} says="Invite" about={name} quiet />
  const says = standing === 'not invited' || standing === 'no address' ? 'Leave out' : 'Take off'
  return <PressButton action={`${address}/leave-out`} says={says} about={name} quiet />
}

const guestList = (at: string, open: boolean): Listing<Row> => ({
  caption: 'Who is to come',
  empty: 'Nobody yet: the groups of this meeting have no members. Invite people by name below.',
  plain: true,
  columns: [
    { title: 'Person', show: ({ personId, name }) => <Link to={`/people/${personId}`}>{name}</Link> },
    { title: 'From', show: ({ place }) => place ?? 'No post today' },
    { title: 'As', show: ({ as }) => as ?? 'Invited by name' },
    { title: 'Invitation', show: (row) => <StandingShown {...row} /> },
    { title: 'Sent', sparse: true, show: ({ sentAt }) => sentAt && momentInWords(sentAt) },
    { title: 'Answer', sparse: true, show: (row) => <Replied {...row} /> },
    ...(open
      ? [
          {
            title: 'Change',
            show: (row: Row) => <Press row={row} at={at} />,
          } satisfies Listing<Row>['columns'][number],
        ]
      : []),
  ],
})

type Props = {
  meeting: MeetingFound
  guests: Guest[]
  today: Parameters<typeof mayStillInvite>[1]
  more: { form: Form<OneMore>; answers: Answers }
}

export function InvitationsPage({ meeting, guests, today, more }: Props) {
  const at = `/meetings/${meeting.id}/invitations`
  const rows = guests.map((guest) => ({ ...guest, standing: standingOf(guest, meeting) }))
  const open = mayStillInvite(meeting, today)
  const toInvite = rows.filter(({ standing }) => standing === 'not invited').length
  const invited = rows.filter(({ wanted, method }) => wanted && method === 'REQUEST')
  return (
    <Page
      title={`Invitations: ${meeting.title}`}
      up={{ href: `/meetings/${meeting.id}`, says: meeting.title }}
      wide
    >
      <Lead>
        {inWords(meeting.heldOn)}, {timesOf(meeting)}
        {meeting.place && `, ${meeting.place}`}
      </Lead>
      {!open && (
        <Inset>
          {meeting.status === 'cancelled'
            ? 'It is cancelled. Whoever was invited has been told.'
            : 'It is over, so nobody is written to any more.'}
        </Inset>
      )}
      {invited.length > 0 && <Text>{repliesInWords(invited.map(({ reply }) => reply))}</Text>}
      {open && toInvite > 0 && (
        <>
          <Text>
            An invitation comes by mail and goes into each person’s calendar. When the date, a time, the
            place, the link or the title changes, or the meeting is cancelled, they are told by themselves.
          </Text>
          <PressButton
            action={`${at}/send`}
            says={`Send ${toInvite === 1 ? 'one invitation' : `${toInvite} invitations`}`}
          />
        </>
      )}
      <Table of={guestList(at, open)} rows={rows} />
      {open && (
        <Section title="Invite somebody by name">
          <Text>
            Authority officers, for example, or a guest. They are sent their invitation at once, and see of
            the meeting what their posts let them see.
          </Text>
          <FormFor form={more.form} answers={more.answers} submit="Invite" />
        </Section>
      )}
    </Page>
  )
}

const comingList: Listing<Coming> = {
  caption: 'Planned meetings',
  empty: 'No meetings of yours are planned. Plan one, and invite people from its page.',
  plain: true,
  columns: [
    { title: 'Meeting', show: ({ id, title }) => <Link to={`/meetings/${id}/invitations`}>{title}</Link> },
    { title: 'Date', day: true, show: ({ heldOn }) => inShort(heldOn) },
    { title: 'Groups', show: ({ groups }) => groups.map(({ name }) => name).join('; ') },
    {
      title: 'Invitations',
      show: ({ invited }) =>
        invited === 0 ? <Tag says="Not sent" tone="due" /> : <Tag says={`${invited} sent`} tone="good" />,
    },
    {
      title: 'Coming',
      numeric: true,
      sparse: true,
      show: ({ coming }) => coming || '',
      csv: ({ coming }) => coming,
    },
    { title: 'Not coming', numeric: true, sparse: true, show: ({ not }) => not || '', csv: ({ not }) => not },
  ],
}

export const ComingPage = ({ rows, office }: { rows: Coming[]; office: boolean }) => (
  <Page title="Invitations" up={{ href: '/meetings', says: 'Meetings' }} wide>
    <Lead>Who is invited to the meetings that you keep, and what they answered.</Lead>
    <Table of={comingList} rows={rows} hideCaption />
    {office && (
      <Deeds>
        <ButtonLink to="/invitations/received" kind="secondary">
          Answers that came by mail
        </ButtonLink>
      </Deeds>
    )}
  </Page>
)

export type Received = { id: number; sender: string; receivedAt: Date; outcome: string }

const receivedList: Listing<Received> = {
  caption: 'Answers that came by mail, the latest first',
  empty: 'None yet. Answers to invitations appear here as they come in, also those that could not be used.',
  columns: [
    { title: 'From', show: ({ sender }) => sender },
    { title: 'Came', show: ({ receivedAt }) => momentInWords(receivedAt) },
    { title: 'What became of it', show: ({ outcome }) => outcome },
  ],
}

export const ReceivedPage = ({ rows }: { rows: Received[] }) => (
  <Page title="Answers that came by mail" up={{ href: '/invitations', says: 'Invitations' }} wide>
    <Lead>
      What Endeavour read in its mailbox in the last 90 days, the latest 200. Their text is not kept.
    </Lead>
    <Table of={receivedList} rows={rows} hideCaption />
  </Page>
)
