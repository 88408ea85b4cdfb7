import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    writeOffs: {
      id: GeneratedAlways<number>
      invoiceId: number
      pence: number
      decisionId: number | null
      decision: string
      why: string
      entryId: number
      writtenBy: number | null
      writtenAt: Generated<Date>
      undoneAt: Date | null
      undoneBy: number | null
      undoneWhy: string | null
      undoEntryId: number | null
    }
    paymentReminders: {
      id: GeneratedAlways<number>
      invoiceId: number
      /** First, second, third. */
      step: number
      owedPence: number
      recipients: string
      sentOn: Day
    }
    invoiceHolds: {
      id: GeneratedAlways<number>
      invoiceId: number
      untilOn: Day
      why: string
      heldBy: number | null
      version: Generated<number>
    }
  }
}
