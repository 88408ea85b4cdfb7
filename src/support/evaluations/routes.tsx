import type { Clock } from '../../platform/clock.ts'
import { History } from '../../platform/history.tsx'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { type Deployment, deployment } from '../deployments/queries.ts'
import { maySeeDeployments, sidesOf } from '../deployments/rules.ts'
import { states } from '../deployments/tables.ts'
import { planOf } from '../plan/queries.ts'
import { checkOutcome, correctEvaluation, evaluate, signOff } from './actions.ts'
import { remindNow } from './chasing/actions.ts'
import { closing } from './closing/routes.tsx'
import { checkForm, evaluationForm } from './form.ts'
import {
  AboutSupportPage,
  EvaluationPage,
  EvaluationsPage,
  evaluationFilter,
  evaluations,
  NothingAsked,
  nextAsked,
  WhoReads,
} from './pages.tsx'
import { checksOf, evaluationOf, evaluationsListed } from './queries.ts'
import { hasPart, mayCheck, mayCorrect, mayEvaluate, maySignOff } from './rules.ts'

export const evaluationList = rooms()

evaluationList.get('/', (c) => {
  const { by } = c.var
  permit(maySeeDeployments(by.who))
  return list(c, {
    of: evaluations,
    filter: evaluationFilter,
    sort: '-closed',
    name: 'evaluations-of-support',
    rows: (asked) => evaluationsListed(by.db, asked, by.today),
    page: (shown) => <EvaluationsPage {...shown} />,
  })
})

async function opened(c: Asked): Promise<Deployment> {
  permit(isSignedIn(c.var.by.who))
  return deployment(c.var.by.db, idOf(c))
}

/** Only the head of the supported school writes here, in whichever state it stands. */
async function openedAsHead(c: Asked): Promise<Deployment> {
  const found = await opened(c)
  permit(sidesOf(c.var.by.who, found).includes('supported head'))
  return found
}

const evaluationHref = (id: number) => `/support/deployments/${id}/evaluation`
const measuresOf = async (c: Asked, id: number) => (await planOf(c.var.by.db, id))?.measures

type Given = { clock: Clock; site: string }

/** What support came to; `site` is where this alliance’s pages are on the web. */
export function evaluationsOfDeployments({ clock, site }: Given) {
  const routes = rooms()
  routes.route('/', closing(site))

  routes.on(['get', 'post'], '/:id/evaluate', async (c) => {
    const found = await openedAsHead(c)
    if (c.req.method === 'GET' && !mayEvaluate(c.var.by.who, found)) {
      if (await evaluationOf(c.var.by.db, found.id)) return c.redirect(evaluationHref(found.id), 303)
      throw notPossible(`It stands at “${states[found.state]}”: it is evaluated once it is closed`)
    }
    const form = evaluationForm(found.outcomeHoped)
    const measures = await measuresOf(c, found.id)
    return fillIn(c, form, {
      page: (answers) => (
        <AboutSupportPage
          {...{ deployment: found, form, answers, measures }}
          title="Evaluate the support you had"
          submit="Send the evaluation"
        >
          <WhoReads />
        </AboutSupportPage>
      ),
      save: async (filled, by) => {
        await evaluate(by, found.id, filled, { at: clock.now(), site })
        return `${evaluationHref(found.id)}?did=evaluated`
      },
    })
  })

  routes.get('/:id/evaluation', async (c) => {
    const { by } = c.var
    const found = await opened(c)
    const evaluation = await evaluationOf(by.db, found.id)
    if (!evaluation) throw notFound()
    const checks = await checksOf(by.db, found.id)
    const open = checks.find(
      ({ checkedAt, dueOn }) => checkedAt === null && dueOn !== null && dueOn <= by.today,
    )
    const brokers = sidesOf(by.who, found).includes('ssig') && found.state === 'evaluated'
    const may = {
      correct: mayCorrect(by.who, found),
      signOff: maySignOff(by.who, found),
      check: open !== undefined && mayCheck(by.who, found),
      hasPart: brokers && hasPart(by.who, found),
    }
    const of = await revisions(by.db, 'evaluations', evaluation.id)
    const history = <History of={of} leave={['evaluated_at']} />
    return show(
      c,
      <EvaluationPage {...{ deployment: found, evaluation, checks, may, history }} today={by.today} />,
    )
  })

  routes.on(['get', 'post'], '/:id/evaluation/correct', async (c) => {
    const { by } = c.var
    const found = await openedAsHead(c)
    const stood = await evaluationOf(by.db, found.id)
    if (!stood) throw notFound()
    if (c.req.method === 'GET' && !mayCorrect(by.who, found))
      throw notPossible('It has been signed off, and stands as it is')
    const form = evaluationForm(found.outcomeHoped)
    const measures = await measuresOf(c, found.id)
    return fillIn(c, form, {
      current: async () => {
        const now = await evaluationOf(by.db, found.id)
        return form.blank(now ?? stood)
      },
      page: (answers) => (
        <AboutSupportPage
          {...{ deployment: found, form, answers, measures }}
          title="Correct the evaluation"
          submit="Save"
        />
      ),
      save: async (filled, by, version) => {
        await correctEvaluation(by, found.id, version, filled)
        return `${evaluationHref(found.id)}?did=saved`
      },
    })
  })

  routes.on(['get', 'post'], '/:id/outcome', async (c) => {
    const { by } = c.var
    const found = await openedAsHead(c)
    const open = (await checksOf(by.db, found.id)).find(({ checkedAt }) => checkedAt === null)
    const waits = !open || open.dueOn === null || open.dueOn > by.today
    if (c.req.method === 'GET' && waits)
      return show(c, <NothingAsked deployment={found} says={open ? nextAsked(open.dueOn) : ANSWERED} />)
    const form = checkForm(found.outcomeHoped)
    const measures = await measuresOf(c, found.id)
    return fillIn(c, form, {
      page: (answers) => (
        <AboutSupportPage
          {...{ deployment: found, form, answers, measures }}
          title="What came of the support?"
          submit="Save"
        />
      ),
      save: async (filled, by) => {
        await checkOutcome(by, found.id, filled, clock.now())
        return `${evaluationHref(found.id)}?did=saved`
      },
    })
  })

  routes.post('/:id/sign-off', async (c) => {
    const found = await opened(c)
    return press(c, async (by) => {
      await signOff(by, found.id)
      return `${evaluationHref(found.id)}?did=support-signed-off`
    })
  })

  routes.post('/:id/remind', async (c) => {
    const found = await opened(c)
    return press(c, async (by) => {
      const sent = await remindNow(by, site, found.id)
      return `/support/deployments/${found.id}?did=${sent > 0 ? 'head-reminded' : 'reminded-before'}`
    })
  })

  return routes
}

const ANSWERED = 'Nothing is asked about the outcome of this support: it has been answered.'
