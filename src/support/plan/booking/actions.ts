import { terms } from '../../../agreement/terms/queries.ts'
import { datesOf } from '../../../calendars/queries.ts'
import { membershipOn } from '../../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../../members/rules.ts'
import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import { academicYearOf, type Day } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { notFound, notPossible } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { locked } from '../../deployments/actions.ts'
import type { Deployment } from '../../deployments/queries.ts'
import { tellVisit } from '../../holds/actions.ts'
import { ofOneTrust, visit } from '../../visits/queries.ts'
import { visitStatuses } from '../../visits/tables.ts'
import { permitDeed } from '../permit.ts'
import type { CancelFilled, SeriesFilled, VisitFilled } from './form.ts'
import { bookedBut, isAway, whereIs } from './queries.ts'
import {
  allProblems,
  away,
  becomes,
  dayProblem,
  daysProblem,
  doubtOf,
  elsewhere,
  type Known,
  type Problem,
  seriesDays,
  shortOfDays,
  timesProblem,
  type Wanted,
} from './rules.ts'

const NOT_A_VISIT = 0

/** What is planned is told to nobody else than those who take part; @returns the visit’s id. */
export const planVisit = (
  by: Actor,
  deploymentId: number,
  { anyway, ...wanted }: VisitFilled,
): Promise<number> =>
  by.act(
    {
      did: 'planned a support visit',
      subject: (id) => `support/visits/${id}`,
      details: { deployment: deploymentId },
    },
    async (tx, by) => {
      const of = await bookable(tx, by, deploymentId)
      const problem = await problemOf(tx, of, wanted, { anyway: anyway !== null })
      if (problem) throw notPossible(problem.says, problem.field)
      const id = await added(tx, by, of, wanted)
      if (id === undefined) throw notPossible(elsewhere(of.practitioner, wanted.half, undefined), 'half')
      return id
    },
  )

/** A programme of visits, all of them or none: every day on which one cannot be is said. @returns how many. */
export const planSeries = (by: Actor, deploymentId: number, filled: SeriesFilled): Promise<number> =>
  by.act(
    {
      did: 'planned a programme of support visits',
      subject: `support/deployments/${deploymentId}`,
      details: (visits) => ({ visits }),
    },
    async (tx, by) => {
      const of = await bookable(tx, by, deploymentId)
      const { from, weekday, every, times, ...same } = filled
      const wrong = timesProblem(same)
      if (wrong) throw notPossible(wrong.says, wrong.field)
      const days = seriesDays(of.calendar, { from, weekday: Number(weekday), every, times })
      if (days.length < times) throw refused(shortOfDays(days.length, times))
      const wanted = days.map((visitedOn) => ({ ...same, visitedOn }))
      const tooMany = daysProblem(wanted, of.known)
      if (tooMany) throw refused(tooMany)
      const problems = await plannedOrNot(tx, by, of, wanted)
      if (problems.length > 0) throw notPossible(allProblems(problems), 'from')
      return days.length
    },
  )

async function plannedOrNot(tx: Writer, by: Actor, of: Bookable, all: Wanted[]) {
  const problems: { on: Day; says: string }[] = []
  for (const wanted of all) {
    const problem = await clashOf(tx, of, wanted)
    const id = problem ? undefined : await added(tx, by, of, wanted)
    if (id !== undefined) continue
    const says = problem?.says ?? elsewhere(of.practitioner, wanted.half, undefined)
    problems.push({ on: wanted.visitedOn, says })
  }
  return problems
}

const refused = ({ says, field }: Problem) => notPossible(says, field)

const says = 'The practitioner is at another school already in that half of the day'
const twice: Refusals = {
  support_visits_am: { says, field: 'half' },
  support_visits_pm: { says, field: 'half' },
  support_visits_twilight: { says, field: 'half' },
}

/** Puts a visit that is planned on another day or time, as it stood at this version. */
export const moveVisit = (
  by: Actor,
  row: { id: number; version: number },
  { anyway, ...wanted }: VisitFilled,
) =>
  by.act({ did: 'moved a support visit', subject: `support/visits/${row.id}` }, async (tx, by) => {
    const of = await rebookable(tx, by, row.id)
    const problem = await problemOf(tx, of, wanted, { anyway: anyway !== null })
    if (problem) throw refused(problem)
    const places = await placesOn(tx, of, wanted.visitedOn)
    await refusing(twice, () => correct(tx, by, 'supportVisits', row, { ...wanted, ...places }))
    await tellVisit(tx, row.id)
  })

/** A visit that will not be, or was not: what becomes of it follows from the day on which that is said. */
export const cancelVisit = (by: Actor, id: number, { of, why }: CancelFilled) =>
  by.act({ did: 'called off a support visit', subject: `support/visits/${id}` }, async (tx, by) => {
    const { visitedOn, version } = await rebookable(tx, by, id)
    const status = becomes(of, visitedOn, by.today)
    await correct(tx, by, 'supportVisits', { id, version }, { status, why })
    await tellVisit(tx, id)
  })

