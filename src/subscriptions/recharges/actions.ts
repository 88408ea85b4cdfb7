import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { give, take, takeBack } from '../payments/actions.ts'
import { takeOut } from '../payments/hand/actions.ts'
import { payment } from '../payments/queries.ts'
import { billingSettings } from '../settings/queries.ts'
import { type Recharge, recharge, rechargeLines, waitingForRecharge } from './queries.ts'
import { mayKeepRecharges, rechargeNumber, rechargeState, sorted, takingRefusal, totalOf } from './rules.ts'

const once: Refusals = {
  recharge_lines_once: {
    says: 'One of these invoices was put into a journal at the same moment. Open the page again',
  },
}

/** One at a time: of two who make one at once the second finds nothing left to recharge. */
const alone = (tx: Writer) =>
  sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.recharges'))`.execute(tx)

/**
 * Makes a journal of every open invoice that is to be recharged and whose school has a cost centre. Nothing moves in the
 * books until the host has taken it in.
 */
export async function makeRecharge(by: Actor): Promise<number> {
  permit(mayKeepRecharges(by.who))
  return by.act(
    { did: 'made a recharge', subject: (id: number) => `subscriptions/recharges/${id}` },
    async (tx, by) => {
      await alone(tx)
      const { rechargeCode = null } = (await billingSettings(tx)) ?? {}
      if (rechargeCode === null)
        throw notPossible(
          'Say first, under who sends invoices, which code of the host’s ledger a recharge credits',
        )
      const { ready, without } = sorted(await waitingForRecharge(tx))
      if (ready.length === 0)
        throw notPossible(
          without.length === 0
            ? 'There is no open invoice to recharge that stands in no journal yet'
            : 'No school with an open invoice has a cost centre yet: say how each is invoiced first',
        )
      const { id } = await tx
        .insertInto('recharges')
        .values({
          madeOn: by.today,
          madeBy: by.who.personId,
          ...{ takenOn: null, takenAs: null, takenBy: null, cancelledAt: null, cancelledBy: null },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await refusing(once, () =>
        tx
          .insertInto('rechargeLines')
          .values(
            ready.map(({ invoiceId, owedPence, costCentre }) => ({
              ...{ rechargeId: id, invoiceId, costCentre },
              pence: owedPence,
            })),
          )
          .execute(),
      )
      return id
    },
  )
}

/** A journal, locked: of two who are at it at once the second finds what the first did. */
async function locked(tx: Writer, id: number): Promise<Recharge> {
  await tx.selectFrom('recharges').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return recharge(tx, id)
}

export type TakenFilled = {
  takenOn: Day
  /** The host’s own number of the journal. */
  takenAs: string
}

/** The host took a journal into its ledger: its sum is money in, and each of its invoices is settled to the penny. */
export async function takeIn(by: Actor, id: number, { takenOn, takenAs }: TakenFilled): Promise<void> {
  permit(mayKeepRecharges(by.who))
  const subject = `subscriptions/recharges/${id}`
  await by.act({ did: 'took in a recharge', subject }, async (tx, by) => {
    const found = await locked(tx, id)
    refuseUnless(found, 'made')
    const lines = await rechargeLines(tx, id)
    const wrong = takingRefusal({ takenOn, madeOn: found.madeOn, lines, today: by.today })
    if (wrong) throw notPossible(wrong.says, wrong.field)
    const { hostName = null } = (await billingSettings(tx)) ?? {}
    const says = `Internal recharge ${rechargeNumber(id)}, journal ${takenAs}`
    const received = { datedOn: takenOn, pence: totalOf(lines), payer: hostName, says }
    const paymentId = await take(tx, by, received, { kind: 'recharge', rechargeId: id })
    for (const { invoiceId, membershipId, pence } of lines)
      await give(tx, by, { paymentId, given: { invoiceId, membershipId }, pence, how: 'recharge', says })
    await correct(
      tx,
      by,
      'recharges',
      { id, version: found.version },
      { takenOn, takenAs, takenBy: by.who.personId },
    )
  })
}

const refusals = {
  taken: 'The host has taken this journal in already. Undo that first',
  cancelled: 'This journal was cancelled already',
  made: 'The host has not taken this journal in: there is nothing to undo',
}

function refuseUnless(found: Recharge, wanted: 'made' | 'taken') {
  const state = rechargeState(found)
  if (state !== wanted) throw notPossible(refusals[state])
}

/** Cancels a journal that the host has not taken in; its invoices may stand in the next. */
export async function cancelRecharge(by: Actor, id: number): Promise<void> {
  permit(mayKeepRecharges(by.who))
  await by.act({ did: 'cancelled a recharge', subject: `subscriptions/recharges/${id}` }, async (tx, by) => {
    const found = await locked(tx, id)
    refuseUnless(found, 'made')
    const cancelled = { cancelledAt: new Date().toISOString(), cancelledBy: by.who.personId }
    await correct(tx, by, 'recharges', { id, version: found.version }, cancelled)
    await tx.updateTable('rechargeLines').set({ live: false }).where('rechargeId', '=', id).execute()
  })
}

/**
 * Undoes that the host took a journal in: every match, the payment, and the taking, in one. The journal is with the host
 * again, to be taken in under its right number or to be cancelled.
 */
export async function undoTaking(by: Actor, id: number, { why }: { why: string }): Promise<void> {
  permit(mayKeepRecharges(by.who))
  const subject = `subscriptions/recharges/${id}`
  await by.act({ did: 'undid the taking of a recharge', subject }, async (tx, by) => {
    const found = await locked(tx, id)
    refuseUnless(found, 'taken')
    const { id: paymentId } = await tx
      .selectFrom('payments')
      .select('id')
      .where('rechargeId', '=', id)
      .where('cancelledAt', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const standing = await tx
      .selectFrom('allocations')
      .select('id')
      .where('paymentId', '=', paymentId)
      .where('undoneAt', 'is', null)
      .orderBy('id')
      .execute()
    for (const one of standing) await takeBack(tx, by, one.id, why)
    await takeOut(tx, by, await payment(tx, paymentId), why)
    const untaken = { takenOn: null, takenAs: null, takenBy: null }
    await correct(tx, by, 'recharges', { id, version: found.version }, untaken)
  })
}
