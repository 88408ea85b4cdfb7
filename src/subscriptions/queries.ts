import { sql } from 'kysely'
import type { AcademicYear, Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type InvoiceAsAt, invoicesAsAt, schoolsOf } from './accounts/queries.ts'
import { type Charge, chargesOf, toIssue } from './charging/queries.ts'
import { type YearRow, yearStateOf } from './rules.ts'
import { billingSettings } from './settings/queries.ts'

export type OfficeYear = {
  rows: YearRow[]
  /** Whether it is said who sends invoices. */
  isSetUp: boolean
  /** Schools that owe a subscription for the year and have no invoice. */
  toIssue: number
  toMatch: number
}

/** Every membership of a year with what it was invoiced, paid and owes; and what of it waits for the office. */
export async function officeYear(db: Reader, year: AcademicYear, today: Day): Promise<OfficeYear> {
  const settings = await billingSettings(db)
  const [charges, invoices, toMatch] = await Promise.all([
    chargesOf(db, year, settings),
    invoicesAsAt(db, today, { years: [year] }),
    paymentsToMatch(db),
  ])
  const ofMembers = new Map<number, { school: string; charge: Charge | null; invoices: InvoiceAsAt[] }>()
  for (const charge of charges)
    ofMembers.set(charge.membershipId, { school: charge.school, charge, invoices: [] })
  for (const invoice of invoices) {
    const one = ofMembers.get(invoice.membershipId) ?? { school: invoice.school, charge: null, invoices: [] }
    one.invoices.push(invoice)
    ofMembers.set(invoice.membershipId, one)
  }
  const rows = [...ofMembers].map(([membershipId, { school, charge, invoices }]): YearRow => {
    const sum = (of: (invoice: InvoiceAsAt) => number) => invoices.reduce((all, one) => all + of(one), 0)
    return {
      membershipId,
      school,
      invoicedPence: sum(({ totalPence }) => totalPence),
      paidPence: sum(({ paidPence }) => paidPence),
      creditedPence: sum(({ creditedPence }) => creditedPence),
      writtenOffPence: sum(({ writtenOffPence }) => writtenOffPence),
      owedPence: sum(({ owedPence }) => owedPence),
      state: yearStateOf(invoices, today),
      because: charge?.because ?? null,
    }
  })
  return { rows, isSetUp: settings !== undefined, toIssue: toIssue(charges).length, toMatch }
}

/** How many payments are not given away to the penny. */
async function paymentsToMatch(db: Reader): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from payments p where cancelled_at is null and pence <> coalesce(
      (select sum(a.pence) from allocations a where a.payment_id = p.id and a.undone_at is null), 0)`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** The schools of these memberships, each with its invoices of these years and those it still owes. */
export async function schoolYears(
  db: Reader,
  memberships: readonly number[],
  { years, today }: { years: readonly AcademicYear[]; today: Day },
) {
  if (memberships.length === 0) return []
  const [schools, invoices] = await Promise.all([
    schoolsOf(db, memberships),
    invoicesAsAt(db, today, { memberships }),
  ])
  return schools.map((school) => {
    const own = invoices.filter(({ membershipId }) => membershipId === school.id)
    return {
      ...school,
      open: own.filter(({ owedPence }) => owedPence > 0),
      years: years.map((year) => ({ year, invoices: own.filter((one) => one.year === year) })),
    }
  })
}
export type SchoolYears = Awaited<ReturnType<typeof schoolYears>>[number]
