import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { headsOn } from '../../queries.ts'

export type Reached = { id: number; name: string; email: string }

/** Who heads a school on this day, or acts as head, and can be written to. */
export async function headsReached(db: Reader, membershipId: number, on: Day): Promise<Reached[]> {
  const ids = (await headsOn(db, [membershipId], on)).map(({ personId }) => personId)
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name', 'email'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, name, email }) => (email === null ? [] : [{ id, name, email }]))
}
