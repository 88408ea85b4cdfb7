import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { staffOptions } from '../clusters/queries.ts'
import { locked } from '../reviews/actions.ts'
import type { May } from '../tables.ts'

/** The host head names who may read, or help write. Only people of the school write for it. */
export async function nameReader(
  by: Actor,
  reviewId: number,
  { personId, may }: { personId: number; may: May },
): Promise<void> {
  await by.act(
    { did: 'named a reader of a peer review', subject: `peer-review/${reviewId}` },
    async (tx, by) => {
      const { found, standing } = await locked(tx, by, reviewId)
      permit(standing.hostHead)
      const staff = may === 'read' ? [] : await staffOptions(tx, found.hostMembershipId, by.today)
      if (may !== 'read' && !staff.some(([id]) => id === personId))
        throw notPossible(`Only people of ${found.host} help it write; others can read`, 'may')
      const once = {
        peer_review_readers_once: { says: 'They are named already: take them off first', field: 'personId' },
      }
      await refusing(once, () =>
        tx
          .insertInto('peerReviewReaders')
          .values({ reviewId, personId, may, namedBy: by.who.personId, endedAt: null })
          .execute(),
      )
    },
  )
}

/** Takes a reader off: from the same moment they open nothing of the review any more. */
export async function takeOffReader(by: Actor, reviewId: number, readerId: number): Promise<void> {
  await by.act(
    { did: 'took a reader off a peer review', subject: `peer-review/${reviewId}` },
    async (tx, by) => {
      const { standing } = await locked(tx, by, reviewId)
      permit(standing.hostHead)
      const { numUpdatedRows } = await tx
        .updateTable('peerReviewReaders')
        .set({ endedAt: sql<Date>`now()` })
        .where('id', '=', readerId)
        .where('reviewId', '=', reviewId)
        .where('endedAt', 'is', null)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw notFound()
    },
  )
}
