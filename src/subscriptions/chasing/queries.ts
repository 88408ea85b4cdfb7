import { sql } from 'kysely'
import { heads } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { WayToPay } from '../payers/tables.ts'
import type { Chased, Reminded } from './rules.ts'

export type ToChase = Reminded & Chased & { membershipId: number; payBy: WayToPay }

/** Invoices past due by so many days that still ask for something, with what was sent and what holds them; or one. */
export async function toChase(
  db: Reader,
  { dueBefore, id }: { dueBefore: Day; id?: number },
): Promise<ToChase[]> {
  const { rows } = await sql<ToChase>`
    select i.id, i.prefix, i.number, m.name as school, i.membership_id, i.reference, i.due_on, i.total_pence, i.pay_by, o.owed_pence,
      h.until_on as held_until,
      (select coalesce(json_agg(json_build_object('step', r.step, 'sentOn', r.sent_on) order by r.step), '[]'::json)
        from payment_reminders r where r.invoice_id = i.id) as sent
    from (select invoice_id, sum(pence)::bigint as owed_pence from journal_lines where invoice_id is not null
      group by invoice_id having sum(pence) > 0) o
    join invoices i on i.id = o.invoice_id join members m on m.id = i.membership_id
    left join invoice_holds h on h.invoice_id = i.id
    where i.kind = 'invoice' and i.pay_by = 'invoice' and i.due_on < ${dueBefore}
      and ${id === undefined ? sql`true` : sql`i.id = ${id}`}
    order by i.due_on, i.id`.execute(db)
  return rows
}

export type Addressee = { name: string | null; email: string }

/** Who is written to: the payer’s mailbox, the business manager, and from the second reminder on who heads the school. */
export async function readersOf(
  db: Reader,
  { membershipId, withHead, on }: { membershipId: number; withHead: boolean; on: Day },
): Promise<Addressee[]> {
  const posts = ['business manager', ...(withHead ? heads : [])] as const
  const [payer, people] = await Promise.all([
    db.selectFrom('payers').select('email').where('membershipId', '=', membershipId).executeTakeFirst(),
    db
      .selectFrom('posts')
      .innerJoin('people', 'people.id', 'posts.personId')
      .select(['people.name', 'people.email'])
      .distinct()
      .where('posts.membershipId', '=', membershipId)
      .where('posts.post', 'in', [...posts])
      .where('people.email', 'is not', null)
      .where((eb) => eb.or([eb('posts.fromOn', 'is', null), eb('posts.fromOn', '<=', on)]))
      .where((eb) => eb.or([eb('posts.toOn', 'is', null), eb('posts.toOn', '>=', on)]))
      .orderBy('people.name')
      .execute(),
  ])
  const all = [
    ...people.map(({ name, email }) => ({ name, email })),
    { name: null, email: payer?.email ?? null },
  ]
  const seen = new Set<string>()
  return all.filter((one): one is Addressee => {
    const address = one.email?.toLowerCase()
    return address !== undefined && !seen.has(address) && Boolean(seen.add(address))
  })
}

export const holdOf = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('invoiceHolds')
    .select(['id', 'version', 'untilOn', 'why'])
    .where('invoiceId', '=', invoiceId)
    .executeTakeFirst()

export const remindersOf = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('paymentReminders')
    .select(['step', 'sentOn', 'owedPence', 'recipients'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('step')
    .execute()

export const writeOffsOf = (db: Reader, invoiceId: number) =>
  db
    .selectFrom('writeOffs')
    .select(['id', 'pence', 'decision', 'decisionId', 'why', 'writtenAt', 'undoneAt', 'undoneWhy'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('id')
    .execute()

/** A write-off with its invoice. */
export async function writeOff(db: Reader, id: number) {
  const found = await db
    .selectFrom('writeOffs')
    .innerJoin('invoices', 'invoices.id', 'writeOffs.invoiceId')
    .select([
      'writeOffs.id',
      'writeOffs.invoiceId',
      'writeOffs.pence',
      'writeOffs.entryId',
      'writeOffs.undoneAt',
    ])
    .select(['writeOffs.decision', 'invoices.prefix', 'invoices.number'])
    .where('writeOffs.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

const MOST_DECISIONS = 60
const SHORT = 90

/** What the board decided, the latest first, to choose from: by number and its first words. */
export async function boardDecisions(db: Reader): Promise<RowOptions> {
  const rows = await db
    .selectFrom('decisions')
    .innerJoin('meetings', 'meetings.id', 'decisions.meetingId')
    .select(['decisions.id', 'decisions.number', 'decisions.words'])
    .where(sql<boolean>`exists (select from meeting_groups mg join groups g on g.id = mg.group_id
      where mg.meeting_id = meetings.id and g.kind = 'board')`)
    .orderBy('meetings.heldOn', 'desc')
    .orderBy('decisions.id', 'desc')
    .limit(sql.lit(MOST_DECISIONS))
    .execute()
  return rows.map(({ id, number, words }) => [id, `${number}: ${shortened(words)}`])
}

const shortened = (words: string) =>
  words.length > SHORT ? `${words.slice(0, SHORT - 1).trimEnd()}…` : words

export async function decisionNumber(db: Reader, id: number): Promise<string> {
  const found = await db.selectFrom('decisions').select('number').where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found.number
}
