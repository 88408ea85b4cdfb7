import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'

export type SessionRow = Awaited<ReturnType<typeof sessionsOf>>[number]

/** Where this person is signed in now, the latest first; `here` is the session that asks. */
export const sessionsOf = (db: Reader, personId: number, token: string) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.accountId')
    .innerJoin('people', (join) => join.on(sql`lower(people.email)`, '=', sql`lower(accounts.email)`))
    .select(['sessions.id', 'sessions.userAgent', 'sessions.createdAt', 'sessions.expiresAt'])
    .select(sql<boolean>`sessions.token = ${token}`.as('here'))
    .where('people.id', '=', personId)
    .where('sessions.expiresAt', '>', sql<Date>`now()`)
    .orderBy('sessions.createdAt', 'desc')
    .orderBy('sessions.id')
    .execute()
