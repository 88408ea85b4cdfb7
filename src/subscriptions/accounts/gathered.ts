import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { owingOn } from '../ageing/queries.ts'
import { type Aged, aged, sumOf } from '../ageing/rules.ts'
import { billingSettings } from '../settings/queries.ts'
import type { BillingSettings } from '../settings/tables.ts'
import { accountLines, type InvoiceAsAt, invoicesAsAt } from './queries.ts'
import { type Period, type Statement, statementOf } from './rules.ts'

/** A school, or a trust with all of its schools, whose account is told. */
export type Holder = { name: string; href: string; schools: readonly { id: number; shortName: string }[] }

export type Account = Holder & {
  today: Day
  statement: Statement
  /** Invoices that still ask for something today, the earliest due first. */
  open: InvoiceAsAt[]
  owed: Omit<Aged, 'membershipId' | 'school'>
  /** Who is paid; nothing until the office has said. */
  seller: BillingSettings | undefined
}

/** The account of a school or of a trust over a period, and what it comes to today. */
export async function accountOf(db: Reader, holder: Holder, period: Period, today: Day): Promise<Account> {
  const memberships = holder.schools.map(({ id }) => id)
  const [lines, open, owing, seller] = await Promise.all([
    accountLines(db, memberships, period.to),
    invoicesAsAt(db, today, { memberships, open: true }),
    owingOn(db, today, memberships),
    billingSettings(db),
  ])
  const owed = sumOf(aged(owing, today))
  return { ...holder, today, statement: statementOf(lines, period), open, owed, seller }
}
