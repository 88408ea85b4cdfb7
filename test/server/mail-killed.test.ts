import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { type Database, everything } from '../../src/platform/db.ts'
import { postMail } from '../../src/platform/mail.ts'
import { anAlliance, chance, seed, until } from './alliance.ts'
import { atTheEnd, freePort, serving } from './process.ts'

const MAILS = 24
const KILLS = 2

/** A mail server that takes its time, and counts how often each mail arrived. */
function mailServer(port: number): Map<string, number> {
  const arrived = new Map<string, number>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', async () => {
        const id = /^message-id: (.*)$/im.exec(text)?.[1] ?? ''
        arrived.set(id, (arrived.get(id) ?? 0) + 1)
        await sleep(20)
        done()
      })
    },
  })
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  atTheEnd(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return arrived
}

const post = (records: Database) =>
  records.transaction(everything, async (tx) => {
    for (let n = 0; n < MAILS; n += 1)
      await postMail(tx, { to: `reader${n}@vale.example`, subject: `Notice ${n}`, text: 'Hello' })
  })

/** What the job library does by itself some minutes after a process has fallen silent. */
const missed = ({ pool }: Database) =>
  pool.query(
    `update alliance_jobs.job set state = 'retry', start_after = now() where name = 'mail' and state = 'active'`,
  )

type Sent = { id: string; state: string; unsure: boolean; said: string | null }

test(`mail that waits while its server is killed again and again goes once (SEED=${seed})`, async () => {
  const random = chance(seed)
  const { settings, records } = await anAlliance()
  const port = await freePort()
  const arrived = mailServer(port)
  const mailing = { ...settings, MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'office@vale.example' }
  let server = await serving(mailing, ['serve'])
  await post(records)
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const enough = Math.floor((MAILS / (KILLS + 1)) * kill)
    await until(`${enough} mails have arrived`, async () => arrived.size >= enough)
    await sleep(random() * 50)
    server.process.kill('SIGKILL')
    await server.done
    assert.ok(arrived.size < MAILS, 'some were still waiting')
    await missed(records)
    server = await serving(mailing, ['serve'])
  }
  const mails = async () =>
    (await records.pool.query<Sent>('select message_id as id, state, unsure, last_error as said from mails'))
      .rows
  await until('no mail waits', async () =>
    (await mails()).every(({ state }) => ['sent', 'failed'].includes(state)),
  )
  for (const { id, state, unsure, said } of await mails()) {
    const times = arrived.get(id) ?? 0
    if (state === 'failed') assert.match(said ?? '', /broken off twice/)
    else assert.ok(times === 1 || (unsure && times === 2), `${id} arrived ${times} times`)
  }
  assert.ok([...arrived.values()].filter((times) => times > 1).length <= KILLS * 2)
})
