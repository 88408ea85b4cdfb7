import type { Generated, GeneratedAlways } from 'kysely'

/** Who signs for the three parties to a deployment. */
export const parties = {
  'supported head': 'The head of the supported school',
  'supporting head': 'The head of the supporting school',
  practitioner: 'The practitioner',
} as const
export type Party = keyof typeof parties

declare module '../../platform/db.ts' {
  interface Tables {
    deploymentSignatures: {
      id: GeneratedAlways<number>
      deploymentId: number
      capacity: Party
      round: number
      personId: number
      name: string
      title: string
      schoolName: string
      proof: 'passkey' | 'code'
      digest: string
      statement: string
      seal: Buffer
      certificate: Buffer
      sealedKey: Buffer | null
      signedAt: Generated<Date>
    }
    deploymentAgreements: {
      id: GeneratedAlways<number>
      deploymentId: number
      round: number
      words: string
      digest: string
      madeAt: Generated<Date>
      content: Buffer | null
      contentDigest: string | null
      level: 'B-B' | 'B-T' | null
      version: Generated<number>
    }
  }
}
