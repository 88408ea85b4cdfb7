import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { correct } from '../../platform/revision.ts'
import type { Of } from './rules.ts'

const overlapping: Refusals = {
  posts_overlap: {
    says: 'Posts of theirs as a practitioner there overlap. Ask the office to put them right first',
  },
}

const postsHeld = (tx: Writer, { personId, membershipId }: Of, from: Day) =>
  tx
    .selectFrom('posts')
    .select(['id', 'version', 'fromOn', 'toOn'])
    .where('personId', '=', personId)
    .where('membershipId', '=', membershipId)
    .where('post', '=', 'practitioner')
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', from)]))
    .orderBy('fromOn', (order) => order.asc().nullsFirst())
    .forUpdate()
    .execute()

/** Whoever is accepted holds the post of a practitioner at their school from today on; one they hold already goes on. */
export async function givePost(tx: Writer, by: Actor, of: Of) {
  const { personId, membershipId } = of
  const [held] = await postsHeld(tx, of, by.today)
  if (!held) {
    const post = {
      personId,
      membershipId,
      organisationId: null,
      post: 'practitioner' as const,
      importId: null,
    }
    await tx
      .insertInto('posts')
      .values({ ...post, fromOn: by.today, toOn: null })
      .execute()
    return
  }
  const fromOn = held.fromOn !== null && held.fromOn > by.today ? by.today : held.fromOn
  await refusing(overlapping, () => correct(tx, by, 'posts', held, { fromOn, toOn: null }))
}

/** The post and what it lets them do end after this day. */
export async function endPost(tx: Writer, by: Actor, of: Of, on: Day) {
  for (const { fromOn, toOn, ...held } of await postsHeld(tx, of, on)) {
    const last = fromOn !== null && fromOn > on ? fromOn : on
    if (toOn === null || toOn > last) await correct(tx, by, 'posts', held, { toOn: last })
  }
}
