import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const schemeKinds = {
  'data service': 'Data service',
  'teacher training': 'Teacher-training route',
  panel: 'Panel',
  'peer review': 'Peer review programme',
  other: 'Other',
} as const
export type SchemeKind = keyof typeof schemeKinds

declare module '../platform/db.ts' {
  interface Tables {
    schemes: {
      id: GeneratedAlways<number>
      ref: string | null
      name: string
      kind: SchemeKind
      fromOn: Day
      toOn: Day | null
      everyone: Generated<boolean>
      version: Generated<number>
      importId: number | null
    }
    schemeMembers: { schemeId: number; membershipId: number }
  }
}
