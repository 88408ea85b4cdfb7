import type { Child } from 'hono/jsx'
import { inShort } from '../platform/day.ts'
import {
  type Answers,
  academicYear,
  dayField,
  form,
  optional,
  search,
  text,
  yesNo,
} from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link } from '../platform/parts.tsx'
import { FilterFor, FormFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
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
    <Page title="Packages" wide>
      <Lead>Help for members from partners and from the authority’s school improvement team.</Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to="/packages/new">Record a package</ButtonLink>
        </Deeds>
      )}
      <FilterFor form={packageFilter} answers={shown.answers} />
      <Table of={packages} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="packages" />
    </Page>
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

export function PackageFormPage({ answers, title, up }: { answers: Answers; title: string; up: string }) {
  return (
    <Page title={title} wrong={answers.errors.length > 0} up={{ href: up, says: 'Back' }}>
      <FormFor form={packageForm} answers={answers} submit="Save" />
    </Page>
  )
}
