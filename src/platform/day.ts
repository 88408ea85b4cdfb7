/** A calendar day, `2026-09-01`. Days are strings so that they sort, compare and store as they read. */
export type Day = string & { readonly day: unique symbol }

/**
 * An academic year, named by the calendar year in which it starts: 2026 is 1 September 2026 to
 * 31 August 2027 in Europe/London, the year of every ledger and allowance.
 */
export type AcademicYear = number & { readonly academicYear: unique symbol }

const MILLISECONDS_A_DAY = 86_400_000

const asDate = (on: Day) => new Date(`${on}T00:00:00Z`)
const asDay = (date: Date) => date.toISOString().slice(0, 10) as Day

/** Whether the text is a day that exists, written `YYYY-MM-DD`; 31 February is not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** @throws RangeError when the text is not a day: for days we wrote ourselves, not for what people type. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`${text} is not a day`)
  return text
}

/** A day as people and spreadsheets write it: `2018-03-05`, `05/03/2018` or `5-3-2018` (day first). */
export function dayTyped(text: string): Day | undefined {
  const british = /^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$/.exec(text.trim())
  const [, date = '', month = '', year = ''] = british ?? []
  const iso = british ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text.trim()
  return isDay(iso) ? iso : undefined
}

export function addDays(on: Day, days: number): Day {
  return asDay(new Date(asDate(on).getTime() + days * MILLISECONDS_A_DAY))
}

export const daysBetween = (from: Day, to: Day) =>
  Math.round((asDate(to).getTime() - asDate(from).getTime()) / MILLISECONDS_A_DAY)

/** 0 is Sunday, 6 Saturday. */
export const weekday = (on: Day) => asDate(on).getUTCDay()

/** Whole calendar months completed from one day to another: the 14th to the 13th is one short. */
export function completedMonths(from: Day, to: Day): number {
  const [startYear = 0, startMonth = 0, startDate = 0] = from.split('-').map(Number)
  const [endYear = 0, endMonth = 0, endDate = 0] = to.split('-').map(Number)
  return (endYear - startYear) * 12 + (endMonth - startMonth) - (endDate < startDate ? 1 : 0)
}

export function academicYearOf(on: Day): AcademicYear {
  const [year = 0, month = 0] = on.split('-').map(Number)
  return (month >= 9 ? year : year - 1) as AcademicYear
}

export const firstDay = (year: AcademicYear) => day(`${year}-09-01`)
export const lastDay = (year: AcademicYear) => day(`${year + 1}-08-31`)

/** `2017-18`, as folders, addresses and the command line say it. */
export const yearName = (year: AcademicYear) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`

const FIRST_YEAR = 1900
const LAST_YEAR = 2100

/** Reads `2017-18`, `2017/18` or `2017-2018`; nothing else, only consecutive years, and none that nobody could mean. */
export function yearTyped(text: string): AcademicYear | undefined {
  const [, first = '', second = ''] = /^(\d{4})[-/](\d{2}|\d{4})$/.exec(text.trim()) ?? []
  const year = Number(first)
  const next = String(year + 1)
  const known = year >= FIRST_YEAR && year <= LAST_YEAR
  return known && next.endsWith(second) ? (year as AcademicYear) : undefined
}

const written = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
/** `5 March 2018` */
export const inWords = (on: Day) => written.format(asDate(on))

const short = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const shortly = new Map<Day, string>()
const MOST_KEPT = 20_000

/** `Mon 5 Mar 2018`, for columns. Formatting a date is slow and a list has many, so each is done once. */
export function inShort(on: Day): string {
  const known = shortly.get(on)
  if (known) return known
  const said = short.format(asDate(on)).replace(',', '')
  if (shortly.size < MOST_KEPT) shortly.set(on, said)
  return said
}

const london = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
/** The day it is in London at this moment: 31 August 22:30 UTC is still 31 August there, 23:30 is not. */
export const dayInLondon = (moment: Date) => day(london.format(moment))

const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
/** The time of day it is in London at this moment, `14:05`. */
export const timeInLondon = (moment: Date) => londonTime.format(moment)

/** The moment at which clocks in London show this time of this day; in the hour that comes twice, the first. */
export function momentAt(on: Day, time: string): Date {
  const wall = new Date(`${on}T${time}:00Z`)
  const inSummer = new Date(wall.getTime() - 3_600_000)
  return dayInLondon(inSummer) === on && timeInLondon(inSummer) === time ? inSummer : wall
}

const momentWritten = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
/** `5 March 2018 at 14:05`, London time. */
export const momentInWords = (moment: Date) => momentWritten.format(moment)

/** Staff time is counted in whole half-days and said in days: 11 is `5½ days`. */
export function inDays(halfDays: number): string {
  const whole = Math.floor(halfDays / 2)
  const figure = halfDays % 2 === 0 ? `${whole}` : whole === 0 ? '½' : `${whole}½`
  return `${figure} ${halfDays === 2 || halfDays === 1 ? 'day' : 'days'}`
}
