import { groupsSeen } from '../groups/rules.ts'
import { openingsWritten } from '../meetings/confidential/openings.ts'
import { meeting } from '../meetings/queries.ts'
import { isExpected, sitting } from '../meetings/seats/queries.ts'
import type { Actor } from '../platform/action.ts'
import { notFound } from '../platform/refusal.ts'
import { type Ballot, ballotOf, keepsBallot } from './queries.ts'
import { isKnownTo, maySeeBallots } from './rules.ts'

/**
 * A ballot, for whoever may see it: one at a meeting is seen by those who see the meeting or come to it, one between
 * meetings by those who lead, govern or advise the schools. Of a confidential item row-level security says who, and
 * that they opened it is written down (clause 34).
 * @throws not found for everybody else.
 */
export async function seenBallot(by: Actor, id: number): Promise<Ballot> {
  const ballot = await ballotOf(by.db, id)
  if (!(await isSeen(by, ballot))) throw notFound()
  const { itemId, partB } = ballot
  if (itemId !== null && partB)
    await openingsWritten(by, [{ id: itemId, partB }], 'item', `meetings/${ballot.meetingId}`)
  return ballot
}

async function isSeen({ who, db }: Pick<Actor, 'who' | 'db'>, ballot: Ballot) {
  const { meetingId, byCorrespondence } = ballot
  if (meetingId === null || byCorrespondence) return maySeeBallots(who)
  if (!isKnownTo(who, ballot) && !(await keepsBallot({ who, db }, ballot))) return false
  if (await isExpected(db, await sitting(db, meetingId), who.personId)) return true
  await meeting(db, meetingId, groupsSeen(who))
  return true
}
