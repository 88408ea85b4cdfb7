import { sql } from 'kysely'
import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'

export const subjectOf = (membershipId: number) => `subscriptions/accounts/${membershipId}`

/** Money on account that was used for an invoice: an entry of the books that no payment brought. */
export type Use = {
  id: number
  membershipId: number
  datedOn: Day
  invoiceId: number
  prefix: string
  number: number
  pence: number
  usedBy: string | null
  undoneOn: Day | null
  undoneSays: string | null
}

const uses = sql`
  select e.id, l.membership_id, e.dated_on, l.invoice_id, i.prefix, i.number, -l.pence as pence, who.name as used_by,
    r.dated_on as undone_on, r.says as undone_says
  from journal_entries e join journal_lines l on l.entry_id = e.id and l.invoice_id is not null
  join invoices i on i.id = l.invoice_id
  left join people who on who.id = e.posted_by left join journal_entries r on r.reverses_id = e.id
  where e.kind = 'match' and e.subject = 'subscriptions/accounts/' || l.membership_id`

export async function usesOf(db: Reader, membershipId: number): Promise<Use[]> {
  const { rows } = await sql<Use>`${uses} and l.membership_id = ${membershipId} order by e.id`.execute(db)
  return rows
}

export async function use(db: Reader, entryId: number): Promise<Use> {
  const { rows } = await sql<Use>`${uses} and e.id = ${entryId}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}
