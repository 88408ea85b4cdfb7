import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove } from '../../platform/revision.ts'
import { stagesOf } from '../debrief/queries.ts'
import { isAgreed } from '../debrief/rules.ts'
import { lockedRound, scrubbed } from '../locked.ts'
import { observed } from '../queries.ts'
import { mayKeep } from '../rules.ts'
import { roomOf } from './queries.ts'

export type RoomFilled = { code: string; yearGroup: string; subject: string }

const once = {
  round_rooms_code: { says: 'Another room of this round has that code', field: 'code' },
}

/** The round, while its rooms may still be put right: until what was seen in them is agreed. */
async function open(tx: Writer, by: Actor, roundId: number) {
  const found = await lockedRound(tx, roundId)
  permit(mayKeep(by.who, found))
  if (found.state === 'cancelled') throw notPossible('This round was cancelled')
  if (isAgreed(await stagesOf(tx, roundId), 'description'))
    throw notPossible('The description is agreed: its rooms stay as they are')
  return found
}

/** Adds a room: its code, year group and subject, and never who teaches there. */
export async function addRoom(by: Actor, roundId: number, filled: RoomFilled) {
  await by.act({ did: 'added a room to a round', subject: `rounds/${roundId}` }, async (tx, by) => {
    const { hostMembershipId } = await open(tx, by, roundId)
    await scrubbed(tx, hostMembershipId, filled)
    await refusing(once, () =>
      tx
        .insertInto('roundRooms')
        .values({ roundId, ...filled })
        .execute(),
    )
  })
}

export async function correctRoom(
  by: Actor,
  roundId: number,
  row: { id: number; version: number },
  filled: RoomFilled,
) {
  await by.act({ did: 'corrected a room of a round', subject: `rounds/${roundId}` }, async (tx, by) => {
    const { hostMembershipId } = await open(tx, by, roundId)
    await roomOf(tx, roundId, row.id)
    await scrubbed(tx, hostMembershipId, filled)
    await refusing(once, () => correct(tx, by, 'roundRooms', row, filled))
  })
}

/** Takes away a room in which nobody wrote anything. */
export async function removeRoom(by: Actor, roundId: number, id: number) {
  await by.act({ did: 'removed a room of a round', subject: `rounds/${roundId}` }, async (tx, by) => {
    await open(tx, by, roundId)
    const room = await roomOf(tx, roundId, id)
    if ((await observed(tx, roundId)).some(({ roomId }) => roomId === id))
      throw notPossible(`Notes were written in ${room.code}, so it stays`)
    await remove(tx, by, 'roundRooms', room)
  })
}
