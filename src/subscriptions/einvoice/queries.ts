import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { invoice, invoiceLines } from '../invoices/queries.ts'

export type Issued = Awaited<ReturnType<typeof issued>>

/**
 * All that an invoice or a credit note says: as it was issued, so that its files are the same whenever they are made.
 * @throws Refusal (not found) for whoever may not see it.
 */
export async function issued(db: Reader, id: number) {
  const { asIssued: said, number, membershipId, creditsId } = await invoice(db, id)
  const [lines, urn, credits] = await Promise.all([
    invoiceLines(db, id),
    urnOn(db, { membershipId, on: said.issuedOn }),
    creditsId === null ? null : invoice(db, creditsId),
  ])
  return {
    ...said,
    number,
    lines,
    urn,
    credits: credits && {
      prefix: credits.prefix,
      number: credits.number,
      issuedOn: credits.issuedOn,
      totalPence: credits.totalPence,
    },
  }
}

/** A school that converts has another number afterwards, and its old invoices keep the one they had. */
async function urnOn(db: Reader, { membershipId, on }: { membershipId: number; on: Day }) {
  const spells = await db
    .selectFrom('membershipSchools')
    .select(['urn', 'fromOn'])
    .where('membershipId', '=', membershipId)
    .orderBy('fromOn', 'desc')
    .execute()
  const then = spells.find(({ fromOn }) => fromOn <= on) ?? spells.at(-1)
  return then ? then.urn : null
}
