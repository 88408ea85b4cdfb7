import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { freshAddress } from '../../test/database.ts'
import { Database } from './db.ts'
import { queues, runJobs, type Work } from './job.ts'
import { logTo } from './log.ts'
import { type Letter, postMail } from './mail.ts'
import { mailWork } from './mailer.ts'

const silent = logTo('nowhere')
const letter: Letter = { to: 'head@elm.example', subject: 'Hello', text: 'Dear head,\n\nyours.' }

type Arrived = { to: string[]; text: string }

/** A mail server that keeps what it takes, and can be told to misbehave. */
async function mailServer(behaviour: SMTPServerOptions = {}, port = 0) {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        arrived.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
    ...behaviour,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  after(stop)
  const at = (server.server.address() as AddressInfo).port
  return {
    arrived,
    stop,
    port: at,
    mailbox: { url: `smtp://127.0.0.1:${at}`, from: 'Office <office@vale.example>' },
  }
}

async function outbox() {
  const address = await freshAddress()
  const database = new Database(address)
  after(() => database.close())
  const post = (...letters: Letter[]) =>
    database.transaction({ person: '', memberships: '', groups: '', sees: '' }, async (tx) => {
      for (const one of letters) await postMail(tx, one)
    })
  const mails = async () =>
    (await database.pool.query('select state, attempts, unsure, last_error as says from mails order by id'))
      .rows
  const settled = async (count: number) => {
    while ((await mails()).filter(({ state }) => state === 'sent').length < count) await sleep(20)
  }
  return { address, database, post, mails, settled }
}

/** Tries to hand a mail over as the job would, and says whether it would be tried again. */
const attempt = (work: Work, id: number, last = false) =>
  work.run({ id }, { last }).then(
    () => 'done',
    (error: Error) => `again: ${error.message}`,
  )

test('a mail posted in a transaction goes out once, when that has been committed', async () => {
  const server = await mailServer()
  const { address, database, post, mails, settled } = await outbox()
  await post(letter)
  await assert.rejects(
    database.transaction({ person: '', memberships: '', groups: '', sees: '' }, async (tx) => {
      await postMail(tx, { ...letter, subject: 'Never' })
      throw new Error('rolled back')
    }),
  )
  const jobs = await runJobs(address, [mailWork(database, server.mailbox, silent)], silent)
  after(() => jobs.stop())
  await settled(1)
  assert.deepEqual(await mails(), [{ state: 'sent', attempts: 1, unsure: false, says: null }])
  const [mail] = server.arrived
  assert.deepEqual(mail?.to, ['head@elm.example'])
  for (const line of [
    'From: Office <office@vale.example>',
    'To: head@elm.example',
    'Subject: Hello',
    'Auto-Submitted: auto-generated',
  ])
    assert.ok(mail?.text.includes(`${line}\r\n`), `${line} is missing from\n${mail?.text}`)
  assert.match(mail?.text ?? '', /Message-ID: <[0-9a-f-]{36}@endeavour>\r\n/)
  assert.equal(server.arrived.length, 1)
})

test('a mail that can be stopped says where, as mail programs read it; another says nothing of it', async () => {
  const server = await mailServer()
  const { database, post } = await outbox()
  const stop = `https://vale.example/digest/stop?token=123456.${'A'.repeat(43)}`
  await post({ ...letter, stop }, letter)
  const work = mailWork(database, server.mailbox, silent)
  for (const id of [1, 2]) assert.equal(await attempt(work, id), 'done')
  const [stoppable, other] = server.arrived.map(({ text }) => text.replace(/\r\n[ \t]+/g, ' '))
  assert.ok(stoppable?.includes(`\r\nList-Unsubscribe: <${stop}>\r\n`), stoppable)
  assert.ok(stoppable?.includes('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n'), stoppable)
  assert.doesNotMatch(other ?? '', /List-Unsubscribe/)
})

test('an invitation goes as text for its reader and as a calendar, which names its method, for their program', async () => {
  const server = await mailServer()
  const { database, post } = await outbox()
  const text = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Zoë’s hub\r\nEND:VCALENDAR\r\n'
  await post({ ...letter, calendar: { method: 'REQUEST', text } })
  assert.equal(await attempt(mailWork(database, server.mailbox, silent), 1), 'done')
  const mail = server.arrived[0]?.text ?? ''
  assert.match(mail, /Content-Type: multipart\/mixed;/)
  assert.match(mail, /Content-Type: multipart\/alternative;/)
  const { attachments, text: read } = await PostalMime.parse(mail, { attachmentEncoding: 'base64' })
  assert.equal(read?.trim(), letter.text)
  assert.deepEqual(
    attachments.map(({ mimeType, method, content }) => [
      mimeType,
      method,
      Buffer.from(String(content), 'base64').toString().replace(/\r?\n/g, '\r\n'),
    ]),
    [
      ['text/calendar', 'REQUEST', text],
      ['application/ics', undefined, text],
    ],
  )
  assert.match(mail, /Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/)
})

