import { aDay, all, aSchool, type Cells, type Known, type Understood } from '../../meetings/bring/read.ts'
import { yearTyped } from '../../platform/day.ts'
import { penceTyped } from '../../platform/money.ts'

/** The office’s files of money, and the columns of each. */
const sheets = {
  host: [
    ...['host', 'address', 'town', 'postcode', 'legal_id', 'email', 'telephone', 'account_name', 'sort_code'],
    ...['account_number', 'payment_days', 'vat_reason', 'recharge_code'],
  ],
  opening: ['on', 'pounds'],
  payers: ['urn', 'name', 'address', 'town', 'postcode', 'email', 'pay_by', 'cost_centre'],
  orders: ['urn', 'year', 'number'],
  runs: ['year', 'on', 'recharged_on', 'taken_on', 'taken_as'],
  credits: ['urn', 'year', 'on', 'pounds', 'reason'],
  payments: ['on', 'pounds', 'payer', 'words', 'for'],
  prices: ['what', 'pounds', 'source', 'from_year'],
} as const satisfies Record<string, readonly string[]>
export type Sheets = Record<keyof typeof sheets, Cells[]>

/** Pence of `3,000.00`, or of `-250.00` for money that went out; nothing where it is no sum. */
export function penceIn(text: string | undefined): number | undefined {
  const out = text?.startsWith('-') ?? false
  const pence = penceTyped(out ? (text?.slice(1) ?? '') : (text ?? ''))
  return pence !== undefined && out ? -pence : pence
}

const aSum: Understood = (value) => penceIn(value) !== undefined
const aYear: Understood = (value) => yearTyped(value) !== undefined

export const files = {
  sheets,
  understood: Object.fromEntries([
    ...all(['on', 'recharged_on', 'taken_on'], aDay),
    ...all(['urn'], aSchool),
    ...all(['pounds'], aSum),
    ...all(['year', 'from_year'], aYear),
  ] as [string, Understood<Known>][]),
  wrong: 'Nothing of this name is recorded, or it is not written as a date, a year or a sum',
}
