import type { Generated, GeneratedAlways } from 'kysely'

/** Other words for a clause, a clause more, or one less. */
export type ProposalKind = 'reword' | 'add' | 'remove'

export const outcomes = {
  adopted: 'Adopted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
} as const
export type Outcome = keyof typeof outcomes

/** How far a proposal has come: open until the heads have decided, or it was withdrawn. */
export const states = { open: 'Open', ...outcomes } as const
export type State = keyof typeof states

declare module '../../platform/db.ts' {
  interface Tables {
    proposals: {
      id: GeneratedAlways<number>
      versionId: number
      clauseId: number | null
      kind: ProposalKind
      part: string | null
      words: string | null
      reason: string
      proposedBy: number
      membershipId: number | null
      proposedAt: Generated<Date>
      outcome: Outcome | null
      outcomeReason: string | null
      decidedBy: number | null
      decidedAt: Date | null
      draftId: number | null
      version: Generated<number>
    }
    proposalComments: {
      id: GeneratedAlways<number>
      proposalId: number
      personId: number
      membershipId: number | null
      words: string
      saidAt: Generated<Date>
    }
  }
}
