import { sql } from 'kysely'
import type { Writer } from '../../platform/db.ts'

/**
 * Does something for which every row counts, whoever is at work: to number decisions without a gap, and to freeze
 * minutes with the confidential items that their keeper may not read. Nothing that is read here may be shown. Where
 * it fails the transaction is undone, and this with it.
 */
export async function withEveryRow<T>(tx: Writer, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ sees: string | null }>`
    select current_setting('viewer.sees', true) as sees`.execute(tx)
  await sql`select set_config('viewer.sees', 'everything', true)`.execute(tx)
  const done = await work()
  await sql`select set_config('viewer.sees', ${rows[0]?.sees ?? ''}, true)`.execute(tx)
  return done
}
