import { type Day, inShort, inWords } from '../../platform/day.ts'
import { type Answers, dayField, type Form, form, optional, pick } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Choices, Deeds, Facts, Lead, Link, Section, Small } from '../../platform/parts.tsx'
import { AskFor, FilterFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { AccountFilter, AccountRow, whomOf } from './queries.ts'
import { addressed, type Balance, columnSums, inColumns } from './rules.ts'
import { type Account, accountCodes, accounts } from './tables.ts'

const up = { href: '/subscriptions', says: 'Subscription' }
const money = (pence: number) => (pence === 0 ? '' : inPounds(pence))
const inCsv = (pence: number) => (pence / 100).toFixed(2)

/** A balance as books say it: `£3,000.00 Dr`. */
const balanced = (pence: number) =>
  pence === 0 ? inPounds(0) : `${inPounds(Math.abs(pence))} ${pence > 0 ? 'Dr' : 'Cr'}`

export const onForm = form<{ on: Day | null }>({
  on: optional(dayField('As at', { ask: '', hint: 'Like 31/3/2018. Leave it empty for today' })),
})

type Row = { account: Account | null; debit: number; credit: number }

const trialList = (to: string): Listing<Row> => ({
  caption: 'Trial balance: every account with its debit or credit',
  empty: '',
  whole: true,
  columns: [
    {
      title: 'Account',
      show: ({ account }) =>
        account === null ? (
          'Together'
        ) : (
          <Link to={`/subscriptions/books/${addressed(account)}${to}`}>
            {accountCodes[account]} {accounts[account]}
          </Link>
        ),
      csv: ({ account }) => (account === null ? 'Together' : `${accountCodes[account]} ${accounts[account]}`),
    },
    { title: 'Debit', numeric: true, show: ({ debit }) => money(debit), csv: ({ debit }) => inCsv(debit) },
    {
      title: 'Credit',
      numeric: true,
      show: ({ credit }) => money(credit),
      csv: ({ credit }) => inCsv(credit),
    },
  ],
})

/** The rows of a trial balance, with their sums last. */
export const trialRows = (balances: readonly Balance[]): Row[] => [
  ...balances.map(({ account, pence }) => ({ account, ...inColumns(pence) })),
  { account: null, ...columnSums(balances) },
]
export const trialCsv = trialList('')

type BooksProps = { balances: Balance[]; on: Day; asked: boolean; answers: Answers }

export function BooksPage({ balances, on, asked, answers }: BooksProps) {
  const { debit, credit } = columnSums(balances)
  return (
    <Page title="Books" up={up} wrong={answers.errors.length > 0} wide>
      <Lead>
        {debit === 0 && credit === 0
          ? `Nothing is in the books by ${inWords(on)}. The first invoice, payment or balance brought forward begins them.`
          : debit === credit
            ? `The trial balance at the end of ${inWords(on)} agrees: debits and credits are ${inPounds(debit)} each.`
            : `The trial balance at the end of ${inWords(on)} does not agree: the books are damaged. Check them.`}
      </Lead>
      <FilterFor form={onForm} answers={answers} />
      <Table of={trialList(asked ? `?to=${on}` : '')} rows={trialRows(balances)} hideCaption />
      <Small>
        Every movement of money is an entry whose debits and credits are the same. Open an account for its
        lines, a line for its entry, and there stand the record it comes from and the audit log’s lines about
        it.
      </Small>
      <Deeds>
        <ButtonLink to={`?format=csv${asked ? `&on=${on}` : ''}`} kind="secondary">
          Download as CSV
        </ButtonLink>
      </Deeds>
      <Section title="More of the books">
        <Choices
          inSection
          items={[
            {
              href: '/subscriptions/fund',
              title: 'Fund report',
              says: 'Income, spending by purpose and the reserve of a year, for the board.',
            },
            {
              href: '/subscriptions/books/export',
              title: 'Export for the host’s accounts',
              says: 'Every line between two days, as CSV.',
            },
            {
              href: '/subscriptions/books/opening',
              title: 'Balance brought forward',
              says: 'What the alliance held when it began here.',
            },
            {
              href: '/subscriptions/books/check',
              title: 'Check of the books',
              says: 'That invoices, payments and the books still agree.',
            },
          ]}
        />
      </Section>
    </Page>
  )
}

/** How an account is narrowed: by days, and by school or purpose where it has them. */
export function accountForm({ schools, purposes }: Awaited<ReturnType<typeof whomOf>>): Form<AccountFilter> {
  const days = {
    from: optional(dayField('From', { ask: '', hint: 'Like 1/4/2018' })),
    to: optional(dayField('To', { ask: '' })),
  }
  return form({
    ...days,
    ...(schools.length > 0 ? { membershipId: optional(pick('School', schools, { ask: '' })) } : {}),
    ...(purposes.length > 0 ? { purposeId: optional(pick('Purpose', purposes, { ask: '' })) } : {}),
  } as Parameters<typeof form<AccountFilter>>[0])
}

export const accountList: Listing<AccountRow> = {
  caption: 'The lines of this account, each with the balance after it',
  empty: 'No line matches.',
  plain: true,
  columns: [
    {
      title: 'Entry',
      show: ({ entryId, says }) => (
        <Link to={`/subscriptions/books/entries/${entryId}`}>
          {entryId}: {says}
        </Link>
      ),
      csv: ({ entryId, says }) => `${entryId}: ${says}`,
    },
    {
      title: 'Day',
      day: true,
      sort: 'day',
      show: ({ datedOn }) => inShort(datedOn),
      csv: ({ datedOn }) => datedOn,
    },
    { title: 'School', sparse: true, show: ({ school }) => school },
    { title: 'Purpose', sparse: true, show: ({ purpose }) => purpose },
    {
      title: 'Debit',
      numeric: true,
      sparse: true,
      show: ({ pence }) => money(inColumns(pence).debit),
      csv: ({ pence }) => inCsv(inColumns(pence).debit),
    },
    {
      title: 'Credit',
      numeric: true,
      sparse: true,
      show: ({ pence }) => money(inColumns(pence).credit),
      csv: ({ pence }) => inCsv(inColumns(pence).credit),
    },
    {
      title: 'Balance',
      numeric: true,
      show: ({ balancePence }) => balanced(balancePence),
      csv: ({ balancePence }) => inCsv(balancePence),
    },
  ],
}

type AccountProps = {
  account: Account
  filter: Form<AccountFilter>
  shown: ListShown<AccountRow>
  asked: Partial<AccountFilter>
  bounds: { beforePence: number; endPence: number }
}

export function AccountPage({ account, filter, shown, asked, bounds }: AccountProps) {
  const { from, to } = asked
  return (
    <ListPage
      title={`${accountCodes[account]} ${accounts[account]}`}
      lead={`${balanced(bounds.endPence)} ${to ? `at the end of ${inWords(to)}` : 'as it stands now'}. Dr is a debit, Cr a credit.`}
      of={accountList}
      filter={filter}
      shown={shown}
      noun={['line', 'lines']}
      up={{ href: `/subscriptions/books${to ? `?on=${to}` : ''}`, says: 'Books' }}
    >
      {from && <Facts facts={[{ is: `Before ${inWords(from)}`, says: balanced(bounds.beforePence) }]} />}
    </ListPage>
  )
}

export const exportForm = form<{ from: Day; to: Day }>({
  from: dayField('From', { ask: 'Enter the first day', hint: 'Like 1/4/2018' }),
  to: dayField('To', { ask: 'Enter the last day', hint: 'Like 31/3/2019' }),
})

export const ExportPage = ({ answers }: { answers: Answers }) => (
  <Page
    title="Export for the host’s accounts"
    up={{ href: '/subscriptions/books', says: 'Books' }}
    wrong={answers.errors.length > 0}
  >
    <Lead>
      Every line of the books between two days, both included, as CSV for a ledger or a spreadsheet.
    </Lead>
    <AskFor form={exportForm} answers={answers} submit="Download as CSV" />
    <Section title="The account codes">
      <Small>They never change, so that they are mapped to the codes of the host’s own ledger once.</Small>
      <Table of={codesList} rows={Object.keys(accounts) as Account[]} hideCaption />
    </Section>
  </Page>
)

const codesList: Listing<Account> = {
  caption: 'The account codes of the export',
  empty: '',
  whole: true,
  columns: [
    { title: 'Code', show: (account) => accountCodes[account] },
    { title: 'Account', show: (account) => accounts[account] },
  ],
}
