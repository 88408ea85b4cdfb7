import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type AcademicYear, type Day, dayTyped, inWords, yearTyped } from './day.ts'
import { inPounds, penceTyped } from './money.ts'

/** What one can choose from, in the order it is shown: a key that is kept and the words for it. */
export type Options = readonly (readonly [key: string, says: string])[]
/** Rows to choose from, by id. */
export type RowOptions = readonly (readonly [id: number, says: string])[]

type Widget =
  | { kind: 'text'; type?: 'email' | 'search' | 'time' | 'code'; width?: 2 | 4 | 5 | 10 | 20 }
  | { kind: 'long text'; rows: number }
  | { kind: 'day' }
  | { kind: 'choice'; options: Options }
  | { kind: 'select'; options: Options; empty: string }
  | { kind: 'several'; options: Options }
  | { kind: 'hidden' }

/** One question: what it asks, how it is drawn, and how what was typed becomes a value or a complaint. */
export type Field<Value> = { label: string; hint?: string; widget: Widget; schema: z.ZodType<Value> }

/** What the person typed, and what was wrong with it. `key` makes a second sending act once. */
export type Answers = {
  values: Record<string, string>
  errors: { field: string; message: string }[]
  key: string
  version?: number
}

/** A form is known by what it gives back once it has been filled in. */
export type Form<Filled> = {
  fields: Record<string, Field<unknown>>
  /** A form to begin with: empty, or holding a row, whose version it then carries. */
  blank(values?: { [Name in keyof Filled & string]?: unknown } & { version?: number }): Answers
  read(data: FormData | URLSearchParams): { filled: Filled } | { answers: Answers }
}

/** Several answers to one question travel as one text, and no option's key holds this sign. */
const BETWEEN_SEVERAL = '\u001f'
const MOST_CHARACTERS = 20_000

const shown = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : String(value)

/** Says once what a form asks. Reading it, drawing it and complaining about it all follow from this. */
export function form<Filled>(fields: { [Name in keyof Filled & string]: Field<Filled[Name]> }): Form<Filled> {
  const asked = Object.entries<Field<unknown>>(fields)
  const schema = z.object(Object.fromEntries(asked.map(([name, field]) => [name, field.schema])))
  return {
    fields,
    blank: (values = {}) => ({
      values: Object.fromEntries(asked.map(([name]) => [name, shown(values[name as keyof Filled & string])])),
      errors: [],
      key: randomUUID(),
      ...(values.version === undefined ? {} : { version: values.version }),
    }),
    read(data) {
      const values = typed(data, Object.keys(fields))
      const { data: filled, error } = schema.safeParse(values)
      if (filled) return { filled: filled as Filled }
      const errors = error.issues.map((issue) => ({ field: String(issue.path[0]), message: issue.message }))
      const first = errors.filter((e, i) => errors.findIndex(({ field }) => field === e.field) === i)
      return { answers: { values, errors: first, key: keyOf(data) } }
    },
  }
}

/** Everything that was typed into these questions, as text, so that it can be shown again. */
export function typed(data: FormData | URLSearchParams, names: string[]): Record<string, string> {
  const text = (name: string) =>
    data
      .getAll(name)
      .map((value) => (typeof value === 'string' ? clean(value) : ''))
      .filter((value, i, all) => value !== '' || all.length === 1 || i > 0)
      .join(BETWEEN_SEVERAL)
  return Object.fromEntries(names.map((name) => [name, text(name)]))
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** What PostgreSQL cannot keep (NUL, half a surrogate pair) goes; line ends become one kind. */
const clean = (value: string) =>
  value.replaceAll('\u0000', '').replaceAll('\r\n', '\n').replace(LONE_SURROGATE, '\ufffd').trim()

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function keyOf(data: FormData | URLSearchParams): string {
  const key = String(data.get('form-key') ?? '')
  return UUID.test(key) ? key : randomUUID()
}

type Ask = { ask: string; hint?: string }
const hinted = (hint?: string) => (hint ? { hint } : {})

export function text(
  label: string,
  { ask, hint, max = 200, width }: Ask & { max?: number; width?: 4 | 5 | 10 | 20 },
): Field<string> {
  const schema = z.string().min(1, ask).max(max, `${label} must be ${max} characters or fewer`)
  return { label, widget: { kind: 'text', ...(width ? { width } : {}) }, schema, ...hinted(hint) }
}

/** Text with a form of its own, such as a sort code: `reads` gives what is kept, or nothing where it is none. */
export function codeTyped(
  label: string,
  {
    ask,
    hint,
    width = 10,
    reads,
    wrong,
  }: Ask & { width?: 4 | 5 | 10 | 20; reads: (text: string) => string | undefined; wrong: string },
): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const read = reads(value)
      if (read === undefined) ctx.addIssue({ code: 'custom', message: wrong })
      return read ?? ''
    })
  return { label, widget: { kind: 'text', width }, schema, ...hinted(hint) }
}

