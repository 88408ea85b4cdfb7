import { permit } from '../../../platform/refusal.ts'
import { fillIn, rooms, show } from '../../../platform/web.tsx'
import { mayKeepBooks } from '../rules.ts'
import { open, undoOpening } from './actions.ts'
import { OpeningFormPage, OpeningPage, openingForm, UndoOpeningPage, whyForm } from './pages.tsx'
import { opening } from './queries.ts'

/** What the alliance held when it began here: brought forward once, undone, and brought forward anew. */
export const openingRoutes = rooms()

openingRoutes.on(['get', 'post'], '/', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  const was = c.req.method === 'GET' ? await opening(by.db) : undefined
  if (was) return show(c, <OpeningPage opening={was} />)
  return fillIn(c, openingForm, {
    page: (answers) => <OpeningFormPage answers={answers} />,
    save: async (filled, by) => {
      await open(by, filled)
      return '/subscriptions/books?did=added'
    },
  })
})

openingRoutes.on(['get', 'post'], '/undo', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  if (c.req.method === 'GET' && !(await opening(by.db)))
    return c.redirect('/subscriptions/books/opening', 303)
  return fillIn(c, whyForm, {
    page: (answers) => <UndoOpeningPage answers={answers} />,
    save: async (filled, by) => {
      await undoOpening(by, filled)
      return '/subscriptions/books/opening?did=removed'
    },
  })
})
