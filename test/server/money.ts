import type { Pool } from 'pg'
import { everything as seesAll } from '../../src/platform/db.ts'
import { checkBooks } from '../../src/subscriptions/books/check/queries.ts'
import { hostSettings } from '../subscriptions.ts'
import type { Alliance } from './alliance.ts'

/** A year in which every one of the 25 is a member for the whole of it. */
export const wholeYear = '2016-17'
export const MEMBERS = 25
export const ALL_OF_IT = 7_500_000

/** An office that is ready to invoice: 25 schools, and who sends invoices. */
export async function readyToInvoice({ records: { pool } }: Pick<Alliance, 'records'>) {
  const { rows } = await pool.query<{ there: number }>(
    `select count(*)::int as there from memberships where joined_on <= '2016-09-01' and left_on is null`,
  )
  await pool.query(
    `with school as (
      insert into schools (urn, name, short_name, type) select 994000 + n, 'School ' || n, 'School ' || n, 'Academy converter'
        from generate_series(1, $1) n returning urn
    ), member as (
      insert into memberships (joined_on) select '2015-09-01' from school returning id
    )
    insert into membership_schools (membership_id, urn, from_on)
      select id, urn, '2015-09-01' from (select id, row_number() over () as n from member) m
      join (select urn, row_number() over () as n from school) s using (n)`,
    [MEMBERS - (rows[0]?.there ?? 0)],
  )
  const said = Object.entries(hostSettings).filter(([, value]) => value !== null)
  const columns = said.map(([name]) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  await pool.query(
    `insert into billing_settings (${columns}) values (${said.map((_, at) => `$${at + 1}`)})`,
    said.map(([, value]) => value),
  )
}

/** As if nothing had been issued: what nobody can do through the system itself. */
export const forgetInvoices = (pool: Pool) =>
  pool.query('truncate invoices, invoice_series, billing_runs, journal_entries, payments cascade')

export type Issued = { invoices: number; pence: number; numbers: number; highest: number; schools: number }

export async function issued(pool: Pool): Promise<Issued> {
  const { rows } = await pool.query<Issued>(`
    select count(*)::int as invoices, coalesce(sum(total_pence), 0)::int as pence, count(distinct number)::int as numbers,
      coalesce(max(number), 0) as highest, count(distinct membership_id)::int as schools from invoices where kind = 'invoice'`)
  return rows[0] as Issued
}

export const none: Issued = { invoices: 0, pence: 0, numbers: 0, highest: 0, schools: 0 }
export const everything: Issued = {
  invoices: MEMBERS,
  pence: ALL_OF_IT,
  numbers: MEMBERS,
  highest: MEMBERS,
  schools: MEMBERS,
}

/** What the check of the books finds wrong, whoever wrote it. */
export const wrongInBooks = async ({ records }: Pick<Alliance, 'records'>): Promise<string[]> =>
  (await checkBooks(records.reader(seesAll))).flatMap(({ faults }) => faults)

/** So many payments of £3,000.00 that nobody has matched yet, each with the account of a school to match it to. */
export async function paid(pool: Pool, many: number): Promise<{ id: number; to: string }[]> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const made: { id: number; to: string }[] = []
    const { rows: schools } = await client.query<{ id: number }>(
      `select id from memberships order by id limit 1`,
    )
    for (let n = 0; n < many; n += 1) {
      const { rows } = await client.query<{ id: number }>(`
        with entry as (
          insert into journal_entries (dated_on, kind, says, subject) values ('2016-09-20', 'payment', 'Paid', 'subscriptions/payments') returning id
        ), sides as (
          insert into journal_lines (entry_id, account, pence) select id, 'bank', 300000 from entry union all select id, 'unmatched', -300000 from entry
        )
        insert into payments (kind, dated_on, pence, payer, says, entry_id) select 'hand', '2016-09-20', 300000, 'A school', 'Paid', id from entry
        returning id`)
      made.push({ id: Number(rows[0]?.id), to: `account-${schools[0]?.id}` })
    }
    await client.query('commit')
    return made
  } finally {
    client.release()
  }
}
