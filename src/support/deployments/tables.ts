import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Phase } from '../areas/tables.ts'

export const kinds = {
  support: 'Support in an area',
  coaching: 'Coaching over several visits',
} as const
export type Kind = keyof typeof kinds

export const urgencies = {
  'this month': 'Within a month',
  'this term': 'This term',
  'this year': 'At any time this year',
} as const
export type Urgency = keyof typeof urgencies

export const states = {
  requested: 'Asked for',
  triaged: 'Taken up by SSIG',
  matched: 'Matched',
  released: 'Released by the supporting head',
  agreed: 'Agreed by all three',
  active: 'Under way',
  paused: 'Paused',
  closed: 'Closed',
  evaluated: 'Evaluated',
  'signed off': 'Signed off',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
} as const
export type State = keyof typeof states

declare module '../../platform/db.ts' {
  interface Tables {
    deployments: {
      id: GeneratedAlways<number>
      ref: string | null
      kind: Generated<Kind>
      state: Generated<State>
      toMembershipId: number
      toUrn: number
      areaId: number
      phase: Phase
      need: string
      outcomeHoped: string
      urgency: Urgency
      wantedFrom: Day
      wantedTo: Day
      halfDaysWanted: number
      budgetPence: number | null
      contactId: number | null
      requestedBy: number | null
      requestedAt: Generated<Date>
      firstContactOn: Day | null
      firstContactId: number | null
      contactExplained: string | null
      /** The last day for SSIG's answer, as it was counted when the request came. */
      answerDue: Day | null
      answeredAt: Date | null
      year: AcademicYear
      /** A row of `practitioners`, not a person. */
      practitionerId: number | null
      fromMembershipId: number | null
      fromUrn: number | null
      halfDaysAgreed: number | null
      closedOn: Day | null
      evaluationDue: Day | null
      version: Generated<number>
    }
    deploymentMoves: {
      id: GeneratedAlways<number>
      deploymentId: number
      number: number
      fromState: State | null
      toState: State
      movedBy: number | null
      movedAt: Generated<Date>
      reason: string | null
    }
    deploymentPlans: {
      id: GeneratedAlways<number>
      deploymentId: number
      priorities: string
      measures: string
      exitPlan: string | null
      agreedBy: number | null
      agreedAt: Generated<Date>
      version: Generated<number>
    }
    deploymentReviews: {
      id: GeneratedAlways<number>
      deploymentId: number
      working: 'yes' | 'partly' | 'no'
      appropriate: 'yes' | 'no'
      changes: string | null
      exitPlan: string | null
      reviewedBy: number | null
      reviewedAt: Generated<Date>
      version: Generated<number>
    }
  }
}
