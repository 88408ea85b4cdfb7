import { personOptions } from '../../people/queries.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { permit } from '../../platform/refusal.ts'
import { fillIn, idOf, press, rooms } from '../../platform/web.tsx'
import { schoolSigning } from '../queries.ts'
import { mayKeepSignatures } from '../rules.ts'
import { nameSubstitute, withdrawSubstitute } from './actions.ts'
import { substituteForm } from './pages.tsx'

export const substitutes = rooms()

substitutes.on(['get', 'post'], '/:membership/substitutes/new', async (c) => {
  const { by } = c.var
  permit(mayKeepSignatures(by.who))
  const membershipId = idOf(c, 'membership')
  const school = await schoolSigning(by.db, membershipId, by.today)
  const form = substituteForm(await personOptions(by.db))
  const up = { href: `/agreement/register/${membershipId}`, says: school.name }
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage
        {...{ form, answers, up }}
        title={`Name a substitute for ${school.name}`}
        lead="They may then sign the version that schools are asked to sign, and the reminders go to them."
      />
    ),
    save: async (filled, by) => {
      await nameSubstitute(by, membershipId, filled)
      return `${up.href}?did=added`
    },
  })
})

substitutes.post('/:membership/substitutes/:row/withdraw', (c) => {
  permit(mayKeepSignatures(c.var.by.who))
  const [membershipId, row] = [idOf(c, 'membership'), idOf(c, 'row')]
  return press(c, async (by) => {
    await withdrawSubstitute(by, membershipId, row)
    return `/agreement/register/${membershipId}?did=saved`
  })
})
