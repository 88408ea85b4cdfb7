import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import type pg from 'pg'
import { app } from '../src/app.ts'
import { Database } from '../src/platform/db.ts'
import { logTo } from '../src/platform/log.ts'
import { askedBy } from './asked.ts'
import { clock, settings, yearsOfRecords } from './records.ts'

const { address, database, session } = await yearsOfRecords()
const path = '/support/visits?sort=-on'

const floor = async () => {
  const { page, asked } = await statementsOf(ours())
  console.log(`the floor asks the same ${asked.length} queries`)
  const visits = asked.findIndex(({ text }) => text?.includes('limit 50'))
  // As the owner, whom row security does not hold back: the floor has no viewer.
  const { pool } = new Database(address, true)
  const [before = '', after = ''] = page.split(/<tr role="row"><th scope="row".*<\/tr>/s)
  const site = new Hono()
  site.get('*', async (c) => {
    const answers = await Promise.all(asked.map((statement) => pool.query(statement)))
    return c.html(html`${raw(before)}${answers[visits]?.rows.map(row)}${raw(after)}`)
  })
  return site
}

/** The plainest way to the same cells. */
const row = (visit: Record<string, unknown>) =>
  html`<tr><th><a href="/support/visits/${visit.id}">${visit.visited_on}</a></th><td>${visit.practitioner}</td><td>${visit.from_school}</td><td>${visit.to_school}</td><td>${visit.subject}</td><td>${visit.half}</td><td>${visit.status}</td></tr>`

function ours() {
  return app({
    database,
    clock,
    log: logTo('nowhere'),
    settings,
    assets: { folder: 'public/assets', version: '' },
  })
}

/** The statements that our page asks, as it asks them, without the viewer that is set around each. */
async function statementsOf(site: ReturnType<typeof ours>) {
  const ask = () => site.request(`http://127.0.0.1${path}`, { headers: { cookie: session } })
  await ask()
  let page = ''
  const all = await askedBy(async () => {
    page = await (await ask()).text()
  })
  const isFirst = ({ text }: pg.QueryConfig, at: number) => all.findIndex((one) => one.text === text) === at
  const asked = all.filter((one, at) => one.text?.startsWith('select') && isFirst(one, at))
  return { page, asked }
}

const site = process.argv[2] === 'floor' ? await floor() : ours()
const server = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' })
server.once('listening', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ url: `http://127.0.0.1:${port}${path}`, cookie: session })
})

process.on('message', async (asked) => {
  if (asked === 'spent') {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: (user + system) / 1000, memory: process.memoryUsage().rss / 1024 / 1024 })
    return
  }
  server.close()
  await database.close()
  process.exit(0)
})
