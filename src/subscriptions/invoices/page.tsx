import type { Child } from 'hono/jsx'
import { inWords, momentInWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Text,
  Verdict,
} from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { type EntryKind, entryKinds } from '../books/tables.ts'
import { waysToPay } from '../payers/tables.ts'
import { sortCodeInWords } from '../settings/rules.ts'
import type { Invoice, InvoiceSums, invoiceLines } from './queries.ts'
import { inFours } from './reference.ts'
import { invoiceStates, numberOf, stateOf } from './rules.ts'
import type { CreditNote, Sending, Settled } from './story.ts'
import { verdictOf } from './verdict.ts'

type Line = Awaited<ReturnType<typeof invoiceLines>>[number]

type InvoiceProps = {
  invoice: Invoice
  lines: Line[]
  sums: InvoiceSums
  settled: Settled[]
  notes: CreditNote[]
  sendings: Sending[]
  /** What a credit note takes back. */
  credits: { id: number; prefix: string; number: number } | null
  office: boolean
  today: Invoice['dueOn']
  /** What other parts of the capability add: reminders, a write-off. */
  sections: Child[]
}

export function InvoicePage(props: InvoiceProps) {
  const { invoice, lines, office, sections } = props
  const number = numberOf(invoice)
  const isNote = invoice.kind === 'credit note'
  return (
    <Page
      title={`${isNote ? 'Credit note' : 'Invoice'} ${number}`}
      up={{ href: '/subscriptions/invoices', says: 'Invoices' }}
    >
      <Standing {...props} />
      <Deeds>
        <ButtonLink to={`/subscriptions/invoices/${invoice.id}/pdf`}>Download as PDF</ButtonLink>
        <ButtonLink to={`/subscriptions/invoices/${invoice.id}/xml`} kind="secondary">
          Download as e-invoice (UBL)
        </ButtonLink>
        {office && <OfficeDeeds {...props} />}
      </Deeds>
      <Section title="As it was issued">
        <Issued {...props} />
        <Table of={lineList} rows={[...lines.map(asRow), ...totals(invoice)]} hideCaption />
      </Section>
      {!isNote && <Story {...props} />}
      {sections}
      <Sent {...props} />
    </Page>
  )
}

function Standing({ invoice, sums, credits, today }: InvoiceProps) {
  if (invoice.kind === 'credit note')
    return (
      <Verdict state="Credit note" tone="quiet">
        It takes back {inPounds(invoice.totalPence)} of{' '}
        {credits && <Link to={`/subscriptions/invoices/${credits.id}`}>{numberOf(credits)}</Link>}. Nothing is
        to be paid.
      </Verdict>
    )
  const state = stateOf({ ...invoice, ...sums }, today)
  const { tone, says } = verdictOf({ ...invoice, ...sums }, state)
  return (
    <Verdict state={invoiceStates[state]} tone={tone}>
      {says}
    </Verdict>
  )
}

function OfficeDeeds({ invoice, sums }: InvoiceProps) {
  const left = invoice.netPence - sums.creditedNet
  return (
    <>
      {invoice.kind === 'invoice' && left > 0 && (
        <ButtonLink to={`/subscriptions/invoices/${invoice.id}/credit`} kind="secondary">
          Issue a credit note
        </ButtonLink>
      )}
      <PressButton action={`/subscriptions/invoices/${invoice.id}/send`} says="Send again" quiet />
    </>
  )
}

const addressOf = (...parts: (string | null)[]) => parts.filter(Boolean).join(', ')

function Issued({ invoice, office }: InvoiceProps) {
  const asked = invoice.kind === 'invoice'
  return (
    <Facts
      facts={[
        {
          is: 'To',
          says: addressOf(invoice.buyerName, invoice.buyerAddress, invoice.buyerTown, invoice.buyerPostcode),
        },
        invoice.buyerName !== invoice.school && { is: 'For', says: invoice.school },
        {
          is: 'From',
          says: addressOf(
            invoice.sellerName,
            invoice.sellerAddress,
            invoice.sellerTown,
            invoice.sellerPostcode,
          ),
        },
        { is: 'Issued', says: inWords(invoice.issuedOn) },
        asked && { is: 'Due', says: inWords(invoice.dueOn) },
        asked && { is: 'Purchase order', says: invoice.purchaseOrder ?? 'None' },
        invoice.reason !== null && { is: 'Why', says: invoice.reason },
        ...(asked ? toPay(invoice, office) : []),
        invoice.vatReason !== null && { is: 'VAT', says: invoice.vatReason },
      ]}
    />
  )
}

