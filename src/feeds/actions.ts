import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../platform/action.ts'
import type { Database } from '../platform/db.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { MOST_FEEDS, mayHaveFeeds } from './rules.ts'

export type FeedFilled = { groupId: number | null; name: string }

/** All that is kept of a secret: whoever reads the database learns no address. */
export const digestOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** Makes an address for whoever is at work. @returns its secret too, which nobody is told again. */
export async function makeFeed(by: Actor, filled: FeedFilled): Promise<{ id: number; secret: string }> {
  permit(mayHaveFeeds(by.who))
  const personId = by.who.personId as number
  const secret = randomBytes(32).toString('base64url')
  return by.act({ did: 'made a calendar feed', subject: `people/${personId}` }, async (tx) => {
    await tx.selectFrom('people').select('id').where('id', '=', personId).forNoKeyUpdate().execute()
    const made = await tx
      .selectFrom('feedAddresses')
      .select('id')
      .where('personId', '=', personId)
      .where('revokedAt', 'is', null)
      .execute()
    if (made.length >= MOST_FEEDS)
      throw notPossible(`You have ${MOST_FEEDS} feeds. Revoke one that you no longer use`)
    const unread = { readAt: null, contentDigest: null, contentSince: null, revokedAt: null }
    const { id } = await tx
      .insertInto('feedAddresses')
      .values({ ...filled, ...unread, personId, secretDigest: digestOf(secret) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, secret }
  })
}

/** From now on nothing is read under this address. */
export async function revokeFeed(by: Actor, id: number) {
  permit(mayHaveFeeds(by.who))
  const personId = by.who.personId as number
  await by.act({ did: 'revoked a calendar feed', subject: `people/${personId}` }, async (tx) => {
    const gone = await tx
      .updateTable('feedAddresses')
      .set({ revokedAt: new Date() })
      .where('id', '=', id)
      .where('personId', '=', personId)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw notFound()
  })
}

/**
 * Notes that a feed was read now, and what it said. Calendar programs read it every hour, so this is no deed for the
 * audit log.
 * @returns since when it says so.
 */
export async function noteRead(
  database: Database,
  id: number,
  contentDigest: string,
  now: Date,
): Promise<Date> {
  const { rows } = await database.pool.query<{ since: Date }>(
    `update feed_addresses set read_at = $3, content_digest = $2,
       content_since = case when content_digest = $2 then content_since else $3 end
     where id = $1 returning content_since as since`,
    [id, contentDigest, now],
  )
  return rows[0]?.since ?? now
}
