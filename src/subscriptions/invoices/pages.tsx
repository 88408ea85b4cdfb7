import { inShort, yearName } from '../../platform/day.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Link, Tag, Text, type Tone } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { invoiceFilter } from './form.ts'
import type { InvoiceRow } from './list.ts'
import { type InvoiceState, invoiceStates, numberOf } from './rules.ts'
import { invoiceKinds } from './tables.ts'

const tones: Record<InvoiceState, Tone> = {
  paid: 'good',
  'part paid': 'due',
  due: 'calm',
  overdue: 'bad',
  credited: 'quiet',
  'written off': 'quiet',
}

export const StateTag = ({ state }: { state: InvoiceState | null }) =>
  state === null ? (
    <Tag says={invoiceKinds['credit note']} />
  ) : (
    <Tag says={invoiceStates[state]} tone={tones[state]} />
  )

const plain = (pence: number) => (pence / 100).toFixed(2)

export const invoiceList: Listing<InvoiceRow> = {
  caption: 'Invoices and credit notes',
  plain: true,
  empty: 'No invoices match. They appear here once the office has issued them.',
  columns: [
    {
      title: 'Number',
      sort: 'number',
      show: (row) => <Link to={`/subscriptions/invoices/${row.id}`}>{numberOf(row)}</Link>,
      csv: numberOf,
    },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    {
      title: 'For',
      show: ({ year }) => yearName(year),
      csv: ({ year }) => yearName(year),
    },
    {
      title: 'Due',
      sort: 'due',
      day: true,
      show: ({ kind, dueOn }) => (kind === 'invoice' ? inShort(dueOn) : null),
      csv: ({ kind, dueOn }) => (kind === 'invoice' ? dueOn : null),
    },
    {
      title: 'Sum',
      sort: 'sum',
      numeric: true,
      show: ({ kind, totalPence }) => inPounds(kind === 'invoice' ? totalPence : -totalPence),
      csv: ({ kind, totalPence }) => plain(kind === 'invoice' ? totalPence : -totalPence),
    },
    {
      title: 'Still owed',
      sort: 'owed',
      numeric: true,
      show: ({ kind, owedPence }) => (kind === 'invoice' ? inPounds(owedPence) : null),
      csv: ({ kind, owedPence }) => (kind === 'invoice' ? plain(owedPence) : null),
    },
    {
      title: 'State',
      show: ({ state }) => <StateTag state={state} />,
      csv: ({ kind, state }) => (state === null ? invoiceKinds[kind] : invoiceStates[state]),
    },
  ],
}

/** The file says more than has room on a page. */
export const invoiceFile: Listing<InvoiceRow> = {
  ...invoiceList,
  columns: [
    ...invoiceList.columns,
    { title: 'Issued', show: ({ issuedOn }) => issuedOn },
    { title: 'Pays by', show: ({ payBy }) => payBy },
    { title: 'Reference', show: ({ reference }) => reference },
    { title: 'Purchase order', show: ({ purchaseOrder }) => purchaseOrder },
  ],
}

type Own = { membershipId: number; school: string }[]

export function InvoicesPage({
  office,
  own,
  ...shown
}: ListShown<InvoiceRow> & { office: boolean; own: Own }) {
  return (
    <ListPage
      title="Invoices"
      lead={
        office
          ? 'Every invoice and credit note, and what of it is still owed today.'
          : 'What your school was invoiced, and what of it is still owed today.'
      }
      of={invoiceList}
      filter={invoiceFilter}
      shown={shown}
      noun={['document', 'documents']}
      add={office && { href: '/subscriptions/runs/new', says: 'Issue invoices' }}
      up={{ href: '/subscriptions', says: 'Subscription' }}
    >
      {own.map(({ membershipId, school }) => (
        <Text>
          <Link to={`/subscriptions/payers/${membershipId}`}>How {school} is invoiced</Link>
          {' · '}
          <Link to={`/subscriptions/orders/${membershipId}`}>Give a purchase order number</Link>
        </Text>
      ))}
    </ListPage>
  )
}