export function longText(
  label: string,
  { ask, hint, max = MOST_CHARACTERS, rows = 8 }: Ask & { max?: number; rows?: number },
): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .max(max, `${label} must be ${max.toLocaleString('en-GB')} characters or fewer`)
  return { label, widget: { kind: 'long text', rows }, schema, ...hinted(hint) }
}

/** Travels with the form unseen, such as what stood when it was opened. It is not to be trusted. */
export const kept = (label: string): Field<string> => ({
  label,
  widget: { kind: 'hidden' },
  schema: z.string().max(200),
})

/** Words to look for; nothing typed is wrong. */
export function search(label: string, { hint }: { hint?: string } = {}): Field<string> {
  return {
    label,
    widget: { kind: 'text', type: 'search', width: 20 },
    schema: z.string().max(200, `${label} must be 200 characters or fewer`),
    ...hinted(hint),
  }
}

const EMAIL = /^[^\s@<>",;:\\]+@[^\s@<>",;:\\]+\.[^\s@<>",;:\\]+$/

export function email(label: string, { ask, hint }: Ask): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .max(254, `${label} must be 254 characters or fewer`)
    .regex(EMAIL, `${label} must be an email address in the correct format, like name@example.com`)
    .transform((value) => value.toLowerCase())
  return { label, widget: { kind: 'text', type: 'email', width: 20 }, schema, ...hinted(hint) }
}

/** A code of six digits that was sent by mail; spaces and dashes between them are understood. */
export function oneTimeCode(label: string, { ask, hint }: Ask): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value) => value.replace(/[\s-]/g, ''))
    .refine((value) => /^\d{6}$/.test(value), `${label} must be the 6 digits from the mail`)
  return { label, widget: { kind: 'text', type: 'code', width: 10 }, schema, ...hinted(hint) }
}

/** A page on the web; `www.` alone is taken to mean `https://`. */
export function webAddress(label: string, { ask, hint }: Ask): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .max(500, `${label} must be 500 characters or fewer`)
    .transform((value, ctx) => {
      const typedOut = /^www\./i.test(value) ? `https://${value}` : value
      const known = /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(typedOut) && URL.canParse(typedOut)
      if (!known)
        ctx.addIssue({
          code: 'custom',
          message: `${label} must be a web address, like https://www.example.sch.uk`,
        })
      return typedOut
    })
  return { label, widget: { kind: 'text', width: 20 }, schema, ...hinted(hint) }
}

/** A day, typed as `5/3/2018` or picked. The year must be one that an office could mean. */
export function dayField(
  label: string,
  { ask, hint, from = 1900, to = 2100 }: Ask & { from?: number; to?: number },
): Field<Day> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const on = dayTyped(value)
      const year = Number(on?.slice(0, 4))
      const wrong = !on
        ? `${label} must be a real date, like 27/3/2018`
        : year < from || year > to
          ? `The year of ${label.toLowerCase()} must be between ${from} and ${to}`
          : undefined
      if (wrong) ctx.addIssue({ code: 'custom', message: wrong })
      return on as Day
    })
  return { label, widget: { kind: 'day' }, schema, ...hinted(hint) }
}

/** A time of day, `14:05`; `1405`, `14.05` and `2:05pm` are understood, and `now` or `n` where it is said what that is. */
export function time(label: string, { ask, hint, now }: Ask & { now?: string | null }): Field<string> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const at = now && /^n(ow)?$/i.test(value) ? now : timeTyped(value)
      if (!at) ctx.addIssue({ code: 'custom', message: `${label} must be a time, like 14:05` })
      return at ?? ''
    })
  return { label, widget: { kind: 'text', width: 5 }, schema, ...hinted(hint) }
}

export function timeTyped(value: string): string | undefined {
  const [, hours = '', minutes = '00', half = ''] =
    /^(\d{1,2})[:.]?(\d{2})?\s*(am|pm)?$/i.exec(value.trim()) ?? []
  if (!hours) return undefined
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours)
  return hour < 24 && Number(minutes) < 60 ? `${String(hour).padStart(2, '0')}:${minutes}` : undefined
}

export function wholeNumber(
  label: string,
  { ask, hint, min = 0, max = 1_000_000 }: Ask & { min?: number; max?: number },
): Field<number> {
  const wrong = `${label} must be a whole number between ${min.toLocaleString('en-GB')} and ${max.toLocaleString('en-GB')}`
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const number = /^-?\d{1,12}$/.test(value) ? Number(value) : Number.NaN
      if (!(number >= min && number <= max)) ctx.addIssue({ code: 'custom', message: wrong })
      return number
    })
  return { label, widget: { kind: 'text', width: 5 }, schema, ...hinted(hint) }
}

/** A length in days, whole or half (`2`, `1.5`, `½`), kept in half-days. Show it as half of what is kept. */
export function days(label: string, { ask, hint, max = 200 }: Ask & { max?: number }): Field<number> {
  const wrong = `${label} must be whole or half days between 0 and ${max}, like 2 or 1.5`
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const [, whole = '', half = ''] = /^(\d{0,4})(\.0|\.50?| ?½)?$/.exec(value) ?? []
      const halves = Number(whole) * 2 + (/5|½/.test(half) ? 1 : 0)
      if (whole + half === '' || halves > max * 2) ctx.addIssue({ code: 'custom', message: wrong })
      return halves
    })
  return { label, widget: { kind: 'text', width: 4 }, schema, ...hinted(hint) }
}

