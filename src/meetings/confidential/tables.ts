import type { Generated, GeneratedAlways } from 'kysely'

/** In which form somebody was shown an item. */
export const openings = {
  item: 'On its page or the agenda',
  paper: 'A paper',
  pack: 'In the pack',
  minutes: 'In the minutes',
  search: 'Found by search',
  decision: 'A decision’s story',
  edition: 'In an edition of the minutes',
} as const
export type Opening = keyof typeof openings

/** Whom a confidential item is for, beside those who keep its meeting. */
export const audiences = {
  members: 'The group’s own members: of the board, its heads and whoever held a seat there',
  named: 'Only people who are named',
} as const
export type Audience = keyof typeof audiences

declare module '../../platform/db.ts' {
  interface Tables {
    itemReaders: {
      itemId: number
      personId: number
      /** Whether they are named to read it, or it is withheld from them. */
      may: boolean
      reason: string | null
      givenBy: number | null
      givenAt: Generated<Date>
    }
    itemOpenings: {
      id: GeneratedAlways<number>
      itemId: number
      personId: number
      what: Opening
      partB: boolean
      openedAt: Generated<Date>
    }
    itemMarkings: {
      id: GeneratedAlways<number>
      itemId: number
      partB: boolean
      reason: string
      circulated: boolean
      markedBy: number | null
      markedAt: Generated<Date>
    }
    itemRecalls: {
      itemId: number
      meetingId: number
      personId: number
      askedAt: Generated<Date>
      confirmedAt: Date | null
      confirmedBy: number | null
    }
  }
}
