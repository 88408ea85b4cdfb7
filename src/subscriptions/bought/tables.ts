import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'

/** What a price may be known of, and what it is for. */
export const priced = {
  'support day': 'A day of support from another school',
  course: 'A place on a course',
  'hub meeting': 'A place at a hub meeting',
  resource: 'A shared resource',
  package: 'Help from a partner',
} as const
export type Priced = keyof typeof priced

declare module '../../platform/db.ts' {
  interface Tables {
    knownPrices: {
      id: GeneratedAlways<number>
      what: Priced
      courseId: number | null
      packageId: number | null
      pence: number
      source: string
      /** From this academic year on, until a later one of the same thing. */
      fromYear: AcademicYear
      version: Generated<number>
    }
  }
}
