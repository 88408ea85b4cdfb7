import { notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../../platform/web.tsx'
import { accountInFavour, accountsInFavour, openInvoices } from '../queries.ts'
import { mayKeepPayments } from '../rules.ts'
import { undoUse, useOnAccount } from './actions.ts'
import { FavourPage, FavoursPage, favourFilter, favourList, UndoUsePage, undoUseForm } from './pages.tsx'
import { use, usesOf } from './queries.ts'

/** What schools have in their favour beside their invoices, and its use. */
export const onAccount = rooms()

const office = (c: Asked) => permit(mayKeepPayments(c.var.by.who))

onAccount.get('/', (c) => {
  office(c)
  const { by } = c.var
  return list(c, {
    of: favourList,
    filter: favourFilter,
    sort: 'school',
    name: 'money-on-account',
    rows: async ({ filter, order, limit, offset }) => {
      const words = (filter.words ?? '').toLowerCase()
      const rows = (await accountsInFavour(by.db)).filter(({ school }) =>
        school.toLowerCase().includes(words),
      )
      if (order.sort === 'sum') rows.sort((a, b) => a.favourPence - b.favourPence)
      if (order.descending) rows.reverse()
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    page: (shown) => <FavoursPage {...shown} />,
  })
})

onAccount.get('/:membership', async (c) => {
  office(c)
  const { db } = c.var.by
  const account = await accountInFavour(db, idOf(c, 'membership'))
  const [open, uses] = await Promise.all([openInvoices(db), usesOf(db, account.membershipId)])
  return show(c, <FavourPage {...{ account, open, uses }} />)
})

onAccount.post('/:membership/use/:invoice', (c) => {
  office(c)
  return press(c, async (by) => {
    const membershipId = idOf(c, 'membership')
    await useOnAccount(by, membershipId, idOf(c, 'invoice'))
    return `/subscriptions/payments/on-account/${membershipId}?did=matched`
  })
})

onAccount.on(['get', 'post'], '/uses/:id/undo', async (c) => {
  office(c)
  const of = await use(c.var.by.db, idOf(c))
  if (c.req.method === 'GET' && of.undoneOn) throw notPossible('This was undone already')
  return fillIn(c, undoUseForm, {
    page: (answers) => <UndoUsePage {...{ of, answers }} />,
    save: async (filled, by) =>
      `/subscriptions/payments/on-account/${await undoUse(by, of.id, filled)}?did=saved`,
  })
})
