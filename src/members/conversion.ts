import type { Actor } from '../platform/action.ts'
import { refusing } from '../platform/constraint.ts'
import { addDays, type Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { addSchool, locked, taken } from './actions.ts'
import { membership, schoolByUrn, urnsBorne } from './queries.ts'
import { mayKeepMembers, succession } from './rules.ts'
import type { School } from './tables.ts'

/** A new URN from a day on; what else is known of the school under it may be given too. */
export type Conversion = Pick<School, 'urn' | 'name' | 'shortName' | 'type' | 'trustId'> & { fromOn: Day }

/**
 * A school converted: one URN closed and another opened the day after, while its membership goes on and with it
 * everything that hangs on it.
 */
export async function convert(
  by: Actor,
  membershipId: number,
  { fromOn, urn, ...details }: Conversion & Partial<School>,
) {
  permit(mayKeepMembers(by.who))
  const deed = {
    did: 'recorded a conversion',
    subject: `members/${membershipId}`,
    details: { urn, fromOn },
  }
  await by.act(deed, async (tx, by) => {
    await locked(tx, membershipId)
    const now = await membership(tx, membershipId)
    const wrong = succession(now, await urnsBorne(tx, membershipId), { urn, fromOn })
    if (wrong) throw notPossible(wrong, wrong.includes('URN') ? 'urn' : 'fromOn')
    await keepSuccessor(tx, by, { ...now, urn }, { ...details, openedOn: fromOn })
    await handOver(tx, now, { urn, fromOn })
    await closeOld(tx, by, now, addDays(fromOn, -1))
  })
}

/** What stays true of the school over a conversion is taken over from the URN before. */
async function keepSuccessor(
  tx: Writer,
  by: Actor,
  like: School,
  details: Partial<School> & { name: string; shortName: string },
) {
  const known = await schoolByUrn(tx, like.urn)
  if (known)
    return correct(
      tx,
      by,
      'schools',
      { urn: like.urn, version: known.version },
      { ...details, openedOn: known.openedOn ?? details.openedOn ?? null },
    )
  const {
    phase,
    religiousCharacter,
    lowAge,
    highAge,
    pupils,
    street,
    town,
    postcode,
    website,
    telephone,
    headName,
  } = like
  return addSchool(tx, {
    urn: like.urn,
    phase,
    religiousCharacter,
    lowAge,
    highAge,
    pupils,
    street,
    town,
    postcode,
    website,
    telephone,
    headName,
    ...details,
  })
}

async function handOver(
  tx: Writer,
  now: { id: number; urn: number; leftOn: Day | null },
  next: { urn: number; fromOn: Day },
) {
  await tx
    .updateTable('membershipSchools')
    .set({ toOn: addDays(next.fromOn, -1) })
    .where('membershipId', '=', now.id)
    .where('urn', '=', now.urn)
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', next.fromOn)]))
    .execute()
  await refusing(taken('urn'), () =>
    tx
      .insertInto('membershipSchools')
      .values({ membershipId: now.id, urn: next.urn, fromOn: next.fromOn, toOn: now.leftOn, importId: null })
      .execute(),
  )
  await tx
    .insertInto('schoolLinks')
    .values({ urn: now.urn, linkUrn: next.urn, linkType: 'Successor', establishedOn: next.fromOn })
    .onConflict((row) =>
      row.columns(['urn', 'linkUrn', 'linkType']).doUpdateSet({ establishedOn: next.fromOn }),
    )
    .execute()
}

async function closeOld(
  tx: Writer,
  by: Actor,
  { urn, version }: { urn: number; version: number },
  closedOn: Day,
) {
  const status = closedOn < by.today ? 'Closed' : 'Open, but proposed to close'
  await correct(tx, by, 'schools', { urn, version }, { closedOn, status })
}

/** Takes the last conversion back, when it was recorded wrongly or did not come about. */
export async function takeBackConversion(by: Actor, membershipId: number) {
  permit(mayKeepMembers(by.who))
  await by.act({ did: 'took a conversion back', subject: `members/${membershipId}` }, async (tx, by) => {
    await locked(tx, membershipId)
    const borne = await urnsBorne(tx, membershipId)
    const [before, last] = borne.slice(-2)
    if (!before || !last)
      throw notPossible('This school has borne one URN only: there is nothing to take back')
    const row = tx.deleteFrom('membershipSchools').where('membershipId', '=', membershipId)
    await row.where('fromOn', '=', last.fromOn).execute()
    await tx
      .updateTable('membershipSchools')
      .set({ toOn: last.toOn })
      .where('membershipId', '=', membershipId)
      .where('fromOn', '=', before.fromOn)
      .execute()
    await tx.deleteFrom('schoolLinks').where('urn', '=', before.urn).where('linkUrn', '=', last.urn).execute()
    const old = await schoolByUrn(tx, before.urn)
    if (old)
      await correct(
        tx,
        by,
        'schools',
        { urn: old.urn, version: old.version },
        { closedOn: null, status: 'Open' },
      )
  })
}
