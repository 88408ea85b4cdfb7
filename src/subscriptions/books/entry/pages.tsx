import type { Child } from 'hono/jsx'
import { inWords, momentInWords } from '../../../platform/day.ts'
import { inPounds } from '../../../platform/money.ts'
import { Page } from '../../../platform/page.tsx'
import { Digest, Facts, Lead, Link, Section, Text } from '../../../platform/parts.tsx'
import { type Listing, Table } from '../../../platform/table.tsx'
import { numberOf } from '../../invoices/rules.ts'
import { invoiceKinds } from '../../invoices/tables.ts'
import { addressed, inColumns } from '../rules.ts'
import { accountCodes, accounts, entryKinds } from '../tables.ts'
import type { AuditShown, EntryLine, EntryShown, Sources } from './queries.ts'

const money = (pence: number) => (pence === 0 ? '' : inPounds(pence))

function Of({ line: { school, purpose, invoiceId, prefix, number } }: { line: EntryLine }) {
  if (invoiceId !== null && prefix !== null && number !== null)
    return (
      <Link to={`/subscriptions/invoices/${invoiceId}`}>
        {school}, {numberOf({ prefix, number })}
      </Link>
    )
  return <>{school ?? purpose ?? ''}</>
}

const linesList: Listing<EntryLine> = {
  caption: 'The lines of this entry',
  empty: 'This entry has no lines: the books are damaged. Check them.',
  columns: [
    {
      title: 'Account',
      show: ({ account }) => (
        <Link to={`/subscriptions/books/${addressed(account)}`}>
          {accountCodes[account]} {accounts[account]}
        </Link>
      ),
    },
    {
      title: 'School or purpose',
      show: (line) => (line.school || line.purpose ? <Of line={line} /> : null),
      sparse: true,
    },
    { title: 'Debit', numeric: true, show: ({ pence }) => money(inColumns(pence).debit) },
    { title: 'Credit', numeric: true, show: ({ pence }) => money(inColumns(pence).credit) },
  ],
}

const auditList: Listing<AuditShown> = {
  caption: 'What the audit log says of these records',
  empty: 'The audit log has no line about this record.',
  columns: [
    {
      title: 'Did',
      show: ({ seq, did, subject }) => (
        <>
          {seq}: <Link to={`/audit?words=${encodeURIComponent(subject)}`}>{did}</Link>
        </>
      ),
    },
    { title: 'Who', show: ({ name }) => name },
    { title: 'When', show: ({ at }) => momentInWords(at) },
    { title: 'Seal', show: ({ hash }) => <Digest of={hash} /> },
  ],
}

type Props = { entry: EntryShown; lines: EntryLine[]; sources: Sources; audit: AuditShown[] }

/** A movement of money: its sides, the record that caused it, and who did what to that record. */
export const EntryPage = ({ entry, lines, sources, audit }: Props) => (
  <Page
    title={`Entry ${entry.id}: ${entryKinds[entry.kind].toLowerCase()}`}
    up={{ href: '/subscriptions/books', says: 'Books' }}
    wide
  >
    <Lead>{entry.says}</Lead>
    <Facts
      facts={[
        { is: 'Day', says: inWords(entry.datedOn) },
        {
          is: 'Posted',
          says: `${momentInWords(entry.postedAt)} by ${entry.postedBy ?? 'Endeavour itself'}`,
        },
        { is: 'Comes from', says: <From entry={entry} sources={sources} /> },
        entry.reversesId !== null && { is: 'Reverses', says: toEntry(entry.reversesId) },
        entry.reversedById !== null && { is: 'Reversed by', says: toEntry(entry.reversedById) },
      ]}
    />
    <Table of={linesList} rows={lines} hideCaption />
    <Section title="Who did it">
      <Text>
        Each line of the audit log is numbered, and sealed together with all before it. Nothing posted here is
        ever changed: what was wrong is reversed by an entry of its own.
      </Text>
      <Table of={auditList} rows={audit} hideCaption />
    </Section>
  </Page>
)

const toEntry = (id: number) => <Link to={`/subscriptions/books/entries/${id}`}>Entry {id}</Link>

function From({ entry, sources: { invoice, payment, writeOff } }: Pick<Props, 'entry' | 'sources'>) {
  const from: Child[] = []
  if (invoice)
    from.push(
      <Link to={`/subscriptions/invoices/${invoice.id}`}>
        {invoiceKinds[invoice.kind]} {numberOf(invoice)}
      </Link>,
    )
  if (payment) from.push(<Link to={`/subscriptions/payments/${payment.id}`}>Payment {payment.id}</Link>)
  if (payment?.statementId)
    from.push(
      <Link to={`/subscriptions/statements/${payment.statementId}`}>
        Bank statement {payment.statementId}
      </Link>,
    )
  if (payment?.rechargeId)
    from.push(
      <Link to={`/subscriptions/recharges/${payment.rechargeId}`}>Recharge {payment.rechargeId}</Link>,
    )
  if (writeOff)
    from.push(
      <>
        Write-off of <Link to={`/subscriptions/invoices/${writeOff.invoiceId}`}>{numberOf(writeOff)}</Link>,
        by {writeOff.decision}
      </>,
    )
  if (entry.subject === 'subscriptions/books/opening')
    from.push(<Link to="/subscriptions/books/opening">Balance brought forward</Link>)
  if (from.length === 0) return <>{entry.subject}</>
  return (
    <>
      {from.map((one, at) => (
        <>
          {at > 0 && ', '}
          {one}
        </>
      ))}
    </>
  )
}
