import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { post, reverse } from '../books/actions.ts'
import type { Line } from '../books/rules.ts'
import { accountInFavour, allocation, openInvoices, type Payment, payment } from './queries.ts'
import { byReference, type Given, matchRefusal, mayKeepPayments, refundRefusal } from './rules.ts'
import type { HowMatched, PaymentKind } from './tables.ts'

export type Received = {
  datedOn: Day
  /** Positive for money that came in, negative for money that went out. */
  pence: number
  payer: string | null
  says: string
}

type From = { kind: PaymentKind; statementId?: number; rechargeId?: number; fingerprint?: string }

/** Takes money into the books, not yet given to anything; inside the action that brings it. */
export async function take(tx: Writer, by: Actor, received: Received, from: From): Promise<number> {
  const { datedOn, pence, payer, says } = received
  const { kind, statementId = null, rechargeId = null, fingerprint = null } = from
  const entryId = await post(tx, by, {
    datedOn,
    kind: 'payment',
    says: payer ? `${payer}: ${says}` : says,
    subject: statementId === null ? 'subscriptions/payments' : `subscriptions/statements/${statementId}`,
    lines: [
      { account: 'bank', pence },
      { account: 'unmatched', pence: -pence },
    ],
  })
  const { id } = await tx
    .insertInto('payments')
    .values({
      ...{ kind, statementId, rechargeId, datedOn, pence, payer, says, fingerprint, entryId },
      recordedBy: by.who.personId,
      cancelledAt: null,
      cancelledBy: null,
      cancelledWhy: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const over: Refusals = {
  allocations_payment: {
    says: 'That is more than is left of this payment: somebody may have matched it meanwhile. Look at it again',
    field: 'amount',
  },
}

/** Which account of the books a part of a payment goes to. */
function side(given: Given, pence: number): Line {
  if ('invoiceId' in given) return { account: 'members', ...given, pence: -pence }
  if ('membershipId' in given) return { account: 'members', ...given, pence: -pence }
  if ('purposeId' in given) return { account: 'spending', ...given, pence: -pence }
  return { account: 'other income', pence: -pence }
}

export type Match = { paymentId: number; given: Given; pence: number; how: HowMatched; says: string }

/** Gives a part of a payment to what it was for; inside an action. Of two at once the second is refused. */
export async function give(tx: Writer, by: Actor, { paymentId, given, pence, how, says }: Match) {
  await tx.selectFrom('payments').select('id').where('id', '=', paymentId).forNoKeyUpdate().execute()
  const { datedOn } = await payment(tx, paymentId)
  const entryId = await post(tx, by, {
    datedOn,
    kind: 'match',
    says,
    subject: `subscriptions/payments/${paymentId}`,
    lines: [{ account: 'unmatched', pence }, side(given, pence)],
  })
  await refusing(over, () =>
    tx
      .insertInto('allocations')
      .values({
        ...{ paymentId, pence, entryId, how },
        invoiceId: 'invoiceId' in given ? given.invoiceId : null,
        membershipId: 'membershipId' in given ? given.membershipId : null,
        purposeId: 'purposeId' in given ? given.purposeId : null,
        allocatedBy: by.who.personId,
        undoneAt: null,
        undoneBy: null,
        undoneWhy: null,
        undoEntryId: null,
      })
      .execute(),
  )
}

/** Which payment, locked: of two who are at it at once the second finds what the first left. */
export async function lockedPayment(tx: Writer, id: number): Promise<Payment> {
  await tx.selectFrom('payments').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  const found = await payment(tx, id)
  if (found.cancelledAt) throw notPossible('This payment was cancelled: it cannot be matched')
  if (found.leftPence === 0) throw notPossible('All of this payment is matched already')
  return found
}

type Matched = {
  given: Given
  pence: number
  /** What was left of the payment when whoever matches it looked. */
  seenPence?: number | undefined
}

/**
 * Matches by hand: to an invoice, a school’s account, a purpose, or other income. Pence are of the payment’s sign. Money
 * that went out to a school is its refund, of no more than stands on its account.
 */
export async function match(by: Actor, paymentId: number, { given, pence, seenPence }: Matched) {
  permit(mayKeepPayments(by.who))
  await by.act(
    {
      did: 'matched a payment',
      subject: `subscriptions/payments/${paymentId}`,
      details: { ...given, pence },
    },
    async (tx, by) => {
      const { leftPence } = await lockedPayment(tx, paymentId)
      const wrong = matchRefusal({ pence, leftPence, seenPence })
      if (wrong) throw notPossible(wrong, 'amount')
      if (pence < 0 && 'membershipId' in given) await refuseOverRefund(tx, given.membershipId, -pence)
      await give(tx, by, { paymentId, given, pence, how: 'hand', says: 'Payment matched by hand' })
    },
  )
}

async function refuseOverRefund(tx: Writer, membershipId: number, pence: number) {
  await tx.selectFrom('memberships').select('id').where('id', '=', membershipId).forNoKeyUpdate().execute()
  const { school, favourPence } = await accountInFavour(tx, membershipId)
  const wrong = refundRefusal({ pence, favourPence, school })
  if (wrong) throw notPossible(wrong, 'amount')
}

/**
 * Matches what gives a reference whose check digits agree, as far as each invoice still asks for it. A payment that was
 * matched by somebody is left as it is.
 * @returns how many of these payments were matched, in whole or in part.
 */
export async function matchByReference(
  tx: Writer,
  by: Actor,
  paymentIds: readonly number[],
): Promise<number> {
  let matched = 0
  for (const paymentId of paymentIds) {
    const { pence, payer, says, leftPence } = await payment(tx, paymentId)
    if (pence <= 0 || leftPence !== pence) continue
    const parts = byReference({ pence, words: `${says} ${payer ?? ''}` }, await openInvoices(tx))
    for (const { invoiceId, membershipId, pence: part } of parts)
      await give(tx, by, {
        paymentId,
        given: { invoiceId, membershipId },
        pence: part,
        how: 'reference',
        says: 'Payment matched by its reference',
      })
    if (parts.length > 0) matched++
  }
  return matched
}

/** Undoes a match, with why; what it was stays to be read, and the money waits to be matched again. */
export async function undoMatch(by: Actor, id: number, { why }: { why: string }): Promise<number> {
  permit(mayKeepPayments(by.who))
  const { paymentId } = await allocation(by.db, id)
  await by.act(
    {
      did: 'undid the match of a payment',
      subject: `subscriptions/payments/${paymentId}`,
      details: { allocation: id },
    },
    async (tx, by) => {
      await tx.selectFrom('payments').select('id').where('id', '=', paymentId).forNoKeyUpdate().execute()
      const { undoneAt, how } = await allocation(tx, id)
      if (undoneAt) throw notPossible('This match was undone already')
      if (how === 'recharge')
        throw notPossible(
          'This came with an internal recharge, which is undone as a whole: undo the recharge',
        )
      await takeBack(tx, by, id, why)
    },
  )
  return paymentId
}

/** Takes back what was given, inside an action that has locked its payment. */
export async function takeBack(tx: Writer, by: Actor, id: number, why: string) {
  const { entryId } = await allocation(tx, id)
  const undoEntryId = await reverse(tx, by, { id: entryId, says: `Match undone: ${why}` })
  await tx
    .updateTable('allocations')
    .set({ undoneAt: new Date(), undoneBy: by.who.personId, undoneWhy: why, undoEntryId })
    .where('id', '=', id)
    .execute()
}
