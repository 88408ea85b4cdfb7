import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'

export type StatementFormat = 'csv' | 'camt.053'

declare module '../../platform/db.ts' {
  interface Tables {
    /** How a bank's CSV is read; known again by its headings. Either one column of sums, or one in and one out. */
    bankMappings: {
      id: GeneratedAlways<number>
      name: string
      headings: string
      dateColumn: string
      amountColumn: string | null
      inColumn: string | null
      outColumn: string | null
      payerColumn: string | null
      saysColumn: string
      balanceColumn: string | null
      version: Generated<number>
    }
    bankStatements: {
      id: GeneratedAlways<number>
      name: string
      format: StatementFormat
      digest: string
      account: string | null
      fromOn: Day
      toOn: Day
      openingPence: number | null
      closingPence: number | null
      lines: number
      newLines: number
      /** Lines that are no movement of money yet, or of nothing. */
      leftOut: Generated<number>
      importedBy: number | null
      importedAt: Generated<Date>
      undoneAt: Date | null
      undoneBy: number | null
    }
    /** A file whose columns nobody named yet. */
    bankUploads: {
      id: GeneratedAlways<number>
      name: string
      content: Buffer
      givenBy: number | null
      givenAt: Generated<Date>
      statementId: number | null
    }
  }
}
