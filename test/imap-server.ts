import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { after } from 'node:test'

export type Kept = { raw: Buffer; seen: boolean; received?: Date }

/** A mailbox over IMAP4rev1, as much of it as a client needs that looks for unread mail and reads it. */
export async function imapServer(mails: Kept[], { password = 'secret' } = {}) {
  const commands: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    createInterface({ input: socket }).on('line', (line) => {
      commands.push(line.replace(/(LOGIN \S+) .*/, '$1'))
      answer(socket, line, mails, password)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const { port } = server.address() as AddressInfo
  return { commands, url: `imap://office:secret@127.0.0.1:${port}/INBOX` }
}

type Command = (rest: string) => string[] | undefined

function answer(socket: Socket, line: string, mails: Kept[], password: string) {
  const [, tag = '*', name = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(line) ?? []
  const known: Record<string, Command> = {
    CAPABILITY: () => ['* CAPABILITY IMAP4rev1'],
    LOGIN: (given) => (given.includes(password) ? [] : undefined),
    LIST: () => ['* LIST () "/" ""'],
    SELECT: () => [
      '* FLAGS (\\Seen \\Deleted)',
      `* ${mails.length} EXISTS`,
      '* OK [UIDVALIDITY 1] valid',
      `* OK [UIDNEXT ${mails.length + 1}] next`,
    ],
    NOOP: () => [],
    CLOSE: () => [],
    'UID SEARCH': (asked) => [`* SEARCH ${found(mails, asked).join(' ')}`.trimEnd()],
    'UID FETCH': (asked) => fetched(mails, asked),
    'UID STORE': (asked) => stored(mails, asked),
    LOGOUT: () => ['* BYE'],
  }
  const said = known[name.toUpperCase()]?.(rest)
  for (const one of said ?? []) socket.write(`${one}\r\n`, 'latin1')
  socket.write(`${tag} ${said ? 'OK' : 'NO'} done\r\n`)
  if (name === 'LOGOUT') socket.end()
}

const found = (mails: Kept[], asked: string) => {
  const [, since] = /SINCE "?([\w-]+)"?/.exec(asked) ?? []
  const from = since ? Date.parse(since.replaceAll('-', ' ')) : 0
  return mails.flatMap(({ seen, received }, at) =>
    seen || (received && received.getTime() < from) ? [] : [at + 1],
  )
}

const uidsIn = (text: string) =>
  text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split(':').map(Number)
    return Array.from({ length: to - from + 1 }, (_, at) => from + at)
  })

function fetched(mails: Kept[], asked: string): string[] {
  const [, uids = '', what = ''] = /^(\S+) (.*)$/.exec(asked) ?? []
  return uidsIn(uids).flatMap((uid) => {
    const mail = mails[uid - 1]
    if (!mail) return []
    const said = [`UID ${uid}`]
    if (what.includes('RFC822.SIZE')) said.push(`RFC822.SIZE ${mail.raw.length}`)
    if (what.includes('BODYSTRUCTURE')) said.push(`BODYSTRUCTURE ${structureOf(mail.raw)}`)
    const [, start, length] = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/.exec(what) ?? []
    if (/BODY(\.PEEK)?\[/.test(what)) said.push(bodyOf(mail.raw, start, length))
    return [`* ${uid} FETCH (${said.join(' ')})`]
  })
}

function bodyOf(raw: Buffer, start?: string, length?: string): string {
  const part = start ? raw.subarray(Number(start), Number(start) + Number(length)) : raw
  return `BODY[]${start ? `<${start}>` : ''} {${part.length}}\r\n${part.toString('latin1')}`
}

/** The kinds of its parts, which are all that is asked of it. */
function structureOf(raw: Buffer): string {
  const types = [...raw.toString('latin1').matchAll(/^Content-Type: (\w+)\/(\w+)/gim)]
  const leaves = types.filter(([, type]) => type?.toLowerCase() !== 'multipart')
  const parts = leaves.map(([, type, subtype]) => `("${type}" "${subtype}" NIL NIL NIL "7BIT" 100 10)`)
  const [first = '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 100 10)'] = parts
  return types.length > leaves.length ? `(${parts.join('')} "MIXED")` : first
}

function stored(mails: Kept[], asked: string): string[] {
  for (const uid of uidsIn(asked.split(' ')[0] ?? '')) {
    const mail = mails[uid - 1]
    if (mail) mail.seen = true
  }
  return []
}
