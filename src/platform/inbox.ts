import { ImapFlow, type MessageStructureObject } from 'imapflow'
import { CALENDAR_TYPES, LARGEST_MAIL } from './calendar-reply.ts'
import { isUnreachable } from './db.ts'
import type { Log } from './log.ts'

const CONNECT_MS = 15_000
const ANSWER_MS = 60_000
/** An office's mailbox holds much besides: only what came lately and nobody has opened is looked at. */
const DAYS_BACK = 30
const MOST_AT_ONCE = 200
const A_DAY_MS = 24 * 60 * 60 * 1000
/** Enough of a mail that is too large to say whose it was. */
const HEADERS_OF_LARGE = 64 * 1024

/**
 * Looks through a mailbox for calendars and hands each over, whole or, where it is too large, its beginning; then it
 * counts as read. All other mail stays as it is, unopened. One that cannot be taken is left for the next time and keeps
 * nobody else's from being read; without the database nothing goes on.
 * @returns how many were handed over.
 */
export async function lookThrough(
  url: string,
  take: (raw: Uint8Array, large: boolean) => Promise<unknown>,
  { log, now }: { log: Log; now: Date },
): Promise<number> {
  const { client, folder } = mailboxAt(url)
  try {
    await client.connect()
    const lock = await client.getMailboxLock(folder)
    try {
      return await takeAll(client, take, { log, now })
    } finally {
      lock.release()
    }
  } finally {
    if (client.usable) await client.logout().catch(() => {})
    client.close()
  }
}

function mailboxAt(address: string) {
  const url = new URL(address)
  const secure = url.protocol === 'imaps:'
  const client = new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
  })
  // What breaks off is told by the command that was under way.
  client.on('error', () => {})
  return { client, folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX' }
}

type Told = { log: Log; now: Date }
type Take = (raw: Uint8Array, large: boolean) => Promise<unknown>

async function takeAll(client: ImapFlow, take: Take, { log, now }: Told): Promise<number> {
  const since = new Date(now.getTime() - DAYS_BACK * A_DAY_MS)
  const found = await client.search({ seen: false, since }, { uid: true })
  const uids = (found || []).slice(-MOST_AT_ONCE)
  if (uids.length === 0) return 0
  const mails = await client.fetchAll(uids, { uid: true, size: true, bodyStructure: true }, { uid: true })
  let taken = 0
  for (const { uid, size = 0, bodyStructure } of mails)
    if (bodyStructure && hasCalendar(bodyStructure)) taken += await takeOne(client, take, { uid, size, log })
  return taken
}

const hasCalendar = ({ type, childNodes }: MessageStructureObject): boolean =>
  CALENDAR_TYPES.includes(type?.toLowerCase() ?? '') ||
  // A mail inside a mail, such as one that came back, answers nothing.
  (type?.toLowerCase() !== 'message/rfc822' && (childNodes ?? []).some(hasCalendar))

type One = { uid: number; size: number; log: Log }

async function takeOne(client: ImapFlow, take: Take, { uid, size, log }: One): Promise<0 | 1> {
  const large = size > LARGEST_MAIL
  const part = large ? { start: 0, maxLength: HEADERS_OF_LARGE } : true
  const mail = await client.fetchOne(String(uid), { uid: true, source: part }, { uid: true })
  if (!mail || mail.source === undefined) return 0
  try {
    await take(mail.source, large)
  } catch (error) {
    if (isUnreachable(error)) throw error
    log.warn({ error: (error as Error).message }, 'an answer could not be taken')
    return 0
  }
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  return 1
}
