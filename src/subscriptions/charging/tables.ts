import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'

declare module '../../platform/db.ts' {
  interface Tables {
    billingRuns: {
      id: GeneratedAlways<number>
      year: AcademicYear
      issuedOn: Day
      runBy: number | null
      runAt: Generated<Date>
    }
    /** Which invoice asks a membership for a year's subscription; released by a credit note of the whole. */
    subscriptionCharges: {
      invoiceId: number
      membershipId: number
      year: AcademicYear
      releasedBy: number | null
    }
  }
}
