import { groupOptions } from '../groups/queries.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type StoredFile, storedFile } from '../platform/stored-file.ts'
import { type Asked, file, fillIn, idOf, list, rooms, sentBy, show } from '../platform/web.tsx'
import { addFile, correctResource, recordResource, sayUsed } from './actions.ts'
import {
  noQuestions,
  ResourcePage,
  ResourcesPage,
  resourceFilter,
  resourceForm,
  resources,
  useForm,
} from './pages.tsx'
import { FileFormPage } from './parts.tsx'
import { fileOf, filesOf, resource, resourcesListed, usesOf } from './queries.ts'
import { mayChangeResource, mayKeepResources, maySeeResources } from './rules.ts'

/** What was shared with every member. `scanner` looks at every file before it is kept. */
export function library(scanner: string | undefined) {
  const library = rooms()

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
    const keep = mayKeepResources(by.who)
    const found = await resource(by.db, idOf(c))
    const [files, uses] = await Promise.all([filesOf(by.db, found.id), usesOf(by.db, found.id)])
    const history = keep && <History of={await revisions(by.db, 'resources', found.id)} />
    const may = { keep, change: mayChangeResource(by.who, found), use: true }
    return show(c, <ResourcePage resource={found} {...{ files, uses, may, history }} />)
  })

  library.on(['get', 'post'], '/:id/files/new', async (c) => {
    const { by } = c.var
    permit(maySeeResources(by.who))
    const found = await resource(by.db, idOf(c))
    permit(mayChangeResource(by.who, found))
    const at = `/library/${found.id}`
    let stored: StoredFile | undefined
    return fillIn(c, noQuestions, {
      page: (answers) => (
        <FileFormPage
          form={noQuestions}
          answers={answers}
          title="Add a file"
          up={{ href: at, says: found.title }}
          submit="Add it"
        />
      ),
      // Looking at a file takes a while, so it is done before a transaction begins.
      first: async () => {
        stored = await storedFile((await sentBy(c)).get('file'), scanner)
      },
      save: async (_, by) => {
        if (stored) await addFile(by, found.id, stored)
        return `${at}?did=added`
      },
    })
  })

  library.get('/:id/files/:file', async (c) => {
    const { by } = c.var
    permit(maySeeResources(by.who))
    const { content, name, type } = await fileOf(by.db, idOf(c), idOf(c, 'file'))
    return file(c, content, name, type)
  })

  library.on(['get', 'post'], '/:id/used', async (c) => {
    const { by } = c.var
    permit(maySeeResources(by.who))
    const found = await resource(by.db, idOf(c))
    const at = `/library/${found.id}`
    return fillIn(c, useForm, {
      current: async () => useForm.blank({ usedOn: by.today }),
      page: (answers) => (
        <FormPage
          form={useForm}
          {...{ answers }}
          title="We used this"
          lead={`${found.title}. It is counted by school; opening a file is not counted.`}
          up={at}
        />
      ),
      save: async (filled, by) => {
        await sayUsed(by, found.id, filled)
        return `${at}?did=added`
      },
    })
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

  return library
}
