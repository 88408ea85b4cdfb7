import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { mayOpenMoney, mayOpenMoneyOf } from '../invoices/rules.ts'
import { keepPayer } from './actions.ts'
import { payerAndWayForm, payerFilter, payerForm } from './form.ts'
import { payersListed } from './list.ts'
import { PayersPage, payersList } from './pages.tsx'
import { payerOf } from './queries.ts'

export const payerRoutes = rooms()

payerRoutes.get('/', (c) => {
  const { by } = c.var
  permit(isOffice(by.who))
  return list(c, {
    of: payersList,
    filter: payerFilter,
    sort: 'school',
    name: 'how-schools-are-invoiced',
    size: 30,
    rows: (asked) => payersListed(by.db, asked, by.today),
    page: (shown) => <PayersPage {...shown} />,
  })
})

/** Another school’s payer is not found, as its invoices are not. */
export async function payerAsked(c: Asked) {
  const { by } = c.var
  permit(mayOpenMoney(by.who))
  const membershipId = idOf(c, 'membership')
  if (!mayOpenMoneyOf(by.who, membershipId)) throw notFound()
  return payerOf(by.db, membershipId)
}

payerRoutes.on(['get', 'post'], '/:membership', async (c) => {
  const { by } = c.var
  const payer = await payerAsked(c)
  const { membershipId, school } = payer
  const office = isOffice(by.who)
  const history = payer.id !== null && <History of={await revisions(by.db, 'payers', payer.id)} />
  const said = {
    title: `How ${school} is invoiced`,
    lead: 'Invoices issued from now on say this; those issued already keep what they said.',
    up: office
      ? { href: '/subscriptions/payers', says: 'How schools are invoiced' }
      : { href: '/subscriptions/invoices', says: 'Invoices' },
  }
  const done = office ? '/subscriptions/payers?did=saved' : `/subscriptions/payers/${membershipId}?did=saved`
  const current = () => payerOf(by.db, membershipId)
  if (!office)
    return fillIn(c, payerForm, {
      current: async () => payerForm.blank(await current()),
      page: (answers) => (
        <FormPage form={payerForm} {...{ answers, ...said }}>
          {history}
        </FormPage>
      ),
      save: async (filled, by, version) => {
        await keepPayer(by, { membershipId, version }, filled)
        return done
      },
    })
  return fillIn(c, payerAndWayForm, {
    current: async () => payerAndWayForm.blank(await current()),
    page: (answers) => (
      <FormPage form={payerAndWayForm} {...{ answers, ...said }}>
        {history}
      </FormPage>
    ),
    save: async ({ payBy, costCentre, ...filled }, by, version) => {
      await keepPayer(by, { membershipId, version }, filled, { payBy, costCentre })
      return done
    },
  })
})
