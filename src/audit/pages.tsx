import { momentInWords } from '../platform/day.ts'
import { dayField, form, optional, search } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Details, Facts, Lead, Link, Text } from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { AuditFilter, AuditLine } from './queries.ts'

export const auditFilter = form<AuditFilter>({
  words: optional(search('Search', { hint: 'A person, a deed or a record, like people/12' })),
  from: optional(dayField('From', { ask: '', hint: 'Like 27/3/2018' })),
  to: optional(dayField('To', { ask: '' })),
})

/** Records are told by their address; the rest stays text. */
const Subject = ({ subject }: { subject: string }) => (
  <Link to={/^[a-z-]+\/\d+$/.test(subject) ? `/${subject}` : subject}>{subject}</Link>
)

const SHORT = 60

/** What a line adds to itself, said plainly: `{"post":12}` is “post 12”. */
export const detailsInWords = (details: unknown): string =>
  Array.isArray(details)
    ? details.map(detailsInWords).join('; ')
    : typeof details === 'object' && details !== null
      ? Object.entries(details)
          .map(([name, value]) => `${name} ${detailsInWords(value)}`)
          .join(', ')
      : String(details)

function More({ details }: { details: string }) {
  const words = detailsInWords(JSON.parse(details))
  return words.length > SHORT ? <Details summary="Details">{words}</Details> : words
}

export const auditLines: Listing<AuditLine> = {
  caption: 'The audit log, the latest first',
  empty: 'No line matches. Every deed that changes a record writes one line here.',
  columns: [
    { title: 'Line', sort: 'seq', numeric: true, show: ({ seq }) => seq },
    { title: 'When', show: ({ at }) => momentInWords(at), csv: ({ at }) => at.toISOString() },
    { title: 'Who', show: ({ name }) => name },
    { title: 'Did', show: ({ did }) => did },
    { title: 'Record', show: ({ subject }) => <Subject subject={subject} />, csv: ({ subject }) => subject },
    {
      title: 'Details',
      show: ({ details }) => <More details={details} />,
      csv: ({ details }) => (details === '{}' ? null : details),
    },
  ],
}

type AuditProps = ListShown<AuditLine> & { head: { seq: number; at: Date; hash: string } | undefined }

export function AuditPage({ head, ...shown }: AuditProps) {
  return (
    <Page title="Audit log" wide>
      <Lead>Who did what, and when. Lines are only ever added; none can be altered or taken away.</Lead>
      {head && (
        <Facts
          facts={[
            { is: 'Lines', says: head.seq.toLocaleString('en-GB') },
            { is: 'Last line', says: momentInWords(head.at) },
            { is: 'Its seal', says: head.hash },
          ]}
        />
      )}
      <Details summary="How to check that nothing was altered">
        <Text>
          Each line seals the one before it, so the last seal stands for the whole log. Keep a copy of it
          somewhere else. Whoever runs the installation writes the log to a file with “endeavour audit export
          FILE”, and anybody can check that file with “endeavour audit verify FILE”, which names the first
          line that was altered, if one was.
        </Text>
      </Details>
      <FilterFor form={auditFilter} answers={shown.answers} />
      <Table of={auditLines} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="lines" />
    </Page>
  )
}
