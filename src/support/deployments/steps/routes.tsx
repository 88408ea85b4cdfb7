import { notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, idOf, press, rooms, sentBy, show } from '../../../platform/web.tsx'
import type { Given } from '../given.ts'
import { type Deployment, deployment } from '../queries.ts'
import { type Move, mayMove, moves, sidesOf } from '../rules.ts'
import { states } from '../tables.ts'
import { take } from './actions.ts'
import { ReleasePage, reasonForm, WhyPage } from './pages.tsx'
import { boundOf } from './queries.ts'
import { type HereTaken, type Pressed, pressed, type Reasoned, reasoned } from './rules.ts'

const home = '/support/deployments'

/** The steps that are taken on a deployment’s own page: pressed, or with a reason. */
export function steps(given: Given) {
  const routes = rooms()
  routes.get('/:id{[0-9]+}/release', (c) => releasing(c))
  for (const name of pressed) routes.post(`/:id{[0-9]+}/${name}`, (c) => taken(c, name, given))
  for (const name of reasoned)
    routes.on(['get', 'post'], `/:id{[0-9]+}/${name}`, (c) => withReason(c, name, given))
  return routes
}

/** The deployment, where this reader may take this step now. @throws Refusal otherwise, saying where it stands. */
async function toMove(c: Asked, name: HereTaken): Promise<Deployment> {
  const { db, who } = c.var.by
  const found = await deployment(db, idOf(c))
  if (mayMove(who, name, found)) return found
  const { may }: Move = moves[name]
  permit(sidesOf(who, found).some((side) => may.includes(side)))
  throw notPossible(`That cannot be done while it stands at “${states[found.state]}”`)
}

async function releasing(c: Asked) {
  const found = await toMove(c, 'release')
  const days = await boundOf(c.var.by.db, found.practitionerId ?? 0, found.year)
  return show(c, <ReleasePage deployment={found} days={days} />)
}

const taken = (c: Asked, name: Pressed, { clock, site }: Given) =>
  press(c, async (by) => {
    const id = idOf(c)
    await take(by, id, name, { at: clock.now(), site })
    return `${home}/${id}?did=moved`
  })

/**
 * Whether the form is shown rather than acted on. What is sent acts first and is permitted there, so that the same sent
 * twice gets the first answer, though whoever sent it may no longer see the request.
 */
const isShown = async (c: Asked, form: ReturnType<typeof reasonForm>) =>
  c.req.method === 'GET' || 'answers' in form.read(await sentBy(c))

async function withReason(c: Asked, step: Reasoned, { clock, site }: Given) {
  const id = idOf(c)
  const form = reasonForm(step)
  if (await isShown(c, form)) await toMove(c, step)
  return fillIn(c, form, {
    page: (answers) => <WhyPage {...{ id, step, answers, form }} />,
    save: async ({ reason }, by) => {
      await take(by, id, step, { reason, at: clock.now(), site })
      // Whoever does not release somebody no longer sees the request.
      return step === 'refuse' ? `${home}?did=moved` : `${home}/${id}?did=moved`
    },
  })
}
