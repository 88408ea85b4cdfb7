import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

/** Against the outcome that the school hoped for when it asked. */
export const outcomes = {
  met: 'Reached',
  'partly met': 'Reached in part',
  'not met': 'Not reached',
  'too early': 'Too early to say',
} as const
export type Outcome = keyof typeof outcomes

declare module '../../platform/db.ts' {
  interface Tables {
    evaluations: {
      id: GeneratedAlways<number>
      deploymentId: number
      reach: string
      reaction: string
      practice: string
      evidence: string
      impact: string
      outcome: Outcome
      wouldRecommend: boolean
      next: string | null
      evaluatedBy: number | null
      evaluatedAt: Generated<Date>
      version: Generated<number>
    }
    outcomeChecks: {
      id: GeneratedAlways<number>
      deploymentId: number
      dueOn: Day | null
      askedAt: Generated<Date>
      outcome: Outcome | null
      evidence: string | null
      checkedBy: number | null
      checkedAt: Date | null
      version: Generated<number>
    }
    evaluationReminders: { deploymentId: number; personId: number; sentOn: Day }
  }
}
