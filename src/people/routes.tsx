import type { Child } from 'hono/jsx'
import { memberOptions } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { addPerson, addPost, correctPerson, correctPost } from './actions.ts'
import {
  DirectoryPage,
  directory,
  directoryFilter,
  newPersonForm,
  PersonPage,
  personForm,
  postForm,
} from './pages.tsx'
import { membersWithout, organisationOptions, person, postOf, postsListed, postsOf } from './queries.ts'
import { mayKeepPeople, maySeeDirectory } from './rules.ts'
import { heads } from './tables.ts'

/** `taken` tells what the records of other capabilities hold of a person. */
export function people(taken: (by: Actor, personId: number) => Promise<Child>) {
  const routes = rooms()

  routes.get('/', async (c) => {
    const { by } = c.var
    permit(maySeeDirectory(by.who))
    const keeps = mayKeepPeople(by.who)
    const filter = directoryFilter(await memberOptions(by.db))
    const headless = await membersWithout(by.db, heads, by.today)
    const of = directory(by.who, by.today)
    return list(c, {
      of,
      filter,
      sort: 'name',
      name: 'people',
      rows: (asked) => postsListed(by.db, asked, by.today),
      page: (shown) => <DirectoryPage {...shown} {...{ of, filter, keeps, headless }} />,
    })
  })

  routes.on(['get', 'post'], '/new', async (c) => {
    const { by } = c.var
    permit(mayKeepPeople(by.who))
    const form = newPersonForm(await memberOptions(by.db), await organisationOptions(by.db))
    return fillIn(c, form, {
      page: (answers) => <FormPage {...{ form, answers }} title="Add a person" up="/people" />,
      save: async (filled, by) => `/people/${await addPerson(by, filled)}?did=added`,
    })
  })

  routes.get('/:id', async (c) => {
    const { by } = c.var
    permit(maySeeDirectory(by.who))
    const found = await person(by.db, idOf(c))
    const held = await postsOf(by.db, found.id)
    const history = mayKeepPeople(by.who) && <History of={await revisions(by.db, 'people', found.id)} />
    const also = await taken(by, found.id)
    const { who, today } = by
    return show(c, <PersonPage person={found} taken={also} {...{ held, who, today, history }} />)
  })

  routes.on(['get', 'post'], '/:id/correct', async (c) => {
    const { by } = c.var
    permit(mayKeepPeople(by.who))
    const id = idOf(c)
    const up = `/people/${id}`
    return fillIn(c, personForm, {
      current: async () => personForm.blank(await person(by.db, id)),
      page: (answers) => <FormPage form={personForm} answers={answers} title="Correct this person" up={up} />,
      save: async (filled, by, version) => {
        await correctPerson(by, { id, version }, filled)
        return `${up}?did=saved`
      },
    })
  })

  const postAsked = async ({ var: { by } }: Asked) =>
    postForm(await memberOptions(by.db), await organisationOptions(by.db))

  routes.on(['get', 'post'], '/:id/posts/new', async (c) => {
    const { by } = c.var
    permit(mayKeepPeople(by.who))
    const { id, name } = await person(by.db, idOf(c))
    const form = await postAsked(c)
    return fillIn(c, form, {
      page: (answers) => (
        <FormPage {...{ form, answers }} title={`Add a post of ${name}`} up={`/people/${id}`} />
      ),
      save: async (filled, by) => {
        await addPost(by, id, filled)
        return `/people/${id}?did=added`
      },
    })
  })

  routes.on(['get', 'post'], '/:id/posts/:post/correct', async (c) => {
    const { by } = c.var
    permit(mayKeepPeople(by.who))
    const { id: personId, name } = await person(by.db, idOf(c))
    const { id } = await postOf(by.db, personId, idOf(c, 'post'))
    const form = await postAsked(c)
    const up = `/people/${personId}`
    const after = <History of={await revisions(by.db, 'posts', id)} />
    return fillIn(c, form, {
      current: async () => form.blank(await postOf(by.db, personId, id)),
      page: (answers) => (
        <FormPage {...{ form, answers, up, after }} title={`Correct or end a post of ${name}`} />
      ),
      save: async (filled, by, version) => {
        await correctPost(by, { id, version, personId }, filled)
        return `${up}?did=saved`
      },
    })
  })

  return routes
}
