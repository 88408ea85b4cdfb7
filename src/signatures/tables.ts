import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

/** Two sign for a school: one for those who govern it, and one who leads it (clause 20). */
export const capacities = {
  governance: 'For those who govern the school',
  leadership: 'As head of the school',
} as const
export type Capacity = keyof typeof capacities

declare module '../platform/db.ts' {
  interface Tables {
    governingBodies: {
      membershipId: number
      legalBody: string
      signatoryTitle: string
      version: Generated<number>
    }
    signatures: {
      id: GeneratedAlways<number>
      versionId: number
      membershipId: number
      capacity: Capacity
      personId: number
      name: string
      title: string
      legalBody: string | null
      schoolName: string
      urn: number
      how: 'electronic' | 'paper'
      proof: 'passkey' | 'code' | null
      minute: string | null
      minuteOn: Day | null
      substituteReason: string | null
      signedOn: Day
      signedAt: Generated<Date>
      digest: string
      statement: string | null
      seal: Buffer | null
      certificate: Buffer | null
      sealedKey: Buffer | null
      recordedBy: number | null
      version: Generated<number>
    }
    signedDocuments: {
      id: GeneratedAlways<number>
      versionId: number
      membershipId: number
      /** Ids and versions of the signatures it tells of, in the order in which they were made: `12.1,15.1`. */
      acts: string
      signatureCount: number
      content: Buffer
      digest: string
      level: 'B-B' | 'B-T'
      madeAt: Generated<Date>
    }
    signingDeclined: {
      id: GeneratedAlways<number>
      versionId: number
      membershipId: number
      capacity: Capacity
      personId: number
      reason: string
      declinedAt: Generated<Date>
    }
    signingSubstitutes: {
      id: GeneratedAlways<number>
      versionId: number
      membershipId: number
      capacity: Capacity
      personId: number
      reason: string
      namedBy: number | null
      namedAt: Generated<Date>
      endedAt: Date | null
    }
    signingReminders: {
      versionId: number
      membershipId: number
      capacity: Capacity
      personId: number
      sentOn: Day
    }
    clauseQuestions: {
      id: GeneratedAlways<number>
      clauseId: number
      membershipId: number
      personId: number
      kind: 'question' | 'reservation'
      words: string
      askedAt: Generated<Date>
      answer: string | null
      answeredBy: number | null
      answeredAt: Date | null
      readAt: Date | null
      version: Generated<number>
    }
  }
}
