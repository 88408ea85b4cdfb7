import { dueAfter, isSchoolDay, type SchoolCalendar } from '../calendars/rules.ts'
import { addDays, type Day } from '../platform/day.ts'
import { headOf, holds, isHeadOf, isOffice, isSignedIn, ledMemberships, type Who } from '../platform/who.ts'
import type { Mark, RoundState } from './tables.ts'

/** A round is for learning from, not for show: more than this many visitors are refused. */
export const MOST_VISITORS = 30

/** How long after the visit the school is gone back to. */
export const RETURN_DAYS = 42

/** Everybody at a school, and whoever runs or advises the alliance, may know that a round took place. */
export const maySeeRounds = (who: Who) =>
  isSignedIn(who) &&
  (isOffice(who) ||
    holds(who, 'ssig', 'authority officer') ||
    who.held.some(({ membershipId }) => membershipId !== null))

/** A round is planned by the head who hosts it, or by the office or SSIG for any school. */
export const mayPlanAnywhere = (who: Who) => isOffice(who) || holds(who, 'ssig')
export const mayPlan = (who: Who) => mayPlanAnywhere(who) || headOf(who).length > 0
export const mayPlanAt = (who: Who, membershipId: number) =>
  mayPlanAnywhere(who) || isHeadOf(who, membershipId)

export type Kept = { hostMembershipId: number; leadId: number | null }

/** The lead, the host's head and deputies, and the office: they keep who comes, the rooms and the day. */
export const mayKeep = (who: Who, round: Kept) =>
  isOffice(who) || isLead(who, round) || ledMemberships(who).includes(round.hostMembershipId)

export const isLead = ({ personId }: Who, { leadId }: Kept) => personId !== null && personId === leadId
export const isHostHead = (who: Who, { hostMembershipId }: Kept) => isHeadOf(who, hostMembershipId)

/** A stage is agreed by the lead, or by the head whose school it is. */
export const mayAgree = (who: Who, round: Kept) => isLead(who, round) || isHostHead(who, round)

/** What the round goes back to find is told by the head, the lead or the office. */
export const mayTellReturn = (who: Who, round: Kept) => mayAgree(who, round) || isOffice(who)

/** What is asked for a mark that nobody has said why the problem bears. */
const asks: Record<Mark, string> = {
  core: 'say what it asks of teacher, pupil and content',
  observable: 'say why it can be seen in lessons',
  actionable: 'say what the school can do about it, and soon',
  strategy: 'say how it belongs to what the school is working on anyway',
  leverage: 'say why acting on it would make a real difference to learning',
  evidence: 'say on what shared evidence it rests',
}

export type Marks = Partial<Record<Mark, string>>
export const marksMissing = (marks: Marks): Mark[] =>
  (Object.keys(asks) as Mark[]).filter((mark) => !marks[mark]?.trim())

/** What is pointed out while a mark has no why; null once the problem bears all six. */
export function missingInWords(marks: Marks): string | null {
  const missing = marksMissing(marks).map((mark) => asks[mark])
  const last = missing.pop()
  if (last === undefined) return null
  return `Not yet a problem of practice: ${missing.length > 0 ? `${missing.join('; ')}; and ${last}` : last}`
}

/** Which day the lessons are gone back to, and whether it is known that the school is open then. */
export type Return = { on: Day; isKnown: boolean }

/** Six weeks after the visit, or the school's next school day where it is closed then; nothing is guessed. */
export function returnDay(calendar: SchoolCalendar, visitOn: Day): Return {
  const on = addDays(visitOn, RETURN_DAYS)
  if (isSchoolDay(calendar, on)) return { on, isKnown: true }
  const next = dueAfter(calendar, on, 1)
  return { on: next ?? on, isKnown: next !== null }
}

/** Lessons were visited, whatever has followed since. */
export const isVisited = (state: RoundState) =>
  state === 'visited' || state === 'debriefed' || state === 'returned'

/** Why lessons cannot be called visited yet. */
export function whyNotVisited(
  { state, visitOn, marks }: { state: RoundState; visitOn: Day; marks: Marks },
  { rooms, visitors, today }: { rooms: number; visitors: number; today: Day },
): string | null {
  if (state === 'cancelled') return 'This round was cancelled'
  if (state !== 'planned') return 'Lessons were marked as visited already'
  if (visitOn > today) return 'Lessons are marked as visited on the day or after it'
  const missing = missingInWords(marks)
  if (missing) return missing
  if (rooms === 0) return 'Say which rooms were visited first'
  if (visitors === 0) return 'Say who visited first'
  return null
}

/** Whether a text is told to the alliance: once it was gone back to, or sooner where the host's head shares it. */
export const isTold = ({ state, sharedAt }: { state: RoundState; sharedAt: Date | null }) =>
  state === 'returned' || sharedAt !== null
