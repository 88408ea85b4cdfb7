import type { Generated } from 'kysely'
import type { Day } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    digestStops: { personId: number; stoppedAt: Generated<Date> }
    digests: {
      personId: number
      sentOn: Day
      /** What each thing told of looked like then, so that the next digest knows what is new. */
      told: string[]
    }
  }
}
