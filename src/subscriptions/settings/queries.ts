import type { Reader } from '../../platform/db.ts'

/** Who sends invoices and how; nothing until the office has said. */
export const billingSettings = (db: Reader) => db.selectFrom('billingSettings').selectAll().executeTakeFirst()
