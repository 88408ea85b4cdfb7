import { type ActionFilled, recordAction } from '../../meetings/action-log/actions.ts'
import { addItem } from '../../meetings/agenda/actions.ts'
import { type DecisionFilled, recordDecision } from '../../meetings/decisions/actions.ts'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove } from '../../platform/revision.ts'
import { headOf } from '../../platform/who.ts'
import { heldBallot } from '../actions.ts'
import { resultOf } from '../counting/result.ts'
import { type Ballot, ballotOf, keepsBallot } from '../queries.ts'
import { boardsAhead, decisionBy, isMinuted, itemToFollow, meetingsAfter, tookPart } from './queries.ts'
import { decidedAlready, reportTitle, statesFor, whyNoDecision, whyNoStatement } from './rules.ts'

export type OutcomeFilled = DecisionFilled & {
  /** Where a vote that hangs on no item is reported. */
  meetingId: number | null
  action: Omit<ActionFilled, 'reason'> | null
}

/**
 * Records what a vote decided, under its item, and what somebody undertook with it: all of it or nothing. A vote between
 * meetings that hangs on no item is reported to a board meeting that is planned, under an item of its own. Of two who
 * record it at once the second waits, and is told of the first’s decision.
 */
export async function recordOutcome(by: Actor, id: number, filled: OutcomeFilled): Promise<number> {
  const deed = {
    did: 'recorded what a vote decided',
    subject: `ballots/${id}`,
    details: (decision: number) => ({ decision }),
  }
  return by.act(deed, async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    permit(await keepsBallot({ who: by.who, db: tx }, ballot))
    const why = whyNoDecision(ballot, await resultOf(tx, ballot))
    if (why !== null) throw notPossible(why)
    const recorded = await decisionBy(tx, id)
    if (recorded) throw notPossible(decidedAlready(recorded.number))
    const { action, meetingId, ...decision } = filled
    const under = await placeOf(tx, by, ballot, meetingId)
    const made = await recordDecision(by, { ...under, ballotId: id }, decision)
    if (action) await recordAction(by, under, { ...action, reason: filled.reason ?? null })
    return made
  })
}

/** The item that a ballot was taken under; or one that is added to the meeting to which it is reported. */
async function placeOf(tx: Writer, by: Actor, ballot: Ballot, meetingId: number | null) {
  if (ballot.itemId !== null && ballot.meetingId !== null)
    return { itemId: ballot.itemId, meetingId: ballot.meetingId }
  const known = (await boardsAhead(tx, by.today)).some(([id]) => id === meetingId)
  if (meetingId === null || !known)
    throw notPossible('Select the board meeting to which it is reported', 'meetingId')
  const itemId = await addItem(by, meetingId, {
    ...{ kind: 'report', title: reportTitle(ballot), ownerId: null, minutes: null, followsId: null },
    purpose: 'To note what the schools decided by a vote between meetings',
  })
  return { meetingId, itemId }
}

export type Consulting = { meetingId: number; title: string; purpose: string | null }

/** Puts a consultation on a later meeting that takes up the item of a vote, or the one under which it was reported. */
export async function consultAfter(by: Actor, id: number, filled: Consulting): Promise<number> {
  const deed = { did: 'put a consultation after a vote', subject: `ballots/${id}` }
  return by.act(deed, async (tx, by) => {
    const ballot = await ballotOf(tx, id)
    permit(await keepsBallot({ who: by.who, db: tx }, ballot))
    const follows = await itemToFollow(tx, ballot)
    if (!follows) throw notPossible(NOTHING_TO_FOLLOW)
    const known = (await meetingsAfter(tx, follows.meetingId, by.today)).some(
      ([id]) => id === filled.meetingId,
    )
    if (!known) throw notPossible('Select a later meeting', 'meetingId')
    return addItem(by, filled.meetingId, {
      ...{ kind: 'consultation', ownerId: null, minutes: null, followsId: follows.itemId },
      ...{ title: filled.title, purpose: filled.purpose },
    })
  })
}

export const NOTHING_TO_FOLLOW = 'Record the decision of this vote first: the consultation takes up its item'

/** The ballot, where this person may still say something for this school about its vote. */
async function stating(tx: Writer, by: Actor, id: number, membershipId: number): Promise<void> {
  const ballot = await heldBallot(tx, id)
  const decided = await decisionBy(tx, id)
  const minuted = decided?.minuted || (await isMinuted(tx, ballot.meetingId))
  const why = whyNoStatement({ ...ballot, minuted, today: by.today })
  if (why !== null) throw notPossible(why)
  const theirs = statesFor(await tookPart(tx, id, by.who.personId), headOf(by.who))
  permit(theirs.includes(membershipId))
}

const aboutStatement = (did: string, id: number, membership: number) => ({
  ...{ did, subject: `ballots/${id}`, details: { membership } },
})

/** Says for a school why it voted as it did: it stands with the decision and in its minutes. */
export async function makeStatement(by: Actor, id: number, membershipId: number, words: string) {
  await by.act(aboutStatement('made a statement on a vote', id, membershipId), async (tx, by) => {
    await stating(tx, by, id, membershipId)
    const made = await tx
      .insertInto('ballotStatements')
      .values({ ballotId: id, membershipId, words, personId: by.who.personId as number })
      .onConflict((row) => row.columns(['ballotId', 'membershipId']).doNothing())
      .executeTakeFirst()
    if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0)
      throw notPossible('A statement of your school was made meanwhile: read it, and correct it if need be')
  })
}

type StatementAt = { id: number; version: number; ballotId: number; membershipId: number }

/** Corrects a statement as it stood at this version. */
export async function correctStatement(
  by: Actor,
  { ballotId, membershipId, ...row }: StatementAt,
  words: string,
) {
  await by.act(aboutStatement('corrected a statement on a vote', ballotId, membershipId), async (tx, by) => {
    await stating(tx, by, ballotId, membershipId)
    await correct(tx, by, 'ballotStatements', row, { words, personId: by.who.personId })
  })
}

/** Takes a statement back; nothing of it stands with the decision any more. */
export async function takeBackStatement(by: Actor, ballotId: number, membershipId: number) {
  await by.act(aboutStatement('took back a statement on a vote', ballotId, membershipId), async (tx, by) => {
    await stating(tx, by, ballotId, membershipId)
    const found = await tx
      .selectFrom('ballotStatements')
      .select(['id', 'version'])
      .where('ballotId', '=', ballotId)
      .where('membershipId', '=', membershipId)
      .executeTakeFirst()
    if (!found) throw notFound()
    await remove(tx, by, 'ballotStatements', found)
  })
}
