import { type Day, inWords } from '../../platform/day.ts'
import { dayField, form, optional, search } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Facts, Link, Small } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { type Age, type Aged, ages, overduePence, sumOf } from './rules.ts'

export type AgeingFilter = { on: Day | null; words: string | null }
export const ageingFilter = form<AgeingFilter>({
  on: optional(dayField('As at', { ask: '', hint: 'Like 31/3/2018. Leave it empty for today' })),
  words: optional(search('School')),
})

const money = (pence: number) => (pence === 0 ? '' : inPounds(pence))
const inCsv = (pence: number) => (pence / 100).toFixed(2)

const column = (age: Age) => ({
  title: ages[age],
  show: (row: Aged) => money(row[age]),
  csv: (row: Aged) => inCsv(row[age]),
  numeric: true as const,
  sparse: true as const,
})

export const ageingList: Listing<Aged> = {
  caption: 'What each school owes, by how long it is overdue',
  empty: 'No school owes anything, and none has money on account.',
  columns: [
    {
      title: 'School',
      show: ({ school, membershipId }) => (
        <Link to={`/subscriptions/accounts/${membershipId}`}>{school}</Link>
      ),
      csv: ({ school }) => school,
      sort: 'school',
    },
    ...(Object.keys(ages) as Age[]).map(column),
    {
      title: 'On account',
      show: ({ onAccountPence }) => money(-onAccountPence),
      csv: ({ onAccountPence }) => inCsv(-onAccountPence),
      numeric: true,
      sparse: true,
    },
    {
      title: 'Total',
      show: ({ totalPence }) => inPounds(totalPence),
      csv: ({ totalPence }) => inCsv(totalPence),
      numeric: true,
      sort: 'total',
    },
  ],
}

type Props = ListShown<Aged> & { on: Day; all: Aged[] }

export function AgeingPage({ on, all, ...shown }: Props) {
  const sum = sumOf(all)
  return (
    <ListPage
      title="Aged debt"
      lead={`What each school owed on ${inWords(on)}, by how many days it was overdue then.`}
      of={ageingList}
      filter={ageingFilter}
      shown={shown}
      noun={['school', 'schools']}
      up={{ href: '/subscriptions', says: 'Subscription' }}
    >
      {all.length > 0 && (
        <Facts
          facts={[
            { is: 'Overdue', says: inPounds(overduePence(sum)) },
            { is: 'Not due yet', says: inPounds(sum.notDue) },
            sum.onAccountPence !== 0 && { is: 'Held on account', says: inPounds(sum.onAccountPence) },
            { is: 'The schools’ account in the books', says: inPounds(sum.totalPence) },
          ]}
        />
      )}
      <Small>
        As the books stand now for that day: a payment that was recorded later counts from the day the bank
        gives it. An invoice is overdue from the day after it is due.
      </Small>
    </ListPage>
  )
}
