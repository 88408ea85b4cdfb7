import type { Generated, GeneratedAlways } from 'kysely'

declare module '../db.ts' {
  interface Tables {
    signingAuthorities: {
      id: GeneratedAlways<number>
      certificate: Buffer
      sealedKey: Buffer
      madeAt: Generated<Date>
      endedAt: Date | null
    }
  }
}
