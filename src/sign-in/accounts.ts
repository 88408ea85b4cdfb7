import { randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { magicLink } from 'better-auth/plugins/magic-link'
import { Kysely, PostgresDialect } from 'kysely'
import type { Database } from '../platform/db.ts'
import type { Provider } from '../platform/settings.ts'

const LINK_LASTS_SECONDS = 15 * 60
const SESSION_LASTS_SECONDS = 7 * 24 * 60 * 60
/** Of what a browser calls itself. */
const LONGEST_NAME = 400

export type SignInSettings = { url: string; secret: string; secure: boolean; providers?: Provider[] }

export const sessionCookie = (secure: boolean) => (secure ? '__Host-sid' : 'sid')

/** Only pages of ours: an address that leads elsewhere is not gone to. */
export const ownPage = (next: string | null | undefined) =>
  next && /^\/(?![/\\])[\w\-./?=&%+]*$/.test(next) ? next : '/'

/** Accounts, one-time links and sessions, kept by the library in our own tables under our own names. */
export type Accounts = {
  /** A one-time link's token for this address, good for fifteen minutes, whoever it belongs to. */
  tokenFor: (email: string) => Promise<string>
  /**
   * Spends a token: the cookie that opens a session, or nothing when it was spent, is too old or never was.
   * What the browser calls itself is kept with the session, so that its owner knows it again.
   */
  open: (token: string, browser?: string) => Promise<string | undefined>
}

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }

/**
 * Somebody's account is there before their first link is used: of two links used at once the library would
 * make it twice, and one would fail. Whoever opens the link has shown that the address is theirs.
 */
const MAKE_ACCOUNT = `insert into accounts (id, name, email, email_verified)
  select $1, '', $2, true where exists (select from people where lower(email) = $2) on conflict do nothing`

export function accounts(database: Database, { url, secret, secure }: SignInSettings): Accounts {
  const auth = betterAuth({
    baseURL: url,
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool: database.pool }) }), type: 'postgres' },
    user: { modelName: 'accounts', fields: { emailVerified: 'email_verified', ...stamps } },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_LASTS_SECONDS,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...stamps,
      },
    },
    account: { modelName: 'credentials', fields: credentialFields },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...stamps } },
    advanced: {
      useSecureCookies: false,
      disableOriginCheck: true,
      cookies: { session_token: { name: sessionCookie(secure), attributes: { secure, sameSite: 'lax' } } },
    },
    plugins: [
      magicLink({
        expiresIn: LINK_LASTS_SECONDS,
        storeToken: 'hashed',
        sendMagicLink: ({ token, metadata }) => metadata?.take?.(token),
      }),
    ],
  })
  return {
    async tokenFor(email) {
      await database.pool.query(MAKE_ACCOUNT, [randomUUID(), email.toLowerCase()])
      let token = ''
      const take = (made: string) => {
        token = made
      }
      await auth.api.signInMagicLink({ body: { email, metadata: { take } }, headers: new Headers() })
      return token
    },
    async open(token, browser = '') {
      const answer = await auth.api.magicLinkVerify({
        query: { token },
        headers: new Headers(browser ? { 'user-agent': browser.slice(0, LONGEST_NAME) } : {}),
        asResponse: true,
      })
      return answer.headers.get('set-cookie') ?? undefined
    },
  }
}

const credentialFields = {
  userId: 'account_id',
  accountId: 'provider_account_id',
  providerId: 'provider_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
  ...stamps,
}
