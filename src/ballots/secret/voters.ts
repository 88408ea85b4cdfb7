import { momentNow } from '../../meetings/decisions/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { type Ballot, turnoutOf } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { ownSeats } from '../votes/own.ts'
import { whyNobody, whyOver } from '../votes/rules.ts'
import { ownPapers } from './queries.ts'
import { warningsBefore } from './rules.ts'

/** A school that somebody votes for in secret; its paper, where they have taken it, is with them. */
export type Voter = { membershipId: number; school: string; taken: boolean }

/** For whom somebody may take a paper now, or has, and otherwise why for nobody. */
export async function votersIn(
  { db, who, today }: Actor,
  ballot: Ballot,
  now: Date,
): Promise<{ voters: Voter[]; why: string | null }> {
  const none = (why: string) => ({ voters: [], why })
  if (who.personId === null) return none('Sign in to vote')
  if (ballot.state === 'closed') return none('This vote is closed')
  if (ballot.state === 'cancelled') return none('This vote was cancelled')
  if (!takesVotes(ballot.state)) return none('This vote is not open yet')
  const [over, seats, papers] = await Promise.all([
    momentNow(db).then((moment) => whyOver(ballot, moment)),
    ownSeats(db, who, ballot, { now, today }),
    ownPapers(db, ballot.id, who.personId),
  ])
  if (over) return none(over)
  const taken = papers.map(({ membershipId, school }) => ({ membershipId, school, taken: true }))
  const waiting = seats
    .filter(({ why, took }) => why === null && took === null)
    .map(({ membershipId, school }) => ({ membershipId, school, taken: false }))
  const [seat] = seats
  const voters = [...waiting, ...taken]
  if (voters.length > 0) return { voters, why: null }
  return none(seat ? (seat.why ?? hasTakenPart(seat)) : whyNobody(who, ballot.byCorrespondence))
}

const hasTakenPart = ({ school, took }: { school: string; took: 'vote' | 'paper' | null }) =>
  took === 'paper' ? `${school} has taken its voting paper already` : `${school} has voted by name`

/** Why its secret may come to be none, as it stands now. */
export async function warningsOf({ db }: Actor, ballot: Ballot): Promise<string[]> {
  const { may, took, papers } = await turnoutOf(db, ballot.id)
  return may === 0 ? [] : warningsBefore({ may, papers, named: took - papers })
}
