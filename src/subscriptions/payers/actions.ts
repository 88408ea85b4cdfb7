import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { permit } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { payerOf } from './queries.ts'
import { mayChooseWay, mayKeepPayer } from './rules.ts'
import type { WayToPay } from './tables.ts'

/** What a school says of itself. */
export type PayerFilled = {
  name: string
  address: string
  town: string
  postcode: string
  email: string | null
}
/** What is agreed with the host. */
export type WayFilled = { payBy: WayToPay; costCentre: string | null }

const once: Refusals = {
  payers_membership_id_key: {
    says: 'Somebody else said this at the same moment. Open the page again, and check what stands there',
  },
}

/**
 * Says how a school is invoiced from now on; invoices that were issued keep what they say. Without a way to pay, which
 * the office alone chooses, it stays as it is.
 */
export async function keepPayer(
  by: Actor,
  { membershipId, version }: { membershipId: number; version: number },
  filled: PayerFilled,
  way?: WayFilled,
): Promise<void> {
  permit(mayKeepPayer(by.who, membershipId))
  if (way) permit(mayChooseWay(by.who))
  const subject = `subscriptions/payers/${membershipId}`
  await by.act({ did: 'said how a school is invoiced', subject }, async (tx, by) => {
    const known = await payerOf(tx, membershipId)
    const { payBy, costCentre } = way ?? known
    const values = { ...filled, payBy, costCentre }
    if (known.id !== null) return correct(tx, by, 'payers', { id: known.id, version }, values)
    if (version > 0) throw new Stale()
    return refusing(once, () =>
      tx
        .insertInto('payers')
        .values({ membershipId, ...values })
        .execute(),
    )
  })
}
