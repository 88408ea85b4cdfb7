import { inWords } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { inPounds } from '../../platform/money.ts'
import { notPossible } from '../../platform/refusal.ts'
import { numberOf } from '../invoices/rules.ts'
import { purposes } from './purposes/queries.ts'
import { accountsInFavour, openInvoices, type Payment } from './queries.ts'
import { difference, type Given } from './rules.ts'

const gone = () => notPossible('This cannot be chosen any more: it may have been paid meanwhile', 'to')

/** What a payment may be given to: each under its key, in words that say how the sums stand to each other. */
export const choicesFor = (db: Reader, payment: Payment): Promise<Record<string, string>> =>
  payment.leftPence < 0 ? forMoneyOut(db) : forMoneyIn(db, payment)

async function forMoneyIn(db: Reader, { leftPence }: Payment) {
  const [open, schools] = await Promise.all([
    openInvoices(db),
    db
      .selectFrom('members')
      .select(['id', 'shortName', 'leftOn'])
      .orderBy('shortName')
      .orderBy('joinedOn', 'desc')
      .execute(),
  ])
  const bySchool = open.toSorted((a, b) => a.school.localeCompare(b.school))
  const invoices = bySchool.map((one): [string, string] => {
    const by = difference(leftPence, one.owedPence) ?? 'the same sum'
    return [`invoice-${one.id}`, `${one.school}, ${numberOf(one)}: ${inPounds(one.owedPence)} owed (${by})`]
  })
  const accounts = schools.map(({ id, shortName, leftOn }): [string, string] => [
    `account-${id}`,
    `On the account of ${shortName}${leftOn ? `, a member until ${inWords(leftOn)}` : ''}`,
  ])
  return Object.fromEntries([...invoices, ...accounts, ['other', 'Other income, of no school']])
}

async function forMoneyOut(db: Reader) {
  const [spent, schools] = await Promise.all([purposes(db), accountsInFavour(db)])
  return Object.fromEntries([
    ...spent.map(({ id, name }) => [`purpose-${id}`, `Spent on: ${name}`]),
    ...schools.map(({ membershipId, school, favourPence }) => [
      `account-${membershipId}`,
      `Paid back to ${school}: ${inPounds(favourPence)} stands on its account`,
    ]),
    ['other', 'Other income, paid back'],
  ])
}

export type Chosen = { given: Given; pence: number }

/**
 * What a key stands for, and how much of the payment that takes if no amount is said; in pence of its sign.
 * @throws Refusal for what cannot be chosen, or no longer.
 */
export async function chosen(db: Reader, key: string, leftPence: number): Promise<Chosen> {
  if (key === 'other') return { given: { otherIncome: true }, pence: leftPence }
  const [, kind, id] = /^(invoice|account|purpose)-(\d{1,15})$/.exec(key) ?? []
  if (!kind) throw gone()
  return byKind[kind as keyof typeof byKind](db, Number(id), leftPence)
}

type Choose = (db: Reader, id: number, leftPence: number) => Promise<Chosen>
const byKind: Record<'invoice' | 'account' | 'purpose', Choose> = {
  invoice: async (db, id, leftPence) => {
    const found = (await openInvoices(db)).find((one) => one.id === id)
    if (!found || leftPence < 0) throw gone()
    const given = { invoiceId: found.id, membershipId: found.membershipId }
    return { given, pence: Math.min(leftPence, found.owedPence) || found.owedPence }
  },
  account: async (db, id, pence) => {
    const found = await db.selectFrom('members').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) throw gone()
    return { given: { membershipId: found.id }, pence }
  },
  purpose: async (db, id, pence) => {
    const found = await db.selectFrom('purposes').select('id').where('id', '=', id).executeTakeFirst()
    if (!found || pence > 0) throw gone()
    return { given: { purposeId: found.id }, pence }
  },
}
