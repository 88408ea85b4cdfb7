import type { Generated, GeneratedAlways } from 'kysely'

/** With what somebody proved who they are. */
export type Proof = 'passkey' | 'code'

declare module '../platform/db.ts' {
  interface Tables {
    passkeys: {
      id: string
      personId: number
      name: string
      publicKey: Buffer
      counter: number
      transports: string | null
      backedUp: boolean
      madeAt: Generated<Date>
      usedAt: Date | null
    }
    passkeyChallenges: {
      challenge: string
      personId: number | null
      purpose: string
      origin: string
      expiresAt: Date
    }
    oneTimeCodes: {
      id: GeneratedAlways<number>
      personId: number
      purpose: string
      codeDigest: string
      attempts: Generated<number>
      expiresAt: Date
      provenAt: Date | null
      usedAt: Date | null
    }
  }
}
