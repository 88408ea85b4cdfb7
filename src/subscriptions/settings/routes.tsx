import { FormPage } from '../../platform/form-page.tsx'
import { History, type Says } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { fillIn, rooms } from '../../platform/web.tsx'
import { keepSettings } from './actions.ts'
import { asAsked, asKept, months, settingsForm } from './form.ts'
import { billingSettings } from './queries.ts'
import { mayKeepSettings, sortCodeInWords } from './rules.ts'
import { type VatTreatment, vatTreatments } from './tables.ts'

export const subscriptionSettings = rooms()

/** The one row there is. */
const ID = 1

const says: Says = {
  vat: { is: 'VAT', says: (value) => vatTreatments[value as VatTreatment] ?? null },
  sortCode: { is: 'sort code', says: (value) => sortCodeInWords(String(value)) },
  financialYearMonth: { is: 'financial year begins in', says: (value) => months[String(value)] ?? null },
}

subscriptionSettings.on(['get', 'post'], '/', async (c) => {
  const { by } = c.var
  permit(mayKeepSettings(by.who))
  const history = <History of={await revisions(by.db, 'billingSettings', ID)} says={says} />
  return fillIn(c, settingsForm, {
    current: async () => asAsked(await billingSettings(by.db)),
    page: (answers) => (
      <FormPage
        form={settingsForm}
        answers={answers}
        title="Who sends invoices"
        lead="This stands on every invoice from now on. Invoices that were issued keep what they said."
        up={{ href: '/subscriptions', says: 'Subscription' }}
      >
        {history}
      </FormPage>
    ),
    save: async (filled, by, version) => {
      await keepSettings(by, version, asKept(filled))
      return '/subscriptions/settings?did=saved'
    },
  })
})
