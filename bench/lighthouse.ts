/** Lighthouse on signed-in pages. It is large, so it is fetched for this and is no dependency of the project. */
import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { app } from '../src/app.ts'
import { logTo } from '../src/platform/log.ts'
import { clock, settings, yearsOfRecords } from './records.ts'

type Report = { categories: Record<string, { score: number }> }

const { database, embedded, session } = await yearsOfRecords()
const assets = { folder: 'public/assets', version: '' }
const site = app({ database, clock, log: logTo('nowhere'), settings, assets })
const server = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' })
await new Promise((resolve) => server.once('listening', resolve))
const { port } = server.address() as AddressInfo

for (const path of ['/', '/support/visits', '/support/visits/new', '/review/2024-25']) {
  const { categories } = await seen(`http://127.0.0.1:${port}${path}`)
  const scores = Object.entries(categories).map(([name, { score }]) => `${name} ${Math.round(score * 100)}`)
  console.log(`lighthouse ${path}: ${scores.join(', ')} (wanted 100 for accessibility and best practices)`)
}
server.close()
await database.close()
await embedded.stop()

async function seen(url: string): Promise<Report> {
  const options = [
    '--quiet',
    '--output=json',
    '--only-categories=accessibility,best-practices,performance',
    `--extra-headers=${JSON.stringify({ Cookie: session })}`,
    '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
  ]
  const fetched = ['exec', '--yes', '--', 'lighthouse@12.8.2', url, ...options]
  const { stdout } = await promisify(execFile)('npm', fetched, { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout) as Report
}
