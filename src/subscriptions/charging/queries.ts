import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import { datesOf } from '../../calendars/queries.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { payers } from '../payers/queries.ts'
import { needsAddress } from '../payers/rules.ts'
import type { BillingSettings } from '../settings/tables.ts'
import { type Due, isDue, subscriptionDue } from './rules.ts'

/** One membership of a year: what it owes, or why nothing, and the invoice that asks for it already. */
export type Charge = {
  membershipId: number
  school: string
  trust: string | null
  payBy: 'invoice' | 'recharge'
  purchaseOrder: string | null
  hasEmail: boolean
  due: Due | null
  /** Why nothing is invoiced, and whether that is for something that is missing. */
  because: string | null
  missing: boolean
  invoiceId: number | null
  invoicePence: number | null
}

/** Every membership with a day in the year, by name: what a run of that year would do. */
export async function chargesOf(
  db: Reader,
  year: AcademicYear,
  settings: BillingSettings | undefined,
): Promise<Charge[]> {
  const [rows, numbers, calendar, known] = await Promise.all([
    membershipsOf(db, year),
    terms(db, year),
    datesOf(db, null),
    payers(db),
  ])
  const payerOf = new Map(known.map((payer) => [payer.membershipId, payer]))
  return rows.map(({ joinedOn, leftOn, ...row }) => {
    const payer = payerOf.get(row.membershipId)
    const due = subscriptionDue({ joinedOn, leftOn }, year, { terms: numbers, calendar })
    const unaddressed = settings && payer && isDue(due) && needsAddress(payer, settings.vat)
    const because = isDue(due) ? (unaddressed ? 'An invoice with VAT needs its address' : null) : due.because
    return {
      ...row,
      payBy: payer?.payBy ?? 'invoice',
      hasEmail: Boolean(payer?.email),
      due: isDue(due) ? due : null,
      because,
      missing: isDue(due) ? Boolean(unaddressed) : due.missing,
    }
  })
}

const membershipsOf = async (db: Reader, year: AcademicYear) => {
  const { rows } = await sql<{
    membershipId: number
    school: string
    trust: string | null
    joinedOn: Day
    leftOn: Day | null
    purchaseOrder: string | null
    invoiceId: number | null
    invoicePence: number | null
  }>`
    select m.id as membership_id, m.name as school, t.name as trust, m.joined_on, m.left_on, o.number as purchase_order,
      i.id as invoice_id, i.net_pence as invoice_pence
    from members m left join trusts t on t.id = m.trust_id
    left join purchase_orders o on o.membership_id = m.id and o.year = ${year}
    left join subscription_charges c on c.membership_id = m.id and c.year = ${year} and c.released_by is null
    left join invoices i on i.id = c.invoice_id
    where m.joined_on <= ${lastDay(year)} and (m.left_on is null or m.left_on >= ${firstDay(year)})
    order by m.name, m.id`.execute(db)
  return rows
}

/** What a run would issue: owed, nothing missing, and not invoiced yet. */
export const toIssue = (charges: readonly Charge[]) =>
  charges.filter(
    (charge): charge is Charge & { due: Due } =>
      charge.due !== null && charge.because === null && charge.invoiceId === null && charge.due.pence > 0,
  )
