import { type Day, dayInLondon, inWords, timeInLondon } from '../platform/day.ts'
import { holds, isOffice, leadsOrAdvises, type Who } from '../platform/who.ts'
import { type Asking, type Counting, countings, type Majority, type Manner, majorities } from './tables.ts'

/** How far a ballot has come, in the order in which it comes there. */
export const states = {
  proposed: 'Proposed',
  drafted: 'Drafted',
  beforehand: 'Open to schools that cannot come',
  open: 'Open',
  closed: 'Closed',
  cancelled: 'Cancelled',
} as const
export type BallotState = keyof typeof states

export type Moments = {
  acceptedAt: Date | null
  absentFrom: Date | null
  openedAt: Date | null
  closedAt: Date | null
  cancelledAt: Date | null
}

/** A vote whose window is over is open until it is closed by whoever counts it, but takes no vote any more. */
export function stateOf({ acceptedAt, absentFrom, openedAt, closedAt, cancelledAt }: Moments): BallotState {
  if (cancelledAt) return 'cancelled'
  if (closedAt) return 'closed'
  if (openedAt) return 'open'
  if (absentFrom) return 'beforehand'
  return acceptedAt ? 'drafted' : 'proposed'
}

export const takesVotes = (state: BallotState) => state === 'open' || state === 'beforehand'

/** Those who lead, govern or advise the schools see how the alliance votes. */
export const maySeeBallots = leadsOrAdvises

type Known = {
  state: BallotState
  meetingId: number | null
  byCorrespondence: boolean
  agendaIssuedAt: Date | null
  proposedBy: number | null
}

/** What is only drafted is as little known as the agenda that it stands on, but for whoever proposed it. */
export const isKnownTo = ({ personId }: Who, ballot: Known) =>
  ballot.meetingId === null ||
  ballot.byCorrespondence ||
  ballot.agendaIssuedAt !== null ||
  (ballot.state !== 'proposed' && ballot.state !== 'drafted') ||
  (personId !== null && ballot.proposedBy === personId)

/** Votes between meetings are kept by the office; those at a meeting by whoever keeps it. */
export const mayKeepCorrespondence = (who: Who) => isOffice(who)

/** Heads propose what is voted on, and amendments of it; the office for those who ask it to. */
export const mayPropose = (who: Who) => isOffice(who) || holds(who, 'head')

/** An elector of a ballot, with who holds the seat now. */
export type Elector = {
  membershipId: number
  school: string
  /** Represented in the room when the vote opened. */
  present: boolean
  excluded: boolean
  took: 'vote' | 'paper' | null
}

/** Who may press the button for a school at this moment. */
export type Seat = {
  /** Who holds it in the room, or nobody. */
  inRoom: number | null
  /** Who leads the school and so votes for it where it is not in the room: its heads, and who acts for them. */
  heads: number[]
}

type Voting = {
  state: BallotState
  byCorrespondence: boolean
  absentFrom: Date | null
  openedAt: Date | null
}

/**
 * Why this person may not vote for this school now, in a sentence; nothing where they may. The right to vote is
 * presence and mandate at the moment of the vote (clauses 32 and 33): whoever holds the seat, head or deputy alike.
 */
export function whyNoVote(
  ballot: Voting,
  { elector, seat, personId }: { elector: Elector | undefined; seat: Seat; personId: number | null },
): string | null {
  if (ballot.state === 'cancelled') return 'This vote was cancelled'
  if (ballot.state === 'closed') return 'This vote is closed'
  if (!takesVotes(ballot.state)) return 'This vote is not open yet'
  if (!elector || !mayTakePart(ballot, elector)) return whyNoElector(ballot)
  if (elector.excluded)
    return `${elector.school} has no part in this vote: an interest was declared for it in this item`
  if (votesFromAfar(ballot, elector))
    return personId !== null && seat.heads.includes(personId)
      ? null
      : `Only the head of ${elector.school}, or whoever acts as head, votes for it outside the meeting`
  if (seat.inRoom === null) return `Nobody holds ${elector.school}’s seat in the room at this moment`
  if (seat.inRoom !== personId) return `Somebody else holds ${elector.school}’s seat at this moment`
  return null
}

/** A school that is not in the room when the vote opens has a part in it where it was open to it beforehand. */
export const mayTakePart = (
  { byCorrespondence, absentFrom }: Pick<Voting, 'byCorrespondence' | 'absentFrom'>,
  { present }: Pick<Elector, 'present'>,
) => byCorrespondence || present || absentFrom !== null

/** Between meetings, and beforehand for a meeting to which a school does not come. */
export const votesFromAfar = (
  ballot: Pick<Voting, 'byCorrespondence'>,
  { present }: Pick<Elector, 'present'>,
) => ballot.byCorrespondence || !present

const whyNoElector = ({ byCorrespondence, openedAt, absentFrom }: Voting) =>
  byCorrespondence || openedAt === null
    ? 'Your school has no vote here: it was no member when the vote opened'
    : absentFrom === null
      ? `Your school was not represented when this vote opened at ${timeInLondon(openedAt)}, and it was not opened beforehand for schools that could not come`
      : `Your school was not represented when this vote opened at ${timeInLondon(openedAt)}`

/** Who has voted for a school already, said to whoever comes second. */
export const votedAlready = (school: string, name: string | null, at: Date) =>
  `${school} has voted already: ${name ?? 'the clerk, by show of hands,'} voted for it at ${timeInLondon(at)} on ${inWords(dayInLondon(at))}`

/** The kinds of ballot that may be, said before the database does. */
export type Kind = {
  asks: Asking
  manner: Manner
  byCorrespondence: boolean
  counting: Counting | null
  majority: Majority | null
  candidates: number
}

