import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../../../platform/day.ts'
import type { Proof } from '../../../proofs/tables.ts'

/** What minutes are made of. What is confidential of an item is one part, so that not even its shape is told. */
export const partKinds = {
  front: 'Meeting, date and quorum',
  attendance: 'Which schools were represented, and how',
  names: 'Names of those who were there',
  item: 'Titles of the items and of their papers',
  minute: 'What was said',
  decisions: 'Decisions, and by what vote they were taken',
  statements: 'What schools said of their own votes',
  actions: 'Actions, by the post of their owner',
  owners: 'Names of the owners of actions',
  interests: 'Declarations of interest',
  feedback: 'What was reported back from groups, by school',
  reporters: 'Names of those who reported back',
  'part b': 'Confidential items',
} as const
export type PartKind = keyof typeof partKinds

/** Those for whom an edition is made by leaving something out. */
export const audiences = { governors: 'Those who govern schools', public: 'Everybody' } as const
export type Audience = keyof typeof audiences

/** What is left out for each until the office says otherwise: names of people, and from the public what was said. */
export const usuallyWithheld: Record<Audience, PartKind[]> = {
  governors: ['names', 'reporters', 'owners', 'interests'],
  public: ['names', 'feedback', 'reporters', 'minute', 'statements', 'actions', 'owners', 'interests'],
}

declare module '../../../platform/db.ts' {
  interface Tables {
    minuteEditions: {
      id: GeneratedAlways<number>
      meetingId: number
      number: number
      reason: string | null
      digest: string
      madeBy: number | null
      madeAt: Generated<Date>
    }
    minuteEditionParts: {
      id: GeneratedAlways<number>
      editionId: number
      position: number
      kind: PartKind
      digest: string
    }
    minuteEditionTexts: {
      id: GeneratedAlways<number>
      partId: number
      itemId: number | null
      nonce: string
      content: string
    }
    minuteSignatures: {
      id: GeneratedAlways<number>
      editionId: number
      personId: number
      name: string
      digest: string
      proof: Proof
      signedOn: Day
      signedAt: Generated<Date>
    }
    minuteRedactions: {
      id: GeneratedAlways<number>
      audience: Audience
      /** Kinds of part, with spaces between them. */
      withheld: string
      version: Generated<number>
    }
  }
}
