import type { Found } from './sheet-rows.ts'

/** What a number in a workbook stands for, which only its format tells. */
export type NumberMeaning = 'number' | 'date' | 'time' | 'moment' | 'hours'

/** Formats that a workbook may use without spelling them (ECMA-376, 18.8.30), dates and times only. */
const BUILT_IN: Record<number, NumberMeaning> = {
  ...Object.fromEntries([14, 15, 16, 17, 27, 28, 29, 30, 31, 36].map((id) => [id, 'date'])),
  ...Object.fromEntries([50, 51, 52, 53, 54, 55, 56, 57, 58].map((id) => [id, 'date'])),
  ...Object.fromEntries([18, 19, 20, 21, 32, 33, 34, 35, 45, 47].map((id) => [id, 'time'])),
  22: 'moment',
  46: 'hours',
}

export function meaningOf(formatId: number, code: string | undefined): NumberMeaning {
  if (code === undefined) return BUILT_IN[formatId] ?? 'number'
  if (/\[[hms]+\]/i.test(code)) return 'hours'
  const [positive = ''] = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM\/PM|A\/P|General/gi, '').split(';')
  const time = /[hs]/i.test(positive)
  const date = /[dy]/i.test(positive) || (/m/i.test(positive) && !time)
  if (date) return time ? 'moment' : 'date'
  return time ? 'time' : 'number'
}

const SECONDS_A_DAY = 86_400
const MILLISECONDS_A_DAY = SECONDS_A_DAY * 1000
/** 31 December 9999, the last day a workbook can hold. */
const LAST_SERIAL = 2_958_465

const two = (figure: number) => String(figure).padStart(2, '0')

/** A number of a workbook as its reader saw it: a day, a time, or a plain number without float noise. */
export function numberText(stored: string, meaning: NumberMeaning, from1904: boolean): Found {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value))
    return { value: stored, wrong: 'This cell holds a damaged number', right: 'Type it again' }
  if (meaning === 'number' || value < 0 || value > LAST_SERIAL) return plain(value)
  const seconds = Math.round(value * SECONDS_A_DAY)
  if (meaning === 'hours') return clock(Math.floor(seconds / 3600), seconds % 3600)
  const days = Math.floor(seconds / SECONDS_A_DAY)
  const rest = seconds % SECONDS_A_DAY
  const time = clock(Math.floor(rest / 3600), rest % 3600)
  if (meaning === 'time' || (value < 1 && rest > 0)) return time
  const day = serialDay(days, from1904)
  return meaning === 'moment' && rest > 0 ? `${day} ${time}` : day
}

/** Fifteen figures are all that a workbook holds truly: 0.30000000000000004 was typed as 0.3. */
function plain(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text
}

function clock(hours: number, rest: number): string {
  const seconds = rest % 60
  return `${two(hours)}:${two(Math.floor(rest / 60))}${seconds === 0 ? '' : `:${two(seconds)}`}`
}

/**
 * Days are counted from 1 January 1900, or 1904 in workbooks begun on an old Mac. Excel believes
 * that 29 February 1900 was a day; we hand it on as written, and whoever reads days refuses it.
 */
function serialDay(days: number, from1904: boolean): string {
  if (!from1904 && days === 60) return '1900-02-29'
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return new Date(epoch + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
}

/** A day or moment that a workbook stores as text (`t="d"`): `2018-03-05T00:00:00` is a day. */
export function isoText(stored: string): string {
  const [, day = '', time = ''] = /^(\d{4}-\d{2}-\d{2})?T?(\d{2}:\d{2}(?::\d{2})?)?/.exec(stored) ?? []
  const short = time.replace(/:00$/, (seconds) => (time.length > 5 ? '' : seconds))
  if (!day) return short || stored
  return short && short !== '00:00' ? `${day} ${short}` : day
}

/** Excel writes a character that XML cannot hold as `_x000D_`. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text
