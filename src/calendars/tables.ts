import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const dateKinds = {
  term: 'Term',
  'half-term': 'Half-term holiday',
  inset: 'INSET day',
  closure: 'Closure',
} as const
export type DateKind = keyof typeof dateKinds

declare module '../platform/db.ts' {
  interface Tables {
    calendars: {
      id: GeneratedAlways<number>
      name: string
      isDefault: Generated<boolean>
      version: Generated<number>
    }
    calendarMemberships: { membershipId: number; calendarId: number }
    calendarDates: {
      id: GeneratedAlways<number>
      calendarId: number
      kind: DateKind
      fromOn: Day
      toOn: Day
      note: string | null
      version: Generated<number>
      importId: number | null
    }
  }
}
