import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    deputyNamings: {
      id: GeneratedAlways<number>
      meetingId: number
      membershipId: number
      personId: number
      namedBy: number
      namedAt: Generated<Date>
      how: 'page' | 'mail' | 'clerk'
      withdrawnAt: Date | null
      version: Generated<number>
    }
    actingLetters: {
      id: GeneratedAlways<number>
      membershipId: number
      personId: number
      datedOn: Day
      fromOn: Day
      toOn: Day | null
      recordedBy: number | null
      recordedAt: Generated<Date>
      version: Generated<number>
    }
    deputyWaivers: {
      id: GeneratedAlways<number>
      meetingId: number
      membershipId: number
      decision: string
      reason: string
      recordedBy: number | null
      recordedAt: Generated<Date>
      version: Generated<number>
    }
  }
}
