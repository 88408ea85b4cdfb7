import { actor } from '../../../platform/action.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db.ts'
import type { Work } from '../../../platform/job.ts'
import { system } from '../../../platform/who.ts'
import { workOnMatching } from './actions.ts'

/** Matches requests together, in whichever process takes up the job. */
export function matchingWork(database: Database, clock: Clock): Work {
  return {
    queue: 'matchings',
    run: (data, { last }) =>
      workOnMatching(
        actor(database, system, clock.today()),
        Number((data as { matchingId: number }).matchingId),
        last,
      ),
  }
}
