import type { Generated, GeneratedAlways } from 'kysely'

export const groupKinds = {
  board: 'Board',
  ssig: 'Supporting School Improvement Group',
  hub: 'Subject hub',
  'hub leads': 'Hub leads',
  'working group': 'Working group',
  panel: 'Panel',
} as const
export type GroupKind = keyof typeof groupKinds

declare module '../platform/db.ts' {
  interface Tables {
    groups: {
      id: GeneratedAlways<number>
      ref: string | null
      name: string
      kind: GroupKind
      subject: string | null
      leadId: number | null
      version: Generated<number>
      importId: number | null
    }
  }
}
