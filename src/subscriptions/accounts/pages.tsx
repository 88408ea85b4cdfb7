import { inShort, inWords } from '../../platform/day.ts'
import { type Answers, dayField, form, optional } from '../../platform/form.ts'
import { inPounds } from '../../platform/money.ts'
import { type NavItem, Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link, Section, Small, Text } from '../../platform/parts.tsx'
import { AskFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { type Age, ages } from '../ageing/rules.ts'
import { inFours } from '../invoices/reference.ts'
import { numberOf } from '../invoices/rules.ts'
import type { Account } from './gathered.ts'
import type { InvoiceAsAt } from './queries.ts'
import { dayBefore, type Period, type StatementLine } from './rules.ts'
import { accountInWords, ageLabel, balanceInWords, heldInWords, toPay } from './words.ts'

export const periodForm = form<{ from: Period['from'] | null; to: Period['to'] | null }>({
  from: optional(dayField('From', { ask: '', hint: 'Like 1/9/2017. Leave it empty for the academic year' })),
  to: optional(dayField('To', { ask: '', hint: 'Leave it empty for today' })),
})

const inCsv = (pence: number) => (pence / 100).toFixed(2)

/** Every movement of an account; `several`: of more than one school, so that each line names its own. */
export const statementList = (several: boolean): Listing<StatementLine> => ({
  caption: 'Every movement of the account, with what was owed after it',
  empty: 'Nothing moved in this time.',
  columns: [
    {
      title: 'What',
      show: ({ says, invoiceId }) =>
        invoiceId === null ? says : <Link to={`/subscriptions/invoices/${invoiceId}`}>{says}</Link>,
      csv: ({ says }) => says,
    },
    { title: 'Day', show: ({ datedOn }) => inShort(datedOn), csv: ({ datedOn }) => datedOn, day: true },
    ...(several ? [{ title: 'School', show: ({ school }: StatementLine) => school }] : []),
    {
      title: 'Amount',
      show: ({ pence }) => inPounds(pence),
      csv: ({ pence }) => inCsv(pence),
      numeric: true,
    },
    {
      title: 'Balance',
      show: ({ balancePence }) => inPounds(balancePence),
      csv: ({ balancePence }) => inCsv(balancePence),
      numeric: true,
    },
  ],
})

const openList = (several: boolean): Listing<InvoiceAsAt> => ({
  caption: 'Invoices that are not settled',
  empty: 'Every invoice is settled.',
  columns: [
    {
      title: 'Invoice',
      show: (row) => <Link to={`/subscriptions/invoices/${row.id}`}>{numberOf(row)}</Link>,
    },
    ...(several ? [{ title: 'School', show: ({ school }: InvoiceAsAt) => school }] : []),
    { title: 'Due by', show: ({ dueOn }) => inShort(dueOn), day: true },
    {
      title: 'Reference to give',
      show: ({ reference, payBy }) => (payBy === 'invoice' ? inFours(reference) : 'By internal recharge'),
    },
    { title: 'Still owed', show: ({ owedPence }) => inPounds(owedPence), numeric: true },
  ],
})

type Props = { account: Account; up: NavItem; answers: Answers; query: string; trust: NavItem | null }

export function AccountPage({ account, up, answers, query, trust }: Props) {
  const { name, href, statement, owed, today } = account
  const several = account.schools.length > 1
  const { from, to, openingPence, lines, closingPence } = statement
  return (
    <Page title={`Statement of account: ${name}`} up={up} wrong={answers.errors.length > 0} wide>
      <Lead>
        {balanceInWords(owed.totalPence)} today, {inWords(today)}.
      </Lead>
      {trust && (
        <Text>
          <Link to={trust.href}>{trust.says}</Link>
        </Text>
      )}
      <OwedNow account={account} several={several} />
      <Section title={`${inWords(from)} to ${inWords(to)}`}>
        <Facts
          facts={[
            { is: `Balance at the end of ${inWords(dayBefore(from))}`, says: balanceInWords(openingPence) },
            { is: `Balance at the end of ${inWords(to)}`, says: balanceInWords(closingPence) },
          ]}
        />
        <Table of={statementList(several)} rows={lines} hideCaption />
        <Small>
          What is charged adds to the balance, what is paid or credited takes from it. A line that was wrong
          is not rubbed out: it stays, with the line that takes it off again.
        </Small>
        <Deeds>
          <ButtonLink to={`${href}/pdf${query}`} kind="secondary">
            PDF to print
          </ButtonLink>
          <ButtonLink to={`${href}/statement.csv${query}`} kind="secondary">
            Download as CSV
          </ButtonLink>
        </Deeds>
      </Section>
      <Section title="Another time">
        <AskFor form={periodForm} answers={answers} submit="Show" />
      </Section>
    </Page>
  )
}

function OwedNow({ account, several }: { account: Account; several: boolean }) {
  const { open, owed, seller } = account
  const payable = toPay(open)
  const sum = payable.reduce((pence, { owedPence }) => pence + owedPence, 0)
  return (
    <Section title="What is owed now">
      <Table of={openList(several)} rows={open} hideCaption />
      {open.length > 0 && (
        <Facts
          facts={[
            ...(Object.keys(ages) as Age[]).map(
              (age) => owed[age] > 0 && { is: ageLabel(age), says: inPounds(owed[age]) },
            ),
            owed.onAccountPence > 0 && {
              is: 'Less money held on account',
              says: inPounds(owed.onAccountPence),
            },
            { is: 'Together', says: balanceInWords(owed.totalPence) },
          ]}
        />
      )}
      {seller && payable.length > 0 && (
        <Text>
          {payable.length === 1
            ? `Pay ${inPounds(sum)} to ${accountInWords(seller)}, and give the reference of the invoice.`
            : `Pay ${inPounds(sum)} in one sum to ${accountInWords(seller)}. Give as many of the references as your bank lets you, and send the rest in a remittance advice to ${seller.email}.`}
        </Text>
      )}
      {seller && sum > 0 && owed.onAccountPence > 0 && <Text>{heldInWords(seller)}</Text>}
      {open.length > payable.length && (
        <Text>
          What goes by internal recharge is moved in the host’s ledger: the school makes no payment for it.
        </Text>
      )}
    </Section>
  )
}
