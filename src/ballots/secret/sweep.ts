import { sql } from 'kysely'
import { type Database, everything, type Writer } from '../../platform/db.ts'
import { withTheCount } from './count.ts'

const swept = ['ballot_box', 'ballot_papers', 'ballot_keys']

/**
 * Writes the files of the tables anew after votes were closed: a deleted row leaves its bytes, and the place it had,
 * until then. As the owner of the tables, whose login this is; pages are served without that right. While somebody
 * still reads the records as they were before a close, its rows would be written anew too: then it is done another time.
 */
export async function sweepBoxes(database: Database): Promise<void> {
  const closed = await database.transaction(everything, (tx) => withTheCount(tx, () => nobodyReads(tx)))
  if (closed.length === 0) return
  const client = await database.pool.connect()
  try {
    await client.query('set role none')
    for (const table of swept) await client.query(`vacuum full ${table}`)
    await client.query('update ballot_keys set swept = true where ballot_id = any ($1)', [closed])
  } finally {
    // Not for another request, as it has more rights than those that serve them.
    client.release(true)
  }
}

/** The ballots whose box was emptied in a transaction that is over for everybody; who reads another database reads no box. */
async function nobodyReads(tx: Writer): Promise<number[]> {
  const { rows } = await sql<{ ballotId: number }>`
    select ballot_id from ballot_keys where private_key is null and not swept
      and age(xmin) > (select coalesce(max(age(backend_xmin)), -1) from pg_stat_activity
        where pid <> pg_backend_pid() and (datname is null or datname = current_database()))`.execute(tx)
  return rows.map(({ ballotId }) => ballotId)
}
