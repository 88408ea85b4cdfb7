import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { fillIn, idOf, list, rooms, show } from '../../platform/web.tsx'
import { mayKeepMembers, maySeeMembers } from '../rules.ts'
import { addOrganisation, addTrust, correctOrganisation, correctTrust } from './actions.ts'
import {
  OrganisationsPage,
  organisationFilter,
  organisationForm,
  organisationListing,
  TrustPage,
  TrustsPage,
  trustFilter,
  trustForm,
  trustListing,
} from './pages.tsx'
import { membersOfTrust, organisation, organisationsListed, trust, trustsListed } from './queries.ts'

export const trusts = rooms()

trusts.get('/', (c) => {
  const { by } = c.var
  permit(maySeeMembers(by.who))
  return list(c, {
    of: trustListing,
    filter: trustFilter,
    sort: 'name',
    name: 'trusts',
    rows: (asked) => trustsListed(by.db, asked, by.today),
    page: (shown) => <TrustsPage {...shown} keeps={mayKeepMembers(by.who)} />,
  })
})

trusts.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepMembers(c.var.by.who))
  return fillIn(c, trustForm, {
    page: (answers) => <FormPage form={trustForm} answers={answers} title="Add a trust" up="/trusts" />,
    save: async (filled, by) => `/trusts/${await addTrust(by, filled)}?did=added`,
  })
})

trusts.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeMembers(by.who))
  const found = await trust(by.db, idOf(c))
  const keeps = mayKeepMembers(by.who)
  const history = keeps && <History of={await revisions(by.db, 'trusts', found.id)} />
  const schools = await membersOfTrust(by.db, found.id)
  return show(
    c,
    <TrustPage trust={found} schools={schools} today={by.today} keeps={keeps} history={history} />,
  )
})

trusts.on(['get', 'post'], '/:id/correct', (c) => {
  const { by } = c.var
  permit(mayKeepMembers(by.who))
  const id = idOf(c)
  return fillIn(c, trustForm, {
    current: async () => trustForm.blank(await trust(by.db, id)),
    page: (answers) => (
      <FormPage form={trustForm} answers={answers} title="Correct this trust" up={`/trusts/${id}`} />
    ),
    save: async (filled, by, version) => {
      await correctTrust(by, { id, version }, filled)
      return `/trusts/${id}?did=saved`
    },
  })
})

export const organisations = rooms()

organisations.get('/', (c) => {
  const { by } = c.var
  permit(maySeeMembers(by.who))
  return list(c, {
    of: organisationListing,
    filter: organisationFilter,
    sort: 'name',
    name: 'organisations',
    rows: (asked) => organisationsListed(by.db, asked, by.today),
    page: (shown) => <OrganisationsPage {...shown} keeps={mayKeepMembers(by.who)} />,
  })
})

organisations.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepMembers(c.var.by.who))
  return fillIn(c, organisationForm, {
    page: (answers) => (
      <FormPage form={organisationForm} answers={answers} title="Add an organisation" up="/organisations" />
    ),
    save: async (filled, by) => {
      await addOrganisation(by, filled)
      return '/organisations?did=added'
    },
  })
})

organisations.on(['get', 'post'], '/:id/correct', (c) => {
  const { by } = c.var
  permit(mayKeepMembers(by.who))
  const id = idOf(c)
  return fillIn(c, organisationForm, {
    current: async () => organisationForm.blank(await organisation(by.db, id)),
    page: (answers) => (
      <FormPage
        form={organisationForm}
        answers={answers}
        title="Correct this organisation"
        up="/organisations"
      />
    ),
    save: async (filled, by, version) => {
      await correctOrganisation(by, { id, version }, filled)
      return '/organisations?did=saved'
    },
  })
})
