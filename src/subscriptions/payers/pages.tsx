import { inShort } from '../../platform/day.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Link, Tag } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { payerFilter } from './form.ts'
import type { PayerRow } from './list.ts'
import { hasAddress } from './rules.ts'
import { waysToPay } from './tables.ts'

const ways = { invoice: 'Invoice', recharge: 'Recharge' } as const

export const payersList: Listing<PayerRow> = {
  caption: 'How each school is invoiced',
  plain: true,
  empty: 'No school matches.',
  columns: [
    {
      title: 'School',
      sort: 'school',
      show: ({ membershipId, school, leftOn }) => (
        <>
          <Link to={`/subscriptions/payers/${membershipId}`}>{school}</Link>
          {leftOn && ` (to ${inShort(leftOn)})`}
        </>
      ),
      csv: ({ school }) => school,
    },
    {
      title: 'Pays by',
      sort: 'way',
      show: ({ payBy }) => ways[payBy],
      csv: ({ payBy }) => waysToPay[payBy],
    },
    {
      title: 'Invoiced to',
      show: ({ name, ...payer }) => (
        <>
          {name} {!hasAddress(payer) && <Tag says="No address" tone="due" />}
        </>
      ),
      csv: ({ name, address, town, postcode }) => [name, address, town, postcode].filter(Boolean).join(', '),
    },
    {
      title: 'Sent to',
      show: ({ sentTo }) => (sentTo.length > 0 ? sentTo.join(', ') : <Tag says="Nobody" tone="bad" />),
      csv: ({ sentTo }) => sentTo.join('; '),
    },
    { title: 'Cost centre', sparse: true, show: ({ costCentre }) => costCentre },
  ],
}

export const PayersPage = (shown: ListShown<PayerRow>) => (
  <ListPage
    title="How schools are invoiced"
    lead="Until somebody says otherwise, a school is invoiced under its own name and address, and a maintained school pays by recharge."
    of={payersList}
    filter={payerFilter}
    shown={shown}
    noun={['school', 'schools']}
    up={{ href: '/subscriptions', says: 'Subscription' }}
  />
)
