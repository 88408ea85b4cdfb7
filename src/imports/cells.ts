import { addDays, type Day, dayTyped, inWords } from '../platform/day.ts'
import { timeTyped } from '../platform/form.ts'

/** Why a cell cannot be taken as it stands, and what would be right. */
export class Wrong {
  readonly wrong: string
  readonly right: string | undefined

  constructor(wrong: string, right?: string) {
    this.wrong = wrong
    this.right = right
  }
}

/** One column of a sheet: what it holds, how it is written, and how a cell that is not blank becomes a value. */
export type Column<Value> = {
  means: string
  example: string
  required: boolean
  read(text: string, today: Day): Value | Wrong
  /** Only there so that the compiler knows what a blank cell gives. */
  blank?: Value
}

const column = <Value>(
  means: string,
  example: string,
  read: Column<Value>['read'],
): Column<Value | null> => ({
  means,
  example,
  required: false,
  read,
})

/** A column that must be there, and never blank. */
export const required = <Value>({ means, example, read }: Column<Value | null>): Column<Value> => ({
  means,
  example,
  required: true,
  read: read as Column<Value>['read'],
})

/** A spreadsheet would work these out; as a name they are always a slip. */
const FORMULA = /^(=|@|\+[A-Za-z(])/

export const text = (means: string, example: string, most = 200) =>
  column(means, example, (typed) => {
    if (FORMULA.test(typed)) return new Wrong('looks like a formula', 'Write the text itself')
    if (typed.length > most) return new Wrong(`is longer than ${most} characters`, 'Shorten it')
    return typed
  })

/** A name for the row that other rows use. Case matters to nobody, so it is kept as written and compared without. */
export const ref = (means: string, example: string) =>
  column(means, example, (typed) => {
    if (FORMULA.test(typed)) return new Wrong('looks like a formula', 'Write the ref itself')
    return typed.length > 100 ? new Wrong('is longer than 100 characters', 'Use a shorter ref') : typed
  })

/** Refs may be several, between semicolons or commas. */
export const refs = (means: string, example: string) =>
  column(means, example, (typed) => [...new Set(listed(typed, /[;,\n]/))])

const listed = (typed: string, between: RegExp) =>
  typed
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean)

const EMAIL = /^[^\s@<>",;:\\]+@[^\s@<>",;:\\]+\.[^\s@<>",;:\\]+$/

export const email = (means: string, example: string) =>
  column(means, example, (typed) =>
    EMAIL.test(typed) && typed.length <= 254
      ? typed.toLowerCase()
      : new Wrong('is not an email address', 'Write it like name@example.com, one in each cell'),
  )

const YEARS_AHEAD = 3
const WRITE_DAY = 'Write it like 2018-03-05 or 05/03/2018'

export const day = (means: string, example: string, { earliest = 1990 } = {}) =>
  column(means, example, (typed, today) => {
    const on = dayTyped(typed.replace(/[ T]00:00(:00(\.0+)?)?Z?$/, ''))
    if (!on) return noDay(typed)
    if (Number(on.slice(0, 4)) < earliest) return new Wrong(`is before ${earliest}`, 'Check the year')
    const latest = addDays(today, YEARS_AHEAD * 366)
    return on > latest ? new Wrong(`is more than ${YEARS_AHEAD} years ahead`, 'Check the year') : on
  })

function noDay(typed: string): Wrong {
  const [, first = '', second = '', year = ''] = /^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{2,4})$/.exec(typed) ?? []
  if (year.length === 2) return new Wrong('has a year of two figures', 'Write all four figures of the year')
  const swapped = dayTyped(`${second}/${first}/${year}`)
  if (swapped)
    return new Wrong('is no day: the month comes first', `If it is ${inWords(swapped)}, write ${swapped}`)
  if (year || /^\d{4}-\d{2}-\d{2}$/.test(typed)) return new Wrong('is not a day that exists', WRITE_DAY)
  return new Wrong('is not a date', WRITE_DAY)
}

export const time = (means: string, example: string) =>
  column(means, example, (typed) => {
    const at = timeTyped(typed.replace(/^(\d{1,2}:\d{2}):\d{2}$/, '$1'))
    return at ?? new Wrong('is not a time', 'Write it like 15:45')
  })

const simple = (typed: string) => typed.toLowerCase().replaceAll(/[\s_-]+/g, ' ')

