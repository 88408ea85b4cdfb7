import { sql } from 'kysely'
import { type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { PaymentFilter } from './form.ts'
import type { PaymentState } from './rules.ts'
import type { PaymentKind } from './tables.ts'

export type PaymentRow = {
  id: number
  kind: PaymentKind
  datedOn: Day
  pence: number
  leftPence: number
  payer: string | null
  says: string
  state: PaymentState
  /** What it was given to, in words. */
  matchedTo: string | null
}

/** Of all that were found and not cancelled, in pence; money out is positive here. */
export type PaymentSums = { inPence: number; outPence: number; leftPence: number; toMatch: number }

const orders: Record<string, string> = {
  date: 'dated_on',
  amount: 'pence',
  left: 'abs(left_pence)',
  payer: 'lower(coalesce(payer, says))',
}

/** The first and last day that are asked for: of the year, narrowed by the days. */
function days({ year, from, to }: Partial<PaymentFilter>) {
  const first = [from, year ? firstDay(year) : null].filter((on) => on !== null && on !== undefined).sort()
  const last = [to, year ? lastDay(year) : null].filter((on) => on !== null && on !== undefined).sort()
  return { from: first.at(-1) ?? null, to: last[0] ?? null }
}

const found = (filter: Partial<PaymentFilter>) => {
  const { words, state, way } = filter
  const { from, to } = days(filter)
  const pattern = words ? `%${words.replace(/[\\%_]/g, '\\$&')}%` : null
  return sql`
    with given as (
      select p.id, p.kind, p.dated_on, p.pence, p.payer, p.says, (p.pence - coalesce(a.pence, 0))::bigint as left_pence, a.matched_to,
        case when p.cancelled_at is not null then 'cancelled' when a.pence is null then 'open'
          when a.pence = p.pence then 'matched' else 'part' end as state
      from payments p left join lateral (
        select sum(a.pence) as pence, string_agg(coalesce(
            i.prefix || '-' || lpad(i.number::text, greatest(5, length(i.number::text)), '0') || ' ' || m.short_name,
            'Account of ' || m.short_name, u.name, 'Other income'), ', ' order by a.id) as matched_to
        from allocations a left join invoices i on i.id = a.invoice_id left join members m on m.id = a.membership_id
        left join purposes u on u.id = a.purpose_id where a.payment_id = p.id and a.undone_at is null) a on true
    ), found as (
      select * from given
      where (${from}::date is null or dated_on >= ${from}) and (${to}::date is null or dated_on <= ${to})
        and (${way ?? null}::text is null or (pence > 0) = (${way ?? null} = 'in'))
        and (${state ?? null}::text is null or state = ${state ?? null} or (${state ?? null} = 'open' and state = 'part'))
        and (${pattern}::text is null or payer ilike ${pattern} or says ilike ${pattern} or matched_to ilike ${pattern}
          or to_char(abs(pence) / 100.0, 'FM999999990.00') ilike ${pattern}))`
}

/** Payments that match, the latest first unless asked otherwise, with the sums of all that were found. */
export async function paymentsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<PaymentFilter>,
): Promise<Listed<PaymentRow> & { sums: PaymentSums }> {
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const [{ rows }, { rows: sums }] = await Promise.all([
    sql<PaymentRow>`${found(filter)} select * from found
      order by ${sql.raw(orders[order.sort] ?? 'dated_on')} ${direction}, id ${direction} limit ${limit} offset ${offset}`.execute(
      db,
    ),
    sql<PaymentSums & { total: number }>`${found(filter)}
      select coalesce(sum(pence) filter (where pence > 0 and state <> 'cancelled'), 0)::bigint as in_pence,
        coalesce(-sum(pence) filter (where pence < 0 and state <> 'cancelled'), 0)::bigint as out_pence,
        coalesce(sum(abs(left_pence)) filter (where state <> 'cancelled'), 0)::bigint as left_pence,
        (count(*) filter (where state in ('open', 'part')))::integer as to_match, count(*)::integer as total from found`.execute(
      db,
    ),
  ])
  const { total, ...rest } = sums[0] as PaymentSums & { total: number }
  return { rows, total, sums: rest }
}

/** How many payments are not matched to the penny. */
export async function toMatch(db: Reader): Promise<number> {
  const { sums } = await paymentsListed(db, {
    filter: { state: 'open' },
    order: { sort: 'date', descending: true },
    limit: 0,
    offset: 0,
  })
  return sums.toMatch
}
