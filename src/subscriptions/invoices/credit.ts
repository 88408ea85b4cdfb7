import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'
import { inPounds } from '../../platform/money.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { post } from '../books/actions.ts'
import type { Line } from '../books/rules.ts'
import { addLines, seller } from './actions.ts'
import { type Invoice, invoice, invoiceLines, sumsOf } from './queries.ts'
import { mayIssue, numberOf } from './rules.ts'
import type { ChargedFor } from './tables.ts'

export type Credited = {
  /** What is taken back, without VAT, in pence. */
  netPence: number
  reason: string
  /** Nobody is written to of a note that was sent before it was kept here. */
  send?: boolean
}

/**
 * Takes back an invoice or a part of it by a credit note of its own number. What the invoice still asks for is settled
 * first; what was paid already stands on the school’s account. A note of the whole lets the year be invoiced anew.
 * @throws Refusal for more than is left of the invoice, or for a credit note of a credit note.
 */
export async function credit(
  by: Actor,
  invoiceId: number,
  { netPence, reason, send = true }: Credited,
): Promise<number> {
  permit(mayIssue(by.who))
  return by.act(
    { did: 'issued a credit note', subject: (id: number) => `subscriptions/invoices/${id}` },
    async (tx, by) => {
      await tx.selectFrom('invoices').select('id').where('id', '=', invoiceId).forNoKeyUpdate().execute()
      const was = await invoice(tx, invoiceId)
      const { owedPence, creditedNet } = await sumsOf(tx, invoiceId)
      const left = was.netPence - creditedNet
      refuseWrong(was, { netPence, left })
      const whole = netPence === left
      // The last note takes what VAT is left, so that the rounding of several leaves no penny behind.
      const vatPence = whole
        ? was.vatPence - (await vatCredited(tx, invoiceId))
        : Math.round((netPence * was.vatPerCent) / 100)
      const pence = netPence + vatPence
      const [first] = await invoiceLines(tx, invoiceId)
      const what = first?.what ?? 'charge'
      const note = await write(tx, by, was, { netPence, vatPence, reason, what })
      await post(tx, by, {
        datedOn: by.today,
        kind: 'credit note',
        says: `${numberOf(note)} to ${was.buyerName}`,
        subject: `subscriptions/invoices/${note.id}`,
        lines: [...takenBack({ netPence, vatPence, what }), ...setAgainst(was, { owedPence, pence })],
      })
      if (whole) await release(tx, { invoiceId, noteId: note.id })
      if (send) await sendJob(tx, 'invoices', { id: note.id })
      return note.id
    },
  )
}

function refuseWrong(was: Invoice, { netPence, left }: { netPence: number; left: number }) {
  if (was.kind !== 'invoice') throw notPossible('A credit note is not credited: issue an invoice instead')
  if (left === 0) throw notPossible('All of this invoice was credited already', 'amount')
  if (netPence >= 1 && netPence <= left) return
  const before = was.vatPence > 0 ? ' before VAT' : ''
  throw notPossible(
    `Enter an amount from £0.01 to ${inPounds(left)}, which is left of the invoice${before}`,
    'amount',
  )
}

type Taken = { netPence: number; vatPence: number; what: ChargedFor }

async function write(
  tx: Writer,
  by: Actor,
  was: Invoice,
  { what, reason, ...pence }: Taken & { reason: string },
) {
  const { creditPrefix } = await seller(tx)
  const note = await tx
    .insertInto('invoices')
    .values({
      ...was.asIssued,
      ...pence,
      kind: 'credit note',
      prefix: creditPrefix,
      creditsId: was.id,
      runId: null,
      reason,
      reference: null,
      issuedOn: by.today,
      dueOn: by.today,
      issuedBy: by.who.personId,
      totalPence: pence.netPence + pence.vatPence,
    })
    .returning(['id', 'number', 'prefix'])
    .executeTakeFirstOrThrow()
  const says = `Credit of ${numberOf(was)}: ${reason}`
  await addLines(tx, note.id, [{ what, says, netPence: pence.netPence, fromOn: null, toOn: null }])
  return note
}

const takenBack = ({ netPence, vatPence, what }: Taken): Line[] => {
  const lines: Line[] = [
    { account: what === 'subscription' ? 'subscriptions' : 'charges', pence: netPence },
    { account: 'vat', pence: vatPence },
  ]
  return lines.filter(({ pence }) => pence > 0)
}

/** Against the invoice as far as it asks for anything, and the rest to the school’s account. */
function setAgainst(
  { id: invoiceId, membershipId }: Invoice,
  { owedPence, pence }: { owedPence: number; pence: number },
): Line[] {
  const against = Math.min(owedPence, pence)
  const lines: Line[] = [
    { account: 'members', membershipId, invoiceId, pence: -against },
    { account: 'members', membershipId, pence: against - pence },
  ]
  return lines.filter(({ pence }) => pence !== 0)
}

const release = (tx: Writer, { invoiceId, noteId }: { invoiceId: number; noteId: number }) =>
  tx
    .updateTable('subscriptionCharges')
    .set({ releasedBy: noteId })
    .where('invoiceId', '=', invoiceId)
    .execute()

async function vatCredited(tx: Writer, invoiceId: number): Promise<number> {
  const notes = await tx
    .selectFrom('invoices')
    .select('vatPence')
    .where('creditsId', '=', invoiceId)
    .execute()
  return notes.reduce((sum, { vatPence }) => sum + vatPence, 0)
}