/** One of a list, whatever its capitals, or another way of saying one of them. */
export function oneOf<Option extends string>(
  means: string,
  options: Record<Option, string>,
  also: Record<string, NoInfer<Option>> = {},
): Column<Option | null> {
  const keys = Object.keys(options) as Option[]
  const known = new Map<string, Option>(Object.entries(also))
  for (const key of keys) known.set(simple(key), key)
  const right = `Write ${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`
  return column(`${means}: ${keys.join(', ')}`, keys[0] ?? '', (typed) => {
    return known.get(simple(typed)) ?? new Wrong('is not one of the list', right)
  })
}

const yesses = new Set(['yes', 'y', 'true', '1'])
const noes = new Set(['no', 'n', 'false', '0'])

export const yesNo = (means: string) =>
  column(
    `${means}: yes or no`,
    'yes',
    (typed) =>
      yesses.has(simple(typed)) ||
      (noes.has(simple(typed)) ? false : new Wrong('is neither yes nor no', 'Write yes or no')),
  )

const URN = /^[1-9]\d{5}$/
const SIX_FIGURES = 'Write the six figures of the school’s URN'

export const urn = (means: string, example = '990001') =>
  column(means, example, (typed) =>
    URN.test(typed) ? Number(typed) : new Wrong('is not a URN', SIX_FIGURES),
  )

/** Many schools, or `all`. */
export const urns = (means: string, example: string) =>
  column<number[] | 'all'>(means, example, (typed) => {
    if (simple(typed) === 'all') return 'all'
    const parts = listed(typed, /[;,\s]+/)
    const strange = parts.find((part) => !URN.test(part))
    if (strange !== undefined)
      return new Wrong(`holds “${strange.slice(0, 40)}”, which is not a URN`, SIX_FIGURES)
    return [...new Set(parts.map(Number))]
  })

export const wholeNumber = (means: string, example: string, least: number, most: number) =>
  column(means, example, (typed) => {
    const number = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN
    return number >= least && number <= most
      ? number
      : new Wrong(`is not a whole number from ${least} to ${most}`, 'Write it in figures')
  })

/** A length in days, kept as half-days: `1.5` and `1½` are three. */
export const halfDays = (means: string, example: string) =>
  column(means, example, (typed) => {
    const figures = simple(typed)
      .replace(/ ?days?$/, '')
      .replace('½', '.5')
    const halves = /^\d{0,3}(\.[05]0?)?$/.test(figures) && figures ? Number(figures) * 2 : Number.NaN
    return Number.isInteger(halves)
      ? halves
      : new Wrong('is not a number of days', 'Write whole or half days, like 2 or 1.5')
  })

const OLDEST_READER = 25
const WRITE_AGE = 'Write years and months like 08:02, months from 00 to 11'

/** A reading age in years and months, kept as months. */
export const readingAge = (means: string, example: string) =>
  column(means, example, (typed) => {
    if (/^[<>]|[+]$|^(below|above|over|under)/i.test(typed))
      return new Wrong(
        'lies beyond the test',
        'Write the lowest or highest age that the test gives, like 06:00 or 16:06',
      )
    if (/^\d{1,2}\.\d{1,2}$/.test(typed)) return new Wrong('may mean months or tenths of a year', WRITE_AGE)
    const [, years = '', months = ''] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(typed) ?? []
    if (!years) return new Wrong('is not a reading age', WRITE_AGE)
    if (Number(months) > 11) return new Wrong(`has ${months} months, and a year has 12`, WRITE_AGE)
    const age = Number(years) * 12 + Number(months)
    return age >= 3 * 12 && Number(years) <= OLDEST_READER
      ? age
      : new Wrong('is no age that a test gives', WRITE_AGE)
  })

/** A pupil is known here by the school's own pseudonym alone; a UPN would tell who it is. */
export const pseudonym = (means: string, example: string) =>
  column(means, example, (typed) => {
    if (/^[A-Z]\d{11}[\dA-Z]$/i.test(typed.replaceAll(' ', '')))
      return new Wrong(
        'looks like a UPN, which says who the pupil is',
        'Use the school’s own pseudonym, like R01',
      )
    if (FORMULA.test(typed)) return new Wrong('looks like a formula', 'Write the pseudonym itself')
    return typed.length > 40
      ? new Wrong('is longer than 40 characters', 'Use a short pseudonym, like R01')
      : typed
  })

/** A file given beside the sheets. It is looked up among those by its name alone. */
export const fileBeside = (means: string, example: string) =>
  column(means, example, (typed) =>
    /[\\/]/.test(typed)
      ? new Wrong('names a folder', 'Put the file beside this one and write its name alone')
      : typed,
  )
