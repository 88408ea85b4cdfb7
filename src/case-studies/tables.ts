import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    caseStudies: {
      id: GeneratedAlways<number>
      ref: string | null
      title: string
      groupId: number | null
      membershipId: number | null
      theoryOfAction: string | null
      publishedOn: Day
      body: string
      version: Generated<number>
      importId: number | null
    }
  }
}
