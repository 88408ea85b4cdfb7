import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { isUnreachable } from './db.ts'
import { Page } from './page.tsx'
import { Link, Text } from './parts.tsx'
import { TooLarge, TooOften } from './protect.ts'
import { Refusal } from './refusal.ts'
import { Stale } from './revision.ts'
import { type Asked, type Env, NotAForm, show } from './web.tsx'
import { isSignedIn } from './who.ts'

const status = { 'not found': 404, 'not allowed': 403, 'not possible': 409 } as const

/** What is said of errors that come of what was sent, or of when. */
const theirs = [
  [Stale, 409, 'Somebody else changed this just now. Open the page again and see how it stands'],
  [NotAForm, 422, 'We could not understand what was sent. Open the page again and send it from there'],
  [HTTPException, 404, 'We could not understand what was asked'],
] as const

/** What people see when the answer is no, or when the fault is ours. */
export function answerErrors(app: Hono<Env>) {
  app.notFound((c) => sorry(c, 404, 'We could not find that page', <Check />))
  app.onError((error, c) => {
    if (error instanceof Refusal) {
      const visitor = c.get('by') !== undefined && !isSignedIn(c.var.by.who)
      if (error.kind === 'not allowed' && visitor && c.req.method === 'GET')
        return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path + new URL(c.req.url).search)}`, 303)
      return sorry(c, status[error.kind], error.message)
    }
    if (error instanceof TooLarge) return sorry(c, 413, error.message)
    if (error instanceof TooOften) {
      c.header('Retry-After', String(error.seconds))
      return sorry(c, 429, error.message)
    }
    const known = theirs.find(([kind]) => error instanceof kind)
    if (known) return sorry(c, known[1], known[2])
    return ours(c, error)
  })
}

function ours(c: Asked, error: Error & { code?: string }) {
  const reference = c.get('requestId') ?? randomUUID()
  c.get('log')?.error(
    { reference, error: error.message, code: error.code, stack: error.stack },
    'request failed',
  )
  if (isUnreachable(error)) {
    c.header('Retry-After', '5')
    return sorry(
      c,
      503,
      'Endeavour cannot reach its records just now',
      <Text>Nothing was saved. Try again in a few seconds.</Text>,
    )
  }
  return sorry(
    c,
    500,
    'Sorry, there is a problem with Endeavour',
    <Text>
      Nothing was saved. If it happens again, tell the alliance office and give the reference {reference}.
    </Text>,
  )
}

const Check = () => <Text>Check that the address is right, or start again from the front page.</Text>

function sorry(
  c: Asked,
  code: 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503,
  says: string,
  more?: JSX.Element,
) {
  return show(
    c,
    <Page title={says}>
      {more}
      <Text>
        <Link to="/">Go to the front page</Link>
      </Text>
    </Page>,
    code,
  )
}
