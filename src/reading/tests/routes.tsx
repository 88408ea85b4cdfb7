import { memberOptions } from '../../members/queries.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, nameIn, press, rooms, show } from '../../platform/web.tsx'
import { cohort } from '../queries.ts'
import { mayKeepReading, maySeeCohorts, maySeePupils, readingAgeInWords } from '../rules.ts'
import { correctTest, opening, recordTest, removeTest, restoreTest } from './actions.ts'
import {
  PupilsPage,
  pupilFilter,
  pupils,
  RemovedPage,
  RemovePage,
  removal,
  TestPage,
  testForm,
  testSays,
} from './pages.tsx'
import { isKept, pupilsListed, type TestRow, testOf } from './queries.ts'

export const tests = rooms()

tests.get('/:cohort/pupils', async (c) => {
  const { by } = c.var
  permit(maySeeCohorts(by.who))
  const name = nameIn(c, 'cohort')
  const { schools } = await cohort(by.totals, name)
  if (!maySeePupils(by.who, schools)) throw notFound()
  const subject = `reading/${encodeURIComponent(name)}`
  return list(c, {
    of: pupils,
    filter: pupilFilter,
    sort: 'pupil',
    name: `reading-${name}`,
    rows: (asked) => opening(by, subject, (db) => pupilsListed(db, name, asked)),
    page: (shown) => <PupilsPage {...shown} cohort={name} />,
  })
})

const form = async ({ var: { by } }: Asked) => testForm(await memberOptions(by.db))

tests.on(['get', 'post'], '/tests/new', async (c) => {
  permit(mayKeepReading(c.var.by.who))
  const asked = await form(c)
  return fillIn(c, asked, {
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Record a reading test" up="/reading" />
    ),
    save: async (test, by) => `/reading/tests/${await recordTest(by, test)}?did=added`,
  })
})

const opened = ({ var: { by } }: Asked, id: number) =>
  opening(by, `reading/tests/${id}`, (db) => testOf(db, id))

tests.get('/tests/:id', async (c) => {
  const { by } = c.var
  permit(maySeeCohorts(by.who))
  const test = await opened(c, idOf(c))
  const before = await revisions(by.db, 'readingTests', test.id)
  const history = <History of={before} says={testSays(await memberOptions(by.db))} />
  return show(c, <TestPage test={test} keeps={mayKeepReading(by.who)} history={history} />)
})

const typedAs = (test: TestRow) => ({
  ...test,
  readingAge: test.readingAge === null ? null : readingAgeInWords(test.readingAge),
})

tests.on(['get', 'post'], '/tests/:id/correct', async (c) => {
  permit(mayKeepReading(c.var.by.who))
  const id = idOf(c)
  const asked = await form(c)
  return fillIn(c, asked, {
    current: async () => asked.blank(typedAs(await opened(c, id))),
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Correct this test" up={`/reading/tests/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctTest(by, { id, version }, changes)
      return `/reading/tests/${id}?did=saved`
    },
  })
})

tests.on(['get', 'post'], '/tests/:id/remove', async (c) => {
  permit(mayKeepReading(c.var.by.who))
  const id = idOf(c)
  let test: TestRow | undefined
  return fillIn(c, removal, {
    current: async () => {
      test = await opened(c, id)
      return removal.blank(test)
    },
    page: (answers) => <RemovePage id={id} test={test} answers={answers} />,
    save: async (_, by, version) => {
      await removeTest(by, { id, version })
      return `/reading/tests/${id}/restore?did=removed`
    },
  })
})

tests.get('/tests/:id/restore', async (c) => {
  const { by } = c.var
  permit(mayKeepReading(by.who))
  const id = idOf(c)
  const [last] = await revisions(by.db, 'readingTests', id)
  if (!last || (await isKept(by.db, id))) throw notFound()
  return show(c, <RemovedPage cohort={String(last.before.cohort)} />)
})

tests.post('/tests/:id/restore', async (c) => {
  permit(mayKeepReading(c.var.by.who))
  const id = idOf(c)
  return press(c, async (by) => {
    await restoreTest(by, id)
    return `/reading/tests/${id}?did=restored`
  })
})
