import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const halves = { am: 'Morning', pm: 'Afternoon', day: 'Whole day' } as const
export type Half = keyof typeof halves

export const visitStatuses = {
  done: 'Done',
  'cancelled on the day by host': 'Cancelled on the day by the host',
  cancelled: 'Cancelled',
} as const
export type VisitStatus = keyof typeof visitStatuses

declare module '../platform/db.ts' {
  interface Tables {
    supportVisits: {
      id: GeneratedAlways<number>
      ref: string | null
      commission: string | null
      subject: string | null
      practitionerId: number
      fromMembershipId: number | null
      fromUrn: number
      toMembershipId: number | null
      toUrn: number
      visitedOn: Day
      half: Half
      status: VisitStatus
      throughSsig: boolean
      version: Generated<number>
      importId: number | null
    }
  }
}
