import { terms } from '../../../agreement/terms/queries.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { fillIn, idOf, rooms } from '../../../platform/web.tsx'
import { isSignedIn } from '../../../platform/who.ts'
import { deployment } from '../../deployments/queries.ts'
import { moves, sidesOf } from '../../deployments/rules.ts'
import { states } from '../../deployments/tables.ts'
import { closeDeployment } from './actions.ts'
import { ClosePage, closeForm } from './pages.tsx'
import { plannedVisits } from './queries.ts'
import { mayClose } from './rules.ts'

/** Closing a deployment; `site` is where this alliance’s pages are on the web. */
export function closing(site: string) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/close', async (c) => {
    const { by } = c.var
    permit(isSignedIn(by.who))
    const found = await deployment(by.db, idOf(c))
    permit(sidesOf(by.who, found).some((side) => (moves.close.may as readonly string[]).includes(side)))
    if (c.req.method === 'GET' && !mayClose(by.who, found))
      throw notPossible(
        `It stands at “${states[found.state]}”: only support that is under way or paused is closed`,
      )
    const planned = await plannedVisits(by.db, found.id)
    const { evaluationDays } = await terms(by.db, found.year)
    const form = closeForm(planned)
    return fillIn(c, form, {
      current: async () => form.blank({ closedOn: by.today }),
      page: (answers) => (
        <ClosePage deployment={found} planned={planned} evaluationDays={evaluationDays} answers={answers} />
      ),
      save: async ({ closedOn, cancels = false }, by) => {
        await closeDeployment(by, found.id, { closedOn, cancels }, site)
        return `/support/deployments/${found.id}?did=support-closed`
      },
    })
  })

  return routes
}
