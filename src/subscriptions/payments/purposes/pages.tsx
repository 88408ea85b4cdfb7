import type { Child } from 'hono/jsx'
import { type Answers, form, optional, search, text } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { ListPage } from '../../../platform/list-page.tsx'
import { inPounds } from '../../../platform/money.ts'
import { Link } from '../../../platform/parts.tsx'
import type { Listing } from '../../../platform/table.tsx'
import type { ListShown } from '../../../platform/web.tsx'
import type { Purpose } from './queries.ts'

export const purposeFilter = form<{ words: string | null }>({ words: optional(search('Search')) })

export const purposeForm = form<{ name: string }>({
  name: text('Name', { ask: 'Enter what the money is spent on', hint: 'The fund report says it', max: 100 }),
})

export const purposeList: Listing<Purpose> = {
  caption: 'What money is spent on',
  empty: 'No purpose is called that.',
  whole: true,
  columns: [
    {
      title: 'Purpose',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/subscriptions/purposes/${id}/rename`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    {
      title: 'Spent so far',
      numeric: true,
      sort: 'spent',
      show: ({ spentPence }) => inPounds(spentPence),
      csv: ({ spentPence }) => (spentPence / 100).toFixed(2),
    },
  ],
}

export const PurposesPage = (shown: ListShown<Purpose>) => (
  <ListPage
    title="What money is spent on"
    lead="Money that went out is matched to one of these, and the fund report adds it up by them."
    of={purposeList}
    filter={purposeFilter}
    shown={shown}
    noun={['purpose', 'purposes']}
    add={{ href: '/subscriptions/purposes/new', says: 'Add a purpose' }}
    up={{ href: '/subscriptions/payments', says: 'Payments' }}
  />
)

type FormProps = { answers: Answers; title: string; lead?: string; history?: Child }

export const PurposeFormPage = ({ answers, title, lead, history }: FormProps) => (
  <FormPage
    form={purposeForm}
    {...{ answers, title, lead }}
    up={{ href: '/subscriptions/purposes', says: 'What money is spent on' }}
  >
    {history}
  </FormPage>
)
