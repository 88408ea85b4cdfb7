import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

declare module '../platform/db.ts' {
  interface Tables {
    packages: {
      id: GeneratedAlways<number>
      ref: string | null
      partner: string
      title: string
      subsidised: boolean
      fromOn: Day
      toOn: Day | null
      version: Generated<number>
      importId: number | null
    }
  }
}
