import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imapServer, type Kept } from '../../test/imap-server.ts'
import { type replyMail, replyMails } from '../../test/replies.ts'
import { readMail } from './calendar-reply.ts'
import { lookThrough } from './inbox.ts'
import { logTo } from './log.ts'

const now = new Date('2018-03-05T12:00:00Z')
const at = { log: logTo('nowhere'), now }

const reply = (id: string, how = 'beside its text') =>
  (replyMails[how] as typeof replyMail)({ uid: 'm', from: `${id}@a.example`, status: 'ACCEPTED', id })
const unread = (raw: Buffer): Kept => ({ raw, seen: false, received: now })
const letter = Buffer.from('From: a@b.example\r\nContent-Type: text/plain\r\n\r\nDear office')

/** Looks through the mailbox. @returns whose mail was handed over, and what was marked as read. */
async function looked(mails: Kept[], fails: (sender: string) => boolean = () => false) {
  const server = await imapServer(mails)
  const taken: string[] = []
  const take = async (raw: Uint8Array, large: boolean) => {
    const { sender } = await readMail(raw)
    if (fails(sender)) throw new Error('no')
    taken.push(large ? `large ${raw.length}` : sender)
  }
  const count = await lookThrough(server.url, take, at)
  return { taken, count, seen: mails.map(({ seen }) => seen), commands: server.commands, url: server.url }
}

test('answers are taken in turn and count as read; other mail stays as it is', async () => {
  const ways = Object.keys(replyMails)
  const mails = [unread(letter), ...ways.map((how, n) => unread(reply(`p${n}`, how))), unread(letter)]
  const { taken, seen, commands } = await looked(mails)
  assert.deepEqual(taken, ['p0@a.example', 'p1@a.example', 'p2@a.example'])
  assert.deepEqual(seen, [false, true, true, true, false])
  assert.ok(
    commands.every((line) => !/BODY\[/.test(line)),
    'opening a mail does not mark it as read',
  )
})

test('what was read before, or came long ago, is not looked at', async () => {
  const old = { ...unread(reply('old')), received: new Date('2017-12-01T00:00:00Z') }
  const { taken, seen } = await looked([{ ...unread(reply('read')), seen: true }, old, unread(reply('new'))])
  assert.deepEqual(taken, ['new@a.example'])
  assert.deepEqual(seen, [true, false, true])
})

test('one that cannot be taken is left for the next time, and the others are taken', async () => {
  const { taken, seen } = await looked([reply('a'), reply('bad'), reply('c')].map(unread), (sender) =>
    sender.startsWith('bad'),
  )
  assert.deepEqual(taken, ['a@a.example', 'c@a.example'])
  assert.deepEqual(seen, [true, false, true])
})

test('of one that is too large only the beginning is fetched', async () => {
  const large = Buffer.concat([reply('big'), Buffer.alloc(2 * 1024 * 1024, 'x')])
  const { taken, seen } = await looked([unread(large)])
  assert.deepEqual(taken, ['large 65536'])
  assert.deepEqual(seen, [true])
})

test('an empty mailbox, a wrong password and a server that is away are no riddle', async () => {
  assert.equal((await looked([])).count, 0)
  const { url } = await imapServer([], { password: 'another' })
  await assert.rejects(
    lookThrough(url, async () => {}, at),
    /Command failed|auth/i,
  )
  await assert.rejects(
    lookThrough('imap://a:b@127.0.0.1:1/INBOX', async () => {}, at),
    /ECONNREFUSED/,
  )
})

test('when the database is away nothing goes on, and all of it is there the next time', async () => {
  const mails = [unread(reply('a')), unread(reply('b'))]
  const server = await imapServer(mails)
  const away = async () => {
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
  }
  await assert.rejects(lookThrough(server.url, away, at), /gone/)
  assert.deepEqual(
    mails.map(({ seen }) => seen),
    [false, false],
  )
})
