import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import type { MailState } from './tables.ts'

export type MailFilter = { words: string | null; state: MailState | null }

const mails = (db: Reader) =>
  db
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'state', 'queuedAt', 'sentAt', 'attempts', 'lastError'])

export type MailRow = Awaited<ReturnType<ReturnType<typeof mails>['execute']>>[number]

export async function mailsListed(
  db: Reader,
  { filter: { words, state }, order, limit, offset }: ListAsked<MailFilter>,
): Promise<Listed<MailRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await mails(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(state != null, (query) => query.where('state', '=', state as MailState))
    .$if(!!words, (query) =>
      query.where((eb) => eb.or([eb('recipient', 'ilike', pattern), eb('subject', 'ilike', pattern)])),
    )
    .orderBy('queuedAt', order.descending ? 'desc' : 'asc')
    .orderBy('id', order.descending ? 'desc' : 'asc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function mail(db: Reader, id: number) {
  const found = await mails(db).select('body').where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
