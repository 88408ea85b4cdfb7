import { sql } from 'kysely'
import { personOn } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { signingOf, versionToSign } from '../queries.ts'
import { isFree, mayKeepSignatures } from '../rules.ts'
import type { Capacity } from '../tables.ts'

export type SubstituteFilled = { capacity: Capacity; personId: number; reason: string }

const one: Refusals = {
  signing_substitutes_one: {
    says: 'Somebody is already named to sign in that capacity: take that back first',
    field: 'capacity',
  },
}

/** Names somebody to sign in another's place, such as a vice-chair or a deputy, and says why. */
export async function nameSubstitute(
  by: Actor,
  membershipId: number,
  filled: SubstituteFilled,
): Promise<number> {
  permit(mayKeepSignatures(by.who))
  const subject = `agreement/register/${membershipId}`
  const { capacity, personId } = filled
  const details = { capacity, person: personId }
  return by.act({ did: 'named a substitute to sign', subject, details }, async (tx, by) => {
    const version = await versionToSign(tx, by.today)
    if (!version) throw notPossible('No version has been published for schools to sign')
    const place = { versionId: version.id, membershipId, capacity }
    const signing = await signingOf(tx, place, personId, by.today)
    if (signing.school.leftOn !== null && signing.school.leftOn < by.today)
      throw notPossible(`${signing.school.name} has left the alliance, so nobody signs for it any more`)
    if (!isFree(signing))
      throw notPossible(`Version ${version.number} is already signed in that capacity`, 'capacity')
    const entitled = await personOn(tx, { id: personId }, by.today)
    if (!entitled)
      throw notPossible(
        'This person holds no post today, so they could not sign in: record their post first',
        'personId',
      )
    const { id } = await refusing(one, () =>
      tx
        .insertInto('signingSubstitutes')
        .values({ ...place, ...filled, namedBy: by.who.personId, endedAt: null })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    return id
  })
}

/** Takes back the naming of a substitute; what they signed before stands. */
export async function withdrawSubstitute(by: Actor, membershipId: number, id: number) {
  permit(mayKeepSignatures(by.who))
  const subject = `agreement/register/${membershipId}`
  await by.act({ did: 'took back a substitute', subject, details: { substitute: id } }, async (tx) => {
    const named = await tx
      .selectFrom('signingSubstitutes')
      .select('endedAt')
      .where('id', '=', id)
      .where('membershipId', '=', membershipId)
      .executeTakeFirst()
    if (!named) throw notFound()
    await tx
      .updateTable('signingSubstitutes')
      .set({ endedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .where('endedAt', 'is', null)
      .execute()
  })
}
