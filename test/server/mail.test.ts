import assert from 'node:assert/strict'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { folder, freePort, serving } from './process.ts'

const person = 'a.khan@ashmere.example'

/** A mail server that keeps whom each mail was for. */
function mailServer(port: number) {
  const arrived: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      stream.resume().on('end', () => {
        arrived.push(...session.envelope.rcptTo.map(({ address }) => address))
        done()
      })
    },
  })
  server.listen(port, '127.0.0.1')
  after(() => server.close())
  return arrived
}

/** Brings the next attempt forward, which would come after half a minute or more. */
async function sooner(dataDir: string): Promise<number> {
  const host = path.join(dataDir, 'postgres')
  const client = new pg.Client({ host, port: 5432, user: 'endeavour', database: 'postgres' })
  await client.connect()
  const { rowCount } = await client.query(
    `update alliance_jobs.job set start_after = now() where name = 'mail' and state = 'retry'`,
  )
  await client.end()
  return rowCount ?? 0
}

test('mail that could not go before a restart goes after it, once', async () => {
  const port = await freePort()
  const settings = {
    DATA_DIR: folder(),
    MAIL_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'office@vale.example',
  }
  const first = await serving(settings)
  const answer = await fetch(`${first.url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: first.url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email: person, 'form-key': crypto.randomUUID() }),
  })
  assert.equal(answer.status, 303)
  while (!first.said().includes('mail was not taken')) await sleep(20)
  await first.stop()

  const arrived = mailServer(port)
  const second = await serving(settings)
  while ((await sooner(settings.DATA_DIR)) === 0) await sleep(20)
  while (arrived.length === 0) await sleep(20)
  await second.stop()
  const third = await serving(settings)
  await sleep(2_500)
  await third.stop()
  assert.deepEqual(arrived, [person])
})
