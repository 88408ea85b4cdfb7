import { memberOptions } from '../members/queries.ts'
import { personOptions } from '../people/queries.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctVisit, recordVisit } from './actions.ts'
import { VisitPage, VisitsPage, visitFilter, visitForm, visits } from './pages.tsx'
import { visit, visitsListed } from './queries.ts'
import { mayKeepVisits, maySeeVisits } from './rules.ts'

export const support = rooms()

support.get('/', (c) => {
  const { by } = c.var
  permit(maySeeVisits(by.who))
  const keeps = mayKeepVisits(by.who)
  return list(c, {
    of: visits,
    filter: visitFilter,
    sort: '-on',
    name: 'support-visits',
    rows: (asked) => visitsListed(by.db, asked),
    page: (shown) => <VisitsPage {...shown} keeps={keeps} />,
  })
})

const filled = async ({ var: { by } }: Asked) =>
  visitForm(await memberOptions(by.db), await personOptions(by.db))

support.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepVisits(c.var.by.who))
  const form = await filled(c)
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage form={form} answers={answers} title="Record a support visit" up="/support" />
    ),
    save: async (visit, by) => `/support/${await recordVisit(by, visit)}?did=added`,
  })
})

support.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeVisits(by.who))
  const found = await visit(by.db, idOf(c))
  const history = <History of={await revisions(by.db, 'supportVisits', found.id)} />
  return show(c, <VisitPage visit={found} keeps={mayKeepVisits(by.who)} history={history} />)
})

support.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepVisits(by.who))
  const id = idOf(c)
  const form = await filled(c)
  return fillIn(c, form, {
    current: async () => form.blank(await visit(by.db, id)),
    page: (answers) => (
      <FormPage form={form} answers={answers} title="Correct this visit" up={`/support/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctVisit(by, { id, version }, changes)
      return `/support/${id}?did=saved`
    },
  })
})
