import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Owing } from './rules.ts'

/** What each account came to on a day as the books stood then, invoice by invoice; of some schools or of all. */
export async function owingOn(db: Reader, on: Day, memberships?: readonly number[]): Promise<Owing[]> {
  const { rows } = await sql<Owing>`
    select l.membership_id, m.short_name as school, i.due_on, sum(l.pence)::bigint as pence
    from journal_lines l join journal_entries e on e.id = l.entry_id
    join members m on m.id = l.membership_id left join invoices i on i.id = l.invoice_id
    where l.account = 'members' and e.dated_on <= ${on}
      and ${memberships ? sql`l.membership_id = any(${[...memberships]}::bigint[])` : sql`true`}
    group by l.membership_id, m.short_name, l.invoice_id, i.due_on having sum(l.pence) <> 0
    order by m.short_name, l.membership_id`.execute(db)
  return rows
}
