import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Reader } from '../../platform/db.ts'
import type { Opening } from './tables.ts'

export type Opened = { id: number; partB: boolean }

/** An open page draws itself again whenever its meeting changes: within this time that is one reading. */
const ONE_READING_MINUTES = 5

/**
 * Writes down that whoever is at work was shown these items (clause 34), before they are shown: every confidential one,
 * and of the others those whose papers somebody took away. Whoever may not read an item was not shown it, and so
 * cannot be written down for it: the database refuses.
 */
export async function openingsWritten(
  by: Actor,
  items: Opened[],
  what: Opening,
  subject = 'meetings',
): Promise<void> {
  const { personId } = by.who
  const told = items.filter(({ partB }) => partB || takenAway.includes(what))
  if (personId === null || told.length === 0) return
  const fresh = await notJustOpened(by.db, personId, told, what)
  if (fresh.length === 0) return
  const rows = fresh.map(({ id, partB }) => ({ itemId: id, personId, what, partB }))
  const confidential = fresh.filter(({ partB }) => partB).map(({ id }) => id)
  if (confidential.length === 0)
    return by.together(async (tx) => {
      await tx.insertInto('itemOpenings').values(rows).execute()
    })
  await by.act(
    { did: 'opened what is confidential', subject, details: { items: confidential, as: what } },
    (tx) => tx.insertInto('itemOpenings').values(rows).execute(),
  )
}

const takenAway: Opening[] = ['paper', 'pack']

async function notJustOpened(db: Reader, personId: number, items: Opened[], what: Opening) {
  const rows = await db
    .selectFrom('itemOpenings')
    .select('itemId')
    .distinct()
    .where('personId', '=', personId)
    .where('what', '=', what)
    .where(
      'itemId',
      'in',
      items.map(({ id }) => id),
    )
    .where('openedAt', '>', sql<Date>`now() - ${sql.lit(`${ONE_READING_MINUTES} minutes`)}::interval`)
    .execute()
  const known = new Set(rows.map(({ itemId }) => itemId))
  return items.filter(({ id }) => !known.has(id))
}
