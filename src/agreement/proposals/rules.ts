import { addDays, type Day, inWords } from '../../platform/day.ts'
import { holds, isOffice, type Who } from '../../platform/who.ts'
import type { ProposalKind, State } from './tables.ts'

/** Those who lead, govern or advise the schools follow the review of the agreement. */
export const maySeeProposals = (who: Who) =>
  holds(who, 'coordinator', 'head', 'deputy', 'chair', 'governor', 'authority officer')

/** Those who sign for a school propose and comment, and the office for those who ask it to. */
export const mayPropose = (who: Who) => isOffice(who) || speaksFor(who).length > 0

/** The office writes down what the heads decided. */
export const mayDecide = (who: Who) => isOffice(who)

/** The memberships this person signs for, and so speaks for at the review. */
export const speaksFor = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      membershipId !== null && (role === 'head' || role === 'chair') ? [membershipId] : [],
    ),
  ),
]

type Decided = { outcome: Exclude<State, 'open'> | null; draftId: number | null }

/** Open until decided; open again when the draft that took it up was given up. */
export const stateOf = ({ outcome, draftId }: Decided): State =>
  outcome === null || (outcome === 'adopted' && draftId === null) ? 'open' : outcome

export const mayWithdraw = (who: Who, proposal: Decided & { proposedBy: number }) =>
  stateOf(proposal) === 'open' && who.personId === proposal.proposedBy

/** Why a proposal cannot be made in a draft that has this clause, or none, in its place; null when it can. */
export function changedSince(
  proposed: { number: string; wordsNow: string },
  clause: { number: string; words: string } | undefined,
): string | null {
  if (!clause)
    return `This draft has no clause ${proposed.number} any more. Choose another draft, or decline the proposal`
  if (clause.words !== proposed.wordsNow)
    return `Clause ${clause.number} of this draft reads differently from what the proposal would change. Put the words into the draft by hand and decline this, or choose another draft`
  return null
}

/** The next whole number after the clauses there are; letters and nested numbers are left out of the count. */
export const nextNumber = (clauses: { number: string }[]): string =>
  String(1 + Math.max(0, ...clauses.map(({ number }) => (/^\d+$/.test(number) ? Number(number) : 0))))

/** Behind which clause a new one stands: the last of its part, or of all when there is no such part; 0 for none. */
export const placeBehind = (clauses: { id: number; part: string }[], part: string): number =>
  (clauses.findLast((clause) => clause.part === part) ?? clauses.at(-1))?.id ?? 0

/** What is proposed, as a heading: “Other words for clause 21”. */
export const titleOf = ({
  kind,
  number,
  part,
}: {
  kind: ProposalKind
  number: string | null
  part: string | null
}) =>
  kind === 'add'
    ? `A new clause${part ? ` in “${part}”` : ''}`
    : kind === 'remove'
      ? `Removal of clause ${number}`
      : `Other words for clause ${number}`

const SHORT = 70

/** A clause in one line of a list to choose from. */
export const inBrief = ({ number, words }: { number: string; words: string }) =>
  `${number}. ${words.length > SHORT ? `${words.slice(0, words.lastIndexOf(' ', SHORT))}…` : words}`

/** When the agreement is next reviewed; proposals are not tied to that day. */
export function reviewInWords(reviewOn: Day | null, today: Day): string {
  if (reviewOn === null) return 'No day is set for the next review. A proposal may be made on any day.'
  return reviewOn < today
    ? `The agreement was to be reviewed by ${inWords(reviewOn)}. A proposal may still be made, and is decided with the others.`
    : `The agreement is reviewed by ${inWords(reviewOn)}. A proposal may be made on any day before, and one that comes later waits for the next review.`
}

const NEAR_DAYS = 30
/** Whether the review is so near that what is proposed needs a decision. */
export const isReviewNear = (reviewOn: Day | null, today: Day) =>
  reviewOn !== null && reviewOn <= addDays(today, NEAR_DAYS)

const NEW_DAYS = 14
/** From when a proposal counts as new to those who may comment on it. */
export const newSince = (today: Day) => addDays(today, -NEW_DAYS)
