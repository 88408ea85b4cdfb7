import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'

export type Planned = Awaited<ReturnType<typeof plannedVisits>>[number]

/** Visits that are planned still, the first first. */
export const plannedVisits = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('supportVisits')
    .select(['id', 'visitedOn', 'half', 'version'])
    .where('deploymentId', '=', deploymentId)
    .where('status', '=', 'planned')
    .orderBy('visitedOn')
    .orderBy('id')
    .execute()

/** The last day on which there was a visit, or the host called one off on the day. */
export async function lastDone(db: Reader, deploymentId: number): Promise<Day | null> {
  const last = await db
    .selectFrom('supportVisits')
    .select('visitedOn')
    .where('deploymentId', '=', deploymentId)
    .where('status', 'in', ['done', 'cancelled on the day by host'])
    .orderBy('visitedOn', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.visitedOn ?? null
}