/** What is wrong with this combination, and beside which question; nothing where it may be. */
export function wrongWithKind(kind: Kind): { field: string; says: string } | null {
  const { asks, manner, byCorrespondence, majority, counting, candidates } = kind
  if (byCorrespondence && manner === 'hands')
    return { field: 'manner', says: 'A vote between meetings is by name or in secret: nobody sees hands' }
  if (asks === 'election' && manner === 'hands')
    return { field: 'manner', says: 'An election is by name or in secret' }
  if (byCorrespondence && majority === 'two thirds of those present')
    return { field: 'majority', says: 'Nobody is present between meetings: choose another majority' }
  if (asks === 'motion' && majority === null)
    return { field: 'majority', says: 'Select what the motion needs to be carried' }
  if (asks === 'election' && counting === null)
    return { field: 'counting', says: 'Select how the election is counted' }
  if (asks === 'election' && candidates < 2)
    return {
      field: 'candidates',
      says: 'Name at least two candidates. Where only one stands, put a motion that they be elected',
    }
  return null
}

type Titled = { partB: boolean | null; asks: Asking; question: string }

/** What a vote is called in page titles and mails: by its question, except where that may not be read. */
export const titleOf = ({ partB, asks, question }: Titled) =>
  partB ? (asks === 'motion' ? 'A confidential vote' : 'A confidential election') : question

/** “18 of 22 have voted”; a school that took a secret paper has taken part, and nobody knows whether it has voted. */
export const tookInWords = ({ may, took, papers }: { may: number; took: number; papers: number }) =>
  took === 0
    ? `Nobody has voted yet, of ${may}`
    : `${took} of ${may} ${took === 1 ? 'has' : 'have'} ${papers > 0 ? 'taken part' : 'voted'}`

type Decided = { asks: Asking; counting: Counting | null; majority: Majority | null }

/** What decides it, with what an abstention is: “Two-thirds of the votes cast. An abstention is not a vote cast.” */
export function decidedBy({ counting, majority }: Decided, abstentionsCast: boolean): string {
  if (counting !== null) return `${countings[counting]}; a tie is decided by lot`
  if (majority === null) return ''
  return `${majorities[majority]}. ${abstentionIn(majority, abstentionsCast)}`
}

const abstentionIn = (majority: Majority, abstentionsCast: boolean) =>
  majority === 'simple' || majority === 'two thirds of votes cast'
    ? abstentionsCast
      ? 'An abstention is a vote cast'
      : 'An abstention is not a vote cast'
    : 'A school that abstains is counted among them'

type Sits = {
  heldOn: Day
  beganAt: Date | null
  endedAt: Date | null
  status: string
}

/** Why a vote in the room cannot be opened now, as far as the meeting goes. */
export function whyNotInRoom({ heldOn, beganAt, endedAt, status }: Sits, today: Day): string | null {
  if (status === 'cancelled') return 'The meeting was cancelled'
  if (endedAt || heldOn < today) return 'The meeting has ended, so that nobody is in the room any more'
  if (heldOn > today || !beganAt)
    return 'The meeting has not begun: begin it on its register, and then open the vote'
  return null
}

/** Why schools that cannot come cannot vote beforehand: it is open to them from before the meeting only. */
export function whyNotBeforehand(
  {
    byCorrespondence,
    meetingId,
    manner,
  }: { byCorrespondence: boolean; meetingId: number | null; manner: Manner },
  { heldOn, beganAt, status }: Sits,
  today: Day,
): string | null {
  if (byCorrespondence || meetingId === null || manner === 'hands')
    return 'Only a vote by name or in secret at a meeting is opened beforehand'
  return beganAt || heldOn < today || status !== 'planned'
    ? 'The meeting has begun, so it is too late to open the vote to schools that do not come'
    : null
}

type Windowed = { state: BallotState; byCorrespondence: boolean; opensAt: Date | null; closesAt: Date | null }

/** Whether the window of a vote between meetings has come; one that passed while nobody could open it has not. */
export const isToOpen = ({ state, byCorrespondence, opensAt, closesAt }: Windowed, now: Date) =>
  byCorrespondence &&
  state === 'drafted' &&
  opensAt !== null &&
  opensAt <= now &&
  (closesAt === null || now < closesAt)

/** Whether its window is over, so that it is to be closed and counted. */
export const isToClose = ({ state, closesAt }: Pick<Windowed, 'state' | 'closesAt'>, now: Date) =>
  state === 'open' && closesAt !== null && closesAt <= now

const A_DAY_MS = 86_400_000

type Reminding = Pick<Windowed, 'state' | 'byCorrespondence' | 'closesAt'> & {
  openedAt: Date | null
  remindedAt: Date | null
}

/** Once, from 24 hours before the close, to those who have not voted; not within the first 24 hours of the vote. */
export function isToRemind(ballot: Reminding, now: Date): boolean {
  const { state, byCorrespondence, closesAt, openedAt, remindedAt } = ballot
  if (!byCorrespondence || state !== 'open' || remindedAt || !closesAt || !openedAt) return false
  const from = Math.max(closesAt.getTime() - A_DAY_MS, openedAt.getTime() + A_DAY_MS)
  return from <= now.getTime() && now < closesAt
}

/** Whether the heads are to be written to: it is open to them from afar, and they were not told. */
export const isToTell = (
  { state, byCorrespondence, toldAt, closesAt }: Windowed & { toldAt: Date | null },
  now: Date,
) =>
  toldAt === null &&
  ((byCorrespondence && state === 'open') || state === 'beforehand') &&
  (closesAt === null || now < closesAt)
