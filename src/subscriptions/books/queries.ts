import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { Balance } from './rules.ts'
import type { Account, EntryKind } from './tables.ts'

/** What every account on which something moved comes to at the end of a day. */
export async function balancesOn(db: Reader, on: Day): Promise<Balance[]> {
  const { rows } = await sql<Balance>`
    select l.account, sum(l.pence)::bigint as pence from journal_lines l
    join journal_entries e on e.id = l.entry_id where e.dated_on <= ${on} group by l.account`.execute(db)
  return rows
}

export type AccountFilter = {
  from: Day | null
  to: Day | null
  membershipId: number | null
  purposeId: number | null
}

export type AccountRow = {
  id: number
  entryId: number
  datedOn: Day
  kind: EntryKind
  says: string
  pence: number
  /** What the account came to after this line, of the school or purpose that was asked for. */
  balancePence: number
  school: string | null
  purpose: string | null
}

const ofWhom = ({ membershipId, purposeId }: Partial<AccountFilter>) => sql`
  (${membershipId ?? null}::bigint is null or l.membership_id = ${membershipId ?? null})
  and (${purposeId ?? null}::bigint is null or l.purpose_id = ${purposeId ?? null})`

/** The lines of an account in the order of their days, each with the balance after it. */
export async function accountListed(
  db: Reader,
  account: Account,
  { filter, order, limit, offset }: ListAsked<AccountFilter>,
): Promise<Listed<AccountRow>> {
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const { rows } = await sql<AccountRow & { total: number }>`
    with lines as (
      select l.id, l.entry_id, e.dated_on, e.kind, e.says, l.pence, m.short_name as school, p.name as purpose,
        (sum(l.pence) over (order by e.dated_on, e.id, l.id))::bigint as balance_pence
      from journal_lines l join journal_entries e on e.id = l.entry_id
      left join members m on m.id = l.membership_id left join purposes p on p.id = l.purpose_id
      where l.account = ${account} and ${ofWhom(filter)})
    select *, (count(*) over ())::bigint as total from lines
    where (${filter.from ?? null}::date is null or dated_on >= ${filter.from ?? null})
      and (${filter.to ?? null}::date is null or dated_on <= ${filter.to ?? null})
    order by dated_on ${direction}, entry_id ${direction}, id ${direction} limit ${limit} offset ${offset}`.execute(
    db,
  )
  return { rows, total: rows[0]?.total ?? 0 }
}

/** What an account came to before the first day that was asked for, and at the end of the last. */
export async function accountBounds(db: Reader, account: Account, filter: Partial<AccountFilter>) {
  const { rows } = await sql<{ beforePence: number; endPence: number }>`
    select coalesce(sum(l.pence) filter (where e.dated_on < ${filter.from ?? null}::date), 0)::bigint as before_pence,
      coalesce(sum(l.pence) filter (where ${filter.to ?? null}::date is null or e.dated_on <= ${filter.to ?? null}), 0)::bigint as end_pence
    from journal_lines l join journal_entries e on e.id = l.entry_id
    where l.account = ${account} and ${ofWhom(filter)}`.execute(db)
  return rows[0] as { beforePence: number; endPence: number }
}

/** The schools and purposes that have a line on an account, to choose from. */
export async function whomOf(
  db: Reader,
  account: Account,
): Promise<{ schools: RowOptions; purposes: RowOptions }> {
  const [schools, purposes] = await Promise.all([
    account === 'members'
      ? db
          .selectFrom('members')
          .select(['id', 'name'])
          .where('id', 'in', (eb) =>
            eb
              .selectFrom('journalLines')
              .select('membershipId')
              .where('membershipId', 'is not', null)
              .$castTo<{ membershipId: number }>(),
          )
          .orderBy('name')
          .execute()
      : [],
    account === 'spending' ? db.selectFrom('purposes').select(['id', 'name']).orderBy('name').execute() : [],
  ])
  const options = (rows: { id: number; name: string }[]): RowOptions => rows.map(({ id, name }) => [id, name])
  return { schools: options(schools), purposes: options(purposes) }
}

export type ExportedLine = {
  entryId: number
  datedOn: Day
  kind: EntryKind
  says: string
  subject: string
  account: Account
  pence: number
  purpose: string | null
  school: string | null
  urn: number | null
  prefix: string | null
  number: number | null
  postedBy: string | null
  postedAt: Date
}

/** Every line of the books from one day to another, both included, in the order in which they were posted. */
export async function linesBetween(
  db: Reader,
  { from, to }: { from: Day; to: Day },
): Promise<ExportedLine[]> {
  const { rows } = await sql<ExportedLine>`
    select e.id as entry_id, e.dated_on, e.kind, e.says, e.subject, l.account, l.pence, p.name as purpose,
      m.name as school, m.urn, i.prefix, i.number, who.name as posted_by, e.posted_at
    from journal_entries e join journal_lines l on l.entry_id = e.id
    left join purposes p on p.id = l.purpose_id left join members m on m.id = l.membership_id
    left join invoices i on i.id = l.invoice_id left join people who on who.id = e.posted_by
    where e.dated_on between ${from} and ${to} order by e.id, l.id`.execute(db)
  return rows
}
