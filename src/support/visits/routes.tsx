import { memberOptions } from '../../members/queries.ts'
import { personOptions } from '../../people/queries.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../../platform/web.tsx'
import { maySeeLedger } from '../ledger/rules.ts'
import { correctVisit, correctVisitOfDeployment, recordVisit } from './actions.ts'
import { VisitPage, VisitsPage, visitFilter, visitForm, visitOfDeploymentForm, visits } from './pages.tsx'
import { supportOf, visit, visitsListed } from './queries.ts'
import { mayKeepVisits, mayOpenVisits, maySeeVisits } from './rules.ts'

export const visitRecords = rooms()

visitRecords.get('/', (c) => {
  const { by } = c.var
  permit(maySeeVisits(by.who))
  const may = { keeps: mayKeepVisits(by.who), opensDays: maySeeLedger(by.who) }
  return list(c, {
    of: visits,
    filter: visitFilter,
    sort: '-on',
    name: 'support-visits',
    size: 40,
    rows: (asked) => visitsListed(by.db, asked),
    page: (shown) => <VisitsPage {...shown} {...may} />,
  })
})

const filled = async ({ var: { by } }: Asked) =>
  visitForm(await memberOptions(by.db), await personOptions(by.db))

visitRecords.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepVisits(c.var.by.who))
  const form = await filled(c)
  return fillIn(c, form, {
    page: (answers) => (
      <FormPage form={form} answers={answers} title="Record a support visit" up="/support/visits" />
    ),
    save: async (visit, by) => `/support/visits/${await recordVisit(by, visit)}?did=added`,
  })
})

visitRecords.get('/:id', async (c) => {
  const { by } = c.var
  permit(mayOpenVisits(by.who))
  const found = await visit(by.db, idOf(c))
  const support = await supportOf(by.db, found.deploymentId)
  const history = <History of={await revisions(by.db, 'supportVisits', found.id)} />
  const may = { keeps: mayKeepVisits(by.who), seesList: maySeeVisits(by.who) }
  return show(c, <VisitPage visit={found} {...{ support, history, ...may }} />)
})

visitRecords.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepVisits(by.who))
  const id = idOf(c)
  const { deploymentId } = await visit(by.db, id)
  return deploymentId === null ? correctFreely(c, id) : correctOfDeployment(c, id)
})

const correcting = (id: number) => ({ title: 'Correct this visit', up: `/support/visits/${id}` })

async function correctFreely(c: Asked, id: number) {
  const form = await filled(c)
  return fillIn(c, form, {
    current: async () => form.blank(await visit(c.var.by.db, id)),
    page: (answers) => <FormPage {...{ form, answers }} {...correcting(id)} />,
    save: async (changes, by, version) => {
      await correctVisit(by, { id, version }, changes)
      return `/support/visits/${id}?did=saved`
    },
  })
}

function correctOfDeployment(c: Asked, id: number) {
  const form = visitOfDeploymentForm
  return fillIn(c, form, {
    current: async () => form.blank(await visit(c.var.by.db, id)),
    page: (answers) => (
      <FormPage
        {...{ form, answers }}
        {...correcting(id)}
        lead="It belongs to a deployment, from which its schools and its practitioner follow."
      />
    ),
    save: async (changes, by, version) => {
      await correctVisitOfDeployment(by, { id, version }, changes)
      return `/support/visits/${id}?did=saved`
    },
  })
}
