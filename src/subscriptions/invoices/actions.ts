import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, addDays, type Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { post } from '../books/actions.ts'
import type { Line } from '../books/rules.ts'
import { payerOf, purchaseOrderOf } from '../payers/queries.ts'
import { needsAddress } from '../payers/rules.ts'
import { billingSettings } from '../settings/queries.ts'
import type { BillingSettings } from '../settings/tables.ts'
import { referenceOf } from './reference.ts'
import { type ChargedLine, mayIssue, numberOf, vatOn } from './rules.ts'

export const notSetUp = () => notPossible('Say first who sends invoices, and which account they are paid to')

/** The host’s details as every invoice of this moment says them. */
export async function seller(tx: Writer) {
  const settings = await billingSettings(tx)
  if (!settings) throw notSetUp()
  return settings
}

const asSaid = (settings: BillingSettings) => ({
  sellerName: settings.hostName,
  sellerAddress: settings.address,
  sellerTown: settings.town,
  sellerPostcode: settings.postcode,
  sellerLegalId: settings.legalId,
  sellerVatNumber: settings.vat === 'outside' ? null : settings.vatNumber,
  sellerEmail: settings.email,
  sellerTelephone: settings.telephone,
  accountName: settings.accountName,
  sortCode: settings.sortCode,
  accountNumber: settings.accountNumber,
  vat: settings.vat,
  vatReason: settings.vatReason,
})

export type Charged = {
  membershipId: number
  year: AcademicYear
  runId: number | null
  lines: readonly ChargedLine[]
  /** Nobody is written to of an invoice that was sent before it was kept here. */
  send?: boolean
}

/** The days of payment run from the issue, or from the first day it is for where that is later: nobody owes beforehand. */
function dueDay(
  today: Day,
  lines: readonly ChargedLine[],
  { paymentDays }: Pick<BillingSettings, 'paymentDays'>,
) {
  const firsts = lines.flatMap(({ fromOn }) => (fromOn !== null && fromOn > today ? [fromOn] : []))
  return addDays(firsts.sort()[0] ?? today, paymentDays)
}

/** Where a line is counted as income. */
const income = ({ what, netPence }: ChargedLine): Line => ({
  account: what === 'subscription' ? 'subscriptions' : 'charges',
  pence: -netPence,
})

/**
 * Issues an invoice to one membership, today: as it is now said who sends and who pays, under the next number of the
 * series, in the books, and on its way by mail once all of this is saved.
 * @throws Refusal where it is not yet said who sends invoices or where this school is invoiced.
 */
export async function issue(by: Actor, charged: Charged): Promise<number> {
  permit(mayIssue(by.who))
  const { membershipId, year, runId, lines, send = true } = charged
  return by.act(
    { did: 'issued an invoice', subject: (id: number) => `subscriptions/invoices/${id}` },
    async (tx, by) => {
      const settings = await seller(tx)
      const payer = await payerOf(tx, membershipId)
      if (needsAddress(payer, settings.vat))
        throw notPossible(
          `An invoice with VAT needs the address of ${payer.school}: add how it is invoiced first`,
        )
      const netPence = lines.reduce((sum, line) => sum + line.netPence, 0)
      const { vatPerCent, vatPence, totalPence } = vatOn(netPence, settings.vat)
      const { last = 0 } =
        (await tx
          .selectFrom('invoiceSeries')
          .select('last')
          .where('kind', '=', 'invoice')
          .forUpdate()
          .executeTakeFirst()) ?? {}
      const { id, number } = await tx
        .insertInto('invoices')
        .values({
          ...asSaid(settings),
          kind: 'invoice',
          prefix: settings.invoicePrefix,
          ...{ membershipId, year, runId, vatPerCent, netPence, vatPence, totalPence },
          creditsId: null,
          reason: null,
          payBy: payer.payBy,
          issuedOn: by.today,
          dueOn: dueDay(by.today, lines, settings),
          reference: referenceOf(settings.invoicePrefix, last + 1),
          purchaseOrder: await purchaseOrderOf(tx, { membershipId, year }),
          buyerName: payer.name,
          buyerAddress: payer.address,
          buyerTown: payer.town,
          buyerPostcode: payer.postcode,
          costCentre: payer.costCentre,
          issuedBy: by.who.personId,
        })
        .returning(['id', 'number'])
        .executeTakeFirstOrThrow()
      await addLines(tx, id, lines)
      const asked: Line = { account: 'members', membershipId, invoiceId: id, pence: totalPence }
      const owing = vatPence > 0 ? [{ account: 'vat' as const, pence: -vatPence }] : []
      await post(tx, by, {
        datedOn: by.today,
        kind: 'invoice',
        says: `${numberOf({ prefix: settings.invoicePrefix, number })} to ${payer.name}`,
        subject: `subscriptions/invoices/${id}`,
        lines: [asked, ...lines.map(income), ...owing],
      })
      if (send) await sendJob(tx, 'invoices', { id })
      return id
    },
  )
}

export const addLines = (tx: Writer, invoiceId: number, lines: readonly ChargedLine[]) =>
  tx
    .insertInto('invoiceLines')
    .values(lines.map((line, at) => ({ ...line, invoiceId, position: at + 1 })))
    .execute()
