import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

export const minuteStates = {
  writing: 'Being written',
  'with the chair': 'With the chair',
  circulated: 'Circulated as a draft',
  approved: 'Approved',
  signed: 'Signed',
} as const
export type MinuteState = keyof typeof minuteStates

declare module '../../platform/db.ts' {
  interface Tables {
    minutes: {
      id: GeneratedAlways<number>
      meetingId: number
      state: Generated<MinuteState>
      /** Since when they are in this state. */
      movedOn: Day | null
      chairAsks: string | null
      circulatedOn: Day | null
      approvedMeetingId: number | null
      approvedOn: Day | null
      amendments: string | null
      version: Generated<number>
    }
    itemMinutes: {
      id: GeneratedAlways<number>
      meetingId: number
      itemId: number
      words: Generated<string>
      writtenBy: number | null
      writtenAt: Generated<Date>
      version: Generated<number>
    }
  }
}
