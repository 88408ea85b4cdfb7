import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Actor } from './action.ts'
import { type Answers, type Form, keyOf, said, typed } from './form.ts'
import type { Log } from './log.ts'
import { once } from './once.ts'
import { type Frame, Framed } from './page.tsx'
import { notFound, Refusal } from './refusal.ts'
import { Stale } from './revision.ts'
import { csvText } from './sheet.ts'
import { csvRows, type Listing, type Order } from './table.tsx'

export type Env = { Variables: { by: Actor; frame: Frame; requestId: string; log: Log; network: string } }
export type Asked = Context<Env, string>

export const rooms = () => new Hono<Env>()

/** What a page says after a form did its work; the address says which, never the words. */
const notices: Record<string, string> = {
  saved: 'Saved',
  chosen: 'Chosen: the head of their school has been asked by mail to release them',
  'chosen-all': 'Each that still holds is chosen, and the heads have been asked by mail to release them',
  merged: 'Saved, together with what somebody else wrote meanwhile: read it once more',
  added: 'Added',
  removed: 'Removed',
  'written-off': 'Written off',
  matched: 'Matched',
  undone: 'Undone: the money waits to be matched',
  cancelled: 'Cancelled',
  restored: 'Put back',
  frozen: 'Frozen as an edition',
  'signed-out': 'You have signed out',
  sent: 'Sent',
  signed: 'Signed',
  asked: 'SSIG has been asked',
  moved: 'Done: whoever has the next step has been told',
  reminded: 'We have written to those who have not signed',
  'reminded-before': 'They were written to today already, so nothing more was sent',
  declined: 'You have declined to sign',
  ended: 'Signed out there',
  invited: 'Invited: what is to be sent goes out within a minute',
  observed: 'Saved. Somebody who came to hold a seat is an observer: the register says why',
  here: 'You are on the register',
  left: 'We have noted that you have left',
  begun: 'The meeting has begun',
  'meeting-ended': 'The meeting has ended',
  named: 'Named, and told by mail',
  opened: 'The vote is open',
  'vote-closed': 'The vote is closed',
  planned: 'Planned: everybody who takes part is sent it for their calendar',
  issued: 'Issued: whoever pays is sent it by mail within a minute',
  'sent-again': 'It is sent again within a minute',
  revoked: 'Revoked: nothing is read under its address any more',
  'code-sent': 'We have sent a code to your work email address',
  voted: 'Your vote has been cast',
  'support-closed': 'Closed. The head of the supported school is asked to evaluate it',
  evaluated: 'Evaluated. The supporting school and the practitioner are told by mail',
  'support-signed-off': 'Signed off',
  'head-reminded': 'We have written to the head of the school',
  'voted-closed-up':
    'Your vote has been cast. There were gaps between your preferences, which were closed up: it is read in the order shown here',
  'statement-known': 'Every line of this file was here already: nothing was added',
  'written-down':
    'Written down. Who heads the school has been told by mail, and may overturn it before the close',
}

export function show(
  c: Asked,
  page: JSX.Element,
  code: 200 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503 = 200,
) {
  const frame = c.get('frame')
  const notice = notices[c.req.query('did') ?? ''] ?? null
  return c.html(
    <Framed.Provider value={{ ...frame, path: c.req.path, notice }}>{page}</Framed.Provider>,
    code,
  )
}

/**
 * The session a request carries, when its cookie bears our signature: `token.signature` as the sign-in library
 * writes it. Checked here because the framework's own way asks the machine's cryptography in the background,
 * which cost a request more than its queries and its page together.
 */
export function sessionToken(c: Asked, secret: string, cookie: string): string | undefined {
  const [, token = '', signature = ''] =
    /^([^.]+)\.([A-Za-z0-9+/]{43}=)$/.exec(getCookie(c, cookie) ?? '') ?? []
  const expected = createHmac('sha256', secret).update(token).digest()
  const given = Buffer.from(signature, 'base64')
  const ours = given.length === expected.length && timingSafeEqual(given, expected)
  return ours && given.toString('base64') === signature ? token : undefined
}

