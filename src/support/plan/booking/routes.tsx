import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms } from '../../../platform/web.tsx'
import { isSignedIn } from '../../../platform/who.ts'
import { deployment } from '../../deployments/queries.ts'
import { maySeeDeployments } from '../../deployments/rules.ts'
import { visit } from '../../visits/queries.ts'
import { visitStatuses } from '../../visits/tables.ts'
import { permitDeed } from '../permit.ts'
import { visitsOf } from '../queries.ts'
import { bookedHalfDays } from '../rules.ts'
import { cancelVisit, moveVisit, planSeries, planVisit } from './actions.ts'
import { cancelForm, seriesForm, visitForm } from './form.ts'
import { CancelFormPage, MoveFormPage, SeriesFormPage, VisitFormPage } from './pages.tsx'

/** Planning visits, at the address of their deployment. */
export const deploymentVisits = rooms()

async function asked(c: Asked) {
  const { by } = c.var
  permit(maySeeDeployments(by.who))
  const found = await deployment(by.db, idOf(c))
  permitDeed(by, 'book', found)
  return { deployment: found, booked: bookedHalfDays(await visitsOf(by.db, found.id)) }
}

deploymentVisits.on(['get', 'post'], '/:id/visits/new', async (c) => {
  const found = await asked(c)
  return fillIn(c, visitForm, {
    page: (answers) => <VisitFormPage {...found} answers={answers} />,
    save: async (filled, by) => {
      await planVisit(by, found.deployment.id, filled)
      return `/support/deployments/${found.deployment.id}?did=planned`
    },
  })
})

deploymentVisits.on(['get', 'post'], '/:id/visits/series', async (c) => {
  const found = await asked(c)
  return fillIn(c, seriesForm, {
    page: (answers) => <SeriesFormPage {...found} answers={answers} />,
    save: async (filled, by) => {
      await planSeries(by, found.deployment.id, filled)
      return `/support/deployments/${found.deployment.id}?did=planned`
    },
  })
})

/** Changing what is planned, at the address of the visit. */
export const visitChanges = rooms()

async function planned(c: Asked) {
  const { by } = c.var
  permit(isSignedIn(by.who))
  const found = await visit(by.db, idOf(c))
  if (found.deploymentId === null) throw notFound()
  permitDeed(by, 'rebook', await deployment(by.db, found.deploymentId))
  if (c.req.method === 'GET' && found.status !== 'planned')
    throw notPossible(`This visit is not planned any more: it stands at “${visitStatuses[found.status]}”`)
  return found
}

visitChanges.on(['get', 'post'], '/:id/move', async (c) => {
  const found = await planned(c)
  return fillIn(c, visitForm, {
    current: async () => visitForm.blank({ ...(await visit(c.var.by.db, found.id)), anyway: '' }),
    page: (answers) => <MoveFormPage visit={found} answers={answers} />,
    save: async (filled, by, version) => {
      await moveVisit(by, { id: found.id, version }, filled)
      return `/support/visits/${found.id}/note?did=saved`
    },
  })
})

visitChanges.on(['get', 'post'], '/:id/call-off', async (c) => {
  const found = await planned(c)
  return fillIn(c, cancelForm, {
    page: (answers) => <CancelFormPage visit={found} answers={answers} />,
    save: async (filled, by) => {
      await cancelVisit(by, found.id, filled)
      return `/support/visits/${found.id}/note?did=saved`
    },
  })
})
