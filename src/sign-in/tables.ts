import type { Generated } from 'kysely'

/** How somebody signed in. */
export type Way = 'link' | 'passkey' | 'provider' | 'demonstration'

type Stamped = { createdAt: Generated<Date>; updatedAt: Generated<Date> }

/** The sign-in library writes these; everything else reads sessions and accounts only. */
declare module '../platform/db.ts' {
  interface Tables {
    accounts: {
      id: string
      name: string
      email: string
      emailVerified: Generated<boolean>
      image: string | null
    } & Stamped
    sessions: {
      id: string
      token: string
      accountId: string
      expiresAt: Date
      ipAddress: string | null
      userAgent: string | null
    } & Stamped
    credentials: {
      id: string
      accountId: string
      providerId: string
      providerAccountId: string
      accessToken: string | null
      refreshToken: string | null
      idToken: string | null
      accessTokenExpiresAt: Date | null
      refreshTokenExpiresAt: Date | null
      scope: string | null
      password: string | null
    } & Stamped
    verifications: { id: string; identifier: string; value: string; expiresAt: Date } & Stamped
  }
}
