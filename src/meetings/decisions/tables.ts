import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    decisions: {
      id: GeneratedAlways<number>
      meetingId: number
      itemId: number
      /** Known by this for good: `2026-27/14`. */
      number: string
      words: string
      means: string | null
      pence: number | null
      takesEffectOn: Day | null
      /** The vote by which it was taken. */
      ballotId: number | null
      recordedBy: number | null
      recordedAt: Generated<Date>
      version: Generated<number>
    }
  }
}
