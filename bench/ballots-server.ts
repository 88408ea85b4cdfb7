/** One of the two servers at which the alliance votes. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { app } from '../src/app.ts'
import { clock } from '../src/platform/clock.ts'
import { type Address, Database } from '../src/platform/db.ts'
import { Live } from '../src/platform/live.ts'
import { logTo } from '../src/platform/log.ts'
import { settings } from './records.ts'

const [given = ''] = process.argv.slice(2)
const database = new Database(JSON.parse(given) as Address)
const live = new Live(database)
const site = app({
  ...{ database, clock, live, log: logTo('nowhere') },
  settings: { ...settings, providers: [] },
  assets: { folder: 'public/assets', version: '' },
})
const server = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' })
// A device that comes back after a while finds its connection as it left it.
Object.assign(server, { keepAliveTimeout: 600_000 })
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
