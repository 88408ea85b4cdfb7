import { needs as proposals } from '../agreement/proposals/needs.ts'
import { needs as votes } from '../ballots/needs.ts'
import { needs as briefings } from '../briefings/needs.ts'
import { endingSoon } from '../calendars/rules.ts'
import { needs as declarations } from '../declarations/needs.ts'
import { needs as feedback } from '../feedback/needs.ts'
import { needs as groups } from '../groups/needs.ts'
import { needs as hubs } from '../hubs/needs.ts'
import { needs as invitations } from '../invitations/needs.ts'
import { needs as courses } from '../learning/needs.ts'
import { needs as recalls } from '../meetings/confidential/needs.ts'
import { needs as meetings } from '../meetings/needs.ts'
import { needs as peerReviews } from '../peer-review/needs.ts'
import { membersWithout } from '../people/queries.ts'
import { chairs, heads } from '../people/tables.ts'
import { needs as planning } from '../planning/needs.ts'
import type { Actor } from '../platform/action.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { needs as rounds } from '../rounds/needs.ts'
import { needs as signatures } from '../signatures/needs.ts'
import { needs as questions } from '../signatures/questions/needs.ts'
import { needs as standing } from '../standing/needs.ts'
import { needs as invoices } from '../subscriptions/invoices/needs.ts'
import { needs as subscription } from '../subscriptions/needs.ts'
import { needs as payments } from '../subscriptions/payments/needs.ts'
import { needs as supportAgreements } from '../support/agreements/needs.ts'
import { needs as deployments } from '../support/deployments/needs.ts'
import { needs as supportEvaluations } from '../support/evaluations/needs.ts'
import { needs as staffTime } from '../support/ledger/needs.ts'
import { needs as visitNotes } from '../support/notes/needs.ts'
import { needs as supportPlans } from '../support/plan/needs.ts'
import { needs as practitioners } from '../support/practitioners/needs.ts'
import { unclosed } from './queries.ts'
import { stepsToPutRight } from './steps.ts'
import { mostPressingFirst, onceEach } from './urgency.ts'

/** What of the records waits for the office to put right. */
const office: Needs = async ({ who, db, today }) => {
  if (!isOffice(who)) return []
  const [so, headless, chairless] = await Promise.all([
    unclosed(db, today),
    membersWithout(db, heads, today),
    membersWithout(db, chairs, today),
  ])
  const { lastTerm } = so
  const terms = lastTerm === null ? [] : [{ kind: 'term' as const, fromOn: lastTerm, toOn: lastTerm }]
  return stepsToPutRight({ ...so, headless, chairless, endings: endingSoon(terms, today) })
}

/** Every capability that knows of something that may wait for somebody. */
const sources: Needs[] = [
  votes,
  signatures,
  declarations,
  meetings,
  invitations,
  planning,
  recalls,
  groups,
  feedback,
  briefings,
  hubs,
  peerReviews,
  rounds,
  courses,
  practitioners,
  deployments,
  proposals,
  questions,
  supportAgreements,
  supportEvaluations,
  visitNotes,
  supportPlans,
  invoices,
  subscription,
  payments,
  standing,
  staffTime,
  office,
]

/**
 * All that waits for whoever is at work, most pressing first, each step once. A source that fails fails the
 * whole: to say that nothing needs somebody when nobody knows would be worse than an error.
 */
export async function needsOf(by: Actor): Promise<Need[]> {
  const found = await Promise.all(sources.map((needs) => needs(by)))
  return onceEach(mostPressingFirst(found.flat(), by.today))
}
