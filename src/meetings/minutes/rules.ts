import { type Day, daysBetween } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import { mayKeepMeeting } from '../rules.ts'
import type { MinuteState } from './tables.ts'

type Group = Parameters<typeof mayKeepMeeting>[1][number]
export type Of = { groups: Group[]; chairId: number | null; clerkId: number | null }

/** What somebody is to the minutes of one meeting. */
export type Hand = {
  /** Writes them: the office, the clerk, the chair, or who leads the group. */
  keeper: boolean
  chair: boolean
  /** The chair, or who chaired the meeting that approved them. */
  signatory: boolean
}

/** Where nobody is said to have chaired a meeting, whoever leads its group did. */
export const isChair = ({ personId, leads }: Who, { chairId, groups }: Pick<Of, 'chairId' | 'groups'>) =>
  chairId === null ? personId !== null && groups.some(({ id }) => leads.includes(id)) : personId === chairId

export function handOf(who: Who, of: Of, approvedBy: Pick<Of, 'chairId' | 'groups'> | null = null): Hand {
  const chair = isChair(who, of)
  return {
    keeper: mayKeepMeeting(who, of.groups, of),
    chair,
    signatory: chair || (approvedBy !== null && isChair(who, approvedBy)),
  }
}

export type Move = 'send' | 'send back' | 'take back' | 'circulate' | 'approve' | 'sign' | 'correct'

type Step = { from: readonly MinuteState[]; to: MinuteState; by: keyof Hand; says: string }

/** How minutes go on, and in whose hands each step is; drawn in the clerk’s page of the handbook. */
export const moves: Record<Move, Step> = {
  send: { from: ['writing'], to: 'with the chair', by: 'keeper', says: 'Send to the chair' },
  'take back': { from: ['with the chair'], to: 'writing', by: 'keeper', says: 'Take back from the chair' },
  'send back': { from: ['with the chair'], to: 'writing', by: 'chair', says: 'Send back' },
  circulate: {
    from: ['writing', 'with the chair'],
    to: 'circulated',
    by: 'chair',
    says: 'Circulate as a draft',
  },
  approve: { from: ['circulated'], to: 'approved', by: 'keeper', says: 'Record the approval' },
  sign: { from: ['approved'], to: 'signed', by: 'signatory', says: 'Sign the minutes' },
  correct: {
    from: ['approved', 'signed'],
    to: 'approved',
    by: 'keeper',
    says: 'Correct the approved minutes',
  },
}

export const mayMove = (hand: Hand, state: MinuteState, move: Move) =>
  moves[move].from.includes(state) && hand[moves[move].by]

export const movesOf = (hand: Hand, state: MinuteState) =>
  (Object.keys(moves) as Move[]).filter((move) => mayMove(hand, state, move))

/** Until they are circulated minutes are their writers’ and the chair’s; then everybody’s who sees the group. */
export const mayRead = (hand: Hand, state: MinuteState) =>
  hand.keeper || hand.signatory || (state !== 'writing' && state !== 'with the chair')

/** What lies with the chair is not changed under their eyes but by them; approved minutes are corrected. */
export const mayWrite = (hand: Hand, state: MinuteState) =>
  state === 'with the chair' ? hand.chair : !isApproved(state) && hand.keeper

export const isApproved = (state: MinuteState) => state === 'approved' || state === 'signed'

/** “Draft” until a meeting approved them, wherever they are shown or printed. */
export const isDraft = (state: MinuteState) => !isApproved(state)

/** Days after a meeting within which minutes are begun, and for which they lie with the chair, before it is a need. */
export const BEGIN_WITHIN_DAYS = 3
export const CHAIR_WITHIN_DAYS = 5

export const isLate = (since: Day, days: number, today: Day) => daysBetween(since, today) > days
