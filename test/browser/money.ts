import { sql } from 'kysely'
import { actor } from '../../src/platform/action.ts'
import type { Day } from '../../src/platform/day.ts'
import type { Database, Reader } from '../../src/platform/db.ts'
import { system } from '../../src/platform/who.ts'
import { moneyUsed } from '../records-money.ts'

/** What can be done with money in every state, for a school that is invoiced and one that is recharged. */
export async function useMoney(database: Database, today: Day) {
  const by = actor(database, system, today)
  const paysBy = async (way: 'invoice' | 'recharge') =>
    (
      await by.totals
        .selectFrom('payers')
        .innerJoin('members', 'members.id', 'payers.membershipId')
        .select('membershipId')
        .where('payBy', '=', way)
        .where((eb) => eb.or([eb('costCentre', 'is not', null), eb.val(way === 'invoice')]))
        .where('members.leftOn', 'is', null)
        .orderBy('members.name')
        .executeTakeFirstOrThrow()
    ).membershipId
  const [byInvoice, byRecharge] = [await paysBy('invoice'), await paysBy('recharge')]
  await moneyUsed(by.totals, by, { byInvoice, byRecharge })
}

/** Where there is more to do than on others of their kind. */
export async function tellingMoney(db: Reader): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select '/subscriptions/invoices/' || invoice_id as at from invoice_holds
    union all select '/subscriptions/invoices/' || invoice_id from write_offs
    union all select '/subscriptions/payments/' || payment_id from allocations where id = (
      select max(id) from allocations where undone_at is null and how = 'hand')
    union all select '/subscriptions/payments/' || id from payments where says like '%For something'
    union all select '/subscriptions/payments/on-account/' || membership_id from allocations
      where invoice_id is null and membership_id is not null
    union all select '/subscriptions/recharges/' || id from recharges
    union all select '/subscriptions/trusts/' || trust_id from members where trust_id is not null and left_on is null
      group by trust_id having count(*) > 1`.execute(db)
  return rows.map(({ at }) => at)
}
