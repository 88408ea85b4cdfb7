import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import type { Who } from '../../platform/who.ts'
import { tellOfNewWay } from '../actions.ts'
import type { Told, Visit } from './client.ts'

const VISIT_LASTS_MINUTES = 10

/** Keeps what somebody sent to a provider must come back with; `personId` is who connects it to themselves. */
export async function beginVisit(
  by: Actor,
  issuer: string,
  { state, nonce, verifier }: Visit,
  to: { personId: number | null; next: string },
) {
  const expiresAt = sql<Date>`now() + make_interval(mins => ${VISIT_LASTS_MINUTES})`
  await by.together((tx) =>
    tx
      .insertInto('providerVisits')
      .values({ state, provider: issuer, nonce, verifier, ...to, expiresAt })
      .execute(),
  )
}

/** Lets go of visits from which nobody can come back any more. */
export const forgetVisits = (tx: Writer) =>
  tx.deleteFrom('providerVisits').where('expiresAt', '<', sql<Date>`now()`).execute()

/** Takes a visit away, so that nobody comes back from it twice. */
export const endVisit = (by: Actor, state: string) =>
  by.together((tx) =>
    tx
      .deleteFrom('providerVisits')
      .where('state', '=', state)
      .where('expiresAt', '>', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst(),
  )

/** Whose this account is, noting that it was used. */
export async function ownerOf(by: Actor, issuer: string, subject: string): Promise<number | undefined> {
  const used = await by.together((tx) =>
    tx
      .updateTable('connections')
      .set({ usedAt: sql<Date>`now()` })
      .where('provider', '=', issuer)
      .where('subject', '=', subject)
      .returning('personId')
      .executeTakeFirst(),
  )
  return used?.personId
}

type Account = { issuer: string; name: string } & Told

/** Connects an account to the person at work, who came back from its provider with it. */
export async function connectOwn(by: Actor, account: Account) {
  const { who } = by
  permit(who.personId !== null)
  await connect(by, who, account)
}

/**
 * Connects an account to whoever has the address for which its provider vouches.
 * @returns whether it did: somebody who has another account there already must connect this one themselves,
 * because providers give an address to somebody else when a person leaves.
 */
export async function connectByAddress(by: Actor, person: Who, account: Account): Promise<boolean> {
  const other = await by.totals
    .selectFrom('connections')
    .select('id')
    .where('provider', '=', account.issuer)
    .where('personId', '=', person.personId)
    .executeTakeFirst()
  if (other) return false
  await connect(by, person, account)
  return true
}

async function connect(by: Actor, { personId, name }: Who, account: Account) {
  const { issuer, subject, address } = account
  const deed = { did: 'connected an account', subject: `people/${personId}`, details: { provider: issuer } }
  await by.act(deed, async (tx) => {
    const connection = { provider: issuer, subject, personId: Number(personId), address, usedAt: null }
    const made = await tx
      .insertInto('connections')
      .values(connection)
      .onConflict((row) => row.doNothing())
      .returning('id')
      .executeTakeFirst()
    const what = `An account at ${account.name} was connected`
    if (made) return tellOfNewWay(tx, { personId: Number(personId), name }, what)
    const { personId: owner } = await tx
      .selectFrom('connections')
      .select('personId')
      .where('provider', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirstOrThrow()
    if (owner !== personId) throw notPossible(`That account at ${account.name} is connected to somebody else`)
  })
}

/** From now on that account opens nothing here. */
export async function disconnect(by: Actor, id: number) {
  const { personId } = by.who
  permit(personId !== null)
  await by.act({ did: 'disconnected an account', subject: `people/${personId}` }, async (tx) => {
    const gone = await tx
      .deleteFrom('connections')
      .where('id', '=', id)
      .where('personId', '=', personId)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw notFound()
  })
}
