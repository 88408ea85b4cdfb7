import type { Generated, GeneratedAlways } from 'kysely'

declare module '../platform/db.ts' {
  interface Tables {
    feedbacks: {
      id: GeneratedAlways<number>
      sourceMeetingId: number
      personId: number
      membershipId: number | null
      givenMeetingId: number
      words: string
      givenBy: number | null
      givenAt: Generated<Date>
      version: Generated<number>
    }
  }
}
