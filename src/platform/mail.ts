import { randomUUID } from 'node:crypto'
import type { Writer } from './db.ts'
import { sendJob } from './job.ts'

export type Letter = {
  to: string
  subject: string
  text: string
  /** Where it is stopped with one press, by its reader or their mail program (RFC 8058); for mail that comes again. */
  stop?: string
  /** What the reader's calendar program takes from it (RFC 6047). */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string }
  /** Files it brings along; they are forgotten with the mail. */
  attachments?: { name: string; type: string; content: Uint8Array }[]
}

/** Puts mail into the outbox, in the transaction of the action that causes it; a job hands it over. */
export async function postMail(tx: Writer, { to, subject, text, stop, calendar, attachments = [] }: Letter) {
  const { id } = await tx
    .insertInto('mails')
    .values({
      messageId: `<${randomUUID()}@endeavour>`,
      recipient: to,
      subject,
      body: text,
      lastError: null,
      sentAt: null,
      stopLink: stop ?? null,
      calendar: calendar?.text ?? null,
      calendarMethod: calendar?.method ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const { name, type, content } of attachments)
    await tx
      .insertInto('mailAttachments')
      .values({ mailId: id, name, type, content: Buffer.from(content) })
      .execute()
  await sendJob(tx, 'mail', { id })
}
