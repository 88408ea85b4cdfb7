import { sql } from 'kysely'
import type { Writer } from '../../platform/db.ts'

/**
 * Does something as whoever counts, who reads the box, the keys and who took which paper, as nobody else does. Nothing
 * that is read here may be shown as it is. Where it fails the transaction is undone, and this with it.
 */
export async function withTheCount<T>(tx: Writer, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ sees: string }>`
    select coalesce(current_setting('viewer.sees', true), '') as sees`.execute(tx)
  const sees = rows[0]?.sees ?? ''
  await sql`select set_config('viewer.sees', ${`${sees},the count`}, true)`.execute(tx)
  const done = await work()
  await sql`select set_config('viewer.sees', ${sees}, true)`.execute(tx)
  return done
}
