import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import { limitRate } from '../platform/protect.ts'
import { notFound } from '../platform/refusal.ts'
import { rooms } from '../platform/web.tsx'
import { digestOf, noteRead } from './actions.ts'
import { calendarOf, readerOf } from './calendar.ts'
import { isKnown, secretIn } from './rules.ts'

/** Only who guesses is counted: a whole alliance's calendars may be read from one network. */
const GUESSES = { most: 300, seconds: 10 * 60 }

type Given = { database: Database; clock: Clock; url: string }

/** What calendar programs read, without signing in: the secret in the address is all that opens it. */
export function calendarFeeds({ database, clock, url }: Given) {
  const routes = rooms()
  routes.get('/:file', async (c) => {
    const secret = secretIn(c.req.param('file'))
    const reader = secret === undefined ? undefined : await readerOf(database, secret, clock.today())
    if (!reader) {
      await limitRate(database, `calendars from ${c.var.network}`, GUESSES)
      throw notFound()
    }
    const content = await calendarOf(reader.by, reader.found, url)
    const digest = digestOf(content)
    const since = await noteRead(database, reader.found.id, digest, clock.now())
    const etag = `"${digest.slice(0, 32)}"`
    const headers = {
      'Cache-Control': 'private, max-age=300',
      ETag: etag,
      'Last-Modified': since.toUTCString(),
    }
    const asked = { tag: c.req.header('if-none-match'), since: c.req.header('if-modified-since') }
    if (isKnown(asked, { etag, since })) return c.body(null, 304, headers)
    const named = { 'Content-Disposition': 'inline; filename="meetings.ics"' }
    return c.body(content, 200, { ...headers, ...named, 'Content-Type': 'text/calendar; charset=utf-8' })
  })
  return routes
}
