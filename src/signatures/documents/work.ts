import { actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import type { Log } from '../../platform/log.ts'
import { NoTimeStamp } from '../../platform/signature/time-stamp.ts'
import { system } from '../../platform/who.ts'
import { type Makes, makeDocument } from './actions.ts'
import type { SchoolVersion } from './queries.ts'

type Given = { database: Database; settings: Makes; clock: Clock; log: Log }

/**
 * Makes signed documents. Where the time-stamping authority is away it is tried again for hours, and at last the
 * document is made without: an act of signing never waits for somebody else's machine for good.
 */
export function documentWork({ database, settings, clock, log }: Given): Work {
  return {
    queue: 'documents',
    run: async (data, { last }) => {
      const by = actor(database, system, clock.today())
      try {
        await makeDocument(by, data as SchoolVersion, settings)
      } catch (error) {
        log.warn({ ...(data as SchoolVersion), error: (error as Error).message, last }, 'a document waits')
        if (!(error instanceof NoTimeStamp && last)) throw error
        await makeDocument(by, data as SchoolVersion, { ...settings, timeStamps: undefined })
      }
    },
  }
}
