import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

/** Who is briefed. Staff are told too, but clause 7 is kept by telling those who govern. */
export const bodyKinds = {
  'governing body': 'Governing body',
  'board of trustees': 'Board of trustees',
  'local governing body': 'Local governing body of a trust’s school',
  staff: 'Staff',
} as const
export type BodyKind = keyof typeof bodyKinds

export const ways = { meeting: 'At a meeting', mail: 'By mail', paper: 'On paper' } as const
export type Way = keyof typeof ways

declare module '../platform/db.ts' {
  interface Tables {
    briefings: {
      id: GeneratedAlways<number>
      meetingId: number
      membershipId: number
      words: string
      /** What the records gave when they were last asked. */
      drafted: Generated<string>
      draftedAt: Generated<Date>
      madeBy: number | null
      madeAt: Generated<Date>
      version: Generated<number>
    }
    briefingGivings: {
      id: GeneratedAlways<number>
      membershipId: number
      briefingId: number | null
      body: string
      bodyKind: BodyKind
      givenOn: Day
      how: Way
      minuteReference: string | null
      recordedBy: number | null
      recordedAt: Generated<Date>
      version: Generated<number>
    }
  }
}
