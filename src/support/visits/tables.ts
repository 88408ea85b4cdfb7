import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

export const halves = {
  am: 'Morning',
  pm: 'Afternoon',
  day: 'Whole day',
  twilight: 'Twilight, after school',
} as const
export type Half = keyof typeof halves

export const visitStatuses = {
  planned: 'Planned',
  done: 'Done',
  'cancelled on the day by host': 'Cancelled on the day by the host',
  cancelled: 'Cancelled',
  missed: 'The practitioner could not come',
} as const
export type VisitStatus = keyof typeof visitStatuses

declare module '../../platform/db.ts' {
  interface Tables {
    supportVisits: {
      id: GeneratedAlways<number>
      ref: string | null
      commission: string | null
      subject: string | null
      /** A person. */
      practitionerId: number
      fromMembershipId: number | null
      fromUrn: number
      toMembershipId: number | null
      toUrn: number
      visitedOn: Day
      half: Half
      status: VisitStatus
      throughSsig: boolean
      deploymentId: Generated<number | null>
      starts: Generated<string | null>
      ends: Generated<string | null>
      purpose: Generated<string | null>
      /** Whether both schools were of one trust when it was recorded. */
      sameTrust: Generated<boolean>
      /** Why it was cancelled or missed. */
      why: Generated<string | null>
      version: Generated<number>
      importId: number | null
    }
    visitNotes: {
      id: GeneratedAlways<number>
      visitId: number
      met: string | null
      done: string
      next: string | null
      dueOn: Day | null
      writtenBy: number | null
      writtenAt: Generated<Date>
      notedOn: Generated<Day>
      version: Generated<number>
    }
    visitHolds: {
      visitId: number
      personId: number
      sequence: number
      method: 'REQUEST' | 'CANCEL'
      said: string
      sentAt: Generated<Date>
    }
  }
}
