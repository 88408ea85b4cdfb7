import type { Generated, GeneratedAlways } from 'kysely'
import type { Capacity } from '../meetings/tables.ts'

export const askings = {
  motion: 'A motion: for or against',
  election: 'An election: one of several',
} as const
export type Asking = keyof typeof askings

export const manners = {
  hands: 'By show of hands, entered by the clerk',
  named: 'By name, each for their school',
  secret: 'In secret',
} as const
export type Manner = keyof typeof manners

export const countings = {
  'first past the post': 'Whoever has most votes',
  'alternative vote': 'In order of preference (alternative vote)',
} as const
export type Counting = keyof typeof countings

/** What a motion needs to be carried. */
export const majorities = {
  simple: 'More than half of the votes cast',
  'more than half of all': 'More than half of all memberships',
  'two thirds of votes cast': 'Two-thirds of the votes cast',
  'two thirds of those present': 'Two-thirds of those present',
  'two thirds of all': 'Two-thirds of all memberships',
} as const
export type Majority = keyof typeof majorities

/** How a school’s vote came. */
export const ways = {
  page: 'On the page',
  mail: 'By the link of a mail',
  hands: 'By show of hands',
  phone: 'By phone, written down by the clerk',
} as const
export type Way = keyof typeof ways

export const motionChoices = { for: 'For', against: 'Against', abstain: 'Abstain' } as const
export type MotionChoice = keyof typeof motionChoices

declare module '../platform/db.ts' {
  interface Tables {
    ballots: {
      id: GeneratedAlways<number>
      itemId: number | null
      byCorrespondence: Generated<boolean>
      amendsId: number | null
      /** The version of what it amends that its words were written against. */
      amendsVersion: number | null
      /** The question of what it amends, as it reads where this is carried. */
      amendedWords: string | null
      position: Generated<number>
      asks: Asking
      manner: Manner
      question: string
      explanation: string | null
      counting: Counting | null
      majority: Majority | null
      mayChange: Generated<boolean>
      proposalId: number | null
      proposedBy: number | null
      membershipId: number | null
      draftedAt: Generated<Date>
      /** When whoever keeps it took it up; only proposed before. */
      acceptedAt: Date | null
      /** From when schools that cannot come vote beforehand. */
      absentFrom: Date | null
      opensAt: Date | null
      closesAt: Date | null
      openedAt: Date | null
      openedBy: number | null
      /** How many memberships had to be represented when it opened, and how many were. */
      needed: number | null
      represented: number | null
      abstentionsCast: boolean | null
      closedAt: Date | null
      closedBy: number | null
      cancelledAt: Date | null
      cancelledBy: number | null
      cancelledWhy: string | null
      lotSeed: Buffer | null
      lotPromise: string | null
      lotWords: string | null
      lotBy: number | null
      lotAt: Date | null
      /** Of the list that was published of a secret vote. */
      digest: string | null
      /** When the heads were told that it is open to them, and when those were reminded who had not voted. */
      toldAt: Date | null
      remindedAt: Date | null
      version: Generated<number>
    }
    ballotOptions: {
      id: GeneratedAlways<number>
      ballotId: number
      position: number
      words: string
      personId: number | null
    }
    ballotElectors: {
      ballotId: number
      membershipId: number
      present: boolean
      personId: number | null
      capacity: Capacity | null
      /** Outside the vote and its sums, for an interest that was declared. */
      excluded: Generated<boolean>
      took: 'vote' | 'paper' | null
    }
    votes: {
      ballotId: number
      membershipId: number
      took: Generated<'vote'>
      /** `for`, `against`, `abstain`, or ids of options in the order of preference: `12>15`. */
      choice: string
      reason: string | null
      how: Way
      castBy: number | null
      recordedBy: number | null
      source: string | null
      castAt: Generated<Date>
      version: Generated<number>
    }
    formerVotes: {
      ballotId: number
      membershipId: number
      version: number
      choice: string
      how: Way
      castBy: number | null
      recordedBy: number | null
      source: string | null
      castAt: Date
    }
    ballotStatements: {
      id: GeneratedAlways<number>
      ballotId: number
      membershipId: number
      personId: number
      words: string
      saidAt: Generated<Date>
      version: Generated<number>
    }
  }
}
