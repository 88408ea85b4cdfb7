import type { Child } from 'hono/jsx'
import { inShort } from '../platform/day.ts'
import { academicYear, dayField, form, optional, search, text, yesNo } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { PackageFilled } from './actions.ts'
import type { PackageFilter, PackageRow } from './queries.ts'
import { spellOffered } from './rules.ts'

export const packageFilter = form<PackageFilter>({
  words: optional(search('Search', { hint: 'A partner or title' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  subsidised: optional(yesNo('Subsidised', { ask: '' })),
})

export const packageForm = form<PackageFilled>({
  partner: text('Partner', {
    ask: 'Enter the partner',
    hint: 'Who gives the help: a partner, or the authority’s own team',
  }),
  title: text('Title', { ask: 'Enter the title' }),
  subsidised: yesNo('Is it subsidised?', { ask: 'Select yes if it is subsidised' }),
  fromOn: dayField('First day', { ask: 'Enter the first day', hint: 'Like 1/9/2017', from: 1990 }),
  toOn: optional(dayField('Last day', { ask: '', hint: 'Leave it blank while it lasts', from: 1990 })),
})

export const packages: Listing<PackageRow> = {
  caption: 'Packages',
  empty: 'No packages match. Packages appear here when the office records or imports them.',
  columns: [
    {
      title: 'Title',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/packages/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    { title: 'Partner', sort: 'partner', show: ({ partner }) => partner },
    { title: 'Subsidised', show: ({ subsidised }) => (subsidised ? 'Yes' : 'No') },
    { title: 'From', sort: 'from', show: ({ fromOn }) => inShort(fromOn), csv: ({ fromOn }) => fromOn },
    { title: 'To', sort: 'to', show: ({ toOn }) => toOn && inShort(toOn), csv: ({ toOn }) => toOn },
  ],
}

export function PackagesPage({ keeps, ...shown }: ListShown<PackageRow> & { keeps: boolean }) {
  return (
    <ListPage
      title="Packages"
      lead="Help for members from partners and from the authority’s school improvement team."
      of={packages}
      filter={packageFilter}
      shown={shown}
      noun={['package', 'packages']}
      add={keeps && { href: '/packages/new', says: 'Record a package' }}
    />
  )
}

type PackageProps = { offer: PackageRow; keeps: boolean; history: Child }

export function PackagePage({ offer, keeps, history }: PackageProps) {
  return (
    <Page title={offer.title} up={{ href: '/packages', says: 'Packages' }}>
      <Facts
        facts={[
          { is: 'Partner', says: offer.partner },
          { is: 'Subsidised', says: offer.subsidised ? 'Yes' : 'No' },
          { is: 'When', says: spellOffered(offer) },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`/packages/${offer.id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      {history}
    </Page>
  )
}
