import { permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, rooms } from '../../platform/web.tsx'
import { deployment } from '../deployments/queries.ts'
import { maySeeDeployments } from '../deployments/rules.ts'
import { agreePlan, extendDays, reviewMidPoint } from './actions.ts'
import { daysForm, planForm, reviewForm } from './form.ts'
import { DaysFormPage, PlanFormPage, ReviewFormPage } from './pages.tsx'
import { permitDeed } from './permit.ts'
import { planOf, reviewOf } from './queries.ts'
import type { DeedName } from './rules.ts'

/** A deployment, for whoever may do this with it now. */
async function asked(c: Asked, name: DeedName) {
  const { by } = c.var
  permit(maySeeDeployments(by.who))
  const found = await deployment(by.db, idOf(c))
  permitDeed(by, name, found)
  return found
}

const saved = (id: number) => `/support/deployments/${id}?did=saved`

/** What is agreed of a deployment beside its visits. */
export function deploymentPlans(url: string) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/plan', async (c) => {
    const found = await asked(c, 'plan')
    return fillIn(c, planForm, {
      current: async () => planForm.blank(await planOf(c.var.by.db, found.id)),
      page: (answers) => <PlanFormPage deployment={found} answers={answers} />,
      save: async (filled, by, version) => {
        await agreePlan(by, found.id, filled, version)
        return saved(found.id)
      },
    })
  })

  routes.on(['get', 'post'], '/:id/mid-point', async (c) => {
    const found = await asked(c, 'review')
    return fillIn(c, reviewForm, {
      current: async () => {
        const review = await reviewOf(c.var.by.db, found.id)
        return reviewForm.blank(review ?? { exitPlan: (await planOf(c.var.by.db, found.id))?.exitPlan })
      },
      page: (answers) => <ReviewFormPage deployment={found} answers={answers} />,
      save: async (filled, by, version) => {
        await reviewMidPoint(by, found.id, filled, version)
        return saved(found.id)
      },
    })
  })

  routes.on(['get', 'post'], '/:id/more-days', async (c) => {
    const found = await asked(c, 'extend')
    return fillIn(c, daysForm, {
      page: (answers) => <DaysFormPage deployment={found} answers={answers} />,
      save: async (filled, by) => {
        await extendDays(by, found.id, filled, url)
        return saved(found.id)
      },
    })
  })

  return routes
}
