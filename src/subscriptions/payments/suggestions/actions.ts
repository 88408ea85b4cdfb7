import type { Actor } from '../../../platform/action.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { give, lockedPayment } from '../actions.ts'
import { matchRefusal, mayKeepPayments } from '../rules.ts'
import { suggested } from './queries.ts'

type Pressed = {
  /** How the address names it. */
  key: string
  /** What was left of the payment when the page was opened. */
  seenPence?: number | undefined
}

/**
 * Does what was suggested for a payment, all of it or nothing. It is worked out anew under a lock: what no longer holds
 * is refused.
 */
export async function matchAsSuggested(by: Actor, paymentId: number, { key, seenPence }: Pressed) {
  permit(mayKeepPayments(by.who))
  await by.act(
    {
      did: 'matched a payment as suggested',
      subject: `subscriptions/payments/${paymentId}`,
      details: { key },
    },
    async (tx, by) => {
      const payment = await lockedPayment(tx, paymentId)
      const { leftPence } = payment
      const wrong = matchRefusal({ pence: leftPence, leftPence, seenPence })
      if (wrong) throw notPossible(wrong)
      const found = (await suggested(tx, payment)).find((one) => one.key === key)
      if (!found) throw notPossible('This is not suggested any more: something was matched or paid meanwhile')
      for (const { given, pence } of found.parts)
        await give(tx, by, { paymentId, given, pence, how: found.how, says: 'Payment matched as suggested' })
    },
  )
}
