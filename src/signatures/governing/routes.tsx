import { FormPage } from '../../platform/form-page.tsx'
import { permit } from '../../platform/refusal.ts'
import { fillIn, idOf, rooms } from '../../platform/web.tsx'
import { schoolSigning } from '../queries.ts'
import { mayKeepSignatures } from '../rules.ts'
import { keepGoverning } from './actions.ts'
import { governingForm } from './pages.tsx'

export const governing = rooms()

governing.on(['get', 'post'], '/:membership/governing', async (c) => {
  const { by } = c.var
  permit(mayKeepSignatures(by.who))
  const membershipId = idOf(c, 'membership')
  const school = await schoolSigning(by.db, membershipId, by.today)
  const at = `/agreement/register/${membershipId}`
  return fillIn(c, governingForm, {
    current: async () => governingForm.blank(await schoolSigning(by.db, membershipId, by.today)),
    page: (answers) => (
      <FormPage
        form={governingForm}
        answers={answers}
        title={`Who governs ${school.name}`}
        up={{ href: at, says: school.name }}
        lead="It stands on the signing page and in the signed document. What was signed before stays as it was."
      />
    ),
    save: async (filled, by, version) => {
      await keepGoverning(by, { membershipId, version }, filled)
      return `${at}?did=saved`
    },
  })
})