test('what a mail brings along arrives byte for byte, under its own name, and goes when the mail is forgotten', async () => {
  const server = await mailServer()
  const { database, post } = await outbox()
  const content = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256)
  const attachments = [
    { name: 'Zoë’s invoice.pdf', type: 'application/pdf', content },
    { name: 'x"\r\nBcc: spy@else.example.pdf', type: 'application/pdf', content: content.slice(0, 9) },
  ]
  await post({ ...letter, attachments }, letter)
  const work = mailWork(database, server.mailbox, silent)
  for (const id of [1, 2]) assert.equal(await attempt(work, id), 'done')
  const [first, second] = await Promise.all(
    server.arrived.map(({ text }) => PostalMime.parse(text, { attachmentEncoding: 'arraybuffer' })),
  )
  assert.equal(first?.text?.trim(), letter.text)
  assert.deepEqual(
    first?.attachments.map(({ mimeType, content }) => [mimeType, Buffer.from(content as ArrayBuffer)]),
    attachments.map(({ type, content }) => [type, Buffer.from(content)]),
  )
  assert.equal(first?.attachments[0]?.filename, 'Zoë’s invoice.pdf')
  assert.doesNotMatch(server.arrived[0]?.text ?? '', /^Bcc:/m)
  assert.deepEqual(second?.attachments, [])
  await database.pool.query('delete from mails')
  assert.equal((await database.pool.query('select from mail_attachments')).rowCount, 0)
})

test('two processes share the outbox and each mail goes once', async () => {
  const server = await mailServer()
  const { address, database, post, settled } = await outbox()
  const letters = Array.from({ length: 12 }, (_, n) => ({ ...letter, to: `p${n}@elm.example` }))
  await post(...letters)
  for (const _ of [1, 2]) {
    const jobs = await runJobs(address, [mailWork(database, server.mailbox, silent)], silent)
    after(() => jobs.stop())
  }
  await settled(letters.length)
  assert.deepEqual(server.arrived.flatMap(({ to }) => to).sort(), letters.map(({ to }) => to).sort())
})

test('mail waits while the server is down and goes when it is up again', async () => {
  const gone = await mailServer()
  await gone.stop()
  const { address, database, post, mails, settled } = await outbox()
  await post(letter)
  const jobs = await runJobs(address, [mailWork(database, gone.mailbox, silent)], silent)
  after(() => jobs.stop())
  while ((await mails())[0]?.attempts !== 1) await sleep(20)
  const back = await mailServer({}, gone.port)
  const sooner = () =>
    database.pool.query(
      `update alliance_jobs.job set start_after = now() where name = 'mail' and state = 'retry'`,
    )
  while ((await sooner()).rowCount === 0) await sleep(20)
  await settled(1)
  assert.equal(back.arrived.length, 1)
})

const answers: [string, SMTPServerOptions, string, object][] = [
  [
    'greylists the address',
    {
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('later'), { responseCode: 451 })),
    },
    "again: Can't send mail - all recipients were rejected: 451 later",
    { state: 'waiting', unsure: false },
  ],
  [
    'does not know the address',
    {
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('unknown'), { responseCode: 550 })),
    },
    'done',
    { state: 'failed', unsure: false, says: "Can't send mail - all recipients were rejected: 550 unknown" },
  ],
  [
    'refuses the text for good',
    {
      onData: (stream, _session, done) =>
        stream.resume().on('end', () => done(Object.assign(new Error('spam'), { responseCode: 554 }))),
    },
    'done',
    { state: 'failed', unsure: false, says: 'Message failed: 554 spam' },
  ],
]
for (const [what, behaviour, outcome, expected] of answers)
  test(`a server that ${what}`, async () => {
    const server = await mailServer(behaviour)
    const { database, post, mails } = await outbox()
    await post(letter)
    assert.equal(await attempt(mailWork(database, server.mailbox, silent), 1), outcome)
    const [mail] = await mails()
    assert.deepEqual({ ...mail, ...expected }, mail)
  })

