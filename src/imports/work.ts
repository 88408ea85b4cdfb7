import { actor } from '../platform/action.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, everything } from '../platform/db.ts'
import { sendJob, type Work } from '../platform/job.ts'
import { system } from '../platform/who.ts'
import { workOnImport } from './actions.ts'
import { unfinished } from './queries.ts'

/** Checks imports and brings them in, in whichever process takes up the job. */
export function importWork(database: Database, clock: Clock): Work {
  return {
    queue: 'imports',
    run: (data) =>
      workOnImport(actor(database, system, clock.today()), Number((data as { importId: number }).importId)),
  }
}

/** Asks again for imports that a stopped server left unfinished; one that somebody is still at is left to them. */
export async function resumeImports(database: Database): Promise<void> {
  const left = await unfinished(database.reader(everything))
  await database.transaction(everything, async (tx) => {
    for (const { id } of left) await sendJob(tx, 'imports', { importId: id })
  })
}
