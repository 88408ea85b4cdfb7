import type { Cells, Known } from '../../meetings/bring/read.ts'
import { dayIn } from '../../meetings/bring/rows.ts'
import { type Actor, onDay } from '../../platform/action.ts'
import { type AcademicYear, type Day, yearTyped } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { match, matchByReference, take } from '../payments/actions.ts'
import type { Given } from '../payments/rules.ts'
import { penceIn, type Sheets } from './sheets.ts'

/** A part of a payment, as a cell says it: `990003 2017-18` for an invoice, `account 990003`, or a purpose by name. */
type Part = { given: Given; pence: number }

/** What was paid and spent, in the order of the file; what names a reference is matched by it, the rest as is said. */
export async function bringPayments(tx: Writer, by: Actor, { payments }: Sheets, known: Known) {
  for (const cells of payments) await bringPayment(tx, by, cells, known)
}

async function bringPayment(tx: Writer, by: Actor, cells: Cells, known: Known) {
  const then = onDay(by, dayIn(cells.on) as Day)
  const pence = penceIn(cells.pounds) as number
  const says = await withReferences(tx, cells.words ?? '')
  const received = { datedOn: then.today, pence, payer: cells.payer || null, says }
  const id = await then.act(
    { did: 'recorded a payment', subject: (id: number) => `subscriptions/payments/${id}` },
    (tx, by) => take(tx, by, received, { kind: 'hand' }),
  )
  await then.act(
    { did: 'matched payments by reference', subject: `subscriptions/payments/${id}` },
    (tx, by) => matchByReference(tx, by, [id]),
  )
  for (const { given, pence: part } of await partsIn(tx, cells.for ?? '', pence, known))
    await match(then, id, { given, pence: part })
}

/** `{990003 2017-18}` stands for the reference of that school’s invoice, as its payer wrote it. */
async function withReferences(tx: Writer, words: string): Promise<string> {
  let said = words
  for (const [whole, urn = '', year = ''] of words.matchAll(/\{(\d{6}) (\d{4}-\d{2})\}/g))
    said = said.replace(whole, (await invoiceOf(tx, urn, year)).reference ?? '')
  return said
}

async function partsIn(tx: Writer, cell: string, pence: number, known: Known): Promise<Part[]> {
  const parts: Part[] = []
  let left = pence
  for (const one of cell
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const { given, most } = await givenBy(tx, one, known)
    const part = most === null ? left : Math.min(left, most)
    parts.push({ given, pence: part })
    left -= part
  }
  return parts
}

async function givenBy(
  tx: Writer,
  one: string,
  known: Known,
): Promise<{ given: Given; most: number | null }> {
  const [, urn = '', year = ''] = /^(\d{6}) (\d{4}-\d{2})$/.exec(one) ?? []
  if (urn) {
    const { id, membershipId, totalPence } = await invoiceOf(tx, urn, year)
    return { given: { invoiceId: id, membershipId }, most: totalPence }
  }
  const [, onAccount = ''] = /^account (\d{6})$/.exec(one) ?? []
  if (onAccount)
    return { given: { membershipId: known.membership(onAccount, '9999-01-01' as Day) as number }, most: null }
  const { id } = await tx
    .selectFrom('purposes')
    .select('id')
    .where('name', '=', one)
    .executeTakeFirstOrThrow()
  return { given: { purposeId: id }, most: null }
}

/** The latest invoice of a school for a year. */
export const invoiceOf = (tx: Writer, urn: string, year: string) =>
  tx
    .selectFrom('invoices')
    .innerJoin('membershipSchools', 'membershipSchools.membershipId', 'invoices.membershipId')
    .select(['invoices.id', 'invoices.membershipId', 'invoices.reference', 'invoices.totalPence'])
    .where('membershipSchools.urn', '=', Number(urn))
    .where('year', '=', yearTyped(year) as AcademicYear)
    .where('kind', '=', 'invoice')
    .orderBy('invoices.id', 'desc')
    .executeTakeFirstOrThrow()
