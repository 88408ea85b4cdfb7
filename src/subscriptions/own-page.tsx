import { type AcademicYear, type Day, inWords, yearName } from '../platform/day.ts'
import { inPounds } from '../platform/money.ts'
import { Page } from '../platform/page.tsx'
import { Facts, Lead, Link, LinkList, Section, Subheading, Text, Verdict } from '../platform/parts.tsx'
import type { InvoiceAsAt } from './accounts/queries.ts'
import { accountInWords, toPay } from './accounts/words.ts'
import { inFours } from './invoices/reference.ts'
import { numberOf } from './invoices/rules.ts'
import type { SchoolYears } from './queries.ts'
import { yearInWords, yearStateOf, yearStates } from './rules.ts'
import type { BillingSettings } from './settings/tables.ts'

type OwnProps = {
  year: AcademicYear
  today: Day
  schools: SchoolYears[]
  /** Schools whose governors or trustees this person chairs: a word, and no sums. */
  chaired: SchoolYears[]
  seller: BillingSettings | undefined
  has: (pattern: string) => boolean
  trusts: { href: string; says: string }[]
}

/** The subscription as a school sees it: how the year stands, what to do now, and where to go. */
export function OwnPage({ year, today, schools, chaired, seller, has, trusts }: OwnProps) {
  return (
    <Page title="Subscription">
      {schools.map((school) => (
        <Section title={school.name} id={`school-${school.id}`}>
          <YearVerdict invoices={school.years[0]?.invoices ?? []} {...{ year, today }} />
          <DoNow open={school.open} {...{ seller, today }} />
          <LinkList links={placesOf(school.id, year, has)} />
        </Section>
      ))}
      {trusts.length > 0 && (
        <Section title="All schools of your trust">
          <LinkList links={trusts} />
        </Section>
      )}
      {chaired.map((school) => (
        <Section
          title={schools.length > 0 ? `${school.name}: for those who govern` : school.name}
          id={`school-${school.id}`}
        >
          {school.years.map(({ year, invoices }) => (
            <>
              <Subheading>{yearName(year)}</Subheading>
              <YearVerdict invoices={subscriptionsOf(invoices)} sentence {...{ year, today }} />
            </>
          ))}
          <Text>Sums, invoices and payments are for the head and the business manager.</Text>
          <LinkList links={bought(school.id, year, has)} />
        </Section>
      ))}
    </Page>
  )
}

const subscriptionsOf = (invoices: InvoiceAsAt[]) => invoices.filter(({ isSubscription }) => isSubscription)

type VerdictProps = { invoices: InvoiceAsAt[]; year: AcademicYear; today: Day; sentence?: boolean }

function YearVerdict({ invoices, year, today, sentence = false }: VerdictProps) {
  const state = yearStates[yearStateOf(invoices, today)]
  const says = yearInWords(invoices, today)
  return (
    <Verdict state={state.says} tone={state.tone}>
      {sentence
        ? says
        : `The subscription for ${yearName(year)}: ${says.charAt(0).toLowerCase()}${says.slice(1)}`}
    </Verdict>
  )
}

type DoNowProps = { open: InvoiceAsAt[]; seller: BillingSettings | undefined; today: Day }

function DoNow({ open, seller, today }: DoNowProps) {
  if (open.length === 0) return <Lead>There is nothing to pay now.</Lead>
  const payable = toPay(open)
  return (
    <>
      {payable.map((invoice) => (
        <>
          <Subheading>
            {invoice.dueOn < today ? 'Overdue: pay' : 'Pay'} {inPounds(invoice.owedPence)} for{' '}
            {numberOf(invoice)}
          </Subheading>
          <Facts
            facts={[
              { is: 'Due by', says: inWords(invoice.dueOn) },
              seller !== undefined && { is: 'Pay to', says: accountInWords(seller) },
              { is: 'Reference to give', says: inFours(invoice.reference) },
              {
                is: 'Invoice',
                says: <Link to={`/subscriptions/invoices/${invoice.id}`}>Open the invoice</Link>,
              },
            ]}
          />
        </>
      ))}
      {open.length > payable.length && (
        <Text>
          {inPounds(owedBy(open) - owedBy(payable))} goes by internal recharge: the host moves it in its own
          ledger, and you make no payment.
        </Text>
      )}
      {seller && (
        <Text>
          Questions about an invoice: <Link to={`mailto:${seller.email}`}>{seller.email}</Link>.
        </Text>
      )}
    </>
  )
}

const owedBy = (open: readonly InvoiceAsAt[]) => open.reduce((pence, { owedPence }) => pence + owedPence, 0)

type Has = (pattern: string) => boolean
type Linked = { href: string; says: string; page: string }
const only = (links: Linked[], has: Has) => links.filter(({ page }) => has(page))

const boughtLink = (id: number, year: AcademicYear): Linked => ({
  href: `/subscriptions/bought/${id}?year=${yearName(year)}`,
  says: 'What our subscription bought',
  page: '/subscriptions/bought/:membership',
})

function bought(id: number, year: AcademicYear, has: Has) {
  return only([boughtLink(id, year)], has)
}

function placesOf(id: number, year: AcademicYear, has: Has) {
  return only(
    [
      {
        href: `/subscriptions/accounts/${id}`,
        says: 'Statement of account',
        page: '/subscriptions/accounts/:id',
      },
      { href: '/subscriptions/invoices', says: 'Invoices and credit notes', page: '/subscriptions/invoices' },
      {
        href: `/subscriptions/payers/${id}`,
        says: 'How we are invoiced',
        page: '/subscriptions/payers/:membership',
      },
      {
        href: `/subscriptions/orders/${id}?year=${yearName(year)}`,
        says: 'Our purchase order number',
        page: '/subscriptions/orders/:membership',
      },
      boughtLink(id, year),
    ],
    has,
  )
}
