import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { firstDay, lastDay } from '../../platform/day.ts'
import type { Deployment } from '../deployments/queries.ts'
import { visitsCounted } from '../ledger/counted.ts'
import { dueDays } from '../notes/queries.ts'
import { notesFor, refusalOf } from '../notes/rules.ts'
import { PlanParts, type VisitRow } from './parts.tsx'
import { planOf, reviewOf, type VisitPlanned, visitsOf } from './queries.ts'
import { bookedHalfDays, doneHalfDays, hasPlan, isHalfway, mayDo } from './rules.ts'

/** What the page of a deployment shows of its plan, its visits and its mid-point; nothing before it is agreed. */
export async function planSection(by: Actor, deployment: Deployment): Promise<Child | null> {
  if (!hasPlan(deployment.state)) return null
  const { id, year } = deployment
  const [plan, review, visits, counted] = await Promise.all([
    planOf(by.db, id),
    reviewOf(by.db, id),
    visitsOf(by.db, id),
    visitsCounted(by.db, { from: firstDay(year), to: lastDay(year), deploymentId: id }),
  ])
  const days = {
    agreed: deployment.halfDaysAgreed ?? 0,
    booked: bookedHalfDays(visits),
    done: doneHalfDays(visits),
    counted: counted.reduce((sum, { halfDays }) => sum + halfDays, 0),
  }
  const rows = await Promise.all((await noted(by, visits)).map((visit) => rowOf(by, deployment, visit)))
  const may = {
    plan: mayDo(by.who, 'plan', deployment),
    book: mayDo(by.who, 'book', deployment),
    review: mayDo(by.who, 'review', deployment),
    extend: mayDo(by.who, 'extend', deployment),
  }
  const halfway = deployment.state === 'active' && isHalfway(deployment, days.done, by.today)
  return <PlanParts {...{ deployment, plan, review, days, rows, may, halfway }} today={by.today} />
}

/** What is noted was due on the day that was counted then; what is not, by the calendar as it is now. */
async function noted({ db }: Actor, visits: VisitPlanned[]): Promise<VisitPlanned[]> {
  const due = await dueDays(db)
  return Promise.all(
    visits.map(async (visit) =>
      visit.noteId === null ? { ...visit, dueOn: await due(visit.visitedOn) } : visit,
    ),
  )
}

function rowOf({ who, today }: Actor, { state }: Deployment, visit: VisitPlanned): VisitRow {
  const isOpen = visit.noteId === null && refusalOf({ ...visit, state }, today) === null
  return { ...visit, isOpen, mine: isOpen && notesFor(who, visit) && visit.practitionerId === who.personId }
}
