import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    readingTests: {
      id: GeneratedAlways<number>
      membershipId: number
      pupil: string
      bornOn: Day | null
      test: string
      testedOn: Day
      /** Months. */
      readingAge: number | null
      cohort: string
      version: Generated<number>
      importId: number | null
    }
  }
}
