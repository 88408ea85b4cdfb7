import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Phase } from '../areas/tables.ts'

export const weekdays = { 1: 'Monday', 2: 'Tuesday', 3: 'Wednesday', 4: 'Thursday', 5: 'Friday' } as const
export type Weekday = keyof typeof weekdays

export const interestKinds = {
  'applying for a post': 'Has applied for a post there',
  'close relation': 'Is closely related to somebody there',
  'works there too': 'Works or governs there too',
  other: 'Another reason',
} as const
export type InterestKind = keyof typeof interestKinds

declare module '../../platform/db.ts' {
  interface Tables {
    /** Somebody put forward by the head of one school; accepted, declined or ended by who and when. */
    practitioners: {
      id: GeneratedAlways<number>
      personId: number
      membershipId: number
      profile: string | null
      nominatedBy: number | null
      nominatedAt: Generated<Date>
      acceptedBy: number | null
      acceptedAt: Date | null
      declinedBy: number | null
      declinedAt: Date | null
      declinedWhy: string | null
      endedBy: number | null
      endedOn: Day | null
      endedWhy: string | null
      version: Generated<number>
    }
    practitionerExpertise: {
      id: GeneratedAlways<number>
      practitionerId: number
      areaId: number
      phase: Phase
    }
    practitionerTimes: { practitionerId: number; weekday: Weekday; half: 'am' | 'pm' }
    practitionerAway: {
      id: GeneratedAlways<number>
      practitionerId: number
      fromOn: Day
      toOn: Day
      version: Generated<number>
    }
    practitionerOffers: {
      id: GeneratedAlways<number>
      practitionerId: number
      year: AcademicYear
      halfDays: number
      version: Generated<number>
    }
    practitionerVouchings: {
      id: GeneratedAlways<number>
      practitionerId: number
      vouchedBy: number | null
      vouchedOn: Day
      evidence: string
      version: Generated<number>
    }
    practitionerInterests: {
      id: GeneratedAlways<number>
      practitionerId: number
      membershipId: number
      kind: InterestKind
      words: string | null
      saidBy: number
      saidAt: Generated<Date>
      endedAt: Date | null
      version: Generated<number>
    }
  }
}
