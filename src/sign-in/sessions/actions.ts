import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, permit } from '../../platform/refusal.ts'

const sessionsIn = (tx: Writer, personId: number) =>
  tx
    .deleteFrom('sessions')
    .using('accounts')
    .using('people')
    .whereRef('accounts.id', '=', 'sessions.accountId')
    .where(sql<boolean>`lower(people.email) = lower(accounts.email)`)
    .where('people.id', '=', personId)

/** Ends one of one's own sessions: its cookie opens nothing from now on, whichever process is asked. */
export async function endSession(by: Actor, id: string) {
  const { personId } = by.who
  permit(personId !== null)
  await by.act({ did: 'ended a session', subject: `people/${personId}` }, async (tx) => {
    const ended = await sessionsIn(tx, personId)
      .where('sessions.id', '=', id)
      .returning('sessions.id')
      .executeTakeFirst()
    if (!ended) throw notFound()
  })
}

/** Ends all of one's own sessions but the one with this token. */
export async function endOtherSessions(by: Actor, token: string) {
  const { personId } = by.who
  permit(personId !== null)
  const details = (ended: number) => ({ ended })
  await by.act({ did: 'ended other sessions', subject: `people/${personId}`, details }, async (tx) => {
    const rows = await sessionsIn(tx, personId)
      .where('sessions.token', '!=', token)
      .returning('sessions.id')
      .execute()
    return rows.length
  })
}
