import type { Actor } from '../../../platform/action.ts'
import type { Writer } from '../../../platform/db.ts'
import { sendJob } from '../../../platform/job.ts'
import { postMail } from '../../../platform/mail.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { type Recipient, recipientsOf } from '../../payers/recipients.ts'
import { invoice, invoiceLines, sumsOf } from '../queries.ts'
import { mayIssue } from '../rules.ts'
import { letterWith, type Pdf } from './rules.ts'

/**
 * Sends it once more, to whoever is to be written to now. Pressed twice before it went, it goes once.
 * @throws Refusal where nobody has an address.
 */
export async function sendAgain(by: Actor, id: number): Promise<void> {
  permit(mayIssue(by.who))
  const subject = `subscriptions/invoices/${id}`
  await by.act({ did: 'asked for an invoice to be sent again', subject }, async (tx, by) => {
    const { membershipId, school } = await invoice(tx, id)
    const to = await recipientsOf(tx, [membershipId], by.today)
    if (to.get(membershipId)?.length === 0)
      throw notPossible(`Nobody of ${school} has an address: say first how it is invoiced`)
    const { last } = await tx
      .selectFrom('invoiceSendings')
      .select((eb) => eb.fn.max('nth').as('last'))
      .where('invoiceId', '=', id)
      .executeTakeFirstOrThrow()
    await sendJob(tx, 'invoices', { id, nth: (last ?? 0) + 1 })
  })
}

type Sends = { id: number; nth: number; url: string; pdf: (by: Actor) => Promise<Pdf | null> }

/**
 * Writes to everybody who is to have an invoice and was not written to of it yet. That it was sent is recorded in the
 * transaction that posts the mail: of two that send at once each address is taken once.
 * @returns how many letters were posted.
 */
export async function sendInvoice(by: Actor, { id, nth, url, pdf }: Sends): Promise<number> {
  const found = await invoice(by.db, id)
  const to = (await recipientsOf(by.db, [found.membershipId], by.today)).get(found.membershipId) ?? []
  const waiting = await unsent(by.db, { id, nth, to })
  if (waiting.length === 0) return 0
  const [lines, { owedPence }, made] = await Promise.all([
    invoiceLines(by.db, id),
    sumsOf(by.db, id),
    pdf(by),
  ])
  const told = { ...found, owedPence, says: lines.map(({ says }) => says).join('; ') }
  return by.together(async (tx, by) => {
    const taken: Recipient[] = []
    for (const one of waiting) if (await take(tx, { id, nth, recipient: one.email })) taken.push(one)
    if (taken.length === 0) return 0
    const deed = {
      did: `sent ${found.kind === 'invoice' ? 'an invoice' : 'a credit note'}`,
      subject: `subscriptions/invoices/${id}`,
      details: { letters: taken.length },
    }
    await by.act(deed, async (tx) => {
      for (const one of taken) await postMail(tx, letterWith(told, one, { url, pdf: made }))
    })
    return taken.length
  })
}

type Waiting = { id: number; nth: number; to: Recipient[] }

async function unsent(db: Actor['db'], { id, nth, to }: Waiting): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('invoiceSendings')
    .select('recipient')
    .where('invoiceId', '=', id)
    .where('nth', '=', nth)
    .execute()
  const sent = new Set(rows.map(({ recipient }) => recipient))
  return to.filter(({ email }) => !sent.has(email))
}

/** @returns whether it is ours to send; another server may have taken the address already. */
async function take(tx: Writer, row: { id: number; nth: number; recipient: string }): Promise<boolean> {
  const { id: invoiceId, nth, recipient } = row
  const mine = await tx
    .insertInto('invoiceSendings')
    .values({ invoiceId, nth, recipient })
    .onConflict((row) => row.columns(['invoiceId', 'recipient', 'nth']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return mine !== undefined
}
