import { isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import { isLead, type Kept } from '../rules.ts'
import { type RoundState, type Stage, stages } from '../tables.ts'

/** Seen in fewer rooms it is an incident, and not yet a pattern. */
export const PATTERN_ROOMS = 3

export const stageNames = Object.keys(stages) as Stage[]
/** How an address says a stage. */
export const slugOf = (stage: Stage) => stage.replace(' ', '-')
export const stageIn = (slug: string): Stage | undefined => stageNames.find((stage) => slugOf(stage) === slug)

/** What each stage asks for, in its strict order: nothing is judged before it is described. */
export const asksFor: Record<Stage, string> = {
  description:
    'What was seen and heard, room by room: who did and said what. No word here says how good it was; what somebody said stands in quotation marks',
  analysis:
    'What the description shows when it is looked at together: what goes with what, and in how many rooms',
  prediction:
    'If you were a pupil at this school and did all that you were asked, what would you know and be able to do?',
  'next level': 'What the school could do next, given its problem of practice, and what would help it to',
}

export type StageState = { stage: Stage; words: string; agreedAt: Date | null }

export const isAgreed = (all: StageState[], stage: Stage) =>
  all.some((one) => one.stage === stage && one.agreedAt !== null)

/** A stage opens when the one before it is agreed, and is written in until it is agreed itself. */
export function isOpen(all: StageState[], stage: Stage): boolean {
  const before = stageNames[stageNames.indexOf(stage) - 1]
  return !isAgreed(all, stage) && (before === undefined || isAgreed(all, before))
}

/** The stage that is being written; none once all four are agreed. */
export const current = (all: StageState[]) => stageNames.find((stage) => isOpen(all, stage))

/** An agreed stage is opened again only while no later one has words, which would rest on nothing. */
export const mayReopen = (all: StageState[], stage: Stage) =>
  isAgreed(all, stage) &&
  !all.some((one) => stageNames.indexOf(one.stage) > stageNames.indexOf(stage) && one.words !== '')

/** A debrief is held between the visit and the return. */
export const isDebriefing = (state: RoundState) => state === 'visited' || state === 'debriefed'

/** Those who were there write the debrief: visitors, the lead, and who leads the host school; the office helps. */
export const mayDebrief = (who: Who, round: Kept, visitors: { personId: number }[]) =>
  isOffice(who) ||
  isLead(who, round) ||
  ledMemberships(who).includes(round.hostMembershipId) ||
  visitors.some(({ personId }) => personId === who.personId)

export type Pattern = { words: string; rooms: { id: number; code: string }[] }
export const isPattern = ({ rooms }: Pick<Pattern, 'rooms'>) => rooms.length >= PATTERN_ROOMS

/** `seen in 5 of 7 rooms`, worked out each time; fewer than three say that it is not yet a pattern. */
export function seenInWords({ rooms }: Pick<Pattern, 'rooms'>, all: number): string {
  const seen = `seen in ${rooms.length} of ${all} ${all === 1 ? 'room' : 'rooms'}`
  return isPattern({ rooms })
    ? seen
    : `${seen}: not yet a pattern, which is seen in at least ${PATTERN_ROOMS}`
}

/** Why what stands at a stage cannot be agreed. */
export function whyNotAgreed(
  all: StageState[],
  stage: Stage,
  patterns: Pick<Pattern, 'rooms'>[],
): string | null {
  if (isAgreed(all, stage)) return `“${stages[stage]}” was agreed already`
  if (!isOpen(all, stage)) return `“${stages[stage]}” opens when the stage before it is agreed`
  if (!all.some((one) => one.stage === stage && one.words !== ''))
    return `Nothing is written at “${stages[stage]}” yet`
  if (stage === 'analysis' && !patterns.some(isPattern))
    return `An analysis rests on a pattern: something that was seen in at least ${PATTERN_ROOMS} rooms`
  return null
}
