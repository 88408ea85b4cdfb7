import nodemailer, { type Transporter } from 'nodemailer'
import type { Database } from './db.ts'
import type { Work } from './job.ts'
import type { Log } from './log.ts'

type Mail = {
  id: number
  messageId: string
  recipient: string
  subject: string
  body: string
  queuedAt: Date
  unsure: boolean
  stopLink: string | null
  calendar: string | null
  calendarMethod: string | null
}

const CONNECT_MS = 10_000
const ANSWER_MS = 30_000
/** A hand-over that takes longer is broken off, well before its job would be given to somebody else. */
const LONGEST_MS = 90_000
const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/

export type Mailbox = { url: string; from: string }

/**
 * Hands each mail of the outbox to the mail server, again and again until it is taken, with the same Message-ID.
 * Where no mail server is set they stay in the outbox to be read there.
 */
export function mailWork(database: Database, mailbox: Mailbox | undefined, log: Log): Work {
  const post = mailbox && new Post(database, mailbox, log)
  return {
    queue: 'mail',
    run: async (data, { last }) => post?.handOver(Number((data as { id: number }).id), last),
  }
}

/** The mail server did not take a mail. */
class NotTaken extends Error {
  readonly forGood: boolean
  readonly unsure: boolean

  constructor(message: string, { forGood = false, unsure = false } = {}) {
    super(message)
    this.forGood = forGood
    this.unsure = unsure
  }
}

class Post {
  readonly #database: Database
  readonly #mailbox: Mailbox
  readonly #log: Log

  constructor(database: Database, mailbox: Mailbox, log: Log) {
    this.#database = database
    this.#mailbox = mailbox
    this.#log = log
  }

  /** @throws NotTaken when it should be tried again. */
  async handOver(id: number, last: boolean) {
    const mail = await this.#claim(id)
    if (!mail) return
    try {
      await this.#send(mail)
      await this.#record(id, 'sent', null)
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error
      const again = !last && !error.forGood && !(error.unsure && mail.unsure)
      await this.#record(id, again ? 'waiting' : 'failed', error.message, error.unsure)
      this.#log.warn({ mail: id, again }, 'mail was not taken')
      if (again) throw error
    }
  }

  /**
   * Marks a mail as being sent before anything is sent. One that is marked already was being sent when its
   * process died: it is tried once more, marked as unsure, and not a third time.
   */
  async #claim(id: number): Promise<Mail | undefined> {
    const { rows } = await this.#database.pool.query<Mail & { spent: boolean }>(
      `update mails set attempts = attempts + 1, unsure = unsure or state = 'sending',
         state = case when unsure and state = 'sending' then 'failed' else 'sending' end,
         last_error = case when unsure and state = 'sending' then 'It may have arrived; it was broken off twice' else last_error end
       where id = $1 and state in ('waiting', 'sending')
       returning id, message_id as "messageId", recipient, subject, body, queued_at as "queuedAt", unsure, stop_link as "stopLink", calendar,
         calendar_method as "calendarMethod", state = 'failed' as spent`,
      [id],
    )
    return rows[0]?.spent ? undefined : rows[0]
  }

  async #record(id: number, state: 'sent' | 'waiting' | 'failed', lastError: string | null, unsure = false) {
    await this.#database.pool.query(
      `update mails set state = $2, last_error = $3, unsure = unsure or $4, sent_at = case when $2 = 'sent' then now() end where id = $1`,
      [id, state, lastError, unsure],
    )
  }

  async #attachmentsOf(id: number) {
    const { rows } = await this.#database.pool.query<{ name: string; type: string; content: Buffer }>(
      'select name, type, content from mail_attachments where mail_id = $1 order by id',
      [id],
    )
    return rows.map(({ name, type, content }) => ({ filename: name, contentType: type, content }))
  }

  async #send({ id, messageId, recipient, subject, body, queuedAt, stopLink, ...mail }: Mail) {
    if (!ADDRESS.test(recipient)) throw new NotTaken('This is not a mail address', { forGood: true })
    const attachments = await this.#attachmentsOf(id)
    const { from } = this.#mailbox
    const transport = transportTo(this.#mailbox)
    const handed = watched(transport)
    const limit = setTimeout(() => transport.close(), LONGEST_MS)
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: recipient },
        subject,
        text: body,
        messageId,
        date: queuedAt,
        headers: { 'Auto-Submitted': 'auto-generated', ...stopping(stopLink) },
        ...calendarIn(mail),
        attachments,
      })
    } catch (error) {
      throw refusalOf(error as SmtpError, handed.whole)
    } finally {
      clearTimeout(limit)
      transport.close()
    }
  }
}

/** What a mail program’s own “Unsubscribe” posts to (RFC 2369 and 8058). */
const stopping = (link: string | null): Record<string, string> =>
  link === null
    ? {}
    : { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }

/**
 * Beside the text for its reader, what their calendar program reads (RFC 6047): as an alternative that names its method,
 * which Outlook and Gmail act on, and as a file for programs that know only those.
 */
const calendarIn = ({ calendar, calendarMethod }: Pick<Mail, 'calendar' | 'calendarMethod'>) =>
  calendar === null || calendarMethod === null
    ? {}
    : { icalEvent: { method: calendarMethod, filename: 'invite.ics', content: calendar } }

const transportTo = ({ url }: Mailbox) =>
  nodemailer.createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    dnsTimeout: CONNECT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

/** Whether the whole mail has been sent, so that the server may have taken it whatever we hear. */
function watched(transport: Transporter): { whole: boolean } {
  const handed = { whole: false }
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((content) => {
      content.on('end', () => {
        handed.whole = true
      })
      return content
    })
    done()
  })
  return handed
}

type SmtpError = Error & { code?: string; responseCode?: number }

function refusalOf({ message, code, responseCode }: SmtpError, whole: boolean): NotTaken {
  // A wrong password is the installation's fault, not the mail's: it waits until that is put right.
  if (responseCode !== undefined)
    return new NotTaken(message, { forGood: responseCode >= 500 && code !== 'EAUTH' })
  return new NotTaken(message, { unsure: whole })
}