/** A server that speaks just enough SMTP to take a whole mail, and then does as it is told. */
async function abruptServer(atEnd: (socket: Socket, mails: number) => void) {
  let mails = 0
  const server = createServer((socket) => {
    let inData = false
    socket.on('error', () => {})
    socket.write('220 ready\r\n')
    createInterface({ input: socket }).on('line', (line) => {
      if (inData && line === '.') {
        mails += 1
        atEnd(socket, mails)
      }
      if (inData) inData = line !== '.'
      else {
        inData = line === 'DATA'
        socket.write(inData ? '354 go on\r\n' : '250 well\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  return {
    taken: () => mails,
    mailbox: {
      url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      from: 'office@vale.example',
    },
  }
}

test('a mail whose hand-over broke off unanswered is tried once more, and marked', async () => {
  const server = await abruptServer((socket, mails) =>
    mails === 1 ? socket.destroy() : socket.write('250 taken\r\n'),
  )
  const { database, post, mails } = await outbox()
  await post(letter)
  const work = mailWork(database, server.mailbox, silent)
  assert.equal(await attempt(work, 1), 'again: Connection closed unexpectedly')
  assert.deepEqual(await mails(), [
    { state: 'waiting', attempts: 1, unsure: true, says: 'Connection closed unexpectedly' },
  ])
  assert.equal(await attempt(work, 1), 'done')
  assert.equal(await attempt(work, 1), 'done')
  assert.deepEqual(await mails(), [{ state: 'sent', attempts: 2, unsure: true, says: null }])
  assert.equal(server.taken(), 2)
})

test('a mail that broke off unanswered twice is not sent a third time', async () => {
  const server = await abruptServer((socket) => socket.destroy())
  const { database, post, mails } = await outbox()
  await post(letter)
  const work = mailWork(database, server.mailbox, silent)
  for (const _ of [1, 2, 3]) await attempt(work, 1)
  assert.equal(server.taken(), 2)
  assert.deepEqual(
    (await mails()).map(({ state, unsure }) => ({ state, unsure })),
    [{ state: 'failed', unsure: true }],
  )
})

test('a mail that was being sent when its process died is sent once more, marked, and never a third time', async () => {
  const server = await mailServer()
  const { database, post, mails } = await outbox()
  await post(letter, letter)
  await database.pool.query(`update mails set state = 'sending', unsure = id = 2`)
  const work = mailWork(database, server.mailbox, silent)
  assert.deepEqual([await attempt(work, 1), await attempt(work, 2)], ['done', 'done'])
  assert.deepEqual(
    (await mails()).map(({ state, unsure }) => ({ state, unsure })),
    [
      { state: 'sent', unsure: true },
      { state: 'failed', unsure: true },
    ],
  )
  assert.equal(server.arrived.length, 1)
})

test('after its last attempt a mail has failed and says why', async () => {
  const gone = await mailServer()
  await gone.stop()
  const { database, post, mails } = await outbox()
  await post(letter)
  assert.equal(await attempt(mailWork(database, gone.mailbox, silent), 1, true), 'done')
  const [mail] = await mails()
  assert.equal(mail?.state, 'failed')
  assert.match(mail?.says ?? '', /ECONNREFUSED/)
})

test('the attempts last for at least four hours', () => {
  const { retryLimit, retryDelay, retryDelayMax } = queues.mail
  const shortest = Array.from({ length: retryLimit }, (_, n) =>
    Math.min(retryDelayMax, retryDelay * (2 ** n / 2)),
  )
  assert.ok(shortest.reduce((sum, seconds) => sum + seconds) >= 4 * 60 * 60)
})

const hostile: [string, Letter, (mail: Arrived | undefined) => void][] = [
  [
    'a subject with a header in it',
    { ...letter, subject: 'Hello\r\nBcc: spy@else.example\r\n\r\nother text' },
    (mail) => {
      assert.deepEqual(mail?.to, ['head@elm.example'])
      assert.doesNotMatch(mail?.text ?? '', /^Bcc:/m)
    },
  ],
  [
    'two addresses',
    { ...letter, to: 'head@elm.example, spy@else.example' },
    (mail) => assert.equal(mail, undefined),
  ],
  [
    'an address with a header in it',
    { ...letter, to: 'head@elm.example\r\nBcc: spy@else.example' },
    (mail) => assert.equal(mail, undefined),
  ],
  ['no address', { ...letter, to: 'the head' }, (mail) => assert.equal(mail, undefined)],
  [
    'a line that is only a full stop',
    { ...letter, text: 'one\r\n.\r\ntwo' },
    (mail) => assert.match(mail?.text ?? '', /one\r\n\.\r\ntwo/),
  ],
]
for (const [what, sent, check] of hostile)
  test(`${what} cannot change whom a mail goes to or what it says`, async () => {
    const server = await mailServer()
    const { database, post } = await outbox()
    await post(sent)
    assert.equal(await attempt(mailWork(database, server.mailbox, silent), 1), 'done')
    check(server.arrived[0])
    assert.ok(server.arrived.length <= 1)
  })

test('without a mail server mail stays where it can be read', async () => {
  const { database, post, mails } = await outbox()
  await post(letter)
  assert.equal(await attempt(mailWork(database, undefined, silent), 1), 'done')
  assert.deepEqual(await mails(), [{ state: 'waiting', attempts: 0, unsure: false, says: null }])
})
