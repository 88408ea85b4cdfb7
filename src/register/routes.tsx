import { schoolByUrn } from '../members/queries.ts'
import { addDays } from '../platform/day.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms } from '../platform/web.tsx'
import { importRegisterFiles } from './actions.ts'
import { approve, approveAll, leave, leaveAll } from './decide.ts'
import { changeFilter, readingFilter, succeedForm, uploadForm } from './forms.ts'
import { changesListing, ReadingPage, ReadingsPage, readings, SuccessorPage, UploadPage } from './pages.tsx'
import { type ChangeRow, change, changesListed, reading, readingsListed } from './queries.ts'
import { mayKeepRegister } from './rules.ts'

export const register = rooms()

const office = (c: Asked) => permit(mayKeepRegister(c.var.by.who))

register.get('/', (c) => {
  office(c)
  return list(c, {
    of: readings,
    filter: readingFilter,
    sort: '-read',
    name: 'register',
    rows: (asked) => readingsListed(c.var.by.db, asked),
    page: (shown) => <ReadingsPage {...shown} />,
  })
})

register.on(['get', 'post'], '/new', (c) => {
  office(c)
  return fillIn(c, uploadForm, {
    page: (answers) => <UploadPage answers={answers} />,
    save: async ({ authority }, by) => {
      const given = (await c.req.formData()).getAll('file')
      const files = given.filter((one): one is File => one instanceof File && one.size > 0)
      if (files.length === 0) throw notPossible('Select a file of the register', 'file')
      if (authority !== null && !/^\d{3}$/.test(authority))
        throw notPossible('The code of an authority has three figures, like 350', 'authority')
      return `/register/${(await importRegisterFiles(by, files, { authority })).id}`
    },
  })
})

register.on(['get', 'post'], '/changes/:id', async (c) => {
  office(c)
  const found = await change(c.var.by.db, idOf(c))
  return fillIn(c, succeedForm, {
    current: async () => succeedForm.blank({ fromOn: await likelyDay(c, found) }),
    page: (answers) => <SuccessorPage change={found} answers={answers} />,
    save: async ({ fromOn }, by) => `/register/${await approve(by, found.id, fromOn)}?did=saved`,
  })
})

/** The day the link began, or the day after the old URN closed: the register often says neither. */
async function likelyDay({ var: { by } }: Asked, { effectiveOn, urn }: ChangeRow) {
  const closedOn = urn === null ? undefined : (await schoolByUrn(by.db, urn))?.closedOn
  return effectiveOn ?? (closedOn ? addDays(closedOn, 1) : null)
}

register.post('/changes/:id/approve', (c) => {
  office(c)
  return press(c, async (by) => `/register/${await approve(by, idOf(c))}?did=saved`)
})

register.post('/changes/:id/leave', (c) => {
  office(c)
  return press(c, async (by) => `/register/${await leave(by, idOf(c))}?did=saved`)
})

register.get('/:id', async (c) => {
  office(c)
  const { by } = c.var
  const found = await reading(by.db, idOf(c))
  return list(c, {
    of: changesListing,
    filter: changeFilter,
    sort: 'order',
    name: `register-${found.id}`,
    rows: (asked) => changesListed(by.db, found.id, asked),
    page: (shown) => <ReadingPage {...shown} reading={found} />,
  })
})

register.post('/:id/approve', (c) => {
  office(c)
  const id = idOf(c)
  return press(c, async (by) => {
    await approveAll(by, (await reading(by.db, id)).id)
    return `/register/${id}?did=saved`
  })
})

register.post('/:id/leave', (c) => {
  office(c)
  const id = idOf(c)
  return press(c, async (by) => {
    await leaveAll(by, (await reading(by.db, id)).id)
    return `/register/${id}?did=saved`
  })
})
