import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    reviewDrafts: { year: AcademicYear; section: string; body: string; version: Generated<number> }
    reviewEditions: {
      id: GeneratedAlways<number>
      year: AcademicYear
      number: number
      content: unknown
      digest: string
      frozenBy: number | null
      frozenAt: Generated<Date>
    }
  }
}
