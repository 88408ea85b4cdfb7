import { type AcademicYear, yearName } from '../platform/day.ts'
import { academicYear, form, optional, search, select } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { inPounds } from '../platform/money.ts'
import {
  Figure,
  Figures,
  Link,
  LinkList,
  NextSteps,
  Section,
  type Step,
  Subheading,
  Tag,
} from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { OfficeYear } from './queries.ts'
import { sumOfYear, type YearRow, type YearState, yearStates } from './rules.ts'

type StateChosen = { [State in YearState]: string }
const stateLabels = Object.fromEntries(
  Object.entries(yearStates).map(([state, { says }]) => [state, says]),
) as StateChosen

export type YearFilter = { year: AcademicYear | null; words: string | null; state: YearState | null }
export const yearFilter = form<YearFilter>({
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  words: optional(search('School')),
  state: optional(select('State', stateLabels, { ask: 'Choose a state from the list' })),
})

const money = (pence: number) => (pence === 0 ? '' : inPounds(pence))
const inCsv = (pence: number) => (pence / 100).toFixed(2)
const sum = (title: string, of: (row: YearRow) => number) => ({
  title,
  show: (row: YearRow) => money(of(row)),
  csv: (row: YearRow) => inCsv(of(row)),
  numeric: true as const,
})

export const yearList: Listing<YearRow> = {
  caption: 'Every school of the year, with what it was invoiced, paid and owes',
  empty: 'No school like that in this year.',
  columns: [
    {
      title: 'School',
      show: ({ school, membershipId }) => (
        <Link to={`/subscriptions/accounts/${membershipId}`}>{school}</Link>
      ),
      csv: ({ school }) => school,
      sort: 'school',
    },
    { ...sum('Invoiced', ({ invoicedPence }) => invoicedPence), sort: 'invoiced' },
    sum('Paid', ({ paidPence }) => paidPence),
    { ...sum('Credited', ({ creditedPence }) => creditedPence), sparse: true },
    { ...sum('Written off', ({ writtenOffPence }) => writtenOffPence), sparse: true },
    { ...sum('Owed', ({ owedPence }) => owedPence), sort: 'owed' },
    {
      title: 'State',
      show: ({ state }) => <Tag {...yearStates[state]} />,
      csv: ({ state }) => yearStates[state].says,
      sort: 'state',
    },
    { title: 'Why nothing is invoiced', show: whyNot, csv: whyNot, sparse: true },
  ],
}

function whyNot({ state, because }: YearRow) {
  return state === 'not invoiced' ? because : null
}

type OfficeProps = ListShown<YearRow> & {
  year: AcademicYear
  all: Omit<OfficeYear, 'rows'> & { rows: YearRow[] }
  places: { title: string; places: { href: string; says: string }[] }[]
}

export function OfficePage({ year, all, places, ...shown }: OfficeProps) {
  const { invoiced, paid, owed } = sumOfYear(all.rows)
  const steps = stepsOf(all, year)
  return (
    <ListPage
      title={`Subscription ${yearName(year)}`}
      lead="What each school was invoiced for the year, what it paid, and what it owes."
      of={yearList}
      filter={yearFilter}
      shown={shown}
      noun={['school', 'schools']}
    >
      {steps.length > 0 && <NextSteps steps={steps} none="" />}
      <Figures>
        <Figure value={inPounds(invoiced)} of="invoiced" />
        <Figure value={inPounds(paid)} of="paid" />
        <Figure value={inPounds(owed)} of="owed" />
      </Figures>
      <Section title="Where to find what">
        {places.map(({ title, places }) => (
          <>
            <Subheading>{title}</Subheading>
            <LinkList links={places} />
          </>
        ))}
      </Section>
    </ListPage>
  )
}

const many = (count: number, one: string, more: string) => (count === 1 ? one : `${count} ${more}`)

/** What of a year waits for the office, what presses first. */
function stepsOf({ rows, isSetUp, toIssue, toMatch }: OfficeYear, year: AcademicYear): Step[] {
  const { overdue } = sumOfYear(rows)
  return [
    !isSetUp && {
      href: '/subscriptions/settings',
      says: 'Say who sends invoices, and which account they are paid to',
      why: 'Nothing can be invoiced before.',
    },
    overdue > 0 && {
      href: '/subscriptions/ageing',
      says: many(overdue, 'One school is overdue', 'schools are overdue'),
      state: { says: 'Overdue', tone: 'bad' as const },
    },
    toMatch > 0 && {
      href: '/subscriptions/payments?state=open',
      says: many(toMatch, 'One payment waits to be matched', 'payments wait to be matched'),
      state: { says: 'To match', tone: 'due' as const },
    },
    isSetUp &&
      toIssue > 0 && {
        href: `/subscriptions/runs/new?year=${yearName(year)}`,
        says: many(toIssue, 'One school has no invoice yet', 'schools have no invoice yet'),
        why: `They owe a subscription for ${yearName(year)}.`,
      },
  ].filter((step) => step !== false)
}
