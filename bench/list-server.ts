import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { app } from '../src/app.ts'
import { Database } from '../src/platform/db.ts'
import { logTo } from '../src/platform/log.ts'
import { clock, settings, yearsOfRecords } from './records.ts'

const { address, database, session } = await yearsOfRecords()
const path = '/support?sort=-on'

const floor = async () => {
  const page = await (
    await ours().request(`http://127.0.0.1${path}`, { headers: { cookie: session } })
  ).text()
  // As the owner, whom row security does not hold back: the floor has no viewer.
  const { pool } = new Database(address, true)
  const statements = await threeQueries()
  const [before = '', after = ''] = page.split(/<tr role="row"><th scope="row".*<\/tr>/s)
  const site = new Hono()
  site.get('*', async (c) => {
    const [, , visits] = await Promise.all(statements.map((statement) => pool.query(statement)))
    return c.html(html`${raw(before)}${visits?.rows.map(row)}${raw(after)}`)
  })
  return site
}

/** The plainest way to the same cells. */
const row = (visit: Record<string, unknown>) =>
  html`<tr><th><a href="/support/${visit.id}">${visit.visited_on}</a></th><td>${visit.practitioner}</td><td>${visit.from_school}</td><td>${visit.to_school}</td><td>${visit.subject}</td><td>${visit.half}</td><td>${visit.status}</td></tr>`

function ours() {
  return app({
    database,
    clock,
    log: logTo('nowhere'),
    settings,
    assets: { folder: 'public/assets', version: '' },
  })
}

/** The three statements of our page as the database was asked them, without the viewer set around them. */
async function threeQueries() {
  const token = decodeURIComponent(session).split('=')[1]?.split('.')[0] ?? ''
  return [
    {
      name: 'person',
      text: "select p.id, p.name, (select json_agg(json_build_object('post', post)) from posts where person_id = p.id) from people p join accounts a on lower(a.email) = lower(p.email) join sessions s on s.account_id = a.id where s.token = $1",
      values: [token],
    },
    { name: 'count', text: 'select count(*) from support_visits', values: [] },
    {
      name: 'visits',
      text: `select v.id, visited_on, half, subject, v.status, p.name as practitioner, f.short_name as from_school, t.short_name as to_school
      from support_visits v join people p on p.id = v.practitioner_id join schools f on f.urn = v.from_urn join schools t on t.urn = v.to_urn
      order by visited_on desc, v.id limit 50 offset 0`,
      values: [],
    },
  ]
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
