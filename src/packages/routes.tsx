import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctPackage, recordPackage } from './actions.ts'
import { PackagePage, PackagesPage, packageFilter, packageForm, packages as table } from './pages.tsx'
import { packageOf, packagesListed } from './queries.ts'
import { mayKeepPackages, maySeePackages } from './rules.ts'

export const packages = rooms()

packages.get('/', (c) => {
  const { by } = c.var
  permit(maySeePackages(by.who))
  const keeps = mayKeepPackages(by.who)
  return list(c, {
    of: table,
    filter: packageFilter,
    sort: '-from',
    name: 'packages',
    rows: (asked) => packagesListed(by.db, asked),
    page: (shown) => <PackagesPage {...shown} keeps={keeps} />,
  })
})

packages.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepPackages(c.var.by.who))
  return fillIn(c, packageForm, {
    page: (answers) => (
      <FormPage form={packageForm} answers={answers} title="Record a package" up="/packages" />
    ),
    save: async (offer, by) => `/packages/${await recordPackage(by, offer)}?did=added`,
  })
})

packages.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeePackages(by.who))
  const keeps = mayKeepPackages(by.who)
  const offer = await packageOf(by.db, idOf(c))
  const history = keeps && <History of={await revisions(by.db, 'packages', offer.id)} />
  return show(c, <PackagePage offer={offer} keeps={keeps} history={history} />)
})

packages.on(['get', 'post'], '/:id/correct', (c) => {
  const { by } = c.var
  permit(mayKeepPackages(by.who))
  const id = idOf(c)
  return fillIn(c, packageForm, {
    current: async () => packageForm.blank(await packageOf(by.db, id)),
    page: (answers) => (
      <FormPage form={packageForm} answers={answers} title="Correct this package" up={`/packages/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctPackage(by, { id, version }, changes)
      return `/packages/${id}?did=saved`
    },
  })
})
