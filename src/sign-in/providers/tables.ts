import type { Generated, GeneratedAlways } from 'kysely'

declare module '../../platform/db.ts' {
  interface Tables {
    providerVisits: {
      state: string
      provider: string
      nonce: string
      verifier: string
      personId: number | null
      next: Generated<string>
      expiresAt: Date
    }
    connections: {
      id: GeneratedAlways<number>
      /** The provider's issuer, so that its place among the settings may change. */
      provider: string
      subject: string
      personId: number
      address: string | null
      madeAt: Generated<Date>
      usedAt: Date | null
    }
  }
}
