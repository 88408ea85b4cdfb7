import { type Day, inWords } from '../../../platform/day.ts'
import type { Letter } from '../../../platform/mail.ts'
import { inPounds } from '../../../platform/money.ts'
import type { Recipient } from '../../payers/recipients.ts'
import type { WayToPay } from '../../payers/tables.ts'
import { inFours } from '../reference.ts'
import { numberOf } from '../rules.ts'
import type { InvoiceKind } from '../tables.ts'

export type ToldOf = {
  id: number
  kind: InvoiceKind
  prefix: string
  number: number
  school: string
  sellerName: string
  payBy: WayToPay
  dueOn: Day
  totalPence: number
  reference: string | null
  purchaseOrder: string | null
  reason: string | null
  /** What of an invoice is still owed at this moment, in pence. */
  owedPence: number
  /** What it is for. */
  says: string
}

export type Pdf = { name: string; bytes: Uint8Array }

/** The letter with an invoice or a credit note to one address; the account to pay to stands on the invoice only. */
export function letterWith(
  told: ToldOf,
  { email, name }: Recipient,
  { url, pdf }: { url: string; pdf: Pdf | null },
): Letter {
  const paragraphs = [
    name ? `Dear ${name},` : 'Dear colleague,',
    opening(told),
    ...(told.kind === 'invoice' ? payment(told) : []),
    pdf
      ? 'It is attached. It carries the same as data, which accounting software can take over. It stands here too:'
      : 'You can read it and print it here:',
    `${url}/subscriptions/invoices/${told.id}`,
    told.sellerName,
  ]
  return {
    to: email,
    subject: subjectOf(told),
    text: paragraphs.join('\n\n'),
    ...(pdf ? { attachments: [{ name: pdf.name, type: 'application/pdf', content: pdf.bytes }] } : {}),
  }
}

function subjectOf(told: ToldOf): string {
  const number = numberOf(told)
  if (told.kind === 'credit note') return `Credit note ${number} for ${told.school}`
  const due = told.payBy === 'invoice' ? `, due ${inWords(told.dueOn)}` : ''
  return `Invoice ${number} for ${told.school}${due}`
}

function opening(told: ToldOf): string {
  const { school, totalPence, says, reason } = told
  if (told.kind === 'credit note')
    return `Credit note ${numberOf(told)} to ${school} takes back ${inPounds(totalPence)}: ${reason}. You need not pay that sum; what you have paid of it already stands on the school’s account.`
  return `Invoice ${numberOf(told)} to ${school} is for ${inPounds(totalPence)}: ${says}.`
}

function payment({
  payBy,
  dueOn,
  reference,
  purchaseOrder,
  sellerName,
  owedPence,
  totalPence,
}: ToldOf): string[] {
  const order = purchaseOrder ? [`Your purchase order: ${purchaseOrder}`] : []
  if (owedPence === 0) return [...order, 'It is settled: nothing is to be paid.']
  if (payBy === 'recharge')
    return [
      ...order,
      `You need not pay it: ${sellerName} moves the sum from your school’s cost centre in its own ledger.`,
    ]
  const left = owedPence < totalPence ? ` ${inPounds(owedPence)} of it is still owed.` : ''
  return [
    ...order,
    `Please pay by ${inWords(dueOn)}, with the reference ${inFours(reference ?? '')}. The account stands on the invoice.${left}`,
  ]
}