type Bookable = {
  deployment: Deployment
  calendar: Awaited<ReturnType<typeof datesOf>>
  known: Known
  practitioner: string
  practitionerId: number
  personId: number
  fromMembershipId: number
  /** The visit that is being moved. */
  but: number
}

/** The deployment under lock, for whoever may plan visits of it now. */
async function bookable(tx: Writer, by: Actor, deploymentId: number): Promise<Bookable> {
  const deployment = await locked(tx, deploymentId)
  permitDeed(by, 'book', deployment)
  return knownOf(tx, by, deployment, NOT_A_VISIT)
}

async function rebookable(tx: Writer, by: Actor, id: number) {
  const { deploymentId } = await visit(tx, id)
  if (deploymentId === null) throw notFound()
  const deployment = await locked(tx, deploymentId)
  permitDeed(by, 'rebook', deployment)
  const { status, visitedOn, version } = await visit(tx, id)
  if (status !== 'planned')
    throw notPossible(`This visit is not planned any more: it stands at “${visitStatuses[status]}”`)
  return { ...(await knownOf(tx, by, deployment, id)), visitedOn, version }
}

async function knownOf(tx: Writer, by: Actor, deployment: Deployment, but: number): Promise<Bookable> {
  const { practitioner, practitionerId, practitionerPersonId, fromMembershipId, halfDaysAgreed } = deployment
  if (!practitioner || !practitionerId || !practitionerPersonId || !fromMembershipId || !halfDaysAgreed)
    throw notFound()
  const booked = await bookedBut(tx, deployment.id, but)
  const { year, wantedFrom } = deployment
  return {
    ...{ deployment, practitioner, practitionerId, fromMembershipId, but, personId: practitionerPersonId },
    calendar: await datesOf(tx, deployment.toMembershipId),
    known: { year, halfDaysAgreed, booked, wantedFrom, today: by.today },
  }
}

/** Why one visit cannot be; a day on which the host is closed only where nobody said that it is meant. */
async function problemOf(
  tx: Writer,
  of: Bookable,
  wanted: Wanted,
  { anyway }: { anyway: boolean },
): Promise<Problem | null> {
  const first = timesProblem(wanted) ?? (await clashOf(tx, of, wanted)) ?? daysProblem([wanted], of.known)
  if (first || anyway) return first
  const { sameTrust } = await placesOn(tx, of, wanted.visitedOn)
  const agreed = await terms(tx, academicYearOf(wanted.visitedOn))
  const doubt = doubtOf(
    of.calendar,
    { on: wanted.visitedOn, half: wanted.half, sameTrust, school: of.deployment.toSchool },
    agreed,
  )
  return doubt === null ? null : { says: doubt, field: 'anyway' }
}

/** What of the day itself stands against a visit: its year, and the practitioner’s own diary. */
async function clashOf(tx: Writer, of: Bookable, { visitedOn, half }: Wanted): Promise<Problem | null> {
  const wrongDay = dayProblem(visitedOn, of.known)
  if (wrongDay) return wrongDay
  if (await isAway(tx, of.practitionerId, visitedOn))
    return { says: away(of.practitioner, visitedOn), field: 'visitedOn' }
  const school = await whereIs(tx, of.personId, { visitedOn, half, but: of.but })
  return school ? { says: elsewhere(of.practitioner, half, school), field: 'half' } : null
}

/** The schools under the numbers they bear on that day. @throws Refusal where the supporting school is no member then. */
async function placesOn(tx: Writer, { deployment, fromMembershipId }: Bookable, on: Day) {
  const from = await membershipOn(tx, fromMembershipId, on)
  const to = await membershipOn(tx, deployment.toMembershipId, on)
  for (const one of [from, to])
    if (!isMemberOn(one, on))
      throw notPossible(`${one.name} is no member on that day: it is ${spellInWords(one)}`, 'visitedOn')
  return {
    fromUrn: from.urn,
    toUrn: to.urn,
    sameTrust: await ofOneTrust(tx, { fromUrn: from.urn, toUrn: to.urn }),
  }
}

const ofDays: Refusals = {
  practitioner_days: { says: 'The practitioner has no such days left this year', field: 'half' },
}

/** The new visit’s id; none where the practitioner is elsewhere in that half of the day. */
async function added(tx: Writer, by: Actor, of: Bookable, wanted: Wanted): Promise<number | undefined> {
  const places = await placesOn(tx, of, wanted.visitedOn)
  const { id: deploymentId, toMembershipId, area } = of.deployment
  const blank = { ref: null, commission: null, importId: null, why: null }
  const row = await refusing(ofDays, () =>
    tx
      .insertInto('supportVisits')
      .values({
        ...{ ...blank, ...wanted, ...places, deploymentId, toMembershipId, subject: area },
        ...{ practitionerId: of.personId, fromMembershipId: of.fromMembershipId },
        ...{ status: 'planned', throughSsig: true },
      })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst(),
  )
  if (row && wanted.visitedOn >= by.today) await tellVisit(tx, row.id)
  return row?.id
}
