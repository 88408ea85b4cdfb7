import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    agreedTerms: {
      id: GeneratedAlways<number>
      name: string
      /** From this academic year on. */
      year: AcademicYear
      value: number
      decision: Generated<string>
      setBy: number | null
      setAt: Generated<Date>
      version: Generated<number>
    }
  }
}
