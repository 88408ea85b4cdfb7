import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../src/platform/db.ts'

/** As the browser’s script spreads those who hear of one change. */
const SPREAD_MS = 1_000

export type Answer = { status: number; to: string; text: string }
/** Asks as whoever holds this cookie, or as nobody; with fields a form is sent. */
export type Ask = (address: string, cookie: string, fields?: Record<string, string>) => Promise<Answer>
export type Server = { url: string; ask: Ask; spent: () => Promise<number>; stop: () => void }

export async function servesVotes(address: Address): Promise<Server> {
  const child = fork(path.join(import.meta.dirname, 'ballots-server.js'), [JSON.stringify(address)])
  const [url] = (await once(child, 'message')) as [string]
  return { url, ask: askedOf(url), spent: () => spentBy(child), stop: () => child.send('stop') }
}

/** Milliseconds of CPU that it has used so far. */
async function spentBy(child: ChildProcess): Promise<number> {
  child.send('spent')
  return ((await once(child, 'message')) as [number])[0]
}

function askedOf(url: string): Ask {
  const agent = new http.Agent({ keepAlive: true })
  return (address, cookie, fields) => {
    const headers = {
      ...{
        cookie,
        origin: url,
        accept: address.endsWith('/box') || fields?.blinded ? 'application/json' : '*/*',
      },
      ...(fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    }
    return new Promise((resolve, reject) => {
      const sent = http.request(url + address, { agent, headers, method: fields ? 'POST' : 'GET' })
      sent.on('error', reject).on('response', (answer) => {
        const { statusCode: status = 0, headers } = answer
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({ status, to: headers.location ?? '', text: Buffer.concat(parts).toString() }),
        )
      })
      sent.end(fields && new URLSearchParams(fields).toString())
    })
  }
}

/** What a browser sends of a form that nobody has touched. */
export const hiddenIn = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )

/** A page that is open on a vote: it asks again when something has changed, one time after the other. */
export async function follow({ url, ask }: Server, ballot: number, cookie: string, times: number[]) {
  const stream = await fetch(`${url}/live?of=ballots/${ballot}`, { headers: { cookie } })
  let waits = false
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    if (waits || !new TextDecoder().decode(chunk).includes('data:')) continue
    waits = true
    void sleep(Math.random() * SPREAD_MS).then(async () => {
      const started = performance.now()
      await ask(`/ballots/${ballot}`, cookie)
      times.push(performance.now() - started)
      waits = false
    })
  }
}

export function told(of: number[]): string {
  const sorted = of.toSorted((a, b) => a - b)
  const part = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0)
  return `p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`
}
