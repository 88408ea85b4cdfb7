import { type InvitationsGiven, siteOf } from '../../invitations/work.ts'
import { actor } from '../../platform/action.ts'
import { everything } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import { system } from '../../platform/who.ts'
import { tell } from './actions.ts'
import { comingVisits } from './queries.ts'

/**
 * Tells those who take part in a visit, once whatever changed it has been committed. Each morning all visits to come
 * are looked at, since a new head, a new contact or the end of a deployment changes who is expected.
 */
export const visitWork = (given: InvitationsGiven): Work => ({
  queue: 'visits',
  at: '20 5 * * *',
  run: async (data) => {
    const { visit } = data as { visit?: number }
    const all =
      visit === undefined
        ? await comingVisits(given.database.reader(everything), given.clock.today())
        : [visit]
    for (const id of all) await tellOf(given, id)
  },
})

/** @returns how many were written to; a visit that is there no longer has nobody to tell. */
export async function tellOf(given: InvitationsGiven, visitId: number): Promise<number> {
  const by = actor(given.database, system, given.clock.today())
  return tell(by, visitId, await siteOf(given), given.clock.now())
}
