import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Scanned } from '../../platform/stored-file.ts'

/** What an item is for, in the order in which a meeting usually takes them. */
export const itemKinds = {
  welcome: 'Welcome and apologies',
  declarations: 'Declarations of interest',
  minutes: 'Minutes of the last meeting',
  'matters arising': 'Matters arising',
  actions: 'Actions',
  feedback: 'Feedback from groups',
  report: 'Report',
  consultation: 'Consultation',
  decision: 'Decision',
  'other business': 'Any other business',
  dates: 'Dates of next meetings',
} as const
export type ItemKind = keyof typeof itemKinds

export const itemStates = {
  proposed: 'Proposed',
  accepted: 'On the agenda',
  declined: 'Declined',
  withdrawn: 'Taken off',
} as const
type ItemState = keyof typeof itemStates

declare module '../../platform/db.ts' {
  interface Tables {
    agendaItems: {
      id: GeneratedAlways<number>
      meetingId: number
      position: number
      kind: ItemKind
      title: string
      purpose: Generated<string>
      ownerId: number | null
      minutes: number | null
      partB: Generated<boolean>
      audience: Generated<'members' | 'named'>
      followsId: number | null
      state: Generated<ItemState>
      stateReason: string | null
      proposedBy: number | null
      membershipId: number | null
      addedAt: Generated<Date>
      version: Generated<number>
    }
    interests: {
      id: GeneratedAlways<number>
      personId: number
      membershipId: number | null
      words: string
      fromOn: Day
      toOn: Day | null
      declaredAt: Generated<Date>
      version: Generated<number>
    }
    itemInterests: {
      id: GeneratedAlways<number>
      itemId: number
      personId: number
      membershipId: number | null
      words: string
      leftRoom: Generated<boolean>
      declaredAt: Generated<Date>
      recordedBy: number | null
      version: Generated<number>
    }
    papers: {
      id: GeneratedAlways<number>
      meetingId: number
      itemId: number
      title: string
      summary: Generated<string>
      words: string | null
      name: string | null
      type: string | null
      size: number | null
      digest: string | null
      scanned: Scanned | null
      addedBy: number | null
      addedAt: Generated<Date>
      withdrawnAt: Date | null
      version: Generated<number>
    }
    paperContents: {
      paperId: number
      content: Buffer
      /** The words of each page of a PDF, so that they need not be read out of it again. */
      pageTexts: string[] | null
    }
    circulations: {
      id: GeneratedAlways<number>
      meetingId: number
      personId: number
      circulatedAt: Generated<Date>
    }
  }
}
