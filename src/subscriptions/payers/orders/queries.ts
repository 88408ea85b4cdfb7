import type { AcademicYear } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'

type Of = { membershipId: number; year: AcademicYear }

/** The order number of a school’s year, with its row. */
export const orderOf = (db: Reader, { membershipId, year }: Of) =>
  db
    .selectFrom('purchaseOrders')
    .select(['id', 'number', 'version'])
    .where('membershipId', '=', membershipId)
    .where('year', '=', year)
    .executeTakeFirst()

/** The subscription invoice of a school’s year that stands, and the order number it says. */
export const invoiceOfYear = (db: Reader, { membershipId, year }: Of) =>
  db
    .selectFrom('subscriptionCharges')
    .innerJoin('invoices', 'invoices.id', 'subscriptionCharges.invoiceId')
    .select([
      'invoices.id',
      'invoices.prefix',
      'invoices.number',
      'invoices.purchaseOrder',
      'invoices.issuedOn',
    ])
    .where('subscriptionCharges.membershipId', '=', membershipId)
    .where('subscriptionCharges.year', '=', year)
    .where('subscriptionCharges.releasedBy', 'is', null)
    .executeTakeFirst()
