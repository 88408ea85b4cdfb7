import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const groupKinds = {
  board: 'Board',
  ssig: 'Supporting School Improvement Group',
  hub: 'Subject hub',
  'hub leads': 'Hub leads',
  'working group': 'Working group',
  panel: 'Panel',
  'outside body': 'Body outside the alliance',
} as const
export type GroupKind = keyof typeof groupKinds

/** In what part somebody serves on a group; a representative speaks for the alliance there. */
export const groupParts = {
  chair: 'Chair',
  'deputy lead': 'Deputy lead',
  clerk: 'Clerk',
  representative: 'Representative of the alliance',
  member: 'Member',
  observer: 'Observer',
} as const
export type GroupPart = keyof typeof groupParts

/** Bodies for which schools take turns to find somebody (clause 29); a hub is for whoever teaches its subject. */
export const servedInTurn: GroupKind[] = ['working group', 'panel', 'outside body']

declare module '../platform/db.ts' {
  interface Tables {
    groups: {
      id: GeneratedAlways<number>
      ref: string | null
      name: string
      kind: GroupKind
      subject: string | null
      purpose: string | null
      examBoard: string | null
      /** Where its representatives report back; the board where nothing is said. */
      reportsTo: number | null
      leadId: number | null
      /** Since when its lead leads it; null where nobody said. */
      leadFrom: Day | null
      version: Generated<number>
      importId: number | null
    }
    /** Who led it before its present lead. */
    groupLeads: {
      id: GeneratedAlways<number>
      groupId: number
      personId: number
      fromOn: Day | null
      toOn: Day
      version: Generated<number>
    }
    /** Every lead there was and is: a view of both. */
    groupLeadSpells: { groupId: number; personId: number; fromOn: Day | null; toOn: Day | null }
    groupMembers: {
      id: GeneratedAlways<number>
      groupId: number
      personId: number
      membershipId: number | null
      part: GroupPart
      fromOn: Day
      toOn: Day | null
      note: string | null
      version: Generated<number>
    }
    nominations: {
      id: GeneratedAlways<number>
      groupId: number | null
      personId: number
      membershipId: number | null
      words: Generated<string>
      nominatedBy: number
      nominatedOn: Day
      outcome: 'appointed' | 'declined' | 'withdrawn' | null
      outcomeReason: string | null
      decidedBy: number | null
      decidedOn: Day | null
      version: Generated<number>
    }
  }
}
