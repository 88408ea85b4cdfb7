/**
 * The pages of meetings with ten years of them recorded, as the office and as a head, each beside its bare floor in the
 * same run: the framework, the same page unchanging, and the same statements on the same database.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Database } from '../src/platform/db.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { agree } from './agreement.ts'
import { load } from './load.ts'
import type { Page } from './meetings-server.ts'
import { ownDatabase, recordTenYears, settings } from './records.ts'
import { lookedFor, recordMeetings } from './ten-years-of-meetings.ts'

const CONNECTIONS = 20
const SECONDS = 3

async function cookieOf(database: Database, name: string): Promise<string> {
  const signing = accounts(database, settings)
  const cookie = await signing.open(await signing.tokenFor(`${name}@alliance.example`))
  return cookie?.split(';')[0] ?? ''
}

async function serving(kind: 'ours' | 'floor', given: object) {
  const child = fork(path.join(import.meta.dirname, 'meetings-server.js'), [kind, JSON.stringify(given)])
  const [url] = (await once(child, 'message')) as [string]
  const spent = async () => {
    child.send('spent')
    const [answer] = (await once(child, 'message')) as [number]
    return answer
  }
  return { url, spent, stop: () => child.send('stop') }
}

type Asked = { name: string; path: string; by?: 'office' }

/** What is asked for; `last` is a meeting of the board that was held. */
const pagesOf = (last: number): Asked[] => [
  { name: 'a meeting', path: `/meetings/${last}` },
  { name: 'its agenda', path: `/meetings/${last}/agenda`, by: 'office' },
  { name: 'its pack', path: `/meetings/${last}/pack` },
  { name: 'its register', path: `/meetings/${last}/register`, by: 'office' },
  { name: 'its minutes', path: `/meetings/${last}/minutes` },
  { name: 'all meetings', path: '/meetings' },
  ...lookedFor.map((words) => ({
    name: `search: ${words}`,
    path: `/meetings/search?words=${encodeURIComponent(words)}`,
  })),
  { name: 'all decisions', path: '/meetings/decisions' },
  { name: 'the year planned', path: '/planning' },
  { name: 'how a school stands', path: '/standing/schools/1' },
]

const { address, embedded, database } = await ownDatabase()
await recordTenYears(address)
const last = await recordMeetings(address)
await agree(database)
const cookies = { office: await cookieOf(database, 'office'), head: await cookieOf(database, 'p2') }
const pages = pagesOf(last).flatMap(({ name, path, by }) =>
  (by ? [by] : (['office', 'head'] as const)).map(
    (who): Page => ({ name: `${name}, ${who}`, path, cookie: cookies[who] }),
  ),
)
const given = { address, pages }
const [ours, floor] = await Promise.all([serving('ours', given), serving('floor', given)])
for (const [n, { name, path, cookie }] of pages.entries()) {
  const bare = `${floor.url}/${n}`
  await load(ours.url + path, { cookie }, CONNECTIONS, 1)
  const before = await ours.spent()
  const mine = await load(ours.url + path, { cookie }, CONNECTIONS, SECONDS)
  const cpu = ((await ours.spent()) - before) / (mine.perSecond * SECONDS)
  await load(bare, {}, CONNECTIONS, 1)
  const theirs = await load(bare, {}, CONNECTIONS, SECONDS)
  const statements = await (await fetch(`${bare}/asked`)).text()
  console.log(
    `${name}: ${mine.perSecond.toFixed(0)} pages/s, floor ${theirs.perSecond.toFixed(0)} (${statements} statements): ${(mine.perSecond / theirs.perSecond).toFixed(2)} (wanted 0.40); p50 ${mine.p50.toFixed(0)} ms, p99 ${mine.p99.toFixed(0)} ms (wanted under 60; floor ${theirs.p99.toFixed(0)}); ${cpu.toFixed(1)} ms of CPU, ${(mine.bytes / 1024).toFixed(0)} kB`,
  )
}
ours.stop()
floor.stop()
await database.close()
await embedded.stop()
