import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { app } from '../src/app.ts'
import { Database } from '../src/platform/db.ts'
import { Live } from '../src/platform/live.ts'
import { logTo } from '../src/platform/log.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { clock, ownDatabase, recordTenYears, settings, today } from './records.ts'

/** A board meeting today with a code on its screen, after ten years of records: 25 heads, 25 deputies and ten more. */
const MEETING = `
insert into meetings (title, held_on, status, door_code, began_at) values ('Board', '${today}', 'held', 'ACD346', now());
insert into meeting_groups select max(id), (select min(id) from groups where kind = 'board') from meetings;
update posts set post = 'head' where person_id between 2 and 26;
update posts set post = 'deputy' where person_id between 27 and 51;
update posts set post = 'governor' where person_id between 52 and 60;
`

const { address, database, embedded } = await ownDatabase()
await recordTenYears(address)
const owner = new Database(address, true)
await owner.pool.query(MEETING)
const { rows } = await owner.pool.query<{ id: number }>('select max(id) as id from meetings')
await owner.close()

const signing = accounts(database, settings)
const cookieOf = async (email: string) =>
  (await signing.open(await signing.tokenFor(email)))?.split(';')[0] ?? ''
const cookies = [await cookieOf('office@alliance.example')]
for (let person = 2; person <= 60; person += 1) cookies.push(await cookieOf(`p${person}@alliance.example`))

const live = new Live(database)
const site = app({
  ...{ database, clock, live, log: logTo('nowhere') },
  settings: { ...settings, providers: [] },
  assets: { folder: 'public/assets', version: '' },
})
const server = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' })
server.once('listening', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ url: `http://127.0.0.1:${port}`, meeting: rows[0]?.id, cookies })
})

process.on('message', async (asked) => {
  if (asked === 'spent') {
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1000)
    return
  }
  await live.close()
  server.close()
  await database.close()
  await embedded.stop()
  process.exit(0)
})
