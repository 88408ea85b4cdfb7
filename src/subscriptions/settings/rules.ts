import { isOffice, type Who } from '../../platform/who.ts'
import type { VatTreatment } from './tables.ts'

/** Who invoices, and which account schools pay to, is said by the office alone. */
export const mayKeepSettings = (who: Who) => isOffice(who)

const bare = (text: string) => text.replace(/[\s.-]/g, '').toUpperCase()
const when = (kept: string, good: boolean) => (good ? kept : undefined)

/** `01-02-03`, `01 02 03` or `010203` as the six digits that are kept. */
export const sortCodeTyped = (text: string) => when(bare(text), /^\d{6}$/.test(bare(text)))
export const sortCodeInWords = (digits: string) => digits.replace(/(\d{2})(?=\d)/g, '$1-')

export const accountNumberTyped = (text: string) => when(bare(text), /^\d{8}$/.test(bare(text)))

/** A postcode with its one space: `sw1a1aa` is `SW1A 1AA`. */
export function postcodeTyped(text: string): string | undefined {
  const [, out, inward] = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(bare(text)) ?? []
  return out && `${out} ${inward}`
}

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2]
/** HMRC gives out two kinds of numbers, whose check digits differ by this. */
const NEWER = 55

/**
 * A VAT number as HMRC gives it: nine digits, the last two of which check the rest; three more for a branch; or one of
 * a government department or a health authority. `123 4567 89` without `GB` is understood.
 */
export function vatNumberTyped(text: string): string | undefined {
  const plain = bare(text).replace(/^GB/, '')
  const known = /^(GD[0-4]\d\d|HA[5-9]\d\d)$/.test(plain) || /^\d{9}(\d{3})?$/.test(plain)
  return when(`GB${plain}`, known && (!/^\d/.test(plain) || checks(plain)))
}

function checks(digits: string): boolean {
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(digits[at]), 0)
  const rest = sum + Number(digits.slice(7, 9))
  return rest % 97 === 0 || (rest + NEWER) % 97 === 0
}

export const prefixTyped = (text: string) => when(bare(text), /^[A-Z]{1,6}$/.test(bare(text)))

export type Told = {
  vat: VatTreatment
  vatNumber: string | null
  vatReason: string | null
  invoicePrefix: string
  creditPrefix: string
  firstReminder: number
  secondReminder: number
  thirdReminder: number
}
export type Wrong = { says: string; field: keyof Told }

const saysWhy = (vat: VatTreatment) => vat === 'outside' || vat === 'exempt'

/** The first thing that does not go with the rest, with a sentence and the question it is about. */
export function wrongIn(told: Told): Wrong | undefined {
  const { vat, vatNumber, vatReason } = told
  if (vat !== 'outside' && vatNumber === null)
    return {
      field: 'vatNumber',
      says: 'Enter the VAT number: supplies that are standard-rated, zero-rated or exempt are made by a host with one',
    }
  if (saysWhy(vat) && vatReason === null)
    return { field: 'vatReason', says: 'Say why no VAT is charged, as every invoice will say it' }
  if (!saysWhy(vat) && vatReason !== null)
    return {
      field: 'vatReason',
      says: 'Leave this blank: an invoice that is standard-rated or zero-rated gives no such reason',
    }
  if (told.invoicePrefix === told.creditPrefix)
    return {
      field: 'creditPrefix',
      says: 'Credit notes need a prefix of their own, so that no two documents bear the same number',
    }
  if (told.secondReminder <= told.firstReminder)
    return { field: 'secondReminder', says: 'The second reminder must be later than the first' }
  if (told.thirdReminder <= told.secondReminder)
    return { field: 'thirdReminder', says: 'The third reminder must be later than the second' }
}
