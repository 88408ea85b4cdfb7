import type { Live } from './live.ts'
import { notFound, permit, Refusal } from './refusal.ts'
import { type Asked, rooms } from './web.tsx'
import { isSignedIn } from './who.ts'

/** So many pages may be open at one process; who comes after reloads by hand, as without a script. */
const MOST_OPEN = 1_000
/** And so many of one person, who else could keep everybody out. */
const MOST_EACH = 50
/** Some proxies drop what says nothing for a minute. */
const HEARTBEAT_MS = 20_000
/** Then the page asks again, and whoever may no longer see the record is told so. */
const LONGEST_MS = 15 * 60_000
/** Many changes within so long are told once. */
const TOGETHER_MS = 300
const RETRY_MS = 2_000

/** Whether this person may see the record of this id: it throws a refusal where they may not. */
export type MaySee = (c: Asked, id: number) => Promise<unknown>

/** `/live?of=meetings/12`: says that the record has changed, each time it has, to those who may see it. */
export function liveStreams(live: Live, kinds: Record<string, MaySee>) {
  const routes = rooms()
  const openOf = new Map<number | null, number>()
  routes.get('/', async (c) => {
    const { personId } = c.var.by.who
    permit(isSignedIn(c.var.by.who))
    const of = c.req.query('of') ?? ''
    const [, kind = '', id = ''] = /^([a-z-]{1,30})\/(\d{1,15})$/.exec(of) ?? []
    const maySee = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
    if (!maySee) throw notFound()
    await maySee(c, Number(id))
    const own = openOf.get(personId) ?? 0
    if (live.closed || live.open >= MOST_OPEN || own >= MOST_EACH)
      throw new Refusal(
        'not possible',
        'Too many pages are open just now. Reload this one to see what is new',
      )
    openOf.set(personId, own + 1)
    const ended = () => {
      const left = (openOf.get(personId) ?? 1) - 1
      if (left > 0) openOf.set(personId, left)
      else openOf.delete(personId)
    }
    return c.body(streamOf(live, of, ended), 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      // A connection that lived on would hold up a server that stops.
      Connection: 'close',
    })
  })
  return routes
}

function streamOf(live: Live, of: string, ended: () => void): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder()
  const timers: NodeJS.Timeout[] = []
  let stop = () => {}
  let over = false
  const end = () => {
    if (over) return
    over = true
    stop()
    for (const timer of timers) clearInterval(timer)
    ended()
  }
  return new ReadableStream({
    start(controller) {
      const say = (text: string) => controller.enqueue(bytes.encode(text))
      const finish = () => {
        end()
        controller.close()
      }
      stop = live.listen(
        of,
        tellTogether(() => say(`data: ${of}\n\n`), timers),
        finish,
      )
      timers.push(
        setInterval(() => say(':\n\n'), HEARTBEAT_MS).unref(),
        setTimeout(finish, LONGEST_MS).unref(),
      )
      say(`retry: ${RETRY_MS}\n\n`)
    },
    cancel: end,
  })
}

/** The first of many changes is told at once, and those right after it together. */
function tellTogether(tell: () => void, timers: NodeJS.Timeout[]): () => void {
  let last = Number.NEGATIVE_INFINITY
  let waits = false
  const now = () => {
    waits = false
    last = performance.now()
    tell()
  }
  return () => {
    if (waits) return
    const wait = last + TOGETHER_MS - performance.now()
    if (wait <= 0) return now()
    waits = true
    timers.push(setTimeout(now, wait).unref())
  }
}
