import { History } from '../../../platform/history.tsx'
import { permit } from '../../../platform/refusal.ts'
import { revisions } from '../../../platform/revision.ts'
import { fillIn, idOf, list, rooms } from '../../../platform/web.tsx'
import { mayKeepPayments } from '../rules.ts'
import { addPurpose, renamePurpose } from './actions.ts'
import { PurposeFormPage, PurposesPage, purposeFilter, purposeForm, purposeList } from './pages.tsx'
import { purpose, purposes } from './queries.ts'

export const purposeRoutes = rooms()

purposeRoutes.get('/', (c) => {
  const { by } = c.var
  permit(mayKeepPayments(by.who))
  return list(c, {
    of: purposeList,
    filter: purposeFilter,
    sort: 'name',
    name: 'purposes',
    rows: async ({ filter, order, limit, offset }) => {
      const words = (filter.words ?? '').toLowerCase()
      const rows = (await purposes(by.db)).filter(({ name }) => name.toLowerCase().includes(words))
      if (order.sort === 'spent') rows.sort((a, b) => a.spentPence - b.spentPence)
      if (order.descending) rows.reverse()
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    page: (shown) => <PurposesPage {...shown} />,
  })
})

purposeRoutes.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepPayments(c.var.by.who))
  return fillIn(c, purposeForm, {
    page: (answers) => <PurposeFormPage title="Add a purpose" answers={answers} />,
    save: async (filled, by) => {
      await addPurpose(by, filled)
      return '/subscriptions/purposes?did=added'
    },
  })
})

purposeRoutes.on(['get', 'post'], '/:id/rename', async (c) => {
  const { by } = c.var
  permit(mayKeepPayments(by.who))
  const { id, name } = await purpose(by.db, idOf(c))
  const before = await revisions(by.db, 'purposes', id)
  return fillIn(c, purposeForm, {
    current: async () => purposeForm.blank(await purpose(by.db, id)),
    page: (answers) => (
      <PurposeFormPage
        title={`Rename ${name}`}
        lead="What was spent on it so far is then called that too."
        answers={answers}
        history={<History of={before} />}
      />
    ),
    save: async (filled, by, version) => {
      await renamePurpose(by, { id, version }, filled)
      return '/subscriptions/purposes?did=saved'
    },
  })
})
