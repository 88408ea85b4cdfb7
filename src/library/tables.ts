import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const resourceKinds = {
  'data booklet': 'Data booklet',
  audit: 'Audit',
  manual: 'Manual',
  policy: 'Policy',
  other: 'Other',
} as const
export type ResourceKind = keyof typeof resourceKinds

declare module '../platform/db.ts' {
  interface Tables {
    resources: {
      id: GeneratedAlways<number>
      ref: string | null
      title: string
      kind: ResourceKind
      sharedOn: Day
      groupId: number | null
      version: Generated<number>
      importId: number | null
    }
  }
}
