import { inShort, inWords, yearName } from '../../platform/day.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { Facts, Link, Tag } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { numberOf } from '../invoices/rules.ts'
import { waysToPay } from '../payers/tables.ts'
import { runFilter } from './form.ts'
import type { RunInvoice, RunRow } from './runs.ts'

export const runList: Listing<RunRow> = {
  caption: 'Runs of invoices',
  empty: 'No invoices were issued yet. Look first at what would be.',
  columns: [
    {
      title: 'For',
      sort: 'year',
      show: ({ id, year }) => <Link to={`/subscriptions/runs/${id}`}>{yearName(year)}</Link>,
      csv: ({ year }) => yearName(year),
    },
    {
      title: 'Issued',
      sort: 'id',
      day: true,
      show: ({ issuedOn }) => inShort(issuedOn),
      csv: ({ issuedOn }) => issuedOn,
    },
    { title: 'Invoices', numeric: true, show: ({ invoices }) => invoices },
    {
      title: 'Sum',
      numeric: true,
      show: ({ totalPence }) => inPounds(totalPence),
      csv: ({ totalPence }) => (totalPence / 100).toFixed(2),
    },
    { title: 'By', show: ({ runBy }) => runBy },
  ],
}

export const RunsPage = (shown: ListShown<RunRow>) => (
  <ListPage
    title="Runs of invoices"
    lead="Each run issues the subscription invoices of a year that were not issued yet: all of them, or none."
    of={runList}
    filter={runFilter}
    shown={shown}
    noun={['run', 'runs']}
    add={{ href: '/subscriptions/runs/new', says: 'Look at what would be issued' }}
    up={{ href: '/subscriptions', says: 'Subscription' }}
  />
)

const issuedList: Listing<RunInvoice> = {
  caption: 'Invoices of this run',
  plain: true,
  empty: '',
  columns: [
    {
      title: 'Invoice',
      show: (row) => <Link to={`/subscriptions/invoices/${row.id}`}>{numberOf(row)}</Link>,
    },
    { title: 'School', show: ({ school }) => school },
    { title: 'For', show: ({ says }) => says },
    { title: 'Sum', numeric: true, show: ({ totalPence }) => inPounds(totalPence) },
    {
      title: 'Sent',
      show: ({ sent }) => (sent ? `Sent to ${sent}` : <Tag says="Not sent" tone="due" />),
    },
  ],
}

export function RunPage({ run, invoices }: { run: RunRow; invoices: RunInvoice[] }) {
  const by = (way: RunInvoice['payBy']) => {
    const some = invoices.filter(({ payBy }) => payBy === way)
    return `${some.length}, ${inPounds(some.reduce((sum, { totalPence }) => sum + totalPence, 0))}`
  }
  return (
    <Page
      title={`Invoices for ${yearName(run.year)}, issued ${inWords(run.issuedOn)}`}
      up={{ href: '/subscriptions/runs', says: 'Runs of invoices' }}
      wide
    >
      <Facts
        facts={[
          { is: 'Invoices', says: String(run.invoices) },
          { is: 'In all', says: inPounds(run.totalPence) },
          run.vatPence > 0 && { is: 'Of which VAT', says: inPounds(run.vatPence) },
          { is: waysToPay.invoice, says: by('invoice') },
          { is: waysToPay.recharge, says: by('recharge') },
          { is: 'Issued by', says: run.runBy ?? 'Endeavour' },
        ]}
      />
      <Table of={issuedList} rows={invoices} hideCaption />
    </Page>
  )
}
