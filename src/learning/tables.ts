import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const courseKinds = {
  'session series': 'Session series',
  programme: 'Programme',
  qualification: 'Qualification',
  training: 'Training',
  workshop: 'Workshop',
  coaching: 'Coaching',
  conference: 'Conference',
  briefing: 'Briefing',
  rounds: 'Instructional rounds',
} as const
export type CourseKind = keyof typeof courseKinds

export const sessionStatuses = { held: 'Held', cancelled: 'Cancelled', planned: 'Planned' } as const
export type SessionStatus = keyof typeof sessionStatuses

export const outcomes = {
  booked: 'Booked',
  attended: 'Attended',
  completed: 'Completed',
  withdrew: 'Withdrew',
  'did not attend': 'Did not attend',
} as const
export type Outcome = keyof typeof outcomes

type Kept = { version: Generated<number>; importId: number | null }

declare module '../platform/db.ts' {
  interface Tables {
    courses: {
      id: GeneratedAlways<number>
      ref: string | null
      title: string
      kind: CourseKind
      subject: string | null
      audience: string | null
      halfDays: number | null
      runBy: string | null
      status: string | null
    } & Kept
    courseSessions: {
      id: GeneratedAlways<number>
      courseId: number
      ref: string | null
      heldOn: Day
      starts: string | null
      ends: string | null
      venue: string | null
      hostMembershipId: number | null
      status: SessionStatus
    } & Kept
    participants: {
      id: GeneratedAlways<number>
      courseId: number
      sessionId: number | null
      personId: number
      membershipId: number | null
      urn: number | null
      role: string | null
      outcome: Outcome
    } & Kept
  }
}
