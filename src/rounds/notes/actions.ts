import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove } from '../../platform/revision.ts'
import { stagesOf } from '../debrief/queries.ts'
import { judgingInWords } from '../judging.ts'
import { lockedRound, scrubbed } from '../locked.ts'
import { roomsOf } from '../rooms/queries.ts'
import { visitorsOf } from '../visitors/queries.ts'
import { ownNote } from './queries.ts'
import { whyNoNotes } from './rules.ts'

export type NoteFilled = { roomId: number; words: string; asSaid: number[] | null }

async function open(tx: Writer, by: Actor, roundId: number) {
  const round = await lockedRound(tx, roundId)
  const [stages, rooms, visitors] = [
    await stagesOf(tx, roundId),
    await roomsOf(tx, roundId),
    await visitorsOf(tx, roundId),
  ]
  const visits = visitors.some(({ personId }) => personId === by.who.personId)
  permit(visits)
  const why = whyNoNotes({ round, stages, rooms: rooms.length, visits, today: by.today })
  if (why) throw notPossible(why, 'words')
  return { round, rooms }
}

/** What is kept of a note: judging words only where they were said in the room, and nobody’s name. */
async function checked(tx: Writer, by: Actor, roundId: number, { roomId, words, asSaid }: NoteFilled) {
  const { round, rooms } = await open(tx, by, roundId)
  if (!rooms.some(({ id }) => id === roomId)) throw notPossible('Select a room of this round', 'roomId')
  await scrubbed(tx, round.hostMembershipId, { words })
  const judged = judgingInWords(words)
  if (judged && asSaid === null)
    throw notPossible(`${judged}; or tick below that these words were said in the room`, 'words')
  return { roomId, words, keptAsSaid: judged !== null }
}

/** Writes what somebody in the visiting group saw and heard in one room. */
export async function writeNote(by: Actor, roundId: number, filled: NoteFilled) {
  await by.act({ did: 'wrote a note of a lesson', subject: `rounds/${roundId}` }, async (tx, by) => {
    const values = await checked(tx, by, roundId, filled)
    await tx
      .insertInto('roundNotes')
      .values({ roundId, personId: by.who.personId as number, ...values })
      .execute()
  })
}

/** Each corrects their own, until the description is agreed. */
export async function correctNote(
  by: Actor,
  roundId: number,
  row: { id: number; version: number },
  filled: NoteFilled,
) {
  await by.act({ did: 'corrected a note of a lesson', subject: `rounds/${roundId}` }, async (tx, by) => {
    const values = await checked(tx, by, roundId, filled)
    await ownNote(tx, roundId, row.id, by.who.personId)
    await correct(tx, by, 'roundNotes', row, values)
  })
}

export async function removeNote(by: Actor, roundId: number, id: number) {
  await by.act({ did: 'removed a note of a lesson', subject: `rounds/${roundId}` }, async (tx, by) => {
    await open(tx, by, roundId)
    const note = await ownNote(tx, roundId, id, by.who.personId)
    await remove(tx, by, 'roundNotes', { id, version: note.version })
  })
}
