/**
 * A board meeting with sixty phones on one server: within half a minute all of them check in while the clerk keeps the
 * register, and every page that is open follows what happens as a browser does. Times of every request, and from a
 * change until it stands on the last open page.
 */
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

type Ready = { url: string; meeting: number; cookies: string[] }

const CODE = 'ACD346'
const ARRIVE_WITHIN_MS = 30_000
/** As the browser’s script spreads those who hear of one change. */
const SPREAD_MS = 1_000

const child = fork(path.join(import.meta.dirname, 'meeting-server.js'))
const [{ url, meeting, cookies }] = (await once(child, 'message')) as [Ready]
const at = `/meetings/${meeting}`
const times: number[] = []

/** Milliseconds of CPU that the server has used so far. */
async function spent(): Promise<number> {
  child.send('spent')
  return ((await once(child, 'message')) as [number])[0]
}

const delays: number[] = []
const changes: number[] = []

async function ask(cookie: string, address: string, fields?: Record<string, string>) {
  const started = performance.now()
  const body = fields && new URLSearchParams(fields)
  const answer = await fetch(url + address, {
    headers: { cookie, origin: url },
    redirect: 'manual',
    ...(body ? { method: 'POST', body } : {}),
  })
  const text = await answer.text()
  times.push(performance.now() - started)
  if (answer.status >= 400) throw new Error(`${address} answered ${answer.status}`)
  return text
}

/** A page that is open: it asks again whenever something has changed, one time after the other. */
async function follow(cookie: string, address: string) {
  const stream = await fetch(`${url}/live?of=meetings/${meeting}`, { headers: { cookie } })
  let waits = false
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    if (waits || !new TextDecoder().decode(chunk).includes('data:')) continue
    waits = true
    void sleep(Math.random() * SPREAD_MS).then(async () => {
      waits = false
      const asked = performance.now()
      const unseen = changes.filter((change) => change < asked)
      await ask(cookie, address)
      const oldest = unseen.at(-1)
      if (oldest !== undefined) delays.push(performance.now() - oldest)
    })
  }
}

async function phone(cookie: string) {
  await sleep(Math.random() * ARRIVE_WITHIN_MS)
  await ask(cookie, `${at}/here?code=${CODE}`)
  await ask(cookie, `${at}/here?code=${CODE}`, { 'form-key': randomUUID(), code: CODE })
  changes.push(performance.now())
  await ask(cookie, `${at}/here?did=here`)
  follow(cookie, `${at}/here`).catch(() => {})
}

async function clerk(cookie: string) {
  follow(cookie, `${at}/register`).catch(() => {})
  for (let round = 0; round < 10; round += 1) {
    await sleep(ARRIVE_WITHIN_MS / 10)
    const page = await ask(cookie, `${at}/register`)
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
    const named = `Guest ${round}`
    await ask(cookie, `${at}/register`, {
      ...fields,
      'capacity-guest': 'guest',
      'guest-name': named,
      ...kept(page),
    })
    changes.push(performance.now())
  }
}

/** What stands on each line, sent back as it was. */
const kept = (page: string) =>
  Object.fromEntries([
    ...[...page.matchAll(/<select id="([^"]+)"[\s\S]*?<\/select>/g)].flatMap(([html, name = '']) =>
      name.endsWith('-guest') ? [] : [[name, /<option value="([^"]*)" selected/.exec(html)?.[1] ?? '']],
    ),
    ...[
      ...page.matchAll(/<input type="text" value="([^"]*)"[^>]*name="((?:arrived|departed)-[am]\d+)"/g),
    ].map(([, value = '', name = '']) => [name, value]),
  ])

const [office = '', ...others] = cookies
for (let warm = 0; warm < 20; warm += 1) await ask(office, `${at}/register`)
times.length = 0
const before = await spent()
await Promise.all([clerk(office), ...others.map(phone)])
await sleep(3_000)
const cpu = (await spent()) - before
const part = (of: number[], share: number) => of.sort((a, b) => a - b)[Math.floor(of.length * share)] ?? 0
console.log(
  `a meeting with 60 phones: ${times.length} requests, p50 ${part(times, 0.5).toFixed(0)} ms, p99 ${part(times, 0.99).toFixed(0)} ms (wanted under 100), ${(cpu / times.length).toFixed(1)} ms of the server’s CPU each`,
)
console.log(
  `a change stood on an open page after ${part(delays, 0.5).toFixed(0)} ms, on the last after ${(delays.at(-1) ?? 0).toFixed(0)} ms (wanted under 2000)`,
)
child.send('stop')
process.exit(0)