function toPay(invoice: Invoice, office: boolean) {
  if (invoice.payBy === 'recharge')
    return [
      { is: 'How it is paid', says: waysToPay.recharge },
      (office || invoice.costCentre !== null) && { is: 'Cost centre', says: invoice.costCentre },
    ]
  return [
    {
      is: 'Pay to',
      says: `${invoice.accountName}, ${sortCodeInWords(invoice.sortCode)}, ${invoice.accountNumber}`,
    },
    { is: 'With the reference', says: inFours(invoice.reference ?? '') },
  ]
}

type Row = { says: string; pence: number }
const asRow = ({ says, netPence }: Line): Row => ({ says, pence: netPence })

const totals = ({ netPence, vatPence, vatPerCent, totalPence }: Invoice): Row[] => [
  ...(vatPence > 0
    ? [
        { says: 'Before VAT', pence: netPence },
        { says: `VAT at ${vatPerCent}%`, pence: vatPence },
      ]
    : []),
  { says: 'In all', pence: totalPence },
]

const lineList: Listing<Row> = {
  caption: 'What it is for',
  empty: '',
  whole: true,
  columns: [
    { title: 'What for', show: ({ says }) => says },
    { title: 'Sum', numeric: true, show: ({ pence }) => inPounds(pence) },
  ],
}

const PAYMENT = /^subscriptions\/payments\/\d+$/
/** A school reads what kind of thing it was; what the office noted beside it may be about another school. */
const settledList = (office: boolean): Listing<Settled> => ({
  caption: 'What was set against it',
  empty: 'Nothing was set against it yet.',
  columns: [
    { title: 'On', day: true, show: ({ datedOn }) => inWords(datedOn) },
    {
      title: 'What',
      show: ({ kind, says, subject }) => {
        if (!office) return settledAs[kind]
        return PAYMENT.test(subject) ? <Link to={`/${subject}`}>{says}</Link> : says
      },
    },
    { title: 'Sum', numeric: true, show: ({ pence }) => inPounds(-pence) },
  ],
})

const settledAs: Record<EntryKind, string> = {
  ...entryKinds,
  match: 'Paid',
  'credit note': 'Credit note',
  reversal: 'Undone: it was set against the wrong invoice',
}

function Story({ settled, notes, office }: InvoiceProps) {
  return (
    <Section title="What was set against it">
      <Table of={settledList(office)} rows={settled} hideCaption />
      {notes.length > 0 && (
        <Bullets
          items={notes.map((note) => (
            <>
              <Link to={`/subscriptions/invoices/${note.id}`}>{numberOf(note)}</Link>,{' '}
              {inPounds(note.totalPence)}, {inWords(note.issuedOn)}: {note.reason}
            </>
          ))}
        />
      )}
    </Section>
  )
}

function Sent({ sendings, invoice, office }: InvoiceProps) {
  return (
    <Section title="Sent">
      {sendings.length === 0 ? (
        <Unsent office={office} membershipId={invoice.membershipId} />
      ) : (
        <Bullets
          items={sendings.map(
            ({ recipient, sentAt, nth }) =>
              `${recipient}, ${momentInWords(sentAt)}${nth > 1 ? ', again' : ''}`,
          )}
        />
      )}
    </Section>
  )
}

const Unsent = ({ office, membershipId }: { office: boolean; membershipId: number }) =>
  office ? (
    <Inset>
      It was sent to nobody yet. If it was issued more than a few minutes ago, nobody of the school has an
      address: <Link to={`/subscriptions/payers/${membershipId}`}>say how it is invoiced</Link>, then send it
      again.
    </Inset>
  ) : (
    <Text>It was sent to nobody by mail.</Text>
  )
