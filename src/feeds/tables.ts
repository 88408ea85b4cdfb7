import type { Generated, GeneratedAlways } from 'kysely'

declare module '../platform/db.ts' {
  interface Tables {
    feedAddresses: {
      id: GeneratedAlways<number>
      personId: number
      groupId: number | null
      name: string
      secretDigest: string
      madeAt: Generated<Date>
      readAt: Date | null
      /** A digest of what it last said, and since when it says so. */
      contentDigest: string | null
      contentSince: Date | null
      revokedAt: Date | null
    }
  }
}
