import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { type JournalLine, LONG_DAYS, type RechargeState, type Waiting } from './rules.ts'

/**
 * Invoices to recharge that still ask for something and stand in no journal. The cost centre is the school’s of now, so
 * that one which was missing when the invoice was issued can be said later.
 */
export async function waitingForRecharge(db: Reader): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select i.id as invoice_id, i.membership_id, m.short_name as school, i.prefix, i.number, l.owed_pence,
      coalesce(p.cost_centre, i.cost_centre) as cost_centre
    from (select invoice_id, sum(pence)::bigint as owed_pence from journal_lines where invoice_id is not null
      group by invoice_id having sum(pence) > 0) l
    join invoices i on i.id = l.invoice_id join members m on m.id = i.membership_id
    left join payers p on p.membership_id = i.membership_id
    where i.pay_by = 'recharge' and not exists (select from recharge_lines r where r.invoice_id = i.id and r.live)
    order by m.short_name, i.number`.execute(db)
  return rows
}

export type Recharge = {
  id: number
  madeOn: Day
  madeBy: string | null
  takenOn: Day | null
  takenAs: string | null
  takenBy: string | null
  cancelledAt: Date | null
  cancelledBy: string | null
  version: number
  pence: number
  lines: number
  paymentId: number | null
}

const recharges = sql`
  select r.id, r.made_on, maker.name as made_by, r.taken_on, r.taken_as, taker.name as taken_by, r.cancelled_at,
    canceller.name as cancelled_by, r.version,
    (select sum(pence) from recharge_lines l where l.recharge_id = r.id)::bigint as pence,
    (select count(*) from recharge_lines l where l.recharge_id = r.id)::integer as lines,
    (select p.id from payments p where p.recharge_id = r.id and p.cancelled_at is null) as payment_id,
    case when r.cancelled_at is not null then 'cancelled' when r.taken_on is not null then 'taken' else 'made' end as state
  from recharges r left join people maker on maker.id = r.made_by left join people taker on taker.id = r.taken_by
  left join people canceller on canceller.id = r.cancelled_by`

export async function recharge(db: Reader, id: number): Promise<Recharge> {
  const { rows } = await sql<Recharge>`${recharges} where r.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export async function rechargeLines(db: Reader, id: number): Promise<JournalLine[]> {
  const { rows } = await sql<JournalLine>`
    select r.invoice_id, i.membership_id, m.short_name as school, i.prefix, i.number, r.pence, r.cost_centre,
      (select coalesce(sum(l.pence), 0) from journal_lines l where l.invoice_id = i.id)::bigint as owed_pence
    from recharge_lines r join invoices i on i.id = r.invoice_id join members m on m.id = i.membership_id
    where r.recharge_id = ${id} order by m.short_name, i.number`.execute(db)
  return rows
}

/** When it was taken in before and that was undone, with why. */
export async function undoneTakings(db: Reader, id: number) {
  const { rows } = await sql<{ paymentId: number; on: Day; at: Date; by: string | null; why: string }>`
    select p.id as payment_id, p.dated_on as "on", p.cancelled_at as at, who.name as by, p.cancelled_why as why
    from payments p left join people who on who.id = p.cancelled_by
    where p.recharge_id = ${id} and p.cancelled_at is not null order by p.id`.execute(db)
  return rows
}
export type UndoneTaking = Awaited<ReturnType<typeof undoneTakings>>[number]

export type RechargeFilter = { words: string | null; state: RechargeState | null }
export type RechargeRow = Recharge & { state: RechargeState }

const orders: Record<string, string> = { number: 'id', made: 'made_on', sum: 'pence' }

export async function rechargesListed(
  db: Reader,
  { filter: { words, state }, order, limit, offset }: ListAsked<RechargeFilter>,
): Promise<Listed<RechargeRow>> {
  const pattern = words ? `%${words.replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<RechargeRow & { total: number }>`
    with found as (${recharges}), named as (
      select *, 'REC-' || lpad(id::text, greatest(5, length(id::text)), '0') as name from found)
    select *, count(*) over () as total from named
    where (${state ?? null}::text is null or state = ${state ?? null})
      and (${pattern}::text is null or name ilike ${pattern} or taken_as ilike ${pattern})
    order by ${sql.raw(orders[order.sort] ?? 'id')} ${sql.raw(order.descending ? 'desc' : 'asc')}, id desc
    limit ${limit} offset ${offset}`.execute(db)
  return { rows, total: Number(rows[0]?.total ?? 0) }
}

/** Journals that the host has had for longer than usual and not taken in. */
export async function longWithHost(db: Reader, today: Day): Promise<{ id: number; madeOn: Day }[]> {
  return db
    .selectFrom('recharges')
    .select(['id', 'madeOn'])
    .where('takenOn', 'is', null)
    .where('cancelledAt', 'is', null)
    .where('madeOn', '<=', addDays(today, -LONG_DAYS))
    .orderBy('madeOn')
    .orderBy('id')
    .execute()
}
