import { permit } from '../../../platform/refusal.ts'
import { fillIn, idOf, press, rooms } from '../../../platform/web.tsx'
import { opened, openedTo } from '../asked.ts'
import { interestForm } from '../forms.ts'
import { WordsPage } from '../pages.tsx'
import { schoolRows } from '../queries.ts'
import { isOfTheAlliance, mayDeclare } from '../rules.ts'
import { declareInterest, endInterest } from './actions.ts'

/** What stands between a practitioner and a school: declared by themselves or by SSIG, and read by few. */
export const interests = rooms()

const back = (id: number, did: string) => `/support/practitioners/${id}?did=${did}#interests`

interests.on(['get', 'post'], '/:id/interests/new', async (c) => {
  const found = await openedTo(c, mayDeclare)
  const { db, today } = c.var.by
  const schools = (await schoolRows(db, today, 'all')).filter(([id]) => id !== found.membershipId)
  const form = interestForm(schools)
  return fillIn(c, form, {
    page: (answers) => (
      <WordsPage
        {...{ form, answers, of: found }}
        title={`Declare an interest of ${found.name}`}
        lead="SSIG takes it into account when it matches. The leaders of their own school, SSIG and they themselves see it; the other school does not."
        submit="Declare"
      />
    ),
    save: async (filled, by) => {
      await declareInterest(by, found.id, filled)
      return back(found.id, 'added')
    },
  })
})

interests.post('/:id/interests/:row/end', (c) => {
  permit(isOfTheAlliance(c.var.by.who))
  return press(c, async (by) => {
    const { id } = await opened(c, by)
    await endInterest(by, id, idOf(c, 'row'))
    return back(id, 'saved')
  })
})