/** What a cookie of ours holds, as the browser sent it. */
export const cookieIn = (c: Asked, name: string) => getCookie(c, name)

/** One line a request, under an id that an error page names; the path only, never what was asked of it. */
export function logRequests(log: Log): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = randomUUID()
    const started = performance.now()
    c.set('requestId', requestId)
    c.set('log', log)
    c.set('network', networkOf(c))
    await next()
    c.header('X-Request-Id', requestId)
    const ms = Math.round(performance.now() - started)
    log.info(
      { requestId, method: c.req.method, path: logged(c.req.path), status: c.res.status, ms },
      'request',
    )
  }
}

/** What stands after this in an address opens something, like a password: it stays out of the log. */
const SECRET_AFTER = /^(\/calendar\/).+/

const logged = (path: string) => path.replace(SECRET_AFTER, '$1…')

/** The address at the other end of the connection; what a client says of itself is not believed. */
function networkOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return incoming?.socket?.remoteAddress ?? 'unknown'
}

/** What was sent is no form, or was broken off on the way. */
export class NotAForm extends Error {}

/** What a form sent. */
export async function sentBy(c: Asked): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch (error) {
    throw error instanceof TypeError ? new NotAForm() : error
  }
}

type Steps<Filled> = {
  page: (answers: Answers) => JSX.Element
  /** What must stand even when the rest is refused, such as that a code was tried: acts before, by itself. */
  first?: (filled: Filled, by: Actor) => Promise<void>
  /** Does what was asked inside one transaction, and gives the address to go to next. */
  save: (filled: Filled, by: Actor, version: number) => Promise<string>
  /** What stands now: shown first, and again beside what was typed when somebody else changed it meanwhile. */
  current?: () => Promise<Answers>
  /** For a form of many rows: what to show again when this error tells which of them others changed meanwhile. */
  meanwhile?: (error: unknown, answers: Answers) => Answers | undefined
}

/**
 * Shows a form, or reads it, acts and moves on; or shows it again with what was wrong and all that was typed.
 * A form sent twice acts once and gets the first answer; the same key with another body is refused.
 */
export async function fillIn<Filled>(
  c: Asked,
  form: Form<Filled>,
  { page, first, save, current, meanwhile }: Steps<Filled>,
) {
  if (c.req.method === 'GET') return show(c, page(current ? await current() : form.blank()))
  const data = await sentBy(c)
  const read = form.read(data)
  const version = versionOf(data)
  if ('answers' in read) return show(c, page({ ...read.answers, version }), 422)
  try {
    await first?.(read.filled, c.var.by)
    return c.redirect(await once(c, data, (by) => save(read.filled, by, version)), 303)
  } catch (error) {
    const answers = { values: typed(data, Object.keys(form.fields)), key: keyOf(data), version, errors: [] }
    const both = meanwhile?.(error, answers)
    if (both) return show(c, page(both), 409)
    if (error instanceof Stale && current)
      return show(c, page(changedMeanwhile(form, answers, await current())), 409)
    if (!(error instanceof Refusal && error.kind === 'not possible')) throw error
    return show(
      c,
      page({ ...answers, errors: [{ field: error.field ?? 'form', message: error.message }] }),
      422,
    )
  }
}

