import type { JSX } from 'hono/jsx/jsx-runtime'
import { mayDecide, maySeeProposals, stateOf, titleOf } from '../../agreement/proposals/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { headOf } from '../../platform/who.ts'
import { resultOf } from '../counting/result.ts'
import { type Ballot, keepsBallot } from '../queries.ts'
import { type Led, OutcomePart } from './pages.tsx'
import {
  actionsUnder,
  consultationsOf,
  decisionBy,
  isMinuted,
  itemToFollow,
  meetingsAfter,
  proposalOf,
  tookPart,
} from './queries.ts'
import { IN_A_STATEMENT, statesFor, whyNoDecision, whyNoStatement } from './rules.ts'
import { statementsOf } from './told.ts'

/** What came before a ballot, and what it led to once it is closed, on its page. */
export async function outcomeSection(by: Actor, ballot: Ballot): Promise<JSX.Element | null> {
  const led = await ledTo(by, ballot)
  const empty = ballot.state !== 'closed' && led.consultations.length === 0 && led.proposal === null
  return empty ? null : <OutcomePart {...led} />
}

async function ledTo(by: Actor, ballot: Ballot): Promise<Led> {
  const { who, db } = by
  const closed = ballot.state === 'closed'
  const [result, decided, keeps, statements, found] = await Promise.all([
    resultOf(db, ballot),
    decisionBy(db, ballot.id),
    keepsBallot(by, ballot),
    closed ? statementsOf(db, [ballot.id]) : [],
    maySeeProposals(who) ? proposalOf(db, ballot) : undefined,
  ])
  const why = whyNoDecision(ballot, result)
  const proposal = found && {
    id: found.id,
    title: titleOf(found),
    open: stateOf(found) === 'open',
  }
  const settles = closed && why === null && proposal?.open && mayDecide(who)
  const [actions, consultations, consults, mayState] = await Promise.all([
    decided ? actionsUnder(db, decided.itemId) : [],
    consultationsOf(by, ballot.itemId ?? decided?.itemId ?? null),
    closed && keeps && ballot.amendsId === null ? mayConsult(by, ballot) : false,
    closed ? statable(by, ballot, decided?.minuted ?? false) : [],
  ])
  return {
    ...{ ballot, decided, why, keeps, actions, consultations, consults, mayState },
    proposal: proposal ?? null,
    proposalNext: settles ? (result?.outcome === 'carried' ? 'adopt' : 'decline') : null,
    // The reasons given with votes by name stand beside the votes.
    said: statements.map(({ school, words }) => ({ school, words, how: IN_A_STATEMENT })),
  }
}

async function mayConsult({ db, today }: Actor, ballot: Ballot): Promise<boolean> {
  const follows = await itemToFollow(db, ballot)
  return follows !== undefined && (await meetingsAfter(db, follows.meetingId, today)).length > 0
}

/** The schools for which whoever is at work may make a statement now, and whether one stands. */
export async function statable(
  { who, db, today }: Actor,
  ballot: Ballot,
  decidedMinuted: boolean,
): Promise<{ membershipId: number; school: string; stands: boolean }[]> {
  if (who.personId === null) return []
  const minuted = decidedMinuted || (await isMinuted(db, ballot.meetingId))
  if (whyNoStatement({ ...ballot, minuted, today }) !== null) return []
  const [took, statements] = await Promise.all([
    tookPart(db, ballot.id, who.personId),
    statementsOf(db, [ballot.id]),
  ])
  const theirs = new Set(statesFor(took, headOf(who)))
  return took
    .filter(({ membershipId }) => theirs.has(membershipId))
    .map(({ membershipId, school }) => ({
      ...{ membershipId, school },
      stands: statements.some((one) => one.membershipId === membershipId),
    }))
}
