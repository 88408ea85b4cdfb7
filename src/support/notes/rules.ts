import { type Day, inShort, inWords } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import { mayBroker } from '../deployments/rules.ts'
import { type State, states } from '../deployments/tables.ts'
import { type VisitStatus, visitStatuses } from '../visits/tables.ts'

/** A visit of a deployment as these rules look at it. */
export type Visited = { visitedOn: Day; status: VisitStatus; practitionerId: number; state: State }

/** Whoever made the visit notes it; SSIG and the office on their behalf. */
export const notesFor = (who: Who, { practitionerId }: Pick<Visited, 'practitionerId'>) =>
  mayBroker(who) || (who.personId !== null && who.personId === practitionerId)

const inCourse: readonly State[] = ['active', 'paused', 'closed', 'evaluated']

/** Why a visit cannot be noted now, in a sentence; nothing where it can. */
export function refusalOf({ visitedOn, status, state }: Visited, today: Day): string | null {
  if (status !== 'planned' && status !== 'done')
    return `This visit stands at “${visitStatuses[status]}”: there is nothing to note`
  if (visitedOn > today) return `The visit is on ${inWords(visitedOn)}: note it on the day or after`
  return inCourse.includes(state)
    ? null
    : `The support stands at “${states[state]}”: its visits are not noted now`
}

/** Whether a note may still be mended: until the support is signed off, by whoever wrote it, the practitioner or SSIG. */
export const mayMend = (who: Who, visit: Visited, writtenBy: number | null) =>
  inCourse.includes(visit.state) &&
  (notesFor(who, visit) || (who.personId !== null && who.personId === writtenBy))

/** A note is late after the last day, not on it. */
export const isLate = (dueOn: Day | null, on: Day) => dueOn !== null && on > dueOn

type Noted = { writtenBy: string | null; when: string }

/** What the second of two is told who noted one visit at once. */
export const notedAlready = ({ writtenBy, when }: Noted) =>
  `${writtenBy ?? 'Somebody'} noted this visit on ${when}, and that note stands. What you typed is still here: read theirs, and add what is missing`

/** “Due by Mon 12 Mar 2018”, or that it is late. */
export function owedInWords(dueOn: Day | null, today: Day): string {
  if (dueOn === null) return 'Not noted yet.'
  return isLate(dueOn, today) ? `It was due by ${inShort(dueOn)}.` : `Due by ${inShort(dueOn)}.`
}
