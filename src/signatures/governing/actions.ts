import type { Actor } from '../../platform/action.ts'
import { permit } from '../../platform/refusal.ts'
import { Stale } from '../../platform/revision.ts'
import { mayKeepSignatures } from '../rules.ts'
import type { Governing } from './rules.ts'

/**
 * Says who governs a school and how their signatory is called, in place of what its type suggests.
 * @throws Stale when somebody else said something meanwhile.
 */
export async function keepGoverning(
  by: Actor,
  row: { membershipId: number; version: number },
  filled: Governing,
) {
  permit(mayKeepSignatures(by.who))
  const { membershipId, version } = row
  const deed = {
    did: 'said who governs a school',
    subject: `agreement/register/${membershipId}`,
    details: filled,
  }
  await by.act(deed, async (tx) => {
    const kept =
      version === 0
        ? await tx
            .insertInto('governingBodies')
            .values({ membershipId, ...filled })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst()
            .then((done) => done.numInsertedOrUpdatedRows)
        : await tx
            .updateTable('governingBodies')
            .set({ ...filled, version: version + 1 })
            .where('membershipId', '=', membershipId)
            .where('version', '=', version)
            .executeTakeFirst()
            .then((done) => done.numUpdatedRows)
    if (!kept) throw new Stale()
  })
}
