import type { Child } from 'hono/jsx'
import { type Day, inShort } from '../../platform/day.ts'
import { choice, form, optional, search, select, text } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Link } from '../../platform/parts.tsx'
import { FilterFor } from '../../platform/questions.tsx'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { StandingTag } from '../pages.tsx'
import { type Member, organisationKinds } from '../tables.ts'
import type { OrganisationFilled, TrustFilled } from './actions.ts'
import type { NameFilter, OrganisationFilter, OrganisationRow, TrustRow } from './queries.ts'

export const trustFilter = form<NameFilter>({ words: optional(search('Search')) })

export const organisationFilter = form<OrganisationFilter>({
  words: optional(search('Search')),
  kind: optional(select('Kind', organisationKinds, { ask: '', empty: 'Any kind' })),
})

export const trustForm = form<TrustFilled>({
  name: text('Name of the trust', { ask: 'Enter the name of the trust' }),
  uid: optional(
    text('Group UID', { ask: '', hint: 'Its number in the national register of groups', max: 20, width: 10 }),
  ),
})

export const organisationForm = form<OrganisationFilled>({
  name: text('Name', { ask: 'Enter the name of the organisation' }),
  kind: choice('Kind', organisationKinds, { ask: 'Select what kind of organisation it is' }),
})

export const trustListing: Listing<TrustRow> = {
  caption: 'Trusts',
  empty: 'No trusts match. Trusts appear here when the office adds them, or imports schools.csv.',
  columns: [
    {
      title: 'Trust',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/trusts/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Group UID', show: ({ uid }) => uid },
    { title: 'Members today', numeric: true, show: ({ members }) => members ?? 0 },
  ],
}

export const organisationListing: Listing<OrganisationRow> = {
  caption: 'Other organisations',
  empty: 'No organisations match. They appear here when the office adds them, or imports people.csv.',
  columns: [
    { title: 'Organisation', sort: 'name', show: ({ name }) => name },
    { title: 'Kind', sort: 'kind', show: ({ kind }) => organisationKinds[kind] },
    { title: 'People today', numeric: true, show: ({ people }) => people ?? 0 },
  ],
}

/** The same list for the office, which may open each to correct it. */
const keptOrganisations: Listing<OrganisationRow> = {
  ...organisationListing,
  columns: organisationListing.columns.map((column, i) =>
    i > 0
      ? column
      : {
          ...column,
          show: ({ id, name }) => <Link to={`/organisations/${id}/correct`}>{name}</Link>,
          csv: ({ name }) => name,
        },
  ),
}

export function TrustsPage({ keeps, ...shown }: ListShown<TrustRow> & { keeps: boolean }) {
  return (
    <Page title="Trusts" up={{ href: '/members', says: 'Schools' }}>
      <Lead>Academy trusts and the member schools that each runs.</Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to="/trusts/new">Add a trust</ButtonLink>
        </Deeds>
      )}
      <FilterFor form={trustFilter} answers={shown.answers} />
      <Table of={trustListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="trusts" />
    </Page>
  )
}

const schoolsOf = (today: Day): Listing<Member> => ({
  caption: 'Its schools in the alliance',
  empty: 'No school of this trust has been a member.',
  columns: [
    { title: 'School', show: ({ id, name }) => <Link to={`/members/${id}`}>{name}</Link> },
    { title: 'Joined', show: ({ joinedOn }) => inShort(joinedOn) },
    { title: 'Left', show: ({ leftOn }) => leftOn && inShort(leftOn) },
    { title: 'State', show: (spell) => <StandingTag {...spell} on={today} /> },
  ],
})

type TrustProps = {
  trust: { id: number; name: string; uid: string | null }
  schools: Member[]
  today: Day
  keeps: boolean
  history: Child
}

export function TrustPage({ trust, schools, today, keeps, history }: TrustProps) {
  return (
    <Page title={trust.name} up={{ href: '/trusts', says: 'Trusts' }}>
      {trust.uid && <Lead>Group UID {trust.uid} in the national register.</Lead>}
      {keeps && (
        <Deeds>
          <ButtonLink to={`/trusts/${trust.id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      <Table of={schoolsOf(today)} rows={schools} />
      {history}
    </Page>
  )
}

export function OrganisationsPage({ keeps, ...shown }: ListShown<OrganisationRow> & { keeps: boolean }) {
  return (
    <Page title="Other organisations" up={{ href: '/members', says: 'Schools' }}>
      <Lead>The authority, the alliance’s office, and the partners whose help schools buy or are given.</Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to="/organisations/new">Add an organisation</ButtonLink>
        </Deeds>
      )}
      <FilterFor form={organisationFilter} answers={shown.answers} />
      <Table
        of={keeps ? keptOrganisations : organisationListing}
        rows={shown.rows}
        order={shown.order}
        query={shown.query}
        hideCaption
      />
      <Pager {...shown} noun="organisations" />
    </Page>
  )
}
