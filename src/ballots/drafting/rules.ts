import { diff3Merge } from 'node-diff3'
import { piecesOf } from '../../agreement/changes.ts'
import { type Terms, termInWords } from '../../agreement/terms/rules.ts'
import { addDays, type Day, dayInLondon, inWords, timeInLondon } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import type { BallotState } from '../rules.ts'
import type { Asking, Majority } from '../tables.ts'

/** What the agreed terms call a majority by: its place in this list. */
const majorityOfTerm: Record<number, Majority> = {
  0: 'simple',
  1: 'more than half of all',
  2: 'two thirds of votes cast',
  3: 'two thirds of those present',
  4: 'two thirds of all',
}

type Deciding = { ofAgreement: boolean; byCorrespondence: boolean }

/**
 * What a motion needs by the agreed terms: one that decides a change to the agreement has a term of its own. Nobody is
 * present between meetings, and whoever casts a vote stands for whoever would be there.
 */
export function agreedMajority(
  agreed: Pick<Terms, 'majority' | 'majorityForProtocols'>,
  { ofAgreement, byCorrespondence }: Deciding,
): Majority {
  const majority = majorityOfTerm[ofAgreement ? agreed.majorityForProtocols : agreed.majority] ?? 'simple'
  return byCorrespondence && majority === 'two thirds of those present'
    ? 'two thirds of votes cast'
    : majority
}

/** The window of a vote between meetings, as days and times of day in London. */
export type Window = { opensOn: Day; opensTime: string; closesOn: Day; closesTime: string }

type Wrong = { field: string; says: string }

/**
 * What is wrong with a window, and beside which question; nothing where it may be. It must be open for so many days as
 * were agreed, counted from its opening, or from now where it would have opened already, by London’s clocks.
 */
export function wrongWithWindow(window: Window, days: number, now: Date): Wrong | null {
  const opens = `${window.opensOn} ${window.opensTime}`
  const closes = `${window.closesOn} ${window.closesTime}`
  const here = `${dayInLondon(now)} ${timeInLondon(now)}`
  if (closes <= here) return { field: 'closesOn', says: 'The vote must close in the future' }
  if (closes <= opens) return { field: 'closesOn', says: 'The vote must close after it opens' }
  const starts = opens > here ? opens : here
  const on = addDays(starts.slice(0, 10) as Day, days)
  const time = starts.slice(11)
  if (closes >= `${on} ${time}`) return null
  const agreed = termInWords('ballotDays', days)
  return {
    field: 'closesOn',
    says: `A vote between meetings is open for at least ${agreed}: let it close on ${inWords(on)} at ${time} or later`,
  }
}

/** The candidates of a list that was typed, one a line, without the spaces around and between their names. */
export const candidatesIn = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')

const MOST_CANDIDATES = 50
const LONGEST_NAME = 200

/** What is wrong with a list of candidates, in a sentence; nothing where it may stand. */
export function wrongWithCandidates(asks: Asking, candidates: string[]): string | null {
  if (asks === 'motion')
    return candidates.length > 0
      ? 'Candidates stand in an election: select an election above, or take them away'
      : null
  const known = candidates.map((name) => name.toLowerCase())
  const twice = candidates.find((_, i) => known.indexOf(known[i] ?? '') < i)
  if (twice !== undefined) return `Name each candidate once: ${twice} stands here twice`
  if (candidates.length > MOST_CANDIDATES) return `Name ${MOST_CANDIDATES} candidates or fewer`
  return candidates.some(({ length }) => length > LONGEST_NAME)
    ? `Each candidate must be ${LONGEST_NAME} characters or fewer`
    : null
}

const FEWEST_FOR_SECRECY = 5

/** With so few who may vote, what each of them chose can be guessed whatever is kept from whom. */
export const illusorySecrecy = (members: number): string | null =>
  members >= FEWEST_FOR_SECRECY
    ? null
    : `With ${members === 1 ? 'one membership' : `${members} memberships`} a secret vote is hardly secret: from the figures anybody may guess who chose what.`

type Drafted = {
  state: BallotState
  asks: Asking
  amendsId: number | null
  proposedBy: number | null
}

