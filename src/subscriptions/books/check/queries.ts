import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/db.ts'
import {
  type Checked,
  disagreeing,
  misnumbered,
  notReversed,
  overMatched,
  unbalanced,
  wronglyAdded,
  wronglyBooked,
  wronglyCharged,
  wronglyHeld,
  wronglyMatched,
  wronglyOwed,
  wronglyTaken,
} from './rules.ts'

/** Asks for what is not as it must be, and says each; a query that finds nothing is good news. */
const rule =
  <Row>(claim: string, query: RawBuilder<Row>, says: (row: Row) => string) =>
  async (db: Reader): Promise<Checked> => ({ claim, faults: (await query.execute(db)).rows.map(says) })

type First<Says> = Says extends (row: infer Row) => string ? Row : never

const rules = [
  rule(
    'Every entry balances',
    sql<First<typeof unbalanced>>`
      select e.id, count(l.id) as lines, coalesce(sum(l.pence), 0)::bigint as pence
      from journal_entries e left join journal_lines l on l.entry_id = e.id
      group by e.id having count(l.id) < 2 or sum(l.pence) <> 0 order by e.id`,
    unbalanced,
  ),
  rule(
    'The trial balance agrees',
    sql<
      First<typeof disagreeing>
    >`select sum(pence)::bigint as pence from journal_lines having sum(pence) <> 0`,
    disagreeing,
  ),
  rule(
    'Every reversal is its entry the other way round',
    sql<First<typeof notReversed>>`
      select distinct r.id, r.reverses_id from journal_entries r
      join journal_lines l on l.entry_id in (r.id, r.reverses_id) where r.reverses_id is not null
      group by r.id, r.reverses_id, l.account, l.membership_id, l.invoice_id, l.purpose_id
      having sum(l.pence) <> 0 order by r.id`,
    notReversed,
  ),
  rule(
    'No invoice is settled by more than it asks, or asks for more than it says',
    sql<First<typeof wronglyOwed>>`
      select i.prefix, i.number, i.total_pence, sum(l.pence)::bigint as owed_pence
      from invoices i join journal_lines l on l.invoice_id = i.id
      group by i.id having sum(l.pence) not between 0 and i.total_pence order by i.id`,
    wronglyOwed,
  ),
  rule(
    'Every invoice and credit note stands in the books with its sum',
    sql<First<typeof wronglyBooked>>`
      select i.prefix, i.number, i.total_pence,
        (case i.kind when 'invoice' then 1 else -1 end * coalesce(sum(l.pence), 0))::bigint as booked_pence
      from invoices i left join (journal_entries e join journal_lines l on l.entry_id = e.id and l.account = 'members')
        on e.subject = 'subscriptions/invoices/' || i.id and e.kind = i.kind
      group by i.id having case i.kind when 'invoice' then 1 else -1 end * coalesce(sum(l.pence), 0) <> i.total_pence
      order by i.id`,
    wronglyBooked,
  ),
  rule(
    'The lines of every invoice add up to it',
    sql<First<typeof wronglyAdded>>`
      select i.prefix, i.number, i.net_pence, coalesce(sum(l.net_pence), 0)::bigint as lines_pence
      from invoices i left join invoice_lines l on l.invoice_id = i.id
      group by i.id having coalesce(sum(l.net_pence), 0) <> i.net_pence order by i.id`,
    wronglyAdded,
  ),
  rule(
    'The numbers of invoices and of credit notes have no gap',
    sql<First<typeof misnumbered>>`
      with series as (
        select kind, max(last) as last, max(highest) as highest from (
          select kind, last, 0 as highest from invoice_series
          union all select kind, 0, max(number) from invoices group by kind) known group by kind)
      select s.kind, s.last, s.highest, n as number from series s
      cross join lateral generate_series(1, greatest(s.last, s.highest)) n
      left join invoices i on i.kind = s.kind and i.number = n
      where i.id is null or n > s.last order by s.kind, n limit 100`,
    misnumbered,
  ),
  rule(
    'Every subscription belongs to its invoice, and is free again when that is credited in whole',
    sql<First<typeof wronglyCharged>>`
      with credited as (select credits_id as id, sum(net_pence) as net from invoices where credits_id is not null group by credits_id),
      found as (
        select i.id, i.prefix, i.number, case
          when c.invoice_id is null then case when i.kind = 'invoice' and exists (
            select from invoice_lines l where l.invoice_id = i.id and l.what = 'subscription') then 'no charge' end
          when i.kind <> 'invoice' or i.year <> c.year then 'wrong year'
          when c.released_by is not null and (n.credits_id is distinct from i.id or d.net is distinct from i.net_pence) then 'wrong release'
          when c.released_by is null and d.net >= i.net_pence then 'not released' end as fault
        from invoices i left join subscription_charges c on c.invoice_id = i.id
        left join invoices n on n.id = c.released_by left join credited d on d.id = i.id)
      select prefix, number, fault from found where fault is not null order by id`,
    wronglyCharged,
  ),
  rule(
    'Every payment stands in the books with its sum, unless it was cancelled',
    sql<First<typeof wronglyTaken>>`
      select p.id, p.pence, coalesce(b.pence, 0)::bigint as booked_pence, p.cancelled_at is not null as cancelled, r.id is not null as reversed
      from payments p left join journal_entries r on r.reverses_id = p.entry_id
      left join lateral (select sum(pence) as pence from journal_lines where entry_id = p.entry_id and account = 'bank') b on true
      where coalesce(b.pence, 0) <> p.pence or (p.cancelled_at is null) <> (r.id is null) order by p.id`,
    wronglyTaken,
  ),
  rule(
    'No payment is matched to more than it is',
    sql<First<typeof overMatched>>`
      select p.id, p.pence, sum(a.pence)::bigint as given_pence
      from payments p join allocations a on a.payment_id = p.id and a.undone_at is null
      group by p.id having p.cancelled_at is not null or abs(sum(a.pence)) > abs(p.pence) or sign(sum(a.pence)) <> sign(p.pence)
      order by p.id`,
    overMatched,
  ),
  rule(
    'Every match and every write-off stands in the books with its sum, unless it was undone',
    sql<First<typeof wronglyMatched>>`
      with done as (
        select 'A match of payment ' || payment_id as of, pence, entry_id, undone_at, undo_entry_id, 'unmatched' as account, 1 as sign from allocations
        union all select 'A write-off of invoice ' || i.prefix || '-' || lpad(i.number::text, 5, '0'), w.pence, w.entry_id, w.undone_at,
          w.undo_entry_id, 'members', -1 from write_offs w join invoices i on i.id = w.invoice_id)
      select d.of, d.pence, coalesce(b.pence * d.sign, 0)::bigint as booked_pence, d.undone_at is not null as undone, r.id is not null as reversed
      from done d left join journal_entries r on r.reverses_id = d.entry_id
      left join lateral (select sum(pence) as pence from journal_lines where entry_id = d.entry_id and account = d.account) b on true
      where coalesce(b.pence * d.sign, 0) <> d.pence or d.undo_entry_id is distinct from r.id order by d.of`,
    wronglyMatched,
  ),
  rule(
    'The account and what is not matched are what the payments come to',
    sql<First<typeof wronglyHeld>>`
      with books as (
        select coalesce(sum(l.pence) filter (where l.account = 'bank'), 0) as bank,
          coalesce(-sum(l.pence) filter (where l.account = 'unmatched'), 0) as unmatched,
          coalesce(sum(l.pence) filter (where l.account = 'bank' and 'opening' in (e.kind, o.kind)), 0) as opened
        from journal_lines l join journal_entries e on e.id = l.entry_id left join journal_entries o on o.id = e.reverses_id),
      paid as (select coalesce(sum(pence), 0) as pence from payments where cancelled_at is null),
      matched as (select coalesce(sum(pence), 0) as pence from allocations where undone_at is null)
      select 'bank' as account, bank::bigint as pence, (paid.pence + opened)::bigint as recorded_pence from books, paid
        where bank <> paid.pence + opened
      union all select 'unmatched', unmatched::bigint, (paid.pence - matched.pence)::bigint from books, paid, matched
        where unmatched <> paid.pence - matched.pence`,
    wronglyHeld,
  ),
]

/** Asks of the books all that must be so; the database holds most of it, and this finds what was damaged beneath it. */
export const checkBooks = (db: Reader): Promise<Checked[]> => Promise.all(rules.map((check) => check(db)))
