import { sql } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { EntryKind } from '../books/tables.ts'
import type { WayToPay } from '../payers/tables.ts'
import type { HowMatched } from '../payments/tables.ts'
import type { AccountLine } from './rules.ts'

type Found = Omit<AccountLine, 'invoice' | 'note' | 'undoes'> & {
  prefix: string | null
  number: number | null
  year: AcademicYear | null
  notePrefix: string | null
  noteNumber: number | null
  undoesKind: EntryKind | null
  undoesOn: Day | null
  how: HowMatched | null
}

const among = (memberships: readonly number[]) => sql`any(${[...memberships]}::bigint[])`

/** Every line of the books of these schools’ accounts up to a day, in the order of the books. */
export async function accountLines(
  db: Reader,
  memberships: readonly number[],
  upTo: Day,
): Promise<AccountLine[]> {
  const { rows } = await sql<Found>`
    select l.id, l.membership_id, m.short_name as school, e.dated_on, e.kind, l.pence, l.invoice_id, i.prefix, i.number, i.year,
      n.prefix as note_prefix, n.number as note_number, r.kind as undoes_kind, r.dated_on as undoes_on,
      (select a.how from allocations a where a.entry_id = coalesce(r.id, e.id) limit 1) as how
    from journal_lines l join journal_entries e on e.id = l.entry_id join members m on m.id = l.membership_id
    left join journal_entries r on r.id = e.reverses_id
    left join invoices i on i.id = l.invoice_id
    left join invoices n on e.kind = 'credit note' and n.kind = 'credit note' and n.membership_id = l.membership_id
      and e.subject = 'subscriptions/invoices/' || n.id
    where l.account = 'members' and l.membership_id = ${among(memberships)} and e.dated_on <= ${upTo}
    order by e.dated_on, e.id, l.id`.execute(db)
  return rows.map(({ prefix, number, year, notePrefix, noteNumber, undoesKind, undoesOn, ...line }) => ({
    ...line,
    invoice: prefix !== null && number !== null && year !== null ? { prefix, number, year } : null,
    note: notePrefix !== null && noteNumber !== null ? { prefix: notePrefix, number: noteNumber } : null,
    undoes: undoesKind !== null && undoesOn !== null ? { kind: undoesKind, datedOn: undoesOn } : null,
  }))
}

export type InvoiceAsAt = {
  id: number
  membershipId: number
  school: string
  year: AcademicYear
  prefix: string
  number: number
  reference: string
  payBy: WayToPay
  issuedOn: Day
  dueOn: Day
  totalPence: number
  /** Whether it asks, or asked, for a year’s subscription. */
  isSubscription: boolean
  owedPence: number
  paidPence: number
  creditedPence: number
  writtenOffPence: number
}

type Which = { memberships?: readonly number[]; years?: readonly AcademicYear[]; open?: boolean }

/**
 * Invoices with what was settled how, as the books stood on a day. What an invoice asked is the sum of what was
 * credited against it, paid, written off and is owed.
 */
export async function invoicesAsAt(
  db: Reader,
  on: Day,
  { memberships, years, open = false }: Which = {},
): Promise<InvoiceAsAt[]> {
  const sumOf = (kind: EntryKind) =>
    sql`coalesce(-sum(l.pence) filter (where coalesce(r.kind, e.kind) = ${sql.lit(kind)}), 0)::bigint`
  const { rows } = await sql<InvoiceAsAt>`
    select i.id, i.membership_id, m.short_name as school, i.year, i.prefix, i.number, i.reference, i.pay_by, i.issued_on, i.due_on,
      i.total_pence, exists (select from subscription_charges c where c.invoice_id = i.id) as is_subscription, s.*
    from invoices i join members m on m.id = i.membership_id
    cross join lateral (
      select coalesce(sum(l.pence), 0)::bigint as owed_pence, ${sumOf('match')} as paid_pence,
        ${sumOf('credit note')} as credited_pence, ${sumOf('write-off')} as written_off_pence
      from journal_lines l join journal_entries e on e.id = l.entry_id
      left join journal_entries r on r.id = e.reverses_id
      where l.invoice_id = i.id and e.dated_on <= ${on}
    ) s
    where i.kind = 'invoice' and i.issued_on <= ${on}
      and ${memberships ? sql`i.membership_id = ${among(memberships)}` : sql`true`}
      and ${years ? sql`i.year = any(${[...years]}::int[])` : sql`true`}
      and ${open ? sql`s.owed_pence > 0` : sql`true`}
    order by i.due_on, i.id`.execute(db)
  return rows
}

/** A school by its membership, with its trust. */
export async function schoolOf(db: Reader, membershipId: number) {
  const found = await db
    .selectFrom('members')
    .leftJoin('trusts', 'trusts.id', 'members.trustId')
    .select(['members.id', 'members.name', 'members.shortName', 'members.trustId', 'trusts.name as trust'])
    .where('members.id', '=', membershipId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export const schoolsOf = (db: Reader, memberships: readonly number[]) =>
  db
    .selectFrom('members')
    .leftJoin('trusts', 'trusts.id', 'members.trustId')
    .select(['members.id', 'members.name', 'members.shortName', 'members.trustId', 'trusts.name as trust'])
    .select(['members.joinedOn', 'members.leftOn'])
    .where('members.id', 'in', memberships.length > 0 ? [...memberships] : [0])
    .orderBy('members.name')
    .execute()

/** A trust with every membership, past ones too, of its schools. */
export async function trustOf(db: Reader, id: number) {
  const trust = await db.selectFrom('trusts').select(['id', 'name']).where('id', '=', id).executeTakeFirst()
  if (!trust) throw notFound()
  const schools = await db
    .selectFrom('members')
    .select(['id', 'name', 'shortName'])
    .where('trustId', '=', id)
    .orderBy('name')
    .execute()
  if (schools.length === 0) throw notFound()
  return { ...trust, schools }
}
