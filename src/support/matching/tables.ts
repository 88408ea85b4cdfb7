import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'

declare module '../../platform/db.ts' {
  interface Tables {
    /** What was suggested when somebody was chosen, and why a person departed from it. */
    deploymentChoices: {
      id: GeneratedAlways<number>
      deploymentId: number
      practitionerId: number
      suggestedId: number | null
      suggestions: JSONColumnType<object>
      departure: string | null
      chosenBy: number | null
      chosenAt: Generated<Date>
    }
    matchings: {
      id: GeneratedAlways<number>
      state: Generated<'waiting' | 'running' | 'done' | 'failed' | 'stopped'>
      askedBy: number | null
      askedAt: Generated<Date>
      asked: JSONColumnType<object>
      progress: JSONColumnType<object> | null
      result: JSONColumnType<object> | null
      wrong: string | null
      finishedAt: Date | null
      version: Generated<number>
    }
  }
}
