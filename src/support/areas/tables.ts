import type { Generated, GeneratedAlways } from 'kysely'

export const phases = {
  'key stage 3': 'Key stage 3 (Years 7 to 9)',
  'key stage 4': 'Key stage 4 (Years 10 and 11)',
  'post-16': 'Post-16',
  'whole school': 'The whole school',
} as const
export type Phase = keyof typeof phases

declare module '../../platform/db.ts' {
  interface Tables {
    supportAreas: {
      id: GeneratedAlways<number>
      name: string
      retiredAt: Date | null
      version: Generated<number>
    }
  }
}
