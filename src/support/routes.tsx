import { needs as peerReviews } from '../peer-review/needs.ts'
import { type AcademicYear, academicYearOf, firstDay, lastDay } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, idOf, rooms, show } from '../platform/web.tsx'
import { ledMemberships } from '../platform/who.ts'
import { needs as rounds } from '../rounds/needs.ts'
import { needs as agreements } from './agreements/needs.ts'
import { mayAsk } from './deployments/asking/rules.ts'
import { needs as deployments } from './deployments/needs.ts'
import { maySeeDeployments } from './deployments/rules.ts'
import { needs as evaluations } from './evaluations/needs.ts'
import { reckoning } from './ledger/counted.ts'
import { needs as staffTime } from './ledger/needs.ts'
import { needs as notes } from './notes/needs.ts'
import { SupportPage } from './pages.tsx'
import { placesOf } from './places.ts'
import { needs as plans } from './plan/needs.ts'
import { needs as practitioners } from './practitioners/needs.ts'
import { balances, totalsOf } from './queries.ts'
import { maySeeSupport } from './rules.ts'
import { visit } from './visits/queries.ts'
import { mayOpenVisits } from './visits/rules.ts'

/** Everything of support that may wait for somebody. */
const sources: Needs[] = [
  deployments,
  agreements,
  plans,
  notes,
  evaluations,
  practitioners,
  staffTime,
  peerReviews,
  rounds,
]

/** Where support between schools begins. `has` says whether this site has a page at an address. */
export function support({ has }: { has: (href: string) => boolean }) {
  const routes = rooms()
  routes.get('/', (c) => (asksForVisits(c) ? c.redirect(visitsAsked(c), 303) : front(c, has)))
  // Visits stood here before; frozen editions of the review and bookmarks lead to them.
  routes.get('/:id{[0-9]+}', async (c) => {
    const { by } = c.var
    permit(mayOpenVisits(by.who))
    return c.redirect(`/support/visits/${(await visit(by.db, idOf(c))).id}`, 303)
  })
  return routes
}

/** What the list of visits is asked, which stood at this address before. */
const ofVisits = ['year', 'words', 'counted', 'ssig', 'format', 'sort', 'page']
const asksForVisits = (c: Asked) => ofVisits.some((name) => c.req.query(name) !== undefined)
const visitsAsked = (c: Asked) => `/support/visits${new URL(c.req.url).search}`

async function front(c: Asked, has: (href: string) => boolean) {
  const { by } = c.var
  const { who, today } = by
  permit(maySeeSupport(who))
  const year = academicYearOf(today)
  const mine = [...new Set(ledMemberships(who))]
  const mayWait = maySeeDeployments(who)
  const years = [year, (year - 1) as AcademicYear]
  const known = reckoning(by.db, { from: firstDay((year - 1) as AcademicYear), to: lastDay(year) })
  const [needs, own, totals, reckoned] = await Promise.all([
    mayWait ? Promise.all(sources.map((source) => source(by))) : null,
    balances(by.db, mine, { years, known }),
    totalsOf(by.totals, year, known),
    known,
  ])
  return show(
    c,
    <SupportPage
      {...{ year, totals }}
      asks={mayAsk(who)}
      needs={needs ? soonestFirst(needs.flat()) : null}
      balances={own}
      places={placesOf(who, reckoned.terms(year)).filter(({ href }) => has(href))}
    />,
  )
}

/** What has a last day before what has none. */
const soonestFirst = (needs: Need[]) =>
  needs.toSorted((a, b) => (a.on ?? '9999').localeCompare(b.on ?? '9999'))
