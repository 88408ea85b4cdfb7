import { type Day, dayTyped, isDay } from '../../platform/day.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const TIME = /[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?Z?$/i

/** A day as a bank writes it: `31/03/2027`, `31/03/27`, `2027-03-31` or `31 Mar 2027`, with a time after it or not. */
export function bankDay(text: string): Day | undefined {
  const plain = text.trim().replace(TIME, '')
  const [, date = '', name = '', year = ''] =
    /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})$/i.exec(plain) ?? []
  if (name === '') return dayTyped(plain.replace(/^(\d{1,2}[/\-.]\d{1,2}[/\-.])(\d{2})$/, '$120$2'))
  const month = MONTHS.findIndex((start) => name.toLowerCase().startsWith(start)) + 1
  const on = `${year.length === 2 ? '20' : ''}${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(on) ? on : undefined
}

const SUM =
  /^(?<bracket>\()?(?<sign>[+-])?(?:£|GBP)?(?<inner>[+-])?(?<pounds>\d{1,3}(?:,\d{3})+|\d{1,15})?(?:\.(?<pennies>\d{1,2}))?(?<close>\))?(?<after>-)?(?<side>CR|DR)?$/i

/**
 * A sum as a bank writes it, in pence: `1,234.56`, `-20.00`, `(20.00)`, `20.00 DR`, `£20`. Money out is negative.
 * Nothing finer than a penny, and nothing that says both in and out.
 */
export function bankSum(text: string): number | undefined {
  const found = SUM.exec(text.replaceAll(/\s/g, '').replaceAll('−', '-'))?.groups
  if (!found || (found.pounds === undefined && found.pennies === undefined)) return undefined
  if ((found.bracket === undefined) !== (found.close === undefined)) return undefined
  const side = found.side?.toUpperCase()
  const minus = found.bracket !== undefined || [found.sign, found.inner, found.after].includes('-')
  if (side === 'CR' && minus) return undefined
  const pence =
    Number((found.pounds ?? '0').replaceAll(',', '')) * 100 + Number((found.pennies ?? '').padEnd(2, '0'))
  return pence === 0 ? 0 : minus || side === 'DR' ? -pence : pence
}
