import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { billingSettings } from './queries.ts'
import { mayKeepSettings, wrongIn } from './rules.ts'
import type { BillingSettings } from './tables.ts'

const once: Refusals = {
  billing_settings_pkey: {
    says: 'Somebody else said this at the same moment. Open the page again, and check what stands there',
  },
}

/**
 * Says who invoices from now on and how: for the first time, or corrected with what stood before kept. Invoices that
 * were issued keep what they say.
 * @throws Refusal where the VAT treatment lacks what it needs.
 */
export async function keepSettings(by: Actor, version: number, settings: BillingSettings): Promise<void> {
  permit(mayKeepSettings(by.who))
  const wrong = wrongIn(settings)
  if (wrong) throw notPossible(wrong.says, wrong.field)
  await by.act({ did: 'said who sends invoices', subject: 'subscriptions/settings' }, async (tx, by) => {
    const known = await billingSettings(tx)
    if (known) return correct(tx, by, 'billingSettings', { id: known.id, version }, settings)
    if (version > 0) throw new Stale()
    return refusing(once, () => tx.insertInto('billingSettings').values(settings).execute())
  })
}
