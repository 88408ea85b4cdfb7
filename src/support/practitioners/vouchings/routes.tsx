import { FormPage } from '../../../platform/form-page.tsx'
import { History } from '../../../platform/history.tsx'
import { revisions } from '../../../platform/revision.ts'
import { fillIn, idOf, rooms } from '../../../platform/web.tsx'
import { openedTo } from '../asked.ts'
import { vouchingForm } from '../forms.ts'
import { backTo, WordsPage } from '../pages.tsx'
import { mayCorrectVouching, mayVouch } from '../rules.ts'
import { keptOut } from '../words.ts'
import { correctVouching, vouch } from './actions.ts'
import { vouching } from './queries.ts'

/** A head’s word for a practitioner, given each year anew (clause 22). */
export const vouchings = rooms()

const back = (id: number, did: string) => `/support/practitioners/${id}?did=${did}#word`

vouchings.on(['get', 'post'], '/:id/vouch', async (c) => {
  const found = await openedTo(c, mayVouch)
  return fillIn(c, vouchingForm, {
    page: (answers) => (
      <WordsPage
        {...{ answers, of: found }}
        form={vouchingForm}
        title={`Vouch for ${found.name} again`}
        lead="You give your word that they are highly effective (clause 22). Write of work that others can see."
        submit="Vouch"
      />
    ),
    save: async (filled, by) => {
      await vouch(by, found.id, filled)
      return back(found.id, 'added')
    },
  })
})

vouchings.on(['get', 'post'], '/:id/vouchings/:row/correct', async (c) => {
  const found = await openedTo(c, mayCorrectVouching)
  const { db } = c.var.by
  const { id } = await vouching(db, found.id, idOf(c, 'row'))
  const history = <History of={await revisions(db, 'practitionerVouchings', id)} />
  return fillIn(c, vouchingForm, {
    current: async () => vouchingForm.blank(await vouching(db, found.id, id)),
    page: (answers) => (
      <FormPage
        form={vouchingForm}
        answers={answers}
        title={`Correct what was vouched for ${found.name}`}
        up={backTo(found)}
        lead={keptOut}
      >
        {history}
      </FormPage>
    ),
    save: async (filled, by, version) => {
      await correctVouching(by, { id, version, practitionerId: found.id }, filled)
      return back(found.id, 'saved')
    },
  })
})
