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
  'authority officer': 'Local authority officer',
  guest: 'Guest',
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
      chairId: number | null
      clerkId: number | null
      /** Where it is joined from afar. */
      link: string | null
      agendaIssuedAt: Date | null
      agendaIssuedBy: number | null
      /** Why it went out with less notice than was agreed. */
      agendaLateReason: string | null
      agendaChangedAt: Date | null
      beganAt: Date | null
      endedAt: Date | null
      /** What a phone shows to prove that it is in the room. */
      doorCode: string | null
      /** How often what calendars hold of it has changed (RFC 5546). */
      sequence: Generated<number>
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
      guestName: string | null
      capacity: Capacity
      arrived: string | null
      departed: string | null
      /** Why somebody observes who came to hold a seat. */
      why: string | null
      how: 'clerk' | 'phone' | 'named' | null
      checkedInAt: Date | null
      version: Generated<number>
      importId: number | null
    }
  }
}