/** Pounds typed, pence kept; `max` is in pence. */
export function pounds(label: string, { ask, hint, max }: Ask & { max?: number }): Field<number> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const pence = penceTyped(value)
      if (pence === undefined)
        ctx.addIssue({ code: 'custom', message: `${label} must be an amount of money, like 3,000 or 12.50` })
      else if (max !== undefined && pence > max)
        ctx.addIssue({ code: 'custom', message: `${label} must be ${inPounds(max)} or less` })
      return pence ?? 0
    })
  return { label, widget: { kind: 'text', width: 10 }, schema, ...hinted(hint) }
}

export function academicYear(label: string, { ask, hint }: Ask): Field<AcademicYear> {
  const schema = z
    .string()
    .min(1, ask)
    .transform((value, ctx) => {
      const year = yearTyped(value)
      if (year === undefined)
        ctx.addIssue({ code: 'custom', message: `${label} must be an academic year, like 2017-18` })
      return year as AcademicYear
    })
  return { label, widget: { kind: 'text', width: 10 }, schema, ...hinted(hint) }
}

/** One of a few, as radio buttons. */
export function choice<Option extends string>(
  label: string,
  options: Record<Option, string>,
  { ask, hint }: Ask,
): Field<Option> {
  return {
    label,
    widget: { kind: 'choice', options: Object.entries(options) },
    schema: oneOf(options, ask),
    ...hinted(hint),
  }
}

/** One of many, as a drop-down list. */
export function select<Option extends string>(
  label: string,
  options: Record<Option, string>,
  { ask, hint, empty = 'Choose one' }: Ask & { empty?: string },
): Field<Option> {
  return {
    label,
    widget: { kind: 'select', options: Object.entries(options), empty },
    schema: oneOf(options, ask),
    ...hinted(hint),
  }
}

/** One of many rows, chosen by name and kept by id. */
export function pick(
  label: string,
  rows: RowOptions,
  { ask, hint, empty = 'Choose one' }: Ask & { empty?: string },
): Field<number> {
  const options = keyed(rows)
  const schema = oneOf(Object.fromEntries(options), ask).transform(Number)
  return { label, widget: { kind: 'select', options, empty }, schema, ...hinted(hint) }
}

const keyed = (rows: RowOptions): Options => rows.map(([id, says]) => [String(id), says])

/** Any number of a few rows, as tick boxes, kept by id. */
export function several(label: string, rows: RowOptions, { ask, hint }: Ask): Field<number[]> {
  const options = keyed(rows)
  const known = new Set(options.map(([key]) => key))
  const schema = z.string().transform((value, ctx) => {
    const keys = value.split(BETWEEN_SEVERAL).filter(Boolean)
    if (keys.length === 0 || keys.some((key) => !known.has(key)))
      ctx.addIssue({ code: 'custom', message: ask || 'Choose from the list' })
    return [...new Set(keys)].map(Number)
  })
  return { label, widget: { kind: 'several', options }, schema, ...hinted(hint) }
}

export const joinSeveral = (ids: number[]) => ids.join(BETWEEN_SEVERAL)
export const splitSeveral = (value: string) => value.split(BETWEEN_SEVERAL).filter(Boolean)

export const yesNo = (label: string, { ask, hint }: Ask): Field<boolean> => ({
  label,
  widget: {
    kind: 'choice',
    options: [
      ['yes', 'Yes'],
      ['no', 'No'],
    ],
  },
  schema: oneOf({ yes: 'Yes', no: 'No' }, ask).transform((value) => value === 'yes'),
  ...hinted(hint),
})

function oneOf<Option extends string>(options: Record<Option, string>, ask: string): z.ZodType<Option> {
  const message = ask || 'Choose one from the list'
  return z.string().refine((value) => Object.hasOwn(options, value), message) as unknown as z.ZodType<Option>
}

/** The same question, which may be left blank: then it gives null. */
export function optional<Value>(field: Field<Value>): Field<Value | null> {
  const schema = z.string().transform((value, ctx) => {
    if (value === '') return null
    const read = field.schema.safeParse(value)
    if (!read.success) ctx.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? '' })
    return read.success ? read.data : null
  })
  return { ...field, label: `${field.label} (optional)`, schema }
}

/** What a person reads where a value stands in a widget: an option's label, a date in words. */
export function said(field: Field<unknown>, value: string): string {
  const { widget } = field
  if (value === '') return 'nothing'
  if ('options' in widget) {
    const words = new Map(widget.options)
    return splitSeveral(value)
      .map((key) => words.get(key) ?? key)
      .join(', ')
  }
  const on = widget.kind === 'day' ? dayTyped(value) : undefined
  return on ? inWords(on) : value
}
