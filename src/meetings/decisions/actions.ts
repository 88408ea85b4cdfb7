import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { amended } from '../minutes/editions/actions.ts'
import { withEveryRow } from '../minutes/whole.ts'
import { keepsMeeting } from '../queries.ts'
import { decisionOf, numbersTaken } from './queries.ts'
import { nextNumber, yearOfNumber } from './rules.ts'

export type DecisionFilled = {
  words: string
  means: string | null
  pence: number | null
  takesEffectOn: Day | null
  /** Why approved minutes are corrected by it. */
  reason?: string | null
}

/** Under which item, and by which vote where it was taken by one. */
type Under = { meetingId: number; itemId: number; ballotId?: number }

/** Records a decision under an item, whether or not there was a quorum, under the next number of its academic year. */
export async function recordDecision(
  by: Actor,
  { meetingId, itemId, ballotId }: Under,
  { reason = null, words, means, pence, takesEffectOn }: DecisionFilled,
): Promise<number> {
  permit(await keepsMeeting(by, meetingId))
  const deed = {
    did: 'recorded a decision',
    subject: `meetings/${meetingId}`,
    details: (id: number) => ({ decision: id }),
  }
  return by.act(deed, async (tx, by) => {
    const { heldOn } = await itemOfMeeting(tx, meetingId, itemId)
    const number = await numberFor(tx, yearOfNumber(heldOn))
    const { id } = await tx
      .insertInto('decisions')
      .values({
        ...{ words, means, pence, takesEffectOn, meetingId, itemId, number },
        ...{ ballotId: ballotId ?? null, recordedBy: by.who.personId },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await amended(tx, by, meetingId, reason)
    return id
  })
}

/** Whoever records at the same moment waits here, so that no number is given twice and none is left out. */
async function numberFor(tx: Writer, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('number decisions'))`.execute(tx)
  return withEveryRow(tx, async () => nextNumber(year, await numbersTaken(tx, year)))
}

/** An item that is on the agenda of this meeting, with the meeting’s day. */
export async function itemOfMeeting(tx: Writer, meetingId: number, itemId: number): Promise<{ heldOn: Day }> {
  const found = await tx
    .selectFrom('agendaItems')
    .innerJoin('meetings', 'meetings.id', 'agendaItems.meetingId')
    .select('meetings.heldOn')
    .where('agendaItems.id', '=', itemId)
    .where('agendaItems.meetingId', '=', meetingId)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Corrects a decision as it stood at this version; its number stays. Approved minutes become a new edition. */
export async function correctDecision(
  by: Actor,
  row: { id: number; version: number },
  { reason = null, ...changes }: DecisionFilled,
): Promise<void> {
  const { meetingId } = await decisionOf(by.db, row.id)
  permit(await keepsMeeting(by, meetingId))
  const deed = {
    did: 'corrected a decision',
    subject: `meetings/${meetingId}`,
    details: { decision: row.id },
  }
  await by.act(deed, async (tx, by) => {
    if (await correct(tx, by, 'decisions', row, changes)) await amended(tx, by, meetingId, reason)
  })
}