const SETTLED: Record<BallotState, string | null> = {
  proposed: null,
  drafted: null,
  beforehand: 'Schools may vote already, so that what they are asked stays as it is',
  open: 'Schools may vote already, so that what they are asked stays as it is',
  closed: 'This vote is closed, so that what was asked stays as it is',
  cancelled: 'This vote was cancelled, so that what was asked stays as it is',
}

/** Why a question can no longer be corrected, in a sentence; nothing while it can. */
export const whyNotCorrected = ({ state }: Pick<Drafted, 'state'>) => SETTLED[state]

/** Why no amendment of it can be proposed; nothing where one can. */
export function whyNotAmended({
  state,
  asks,
  amendsId,
}: Pick<Drafted, 'state' | 'asks' | 'amendsId'>): string | null {
  if (asks === 'election') return 'Only a motion is amended'
  if (amendsId !== null)
    return 'An amendment is not amended itself: propose another amendment of the motion instead'
  return whyNotCorrected({ state })
}

/**
 * A motion is withdrawn by whoever proposed it until it is taken up, and then belongs to those who vote on it. An
 * amendment is withdrawn until it is voted on.
 */
export const mayWithdraw = ({ personId }: Who, { state, amendsId, proposedBy }: Drafted) =>
  personId !== null &&
  personId === proposedBy &&
  (state === 'proposed' || (state === 'drafted' && amendsId !== null))

type Ordered = { id: number; amendsId: number | null; position: number }

const byPosition = (one: Ordered, other: Ordered) => one.position - other.position || one.id - other.id

/** The order of voting: by position, and the amendments of each motion before it. */
export function votingOrder<One extends Ordered>(ballots: One[]): One[] {
  const here = new Set(ballots.map(({ id }) => id))
  const sorted = [...ballots].sort(byPosition)
  return sorted
    .filter(({ amendsId }) => amendsId === null || !here.has(amendsId))
    .flatMap((motion) => [...sorted.filter(({ amendsId }) => amendsId === motion.id), motion])
}

export type Way = 'sooner' | 'later'

/** The ids with one of them a place sooner or later; as they were where it is the first or the last. */
export function shifted(ids: number[], id: number, way: Way): number[] {
  const from = ids.indexOf(id)
  const to = from + (way === 'sooner' ? -1 : 1)
  if (from === -1 || to < 0 || to >= ids.length) return ids
  const rest = ids.filter((one) => one !== id)
  return [...rest.slice(0, to), id, ...rest.slice(to)]
}

/** An amendment in one sentence, “That “nine days” be amended to “ten days””, or with all the words where it is more. */
export function amendmentInWords(was: string, now: string): string {
  const pieces = piecesOf({ was, now })
  const changed = pieces.filter(({ is }) => is !== 'same').map(({ is, text }) => ({ is, says: text.trim() }))
  const [first, second] = changed
  const inOnePlace = pieces.some(({ is }) => is === 'same') && changed.every(({ says }) => says !== '')
  if (inOnePlace && first && changed.length === 1)
    return first.is === 'removed' ? `That “${first.says}” be left out` : `That “${first.says}” be added`
  if (
    inOnePlace &&
    first?.is === 'removed' &&
    second?.is === 'added' &&
    changed.length === 2 &&
    adjoin(pieces)
  )
    return `That “${first.says}” be amended to “${second.says}”`
  return `That the motion be amended to read: “${now}”`
}

const adjoin = (pieces: { is: string }[]) =>
  pieces.findIndex(({ is }) => is === 'added') - pieces.findIndex(({ is }) => is === 'removed') === 1

/**
 * The words of an amendment brought up to date: what it changed, in the motion as it has become meanwhile. Nothing
 * where both changed the same words, so that somebody must say what is meant.
 */
export function broughtUpToDate({ was, amended, now }: { was: string; amended: string; now: string }) {
  const words = (text: string) => text.split(/(\s+)/)
  const regions = diff3Merge(words(amended), words(was), words(now), { excludeFalseConflicts: true })
  return regions.some(({ conflict }) => conflict) ? null : regions.flatMap(({ ok }) => ok ?? []).join('')
}
