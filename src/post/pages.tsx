import { momentInWords } from '../platform/day.ts'
import { form, optional, search, select } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Facts, Inset, Lead, Link, Section, Tag, Text } from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { MailFilter, MailRow } from './queries.ts'
import type { Piece } from './rules.ts'
import { type MailState, mailStates } from './tables.ts'

export const mailFilter = form<MailFilter>({
  words: optional(search('Search', { hint: 'An address or a subject' })),
  state: optional(select('State', mailStates, { ask: '', empty: 'Any state' })),
})

const tones = { waiting: 'due', sending: 'due', sent: 'good', failed: 'bad' } as const
const StateTag = ({ state }: { state: MailState }) => <Tag says={mailStates[state]} tone={tones[state]} />

export const mailList: Listing<MailRow> = {
  caption: 'Mail, the latest first',
  empty: 'No mail matches. Mail appears here as soon as something is to be sent.',
  columns: [
    {
      title: 'Subject',
      show: ({ id, subject }) => <Link to={`/mails/${id}`}>{subject}</Link>,
      csv: ({ subject }) => subject,
    },
    { title: 'To', show: ({ recipient }) => recipient },
    {
      title: 'Written',
      sort: 'at',
      show: ({ queuedAt }) => momentInWords(queuedAt),
      csv: ({ queuedAt }) => queuedAt.toISOString(),
    },
    { title: 'State', show: ({ state }) => <StateTag state={state} />, csv: ({ state }) => state },
  ],
}

export function MailsPage({ demonstration, ...shown }: ListShown<MailRow> & { demonstration: boolean }) {
  return (
    <Page title="Mail" wide>
      <Lead>What Endeavour has written to people, and whether it has gone.</Lead>
      {demonstration && (
        <Inset>
          In the demonstration no mail leaves: everybody can read it here, links to sign in included.
        </Inset>
      )}
      <FilterFor form={mailFilter} answers={shown.answers} />
      <Table of={mailList} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="mails" />
    </Page>
  )
}

export function MailPage({ mail, paragraphs }: { mail: MailRow; paragraphs: Piece[][] }) {
  return (
    <Page title={mail.subject} up={{ href: '/mails', says: 'Mail' }}>
      <Facts
        facts={[
          { is: 'To', says: mail.recipient },
          { is: 'Written', says: momentInWords(mail.queuedAt) },
          { is: 'State', says: <StateTag state={mail.state} /> },
          mail.sentAt && { is: 'Sent', says: momentInWords(mail.sentAt) },
          mail.attempts > 0 && { is: 'Tries', says: String(mail.attempts) },
          mail.lastError !== null && { is: 'What went wrong', says: mail.lastError },
        ]}
      />
      <Section title="What it says">
        {paragraphs.map((one) => (
          <Text>{one.map(({ text, to }) => (to ? <Link to={to}>{text}</Link> : text))}</Text>
        ))}
      </Section>
    </Page>
  )
}
