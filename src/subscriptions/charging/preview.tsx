import { type AcademicYear, yearName } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  Details,
  Facts,
  Inset,
  Lead,
  Link,
  LinkList,
  Section,
  Siblings,
  Tag,
  Text,
} from '../../platform/parts.tsx'
import { ErrorSummary, FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { vatOn } from '../invoices/rules.ts'
import type { Recipient } from '../payers/recipients.ts'
import type { BillingSettings } from '../settings/tables.ts'
import { runForm } from './form.ts'
import { type Charge, toIssue } from './queries.ts'
import type { Due } from './rules.ts'

type Issued = Charge & { due: Due }
type Recipients = Map<number, Recipient[]>

const address = (year: AcademicYear) => `/subscriptions/runs/new?year=${yearName(year)}`

type PreviewProps = {
  year: AcademicYear
  years: AcademicYear[]
  charges: Charge[]
  settings: BillingSettings | undefined
  recipients: Recipients
  answers: Answers
}

/** Every membership of a year: what a run would do, before it is done. */
export function PreviewPage({ year, years, charges, settings, recipients, answers }: PreviewProps) {
  const issued = toIssue(charges)
  const pence = sumOf(issued)
  const seen = { invoices: String(issued.length), pence: String(pence) }
  return (
    <Page
      title={`Invoices for ${yearName(year)}`}
      up={{ href: '/subscriptions/runs', says: 'Runs of invoices' }}
      wrong={answers.errors.length > 0}
      wide
    >
      {!(settings && issued.length > 0) && <ErrorSummary form={runForm} answers={answers} />}
      <Lead>
        What each school owes, before anything is issued. An invoice that is issued is never changed.
      </Lead>
      <Years year={year} years={years} />
      {!settings && (
        <Inset>
          Nothing can be issued until it is said who sends invoices and which account they are paid to.{' '}
          <Link to="/subscriptions/settings">Say who sends invoices</Link>
        </Inset>
      )}
      <Missing charges={charges} year={year} />
      {issued.length > 0 ? (
        <Section title="To issue">
          <Sums issued={issued} settings={settings} />
          <Table of={toIssueList(year, recipients)} rows={issued} hideCaption />
          {settings && (
            <FormFor
              form={runForm}
              answers={{ ...answers, values: seen }}
              submit={`Issue ${issued.length === 1 ? '1 invoice' : `${issued.length} invoices`} for ${inPounds(pence)}`}
            />
          )}
        </Section>
      ) : (
        <Text>No invoice for {yearName(year)} is left to issue.</Text>
      )}
      <Done charges={charges} />
    </Page>
  )
}

/** Years that are looked at often; what is older is folded. */
const OFTEN = 4

function Years({ year, years }: { year: AcademicYear; years: AcademicYear[] }) {
  const pages = years.map((one) => ({ href: address(one), says: yearName(one) }))
  const older = pages.slice(OFTEN).filter(({ href }) => href !== address(year))
  return (
    <>
      <Siblings
        label="Academic years"
        pages={pages.filter((page) => !older.includes(page))}
        current={address(year)}
      />
      {older.length > 0 && (
        <Details summary="Earlier years">
          <LinkList links={older} />
        </Details>
      )}
    </>
  )
}

const sumOf = (issued: readonly Issued[]) => issued.reduce((sum, { due }) => sum + due.pence, 0)

function Sums({ issued, settings }: { issued: Issued[]; settings: BillingSettings | undefined }) {
  const by = (way: Charge['payBy']) => {
    const some = issued.filter(({ payBy }) => payBy === way)
    return `${some.length}, ${inPounds(sumOf(some))}`
  }
  const withVat = issued.reduce(
    (sum, { due }) => sum + vatOn(due.pence, settings?.vat ?? 'outside').totalPence,
    0,
  )
  return (
    <Facts
      facts={[
        { is: 'Paid by invoice', says: by('invoice') },
        { is: 'Paid by internal recharge', says: by('recharge') },
        { is: 'In all', says: `${issued.length}, ${inPounds(sumOf(issued))}` },
        settings?.vat === 'standard' && { is: 'With VAT', says: inPounds(withVat) },
      ]}
    />
  )
}

const toIssueList = (year: AcademicYear, recipients: Recipients): Listing<Issued> => ({
  caption: 'Invoices to issue',
  plain: true,
  empty: '',
  columns: [
    {
      title: 'School',
      show: ({ membershipId, school }) => <Link to={`/subscriptions/payers/${membershipId}`}>{school}</Link>,
    },
    { title: 'Owes', numeric: true, show: ({ due }) => inPounds(due.pence) },
    { title: 'Worked out as', show: ({ due }) => due.says },
    { title: 'Pays by', show: ({ payBy }) => (payBy === 'recharge' ? 'Recharge' : 'Invoice') },
    {
      title: 'Purchase order',
      show: ({ membershipId, purchaseOrder }) => (
        <Link to={`/subscriptions/orders/${membershipId}?year=${yearName(year)}`}>
          {purchaseOrder ?? 'None'}
        </Link>
      ),
    },
    {
      title: 'Sent to',
      show: ({ membershipId }) => {
        const found = recipients.get(membershipId) ?? []
        if (found.length === 0) return <Tag says="Nobody has an address" tone="due" />
        return found.map(({ name, email }) => name ?? email).join(', ')
      },
    },
  ],
})

/** Schools whose sum or address is not known: they wait, the others need not. */
function Missing({ charges, year }: { charges: Charge[]; year: AcademicYear }) {
  const waiting = charges.filter(({ missing, invoiceId }) => missing && invoiceId === null)
  if (waiting.length === 0) return null
  const unworked = waiting.some(({ due }) => due === null)
  return (
    <Section title="Something is missing">
      <Text>
        {waiting.length === 1 ? 'This school is' : 'These schools are'} left out until it is there; the others
        can be issued without {waiting.length === 1 ? 'it' : 'them'}.
      </Text>
      <Bullets
        items={waiting.map(({ membershipId, school, due, because }) => (
          <>
            {school}: {because}.{' '}
            {due !== null && <Link to={`/subscriptions/payers/${membershipId}`}>Say how it is invoiced</Link>}
          </>
        ))}
      />
      {unworked && (
        <Text>
          <Link to="/calendars">Enter the alliance’s term dates of {yearName(year)}</Link>
        </Text>
      )}
    </Section>
  )
}

const invoicedList: Listing<Charge> = {
  caption: 'Invoiced already',
  plain: true,
  empty: '',
  columns: [
    {
      title: 'School',
      show: ({ invoiceId, school }) => <Link to={`/subscriptions/invoices/${invoiceId}`}>{school}</Link>,
    },
    {
      title: 'Invoiced',
      numeric: true,
      show: ({ invoicePence }) => inPounds(invoicePence ?? 0),
    },
    {
      title: 'Owes now',
      show: ({ due, because, invoicePence }) => {
        const now = due?.pence ?? 0
        if (now === invoicePence) return 'The same'
        return (
          <>
            {inPounds(now)} <Tag says="Differs" tone="due" /> {because ?? due?.says}
          </>
        )
      },
    },
  ],
}

function Done({ charges }: { charges: Charge[] }) {
  const invoiced = charges.filter(({ invoiceId }) => invoiceId !== null)
  const free = charges.filter((one) => one.invoiceId === null && !one.missing && (one.due?.pence ?? 0) === 0)
  return (
    <>
      {invoiced.length > 0 && (
        <Section title="Invoiced already">
          {invoiced.some(({ due, invoicePence }) => (due?.pence ?? 0) !== invoicePence) && (
            <Text>
              Where a school owes another sum than it was invoiced, take the invoice back by a credit note: it
              then stands among those to issue.
            </Text>
          )}
          <Table of={invoicedList} rows={invoiced} hideCaption />
        </Section>
      )}
      {free.length > 0 && (
        <Section title="Nothing is owed">
          <Bullets
            items={free.map(({ school, because }) => `${school}: ${because ?? 'no subscription is agreed'}`)}
          />
        </Section>
      )}
    </>
  )
}
