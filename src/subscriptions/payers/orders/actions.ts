import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import type { AcademicYear } from '../../../platform/day.ts'
import { permit } from '../../../platform/refusal.ts'
import { correct, remove, Stale } from '../../../platform/revision.ts'
import { mayKeepPayer } from '../rules.ts'
import { orderOf } from './queries.ts'

const once: Refusals = {
  purchase_orders_membership_id_year_key: {
    says: 'Somebody else gave a number at the same moment. Open the page again, and check what stands there',
    field: 'number',
  },
}

export type Order = { membershipId: number; year: AcademicYear }

/** Keeps the order number that a school wants on its next invoice of a year; without one none stands on it. */
export async function keepOrder(
  by: Actor,
  { membershipId, year }: Order,
  { number, version }: { number: string | null; version: number },
): Promise<void> {
  permit(mayKeepPayer(by.who, membershipId))
  const subject = `subscriptions/orders/${membershipId}`
  await by.act({ did: 'gave a purchase order number', subject, details: { year } }, async (tx, by) => {
    const known = await orderOf(tx, { membershipId, year })
    if (!known) {
      if (version > 0) throw new Stale()
      if (number !== null)
        await refusing(once, () =>
          tx.insertInto('purchaseOrders').values({ membershipId, year, number }).execute(),
        )
      return
    }
    const row = { id: known.id, version }
    if (number === null) await remove(tx, by, 'purchaseOrders', row)
    else await correct(tx, by, 'purchaseOrders', row, { number })
  })
}
