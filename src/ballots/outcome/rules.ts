import { addDays, type Day, dayInLondon, inWords } from '../../platform/day.ts'
import type { Result } from '../counting/result.ts'
import { tallyInWords } from '../counting/rules.ts'
import { together } from '../counting/words.ts'
import type { BallotState } from '../rules.ts'

/**
 * For so many days after the close a school may say why it voted as it did. Two weeks: long enough to ask those who
 * govern the school, and over before the minutes that the statement stands in are usually approved.
 */
export const STATEMENT_DAYS = 14

export const LONGEST_STATEMENT = 2000

type Voted = Pick<Result, 'outcome' | 'options' | 'motion' | 'says'>

const names = ({ options }: Pick<Voted, 'options'>) => together(options.map(({ words }) => words))

const whole = (words: string) => words.trim().replace(/\.$/, '')

/** What a decision says until somebody puts it better: the question as it was voted on, and whether it was agreed. */
export function decisionWords({ question }: { question: string }, result: Voted): string {
  if (result.outcome === 'not carried') return `Not agreed: ${question}`
  if (result.outcome === 'elected') return `${names(result)} was elected: ${question}`
  return result.outcome === 'nobody elected' ? `Nobody was elected: ${question}` : question
}

/** By what vote: “15 for, 5 against, 2 abstained; not carried, 17 of 25 needed”. Of an election who was elected, and how. */
export function voteInWords({ outcome, motion, says }: Voted): string {
  if (!motion || outcome === 'no quorum') return says
  const { enough, base } = motion.sum
  return `${tallyInWords(motion.tally)}; ${outcome}, ${enough} of ${base} needed`
}

type Deciding = { state: BallotState; amendsId: number | null }

/** Why no decision is recorded of a ballot, in a sentence; nothing where one is. */
export function whyNoDecision({ state, amendsId }: Deciding, result: Pick<Voted, 'outcome'> | null) {
  if (state === 'cancelled') return 'This vote was cancelled, so it decides nothing.'
  if (state !== 'closed' || !result) return 'This vote is not closed yet.'
  if (amendsId !== null)
    return 'An amendment is no decision by itself: it settles the words of the motion, which is voted on after it.'
  if (result.outcome === 'needs a lot') return 'The vote is tied: a lot is drawn before anything is decided.'
  if (result.outcome === 'no quorum') return 'There was no quorum, so nothing is decided.'
  return null
}

export const decidedAlready = (number: string) => `The decision is recorded already: ${number}`

const MOST_IN_TITLE = 140

/** What the item is called under which a decision between meetings is reported. */
export function reportTitle({ question }: { question: string }): string {
  const said = whole(question)
  const short = said.length > MOST_IN_TITLE ? `${said.slice(0, said.lastIndexOf(' ', MOST_IN_TITLE))}…` : said
  return `Decided between meetings: ${short}`
}

/** The last day on which a statement may be made, corrected or taken back. */
export const statementsUntil = (closedAt: Date): Day => addDays(dayInLondon(closedAt), STATEMENT_DAYS)

export type Stating = {
  state: BallotState
  closedAt: Date | null
  /** Whether the minutes that the statement would stand in are approved. */
  minuted: boolean
  today: Day
}

/** Why nobody makes, corrects or takes back a statement any more; nothing while they may. */
export function whyNoStatement({ state, closedAt, minuted, today }: Stating): string | null {
  if (state !== 'closed' || closedAt === null)
    return 'Statements are made once the vote is closed, so that nobody’s vote is known before'
  if (minuted)
    return 'The minutes that the decision stands in are approved, so that no statement is added to them'
  const until = statementsUntil(closedAt)
  return today > until
    ? `Statements could be made until ${inWords(until)}, ${STATEMENT_DAYS} days after the vote was closed`
    : null
}

/** What somebody may speak for: the schools that they head, and those whose vote they cast. */
export const statesFor = (
  took: { membershipId: number; castByThem: boolean }[],
  headed: number[],
): number[] =>
  took.flatMap(({ membershipId, castByThem }) =>
    castByThem || headed.includes(membershipId) ? [membershipId] : [],
  )

export const SECRET_STATEMENT =
  'This vote was in secret. A statement tells everybody who reads the decision how your school voted: make one only where you want that to be known.'

/** What the office writes down of the proposal that a vote decided, until it puts it better. */
export const proposalReason = (vote: string) => `Put to a vote of the schools: ${whole(vote)}.`

/** What a school said of its own vote: a statement made after it, or the reason given with a vote by name. */
export type Stated = { school: string; how: string; words: string }

export const IN_A_STATEMENT = 'in a statement'
export const votingFor = (choice: string) => `voting ${choice.charAt(0).toLowerCase()}${choice.slice(1)}`

/** “Brindle Moor, voting against: it costs too much” */
export const statedInWords = ({ school, how, words }: Stated) => `${school}, ${how}: ${words}`
