import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { locked } from '../reviews/actions.ts'
import type { Review } from '../reviews/queries.ts'
import { MOST_REVIEWERS } from '../reviews/rules.ts'
import { isBeforeVisit, mayDeclare, mayPlan } from '../rules.ts'
import { candidates } from './queries.ts'

/** The review, while whoever acts may name its reviewers. */
async function planned(tx: Writer, by: Actor, reviewId: number): Promise<Review> {
  const { found, standing } = await locked(tx, by, reviewId)
  permit(mayPlan(standing))
  if (!isBeforeVisit(found.state)) throw notPossible('The reviewers of this review stay as they are')
  return found
}

const TOO_MANY = `A review has ${MOST_REVIEWERS} reviewers at most`

/** Names somebody of another school of the cluster as a reviewer, never of the host or of its trust. */
export async function nameReviewer(
  by: Actor,
  reviewId: number,
  { personId, leads }: { personId: number; leads: boolean },
): Promise<void> {
  await by.act(
    { did: 'named a reviewer', subject: `peer-review/${reviewId}`, details: { personId } },
    async (tx, by) => {
      const found = await planned(tx, by, reviewId)
      await add(tx, by, found, { personId, leads })
    },
  )
}

async function add(
  tx: Writer,
  by: Actor,
  found: Review,
  { personId, leads }: { personId: number; leads: boolean },
) {
  const fitting = await candidates(tx, found, by.today)
  const chosen = fitting.find((one) => one.personId === personId)
  if (!chosen)
    throw notPossible(
      `Choose somebody of another school of the cluster, and not of the trust of ${found.host}`,
      'personId',
    )
  const { count } = await tx
    .selectFrom('peerReviewers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('reviewId', '=', found.id)
    .where('replacedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= MOST_REVIEWERS) throw notPossible(TOO_MANY, 'personId')
  if (leads) await nobodyLeads(tx, found.id)
  const refusals = {
    peer_reviewers_once: { says: `${chosen.name} is a reviewer already`, field: 'personId' },
  }
  const none = { declaredAt: null, replacedAt: null }
  await refusing(refusals, () =>
    tx
      .insertInto('peerReviewers')
      .values({ reviewId: found.id, personId, membershipId: chosen.membershipId, leads, ...none })
      .execute(),
  )
}

const nobodyLeads = (tx: Writer, reviewId: number) =>
  tx
    .updateTable('peerReviewers')
    .set({ leads: false })
    .where('reviewId', '=', reviewId)
    .where('leads', '=', true)
    .execute()

/** Says who of the reviewers leads them; until the report is handed over, since the lead hands it over. */
export async function chooseLead(by: Actor, reviewId: number, reviewerId: number): Promise<void> {
  await by.act(
    { did: 'chose who leads the reviewers', subject: `peer-review/${reviewId}`, details: { reviewerId } },
    async (tx, by) => {
      const { found, standing } = await locked(tx, by, reviewId)
      permit(mayPlan(standing))
      if (!isBeforeVisit(found.state) && found.state !== 'visited')
        throw notPossible('The report of this review is handed over')
      await standsThere(tx, reviewId, reviewerId)
      await nobodyLeads(tx, reviewId)
      await tx.updateTable('peerReviewers').set({ leads: true }).where('id', '=', reviewerId).execute()
    },
  )
}

async function standsThere(tx: Writer, reviewId: number, reviewerId: number) {
  const found = await tx
    .selectFrom('peerReviewers')
    .select(['leads', 'replacedAt'])
    .where('id', '=', reviewerId)
    .where('reviewId', '=', reviewId)
    .executeTakeFirst()
  if (!found) throw notFound()
  if (found.replacedAt) throw notPossible('This reviewer was replaced already')
  return found
}

export type Declared = { declaration: 'clear' | 'interest'; interest: string | null }

/**
 * A reviewer declares for themselves. Whoever has an interest reads nothing more of the review and has to be replaced:
 * that they once had one is not taken back.
 */
export async function declare(
  by: Actor,
  reviewId: number,
  { declaration, interest }: Declared,
): Promise<void> {
  await by.act({ did: 'declared as a reviewer', subject: `peer-review/${reviewId}` }, async (tx, by) => {
    const { found, standing } = await locked(tx, by, reviewId)
    permit(mayDeclare(standing, found.state) && standing.reviewer !== null)
    const interested = declaration === 'interest'
    if (interested && !interest) throw notPossible('Say what stands in the way', 'interest')
    const { id } = standing.reviewer
    await tx
      .updateTable('peerReviewers')
      .set({ declaredAt: sql<Date>`now()`, interested })
      .where('id', '=', id)
      .execute()
    if (interested)
      await tx
        .insertInto('peerReviewInterests')
        .values({ reviewerId: id, interest, replacedWhy: null })
        .execute()
  })
}

export type Replaced = { replacedWhy: string; personId: number | null }

/** Replaces a reviewer, with the reason, by somebody else or for the time being by nobody. */
export async function replaceReviewer(
  by: Actor,
  { reviewId, reviewerId }: { reviewId: number; reviewerId: number },
  { replacedWhy, personId }: Replaced,
): Promise<void> {
  await by.act(
    { did: 'replaced a reviewer', subject: `peer-review/${reviewId}`, details: { reviewerId, personId } },
    async (tx, by) => {
      const found = await planned(tx, by, reviewId)
      const { leads } = await standsThere(tx, reviewId, reviewerId)
      await tx
        .updateTable('peerReviewers')
        .set({ replacedAt: sql<Date>`now()`, leads: false })
        .where('id', '=', reviewerId)
        .execute()
      await tx
        .insertInto('peerReviewInterests')
        .values({ reviewerId, interest: null, replacedWhy })
        .onConflict((row) => row.column('reviewerId').doUpdateSet({ replacedWhy }))
        .execute()
      if (personId !== null) await add(tx, by, found, { personId, leads })
    },
  )
}
