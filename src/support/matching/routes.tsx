import type { Actor } from '../../platform/action.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { fillIn, idOf, rooms, show } from '../../platform/web.tsx'
import { deployment } from '../deployments/queries.ts'
import { mayBroker } from '../deployments/rules.ts'
import { states } from '../deployments/tables.ts'
import { choose } from './actions.ts'
import { ChoosePage, chooseForm, MatchPage, NoChoicePage } from './pages.tsx'
import { handOfAnother, handOfAnotherFor } from './rules.ts'
import { requestsToMatch, weighing } from './suggestions/queries.ts'
import { suggest } from './suggestions/rules.ts'

/** Suggestions for one request, under the address of its deployment. */
export function matchingOne(site: string) {
  const routes = rooms()

  routes.get('/:id/match', async (c) => {
    const { by } = c.var
    const { request, need, found } = await suggestions(by, idOf(c))
    return show(c, <MatchPage {...{ request, need, found }} another={handOfAnother(by.who, request)} />)
  })

  routes.on(['get', 'post'], '/:id/match/:practitioner', async (c) => {
    const { by } = c.var
    permit(mayBroker(by.who))
    const [id, practitionerId] = [idOf(c), idOf(c, 'practitioner')]
    const { state } = await deployment(by.db, id)
    // What was sent a second time has the answer of the first, though the request stands elsewhere by then.
    const again = c.req.method === 'POST' && state !== 'triaged'
    const shown = again ? null : await suggestions(by, id)
    if (c.req.method === 'GET') mayBeChosen(by, shown, practitionerId)
    return fillIn(c, chooseForm, {
      current: async () =>
        chooseForm.blank({ halfDays: (choiceOf(shown, practitionerId)?.halfDays ?? 0) / 2 }),
      page: (answers) => {
        const one = choiceOf(shown, practitionerId)
        return shown && one ? (
          <ChoosePage {...{ answers, one }} request={shown.request} first={shown.found.suggested[0]} />
        ) : (
          <NoChoicePage {...{ answers, id }} />
        )
      },
      save: async (filled, by) => {
        await choose(by, id, { practitionerId, ...filled }, site)
        return `/support/deployments/${id}?did=chosen`
      },
    })
  })

  return routes
}

type Shown = Awaited<ReturnType<typeof suggestions>>

const choiceOf = (shown: Shown | null, practitionerId: number) =>
  shown?.found.suggested.find((one) => one.practitionerId === practitionerId)

/** Somebody who is not suggested is not chosen; what stands between them is said. */
function mayBeChosen({ who }: Actor, shown: Shown | null, practitionerId: number) {
  const left = shown?.found.excluded.find((one) => one.practitionerId === practitionerId)
  if (left) throw notPossible(`${left.name}: ${left.why}`)
  const one = choiceOf(shown, practitionerId)
  if (!shown || !one) throw notFound()
  const another = handOfAnother(who, shown.request) ?? handOfAnotherFor(who, one)
  if (another) throw notPossible(another)
}

async function suggestions(by: Actor, id: number) {
  permit(mayBroker(by.who))
  const { state, need } = await deployment(by.db, id)
  const [request] = await requestsToMatch(by.db, [id])
  if (!request)
    throw notPossible(
      `It stands at “${states[state]}”. Somebody is chosen for a request once SSIG has taken it up, and until it is matched`,
    )
  const { candidates, context } = await weighing(by.db, [request], by)
  return { request, need, found: suggest(request, candidates, context) }
}
