import { type Actor, actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import type { Log } from '../../platform/log.ts'
import { NoTimeStamp } from '../../platform/signature/time-stamp.ts'
import { system } from '../../platform/who.ts'
import { type Makes, makeDocument } from './actions.ts'
import type { SchoolVersion } from './queries.ts'

/** Documents of another capability that are made in the same queue. */
export type OtherDocument = {
  is: (data: unknown) => boolean
  make: (by: Actor, data: never, makes: Makes) => Promise<void>
}

type Given = { database: Database; settings: Makes; clock: Clock; log: Log; others?: OtherDocument[] }

/**
 * Makes signed documents. Where the time-stamping authority is away it is tried again for hours, and at last the
 * document is made without: an act of signing never waits for somebody else's machine for good.
 */
export function documentWork({ database, settings, clock, log, others = [] }: Given): Work {
  const make = (by: Actor, data: unknown, makes: Makes) => {
    const other = others.find(({ is }) => is(data))
    return other ? other.make(by, data as never, makes) : makeDocument(by, data as SchoolVersion, makes)
  }
  return {
    queue: 'documents',
    run: async (data, { last }) => {
      const by = actor(database, system, clock.today())
      try {
        await make(by, data, settings)
      } catch (error) {
        log.warn({ ...(data as object), error: (error as Error).message, last }, 'a document waits')
        if (!(error instanceof NoTimeStamp && last)) throw error
        await make(by, data, { ...settings, timeStamps: undefined })
      }
    },
  }
}
