import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Address, Database } from '../src/platform/db.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { load } from './load.ts'
import type { Page } from './pages-server.ts'
import { settings } from './records.ts'

const CONNECTIONS = 20
const SECONDS = 3

/** The session of somebody by the name in their address. */
export async function cookieOf(database: Database, name: string): Promise<string> {
  const signing = accounts(database, settings)
  const cookie = await signing.open(await signing.tokenFor(`${name}@alliance.example`))
  return cookie?.split(';')[0] ?? ''
}

async function serving(kind: 'ours' | 'floor', given: object) {
  const child = fork(path.join(import.meta.dirname, 'pages-server.js'), [kind, JSON.stringify(given)])
  const [url] = (await once(child, 'message')) as [string]
  const spent = async () => {
    child.send('spent')
    const [answer] = (await once(child, 'message')) as [number]
    return answer
  }
  return { url, spent, stop: () => child.send('stop') }
}

/**
 * Each page beside its bare floor in the same run: the framework, the same page unchanging, and the same statements on
 * the same database. Each of the two is a process of its own.
 */
export async function besideTheFloor(address: Address, pages: Page[]) {
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
}
