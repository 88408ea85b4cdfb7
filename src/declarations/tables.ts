import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    declarations: {
      id: GeneratedAlways<number>
      membershipId: number
      year: AcademicYear
      promiseId: number
      kept: boolean
      pointsTo: string | null
      link: string | null
      declaredBy: number
      /** The day in London on which this was said; it moves with each correction. */
      declaredOn: Day
      declaredAt: Generated<Date>
      version: Generated<number>
    }
    declarationPreparations: {
      id: GeneratedAlways<number>
      membershipId: number
      year: AcademicYear
      promiseId: number
      kept: boolean | null
      pointsTo: string | null
      link: string | null
      preparedBy: number
      preparedAt: Generated<Date>
      version: Generated<number>
    }
  }
}
