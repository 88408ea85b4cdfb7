import type { Child } from 'hono/jsx'
import { memberOptions } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { dayInLondon, inDays } from '../../platform/day.ts'
import { History, type Says } from '../../platform/history.tsx'
import { inPounds } from '../../platform/money.ts'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, idOf, list, rooms, show } from '../../platform/web.tsx'
import { agreementsSection } from '../agreements/section.tsx'
import { areaOptions } from '../areas/queries.ts'
import { evaluationsSection } from '../evaluations/section.tsx'
import { matchingSection } from '../matching/section.tsx'
import { hasPlan } from '../plan/rules.ts'
import { planSection } from '../plan/section.tsx'
import { SpokeFirst } from './asking/pages.tsx'
import { asking } from './asking/routes.tsx'
import { mayAsk, mayCorrect, mayExplain, spokeFirst } from './asking/rules.ts'
import type { Given } from './given.ts'
import { DeploymentPage, DeploymentsPage, deploymentFilter, deploymentsTable } from './pages.tsx'
import { type Deployment, deployment, deploymentsListed, movesOf } from './queries.ts'
import { maySeeDeployments } from './rules.ts'
import { visitsSoFar } from './steps/queries.ts'
import { steps } from './steps/routes.tsx'
import { hereFor } from './steps/rules.ts'

/** Requests for support and what becomes of them. */
export function deployments(given: Given) {
  const routes = rooms()
  routes.get('/', (c) => listed(c))
  routes.route('/', asking(given))
  routes.route('/', steps(given))
  routes.get('/:id{[0-9]+}', (c) => one(c))
  return routes
}

async function listed(c: Asked) {
  const { db, who } = c.var.by
  permit(maySeeDeployments(who))
  const filter = deploymentFilter(await areaOptions(db), await memberOptions(db))
  return list(c, {
    of: deploymentsTable,
    filter,
    sort: '-asked',
    name: 'requests-for-support',
    size: 30,
    rows: (asked) => deploymentsListed(db, asked),
    page: (shown) => <DeploymentsPage {...shown} filter={filter} asks={mayAsk(who)} />,
  })
}

async function one(c: Asked) {
  const { by } = c.var
  permit(maySeeDeployments(by.who))
  const found = await deployment(by.db, idOf(c))
  const [moved, sections, corrected, visits] = await Promise.all([
    movesOf(by.db, found.id),
    sectionsOf(by, found),
    revisions(by.db, 'deployments', found.id),
    visitsSoFar(by.db, found.id),
  ])
  return show(
    c,
    <DeploymentPage
      {...{ deployment: found, moved, sections }}
      today={by.today}
      steps={hereFor(by.who, found, visits)}
      corrects={mayCorrect(by.who, found)}
      first={whichFirst(by, found)}
      history={<History of={corrected} says={says} leave={unsaid} />}
    />,
  )
}

/** Columns that follow from steps, which are told by themselves. */
const unsaid = [
  'state',
  'requested_at',
  'answered_at',
  'year',
  'to_urn',
  'from_urn',
  'closed_on',
  'evaluation_due',
]

const says: Says = {
  half_days_wanted: { is: 'days wanted', says: (value) => inDays(Number(value)) },
  half_days_agreed: { is: 'days agreed', says: (value) => (value === null ? null : inDays(Number(value))) },
  budget_pence: { is: 'budget', says: (value) => (value === null ? null : inPounds(Number(value))) },
  contact_explained: { is: 'what happened', says: (value) => (value === null ? null : String(value)) },
}

/** Before the plan the agreement is what is worked on; from then on it is looked up, below what goes on. */
function sectionsOf(by: Actor, found: Deployment): Promise<(Child | null)[]> {
  const sections = hasPlan(found.state)
    ? [planSection, evaluationsSection, agreementsSection, matchingSection]
    : [matchingSection, agreementsSection]
  return Promise.all(sections.map((part) => part(by, found)))
}

function whichFirst({ who }: Actor, found: Deployment) {
  const { id, firstContactOn, requestedAt, firstContact, contactExplained } = found
  if (firstContactOn === null || !spokeFirst(found)) return null
  return (
    <SpokeFirst
      {...{ id }}
      spokenOn={firstContactOn}
      askedOn={dayInLondon(requestedAt)}
      school={firstContact}
      explained={contactExplained}
      explains={mayExplain(who, found)}
    />
  )
}
