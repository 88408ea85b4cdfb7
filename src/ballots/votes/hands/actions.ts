import { sitting } from '../../../meetings/seats/queries.ts'
import type { Actor } from '../../../platform/action.ts'
import { momentAt } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { begin, finish, heldBallot } from '../../actions.ts'
import { type Ballot, electorsOf, keepsBallot } from '../../queries.ts'
import { states } from '../../rules.ts'
import { type Hands, handVotes, otherwiseName, whyNoHands, whyNotAt } from './rules.ts'

/**
 * Writes down a show of hands as the clerk counted it, at the time at which it was taken: the roll of that moment is
 * called, the quorum tested, the votes are written and the vote is closed, all of it or nothing. A meeting that is over
 * is written up in the same way. `time` is what the clock shows now.
 * @throws a refusal without a quorum at that time, or for a school that was not there then.
 */
export async function recordHands(by: Actor, id: number, hands: Hands, time: string): Promise<void> {
  await by.act({ did: 'wrote down a show of hands', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    permit(await keepsBallot({ who: by.who, db: tx }, ballot))
    const at = await momentOf(tx, by, ballot, hands.at, time)
    await begin(tx, by, ballot, at)
    const votes = handVotes(await electorsOf(tx, id), hands)
    if ('wrong' in votes) throw notPossible(votes.says, otherwiseName(votes.wrong))
    if (votes.votes.length === 0)
      throw notPossible('No school that was there voted: enter how the schools voted, or cancel the vote')
    const recordedBy = by.who.personId
    await tx
      .insertInto('votes')
      .values(
        votes.votes.map((vote) => ({
          ...{ ...vote, ballotId: id, how: 'hands' as const, recordedBy, castAt: at },
          ...{ reason: null, castBy: null, source: null },
        })),
      )
      .execute()
    await finish(tx, by, ballot, at)
  })
}

async function momentOf(tx: Writer, { today }: Actor, ballot: Ballot, at: string, time: string) {
  if (ballot.manner !== 'hands' || ballot.meetingId === null)
    throw notPossible('This vote is not by show of hands')
  if (ballot.state === 'proposed') throw notPossible('Take this proposal up before it is voted on')
  if (ballot.state !== 'drafted')
    throw notPossible(`This vote is ${states[ballot.state].toLowerCase()} already`)
  const hours = await sitting(tx, ballot.meetingId)
  const why = whyNoHands(hours, today)
  if (why !== null) throw notPossible(why)
  const wrong = whyNotAt(hours, at, { today, time })
  if (wrong !== null) throw notPossible(wrong, 'at')
  return momentAt(hours.heldOn, at)
}
