import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import type { Day } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { reverse } from '../../books/actions.ts'
import { matchByReference, take } from '../actions.ts'
import { type Payment, payment } from '../queries.ts'
import { mayKeepPayments } from '../rules.ts'
import { cancelRefusal, type Means, means, wrongIn } from './rules.ts'

export type HandFilled = {
  way: 'in' | 'out'
  means: Means
  /** Positive pence, whichever way. */
  amount: number
  datedOn: Day
  payer: string
  says: string | null
}

/** Takes in a payment that no bank statement brings; one that gives the reference of an invoice is matched to it. */
export async function recordByHand(by: Actor, filled: HandFilled): Promise<number> {
  permit(mayKeepPayments(by.who))
  const wrong = wrongIn(filled, by.today)
  if (wrong) throw notPossible(wrong.says, wrong.field)
  const { way, amount, datedOn, payer, says } = filled
  return by.act(
    { did: 'recorded a payment by hand', subject: (id: number) => `subscriptions/payments/${id}` },
    async (tx, by) => {
      const id = await take(
        tx,
        by,
        {
          ...{ datedOn, payer },
          pence: way === 'in' ? amount : -amount,
          says: [means[filled.means], says].filter(Boolean).join(': '),
        },
        { kind: 'hand' },
      )
      await matchByReference(tx, by, [id])
      return id
    },
  )
}

const unmatched: Refusals = {
  payments_matched: { says: 'This payment is matched. Undo the match first, then it can be cancelled' },
}

/** Cancels a payment that was entered by hand, with why; its entry is reversed, and both stay to be read. */
export async function cancelPayment(by: Actor, id: number, { why }: { why: string }): Promise<void> {
  permit(mayKeepPayments(by.who))
  await by.act({ did: 'cancelled a payment', subject: `subscriptions/payments/${id}` }, async (tx, by) => {
    await tx.selectFrom('payments').select('id').where('id', '=', id).forNoKeyUpdate().execute()
    const found = await payment(tx, id)
    const wrong = cancelRefusal(found)
    if (wrong) throw notPossible(wrong)
    await takeOut(tx, by, found, why)
  })
}

/** Takes a payment out of the books again, inside an action that has locked it and undone its matches. */
export async function takeOut(tx: Writer, by: Actor, { id, entryId, version }: Payment, why: string) {
  await reverse(tx, by, { id: entryId, says: `Payment cancelled: ${why}` })
  const cancelledAt = new Date().toISOString()
  const values = { cancelledAt, cancelledBy: by.who.personId, cancelledWhy: why }
  await refusing(unmatched, () => correct(tx, by, 'payments', { id, version }, values))
}
