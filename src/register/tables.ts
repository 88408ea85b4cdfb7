import type { Generated, GeneratedAlways } from 'kysely'
import type { School } from '../members/tables.ts'
import type { Day } from '../platform/day.ts'

/** What the register says of one school, where it says anything. The trust is named, not numbered. */
export type Entry = Partial<Omit<School, 'urn' | 'shortName' | 'trustId'>> & { trust?: string }
export type EntryField = keyof Entry

/** Which fields of a school the register may change, and what people call them. */
export const entryFields = {
  name: 'Name',
  type: 'Type',
  phase: 'Phase',
  status: 'Status',
  religiousCharacter: 'Religious character',
  lowAge: 'Lowest age',
  highAge: 'Highest age',
  openedOn: 'Opened on',
  closedOn: 'Closed on',
  pupils: 'Pupils',
  street: 'Street',
  town: 'Town',
  postcode: 'Postcode',
  website: 'Website',
  telephone: 'Telephone',
  headName: 'Head',
  trust: 'Trust',
} as const satisfies Record<EntryField, string>

export const changeKinds = {
  field: 'A difference',
  successor: 'A new URN',
  predecessor: 'An earlier URN',
  new: 'A school not known here',
  trust: 'A trust',
} as const
export type ChangeKind = keyof typeof changeKinds

export const decisions = { open: 'Waiting', approved: 'Approved', left: 'Left as it is' } as const
export type Decision = keyof typeof decisions

declare module '../platform/db.ts' {
  interface Tables {
    registerChanges: {
      id: GeneratedAlways<number>
      importId: number
      urn: number | null
      trustId: number | null
      kind: ChangeKind
      field: Generated<string>
      was: string | null
      becomes: string | null
      /** From when, where the register says so: a successor's first day. */
      effectiveOn: Day | null
      /** For a school that is not here yet: what the register says of it. */
      details: Generated<unknown>
      decidedBy: number | null
      decidedAt: Date | null
      approved: boolean | null
    }
  }
}
