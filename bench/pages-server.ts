/** One server of pages, or of their bare floor: what is asked of it stands in its arguments. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import type pg from 'pg'
import { app } from '../src/app.ts'
import { type Address, Database } from '../src/platform/db.ts'
import { logTo } from '../src/platform/log.ts'
import { askedBy } from './asked.ts'
import { clock, settings } from './records.ts'

export type Page = { name: string; path: string; cookie: string }

const [kind, given = ''] = process.argv.slice(2)
const { address, pages } = JSON.parse(given) as { address: Address; pages: Page[] }
const database = new Database(address)

const ours = () =>
  app({ database, clock, log: logTo('nowhere'), settings, assets: { folder: 'public/assets', version: '' } })

/** Each page as it was once, and the same statements asked again; as the owner, whom row security does not bind. */
async function floor() {
  const asks = ours()
  const { pool } = new Database(address, true)
  const site = new Hono()
  for (const [n, { path, cookie }] of pages.entries()) {
    const ask = async () => (await asks.request(settings.url + path, { headers: { cookie } })).text()
    await ask()
    let page = ''
    const asked = await askedBy(async () => {
      page = await ask()
    })
    const reads = asked.filter(({ text }: pg.QueryConfig) => /^\s*(select|with)/.test(text))
    site.get(`/${n}`, async (c) => {
      await Promise.all(reads.map((statement) => pool.query(statement)))
      return c.html(html`${raw(page)}`)
    })
    site.get(`/${n}/asked`, (c) => c.json(reads.length))
  }
  return site
}

const site = kind === 'floor' ? await floor() : ours()
const server = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' })
server.once('listening', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(`http://127.0.0.1:${port}`)
})
// Whoever asked may have fallen.
process.on('disconnect', () => process.exit(0))
process.on('message', (asked) => {
  if (asked === 'spent') {
    const { user, system } = process.cpuUsage()
    return process.send?.((user + system) / 1000)
  }
  process.exit(0)
})
