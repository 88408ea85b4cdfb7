import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

const inOrder = new Intl.Collator('en-GB', { numeric: true })

/** The rooms of a round by their codes, M2 before M10. */
export async function roomsOf(db: Reader, roundId: number) {
  const rows = await db
    .selectFrom('roundRooms')
    .select(['id', 'code', 'yearGroup', 'subject', 'version'])
    .where('roundId', '=', roundId)
    .execute()
  return rows.sort((a, b) => inOrder.compare(a.code, b.code))
}
export type RoomRow = Awaited<ReturnType<typeof roomsOf>>[number]

/** One room of this round; a room of another is not found here. */
export async function roomOf(db: Reader, roundId: number, id: number): Promise<RoomRow> {
  const found = (await roomsOf(db, roundId)).find((room) => room.id === id)
  if (!found) throw notFound()
  return found
}
