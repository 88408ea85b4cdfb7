import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    /** What a school says it will give in a year, where that is not the number all agreed. */
    supportPledges: {
      id: GeneratedAlways<number>
      membershipId: number
      year: AcademicYear
      halfDays: number
      saidBy: number | null
      saidAt: Generated<Date>
      version: Generated<number>
    }
  }
}
