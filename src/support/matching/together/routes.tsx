import type { Actor } from '../../../platform/action.ts'
import { inDays, inWords } from '../../../platform/day.ts'
import { joinSeveral, type RowOptions } from '../../../platform/form.ts'
import { permit, Refusal } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../../platform/web.tsx'
import { mayBroker } from '../../deployments/rules.ts'
import { urgencies } from '../../deployments/tables.ts'
import { chooseProposed } from '../actions.ts'
import { WeightsPage } from '../pages.tsx'
import { type RequestRow, requestsToMatch } from '../suggestions/queries.ts'
import { askForMatching, stopMatching } from './actions.ts'
import { holding } from './holding.ts'
import { MatchingPage, matchingForm, TogetherPage } from './pages.tsx'
import { askedNow, lastMatchings, matching } from './queries.ts'

/** Whether this person may follow a matching as it is worked out. */
export async function seenMatching({ var: { by } }: Asked, id: number) {
  permit(mayBroker(by.who))
  return matching(by.db, id)
}

const asOption = ({ id, school, area, phase, halfDaysWanted, from, to, urgency }: RequestRow) =>
  [
    id,
    `${school}: ${area}, ${phase}, ${inDays(halfDaysWanted)} between ${inWords(from)} and ${inWords(to)} (${urgencies[urgency].toLowerCase()})`,
  ] as const

/** Many requests matched together: asking for it, how far it is, what came of it, and choosing. */
export function matchingTogether(site: string) {
  const routes = rooms()

  routes.on(['get', 'post'], '/', async (c) => {
    const { by } = c.var
    permit(mayBroker(by.who))
    const [waiting, before] = await Promise.all([requestsToMatch(by.db), lastMatchings(by.db)])
    const requests: RowOptions = waiting.map(asOption)
    const form = matchingForm(requests)
    return fillIn(c, form, {
      current: async () => form.blank({ ids: joinSeveral(waiting.map(({ id }) => id)) }),
      page: (answers) => <TogetherPage {...{ requests, answers, before }} />,
      save: async ({ ids }, by) => `/support/matching/${await askForMatching(by, ids)}`,
    })
  })

  routes.get('/weights', (c) => {
    permit(mayBroker(c.var.by.who))
    return show(c, <WeightsPage />)
  })

  async function matchingPage(by: Actor, id: number, wrong?: string) {
    const found = await matching(by.db, id)
    const now = await askedNow(by.db, found.asked.deploymentIds)
    const held = await holding(by, found.result?.proposals ?? [], now)
    return <MatchingPage matching={found} holding={held} {...{ now, wrong }} />
  }

  /** A press; what it is refused for stands at the top of the page. */
  async function pressed(c: Asked, save: (by: Actor, id: number) => Promise<string>) {
    const { by } = c.var
    permit(mayBroker(by.who))
    const id = idOf(c)
    try {
      return await press(c, async (by) => `/support/matching/${id}${await save(by, id)}`)
    } catch (error) {
      if (!(error instanceof Refusal && error.kind === 'not possible')) throw error
      return show(c, await matchingPage(by, id, error.message), 422)
    }
  }

  routes.get('/:id', async (c) => {
    permit(mayBroker(c.var.by.who))
    return show(c, await matchingPage(c.var.by, idOf(c)))
  })

  routes.post('/:id/stop', (c) =>
    pressed(c, async (by, id) => {
      await stopMatching(by, id)
      return ''
    }),
  )

  routes.post('/:id/choose', (c) =>
    pressed(c, async (by, id) => {
      const { result } = await matching(by.db, id)
      await chooseProposed(by, result?.proposals ?? [], site)
      return '?did=chosen-all'
    }),
  )

  routes.post('/:id/choose/:deployment', (c) =>
    pressed(c, async (by, id) => {
      const { result } = await matching(by.db, id)
      const wanted = idOf(c, 'deployment')
      const proposals = (result?.proposals ?? []).filter(({ deploymentId }) => deploymentId === wanted)
      await chooseProposed(by, proposals, site)
      return '?did=chosen'
    }),
  )

  return routes
}
