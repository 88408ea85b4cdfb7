import { sql } from 'kysely'
import { type AcademicYear, academicYearOf, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'

/** Sums are what was asked for when it was issued, in pence; a credit note changes none of them. */
export type RunRow = {
  id: number
  year: AcademicYear
  issuedOn: Day
  runBy: string | null
  invoices: number
  netPence: number
  vatPence: number
  totalPence: number
}

const runs = (db: Reader) =>
  db
    .selectFrom('billingRuns')
    .leftJoin('people', 'people.id', 'billingRuns.runBy')
    .innerJoin('invoices', 'invoices.runId', 'billingRuns.id')
    .select(['billingRuns.id', 'billingRuns.year', 'billingRuns.issuedOn', 'people.name as runBy'])
    .select((eb) => [
      eb.fn.countAll<number>().as('invoices'),
      sql<number>`sum(invoices.net_pence)::bigint`.as('netPence'),
      sql<number>`sum(invoices.vat_pence)::bigint`.as('vatPence'),
      sql<number>`sum(invoices.total_pence)::bigint`.as('totalPence'),
    ])
    .groupBy(['billingRuns.id', 'people.name'])

export async function runsListed(
  db: Reader,
  { filter: { year }, order, limit, offset }: ListAsked<{ year: AcademicYear | null }>,
): Promise<Listed<RunRow>> {
  const rows = await runs(db)
    .select(sql<number>`count(*) over ()`.as('total'))
    .$if(year != null, (query) => query.where('billingRuns.year', '=', year as AcademicYear))
    .orderBy(order.sort === 'year' ? 'billingRuns.year' : 'billingRuns.id', order.descending ? 'desc' : 'asc')
    .orderBy('billingRuns.id', 'desc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

export async function run(db: Reader, id: number): Promise<RunRow> {
  const found = await runs(db).where('billingRuns.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** The invoices of a run, in the order of their numbers. */
export const invoicesOfRun = (db: Reader, runId: number) =>
  db
    .selectFrom('invoices')
    .innerJoin('members', 'members.id', 'invoices.membershipId')
    .select(['invoices.id', 'prefix', 'number', 'members.name as school', 'payBy', 'totalPence', 'dueOn'])
    .select((eb) =>
      eb
        .selectFrom('invoiceLines')
        .select('says')
        .whereRef('invoiceId', '=', 'invoices.id')
        .where('position', '=', 1)
        .as('says'),
    )
    .select((eb) =>
      eb
        .selectFrom('invoiceSendings')
        .select((count) => count.fn.countAll<number>().as('sent'))
        .whereRef('invoiceId', '=', 'invoices.id')
        .as('sent'),
    )
    .where('runId', '=', runId)
    .orderBy('number')
    .execute()
export type RunInvoice = Awaited<ReturnType<typeof invoicesOfRun>>[number]

/** From the alliance’s first year to the next: what may be invoiced. */
export async function chargeableYears(db: Reader, today: Day): Promise<AcademicYear[]> {
  const { first } = await db
    .selectFrom('memberships')
    .select((eb) => eb.fn.min('joinedOn').as('first'))
    .executeTakeFirstOrThrow()
  const next = academicYearOf(today) + 1
  const begins = first ? academicYearOf(first) : next
  return Array.from({ length: Math.max(1, next - begins + 1) }, (_, at) => (next - at) as AcademicYear)
}