/** The version a form was opened with; anything that is none counts as one that nothing has. */
const versionOf = (data: FormData) => {
  const text = String(data.get('form-version') ?? '')
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/** Acts on a form without questions: a button. */
export async function press(c: Asked, save: (by: Actor) => Promise<string>) {
  const data = await sentBy(c)
  return c.redirect(await once(c, data, save), 303)
}

function changedMeanwhile(form: Form<never> | Form<unknown>, mine: Answers, theirs: Answers): Answers {
  const errors = Object.entries(form.fields).flatMap(([field, asked]) => {
    const now = theirs.values[field] ?? ''
    if (now === mine.values[field]) return []
    return [
      {
        field,
        message: `${asked.label} was changed to ${said(asked, now)} while you were typing. Save again to use your answer instead`,
      },
    ]
  })
  const message = 'Somebody else changed this while you were typing. Check it and save again'
  return {
    ...mine,
    ...(theirs.version === undefined ? {} : { version: theirs.version }),
    errors: [{ field: 'form', message }, ...errors],
  }
}

/** The record an address names; anything that is not a whole number names none. */
export function idOf(c: Asked, name = 'id'): number {
  const text = c.req.param(name) ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}

/** The name an address gives; no name holds a NUL, which no database keeps. */
export function nameIn(c: Asked, name: string): string {
  const text = c.req.param(name) ?? ''
  if (text.includes('\u0000')) throw notFound()
  return text
}

const A_PAGE = 50
const MOST_IN_CSV = 100_000

/** What a list was asked for: its filter, its order and which part of it. */
export type ListAsked<Filter> = { filter: Partial<Filter>; order: Order; limit: number; offset: number }
export type Listed<Row> = { rows: Row[]; total: number }
export type ListShown<Row> = Listed<Row> & {
  order: Order
  page: number
  pages: number
  query: string
  answers: Answers
}

type ListSteps<Row, Filter> = {
  of: Listing<Row>
  filter: Form<Filter>
  sort: string
  name: string
  /** Rows on a page, fewer than usual where each says much. */
  size?: number
  rows: (asked: ListAsked<Filter>) => Promise<Listed<Row>>
  page: (shown: ListShown<Row>) => JSX.Element
}

/** A list with its filter, order and pages, or the whole of it as CSV. */
export async function list<Row, Filter>(
  c: Asked,
  { of, filter, sort, name, size = A_PAGE, rows, page }: ListSteps<Row, Filter>,
) {
  const query = new URL(c.req.url).searchParams
  const { filter: kept, answers } = filterOf(filter, query)
  const wanted = query.get('sort') ?? sort
  const known = [sort, ...of.columns.map((column) => column.sort)].includes(wanted.replace(/^-/, ''))
  const order = orderOf(known ? wanted : sort)
  if (query.get('format') === 'csv') {
    const all = await rows({ filter: kept, order, limit: MOST_IN_CSV, offset: 0 })
    return csvFile(c, of, all.rows, name)
  }
  const at = Math.min(Math.max(1, Math.trunc(Number(query.get('page'))) || 1), 1_000_000)
  const found = await rows({ filter: kept, order, limit: size, offset: (at - 1) * size })
  const pages = Math.max(1, Math.ceil(found.total / size))
  query.delete('did')
  return show(c, page({ ...found, order, page: at, pages, query: query.toString(), answers }))
}

/** The whole of a list as a CSV file. */
export function csvFile<Row>(c: Asked, of: Listing<Row>, rows: Row[], name: string) {
  const { columns, rows: cells } = csvRows(of, rows)
  return file(c, csvText(columns, cells), `${name}.csv`, 'text/csv; charset=utf-8')
}

const orderOf = (text: string): Order => ({ sort: text.replace(/^-/, ''), descending: text.startsWith('-') })

/** A filter that cannot be understood is said beside its question and left out, so that the list still stands. */
function filterOf<Filter>(
  form: Form<Filter>,
  query: URLSearchParams,
): { filter: Partial<Filter>; answers: Answers } {
  const read = form.read(query)
  const values = typed(query, Object.keys(form.fields))
  if ('filled' in read) return { filter: read.filled, answers: { values, errors: [], key: '' } }
  const wrong = new Set(read.answers.errors.map(({ field }) => field))
  const rest = new URLSearchParams(Object.entries(values).filter(([name]) => !wrong.has(name)))
  const again = form.read(rest)
  return {
    filter: 'filled' in again ? again.filled : {},
    answers: { values, errors: read.answers.errors, key: '' },
  }
}

/** What a script of ours asked. */
export const json = (c: Asked, value: object) => c.json(value)

/** A file to keep, under a name that no header can be broken with. */
export function file(c: Asked, content: string | Uint8Array, name: string, type: string) {
  const plain = name.replace(/[^\w.-]+/g, '-')
  return c.body(typeof content === 'string' ? content : Uint8Array.from(content), 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
}
