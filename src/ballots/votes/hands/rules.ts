import { type Day, inWords, timeInLondon } from '../../../platform/day.ts'
import { type MotionChoice, motionChoices } from '../../tables.ts'

/** How a school’s hand was seen; `none` is a school that was there and raised it for nothing. */
export const handed = { ...motionChoices, none: 'Did not vote' } as const
export type Handed = keyof typeof handed

/** A school that came to the meeting at some time of it, and may be asked for its hand. */
export type Came = { membershipId: number; school: string; excluded: boolean }

export type Hands = {
  /** `15:42` */
  at: string
  others: Handed
  /** Those that voted otherwise than all others. */
  otherwise: Map<number, Handed>
}

/** What the roll of that moment says of a school. */
export type Called = { membershipId: number; school: string; present: boolean; excluded: boolean }

export type HandVote = { membershipId: number; choice: MotionChoice }

/**
 * The vote of each school that was in the room: what was written down for it, or what all others voted.
 * `wrong` names a school that something was written down for though it was not there, or had no part in the vote.
 */
export function handVotes(
  called: Called[],
  { at, others, otherwise }: Hands,
): { votes: HandVote[] } | { wrong: number; says: string } {
  const votes: HandVote[] = []
  for (const { membershipId, school, present, excluded } of called) {
    const own = otherwise.get(membershipId)
    if (own !== undefined && !present)
      return {
        wrong: membershipId,
        says: `${school} was not represented at ${at}: by the register nobody held its seat then`,
      }
    if (own !== undefined && excluded)
      return {
        wrong: membershipId,
        says: `${school} has no part in this vote: an interest was declared for it in this item`,
      }
    const choice = own ?? others
    if (present && !excluded && choice !== 'none') votes.push({ membershipId, choice })
  }
  return { votes }
}

/** When a meeting was held, as far as it is known. */
export type Hours = {
  heldOn: Day
  starts: string | null
  beganAt: Date | null
  endedAt: Date | null
  status: 'planned' | 'held' | 'cancelled'
}

/** Why no show of hands of this meeting can be written down on this day. */
export function whyNoHands({ heldOn, status }: Hours, today: Day): string | null {
  if (status === 'cancelled') return 'The meeting was cancelled, so that no hands were raised at it'
  return heldOn > today ? `The meeting is on ${inWords(heldOn)}: a show of hands is written down then` : null
}

/**
 * Why hands cannot have been raised at this time: after now, before the meeting began (or was to begin, where nobody
 * noted when it did), or after its end.
 */
export function whyNotAt(hours: Hours, at: string, { today, time }: { today: Day; time: string }) {
  const { heldOn, starts, beganAt, endedAt } = hours
  const began = beganAt === null ? starts : timeInLondon(beganAt)
  if (heldOn === today && at > time) return `It is ${time} now: enter a time that has come`
  if (began !== null && at < began) return `The meeting began at ${began}: enter a time after that`
  if (endedAt !== null && at > timeInLondon(endedAt))
    return `The meeting ended at ${timeInLondon(endedAt)}: enter a time before that`
  return null
}

/** The question about a school on the form. */
export const otherwiseName = (membershipId: number) => `school-${membershipId}`
