import { groupOptions } from '../groups/queries.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctResource, recordResource } from './actions.ts'
import { ResourcePage, ResourcesPage, resourceFilter, resourceForm, resources } from './pages.tsx'
import { resource, resourcesListed } from './queries.ts'
import { mayKeepResources, maySeeResources } from './rules.ts'

export const library = rooms()

library.get('/', (c) => {
  const { by } = c.var
  permit(maySeeResources(by.who))
  const keeps = mayKeepResources(by.who)
  return list(c, {
    of: resources,
    filter: resourceFilter,
    sort: '-on',
    name: 'resources',
    rows: (asked) => resourcesListed(by.db, asked),
    page: (shown) => <ResourcesPage {...shown} keeps={keeps} />,
  })
})

const form = async ({ var: { by } }: Asked) => resourceForm(await groupOptions(by.db, 'all'))

library.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepResources(c.var.by.who))
  const asked = await form(c)
  return fillIn(c, asked, {
    page: (answers) => <FormPage form={asked} answers={answers} title="Record a resource" up="/library" />,
    save: async (resource, by) => `/library/${await recordResource(by, resource)}?did=added`,
  })
})

library.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeResources(by.who))
  const keeps = mayKeepResources(by.who)
  const found = await resource(by.db, idOf(c))
  const history = keeps && <History of={await revisions(by.db, 'resources', found.id)} />
  return show(c, <ResourcePage resource={found} keeps={keeps} history={history} />)
})

library.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepResources(by.who))
  const id = idOf(c)
  const asked = await form(c)
  return fillIn(c, asked, {
    current: async () => asked.blank(await resource(by.db, id)),
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Correct this resource" up={`/library/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctResource(by, { id, version }, changes)
      return `/library/${id}?did=saved`
    },
  })
})
