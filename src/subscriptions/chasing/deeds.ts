import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove } from '../../platform/revision.ts'
import { post, reverse } from '../books/actions.ts'
import { invoice, sumsOf } from '../invoices/queries.ts'
import { numberOf } from '../invoices/rules.ts'
import { decisionNumber, holdOf, writeOff as writeOffOf } from './queries.ts'
import { citedAs, holdRefusal, mayHold, mayWriteOff, writeOffRefusal } from './rules.ts'

const subjectOf = (invoiceId: number) => `subscriptions/invoices/${invoiceId}`

const lock = (tx: Writer, id: number) =>
  tx.selectFrom('invoices').select('id').where('id', '=', id).forNoKeyUpdate().execute()

export type HoldFilled = { untilOn: Day; why: string }

const heldAlready = {
  invoice_holds_invoice_id_key: { says: 'Somebody else held these reminders meanwhile: look at it again' },
}

/** Holds the reminders of an invoice until a day, that day included; or changes until when. */
export async function hold(by: Actor, invoiceId: number, { untilOn, why }: HoldFilled, version: number) {
  permit(mayHold(by.who))
  if (untilOn < by.today)
    throw notPossible(`Enter a day that is not past: today is ${inWords(by.today)}`, 'untilOn')
  await by.act({ did: 'held the reminders of an invoice', subject: subjectOf(invoiceId) }, async (tx, by) => {
    const { kind, payBy } = await invoice(tx, invoiceId)
    const { owedPence } = await sumsOf(tx, invoiceId)
    const none = holdRefusal({ kind, payBy, owedPence })
    if (none) throw notPossible(none)
    const held = await holdOf(tx, invoiceId)
    if (held) await correct(tx, by, 'invoiceHolds', { id: held.id, version }, { untilOn, why })
    else
      await refusing(heldAlready, () =>
        tx.insertInto('invoiceHolds').values({ invoiceId, untilOn, why, heldBy: by.who.personId }).execute(),
      )
  })
}

/** Lets the reminders of an invoice go on. */
export async function lift(by: Actor, invoiceId: number) {
  permit(mayHold(by.who))
  await by.act(
    { did: 'let the reminders of an invoice go on', subject: subjectOf(invoiceId) },
    async (tx, by) => {
      await invoice(tx, invoiceId)
      const held = await holdOf(tx, invoiceId)
      if (!held) throw notPossible('The reminders of this invoice are not held')
      await remove(tx, by, 'invoiceHolds', held)
    },
  )
}

export type WriteOffFilled = {
  /** Pence. */
  amount: number
  decisionId: number | null
  decision: string | null
  why: string
}

/**
 * Writes off what an invoice still asks for, or a part of it, on a decision that is recorded here or cited in words.
 * @throws Refusal without a decision, or for more than is owed.
 */
export async function writeOff(by: Actor, invoiceId: number, { amount, why, ...given }: WriteOffFilled) {
  permit(mayWriteOff(by.who))
  await by.act(
    { did: 'wrote off a debt', subject: subjectOf(invoiceId), details: { pence: amount } },
    async (tx, by) => {
      await lock(tx, invoiceId)
      const asked = await invoice(tx, invoiceId)
      if (asked.kind !== 'invoice') throw notPossible('A credit note is not written off')
      const { owedPence } = await sumsOf(tx, invoiceId)
      const wrong = writeOffRefusal(amount, owedPence)
      if (wrong) throw notPossible(wrong, 'amount')
      const { decisionId } = given
      const number = decisionId === null ? null : await decisionNumber(tx, decisionId)
      const decision = citedAs(number, given.decision)
      if (decision === null)
        throw notPossible('Choose the decision, or say in words which it was and of what day', 'decision')
      const { membershipId } = asked
      const entryId = await post(tx, by, {
        datedOn: by.today,
        kind: 'write-off',
        says: `${numberOf(asked)} written off: ${decision}`,
        subject: subjectOf(invoiceId),
        lines: [
          { account: 'written off', pence: amount },
          { account: 'members', membershipId, invoiceId, pence: -amount },
        ],
      })
      await tx
        .insertInto('writeOffs')
        .values({
          ...{ invoiceId, pence: amount, decisionId, decision, why, entryId },
          writtenBy: by.who.personId,
          undoneAt: null,
          undoneBy: null,
          undoneWhy: null,
          undoEntryId: null,
        })
        .execute()
    },
  )
}

/** Undoes a write-off, with why: what it was stays to be read, and the invoice asks for it again. */
export async function undoWriteOff(by: Actor, id: number, { why }: { why: string }): Promise<number> {
  permit(mayWriteOff(by.who))
  const { invoiceId } = await writeOffOf(by.db, id)
  await by.act(
    { did: 'undid a write-off', subject: subjectOf(invoiceId), details: { writeOff: id } },
    async (tx, by) => {
      await lock(tx, invoiceId)
      const { entryId, undoneAt } = await writeOffOf(tx, id)
      if (undoneAt) throw notPossible('This write-off was undone already')
      const undoEntryId = await reverse(tx, by, { id: entryId, says: `Write-off undone: ${why}` })
      await tx
        .updateTable('writeOffs')
        .set({ undoneAt: new Date(), undoneBy: by.who.personId, undoneWhy: why, undoEntryId })
        .where('id', '=', id)
        .execute()
    },
  )
  return invoiceId
}
