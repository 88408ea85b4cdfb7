import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const meetingStatuses = { held: 'Held', cancelled: 'Cancelled', planned: 'Planned' } as const
export type MeetingStatus = keyof typeof meetingStatuses

export const capacities = {
  head: 'Headteacher',
  'acting head': 'Acting headteacher',
  deputy: 'Deputy for the head',
  representative: 'Representative',
  observer: 'Observer',
  apologies: 'Apologies',
  absent: 'Absent',
} as const
export type Capacity = keyof typeof capacities

declare module '../platform/db.ts' {
  interface Tables {
    meetings: {
      id: GeneratedAlways<number>
      ref: string | null
      title: string
      heldOn: Day
      starts: string | null
      ends: string | null
      place: string | null
      status: MeetingStatus
      version: Generated<number>
      importId: number | null
    }
    meetingGroups: { meetingId: number; groupId: number }
    attendances: {
      id: GeneratedAlways<number>
      meetingId: number
      membershipId: number | null
      urn: number | null
      personId: number | null
      capacity: Capacity
      version: Generated<number>
      importId: number | null
    }
  }
}
