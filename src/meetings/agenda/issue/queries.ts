import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { expectedAt } from '../queries.ts'

/** Each time the pack was sent, the latest first, and to how many. */
export const sendings = (db: Reader, meetingId: number) =>
  db
    .selectFrom('circulations')
    .select((eb) => ['circulatedAt', eb.fn.countAll<number>().as('people')])
    .where('meetingId', '=', meetingId)
    .groupBy('circulatedAt')
    .orderBy('circulatedAt', 'desc')
    .execute()

export type Sending = Awaited<ReturnType<typeof sendings>>[number]

/** Who is sent the agenda: whoever is expected. Without an address nobody can be written to. */
export async function recipients(db: Reader, meetingId: number, on: Day) {
  const expected = await expectedAt(db, meetingId, on)
  return {
    written: expected.flatMap(({ id, name, email }) => (email ? [{ id, name, email }] : [])),
    unreached: expected.filter(({ email }) => email === null),
  }
}
