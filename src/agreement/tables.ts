import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

/** How a promise is held: by the system itself, by counting, by a yearly declaration, or between people only. */
export const clauseKinds = {
  kept: 'Kept by the system',
  measured: 'Measured',
  declared: 'Declared',
  people: 'People only',
} as const
export type ClauseKind = keyof typeof clauseKinds

declare module '../platform/db.ts' {
  interface Tables {
    promises: {
      id: GeneratedAlways<number>
      commitment: string | null
      kind: ClauseKind
      version: Generated<number>
    }
    agreementVersions: {
      id: GeneratedAlways<number>
      number: number | null
      title: string
      opening: Generated<string>
      basedOn: number | null
      sourceName: string | null
      digest: string | null
      publishedOn: Day | null
      publishedAt: Date | null
      publishedBy: number | null
      inForceOn: Day | null
      inForceSigned: number | null
      signBy: Day | null
      reviewOn: Day | null
      version: Generated<number>
    }
    clauses: {
      id: GeneratedAlways<number>
      versionId: number
      promiseId: number
      position: number
      number: string
      part: Generated<string>
      words: string
      version: Generated<number>
    }
  }
}
