import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { filledBooks } from '../../../../test/books.ts'
import { again, type World, world } from '../../../../test/world.ts'
import { checkBooks } from './queries.ts'

/** Changes the records beneath the application, as only whoever owns the database can. */
async function damage({ database }: World, ...statements: string[]) {
  const { host, port, user, database: name } = database.pool.options
  const client = new pg.Client({ host, port, user, database: name } as pg.ClientConfig)
  await client.connect()
  try {
    await client.query(`set search_path = ${database.schema}, public`)
    await client.query('set session_replication_role = replica')
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const faults = async (w: World) => (await checkBooks(w.db)).flatMap(({ faults }) => faults)

const entryOf = (kind: string) => `(select min(id) from journal_entries where kind = '${kind}')`
const lineOf = (kind: string, more = 'true') =>
  `(select min(id) from journal_lines where entry_id = ${entryOf(kind)} and ${more})`
const write = `insert into journal_lines (entry_id, account, membership_id, invoice_id, pence)`

const damages: [name: string, statements: string[], says: RegExp][] = [
  [
    'a line was changed',
    [`update journal_lines set pence = pence + 1 where id = ${lineOf('payment', `account = 'bank'`)}`],
    /Entry \d+ does not balance: its debits are £0\.01 more than its credits/,
  ],
  [
    'lines were taken away',
    [`delete from journal_lines where entry_id = ${entryOf('opening')}`],
    /Entry \d+ has no lines/,
  ],
  [
    'one line was taken away',
    [`delete from journal_lines where id = ${lineOf('opening')}`],
    /The trial balance does not agree: its credits are £10,000\.00 more/,
  ],
  [
    'a reversal is not what it reverses',
    [`update journal_lines set pence = pence * 2 where entry_id = ${entryOf('reversal')}`],
    /Entry \d+ says that it reverses entry \d+, and does not/,
  ],
  [
    'an invoice is settled twice',
    [
      `${write} select ${entryOf('match')}, 'members', membership_id, id, -1 from invoices where id = (select min(invoice_id) from allocations)`,
    ],
    /INV-0000\d was settled by £0\.01 more than it asks/,
  ],
  [
    'an invoice asks for more than it says',
    [
      `${write} select ${entryOf('match')}, 'members', membership_id, id, 99999999 from invoices where number = 3 and kind = 'invoice'`,
    ],
    /INV-00003 asks for £[\d,.]+, more than the £3,600\.00 that it says/,
  ],
  [
    'an invoice was changed',
    [
      `update invoices set net_pence = net_pence + 1, total_pence = total_pence + 1 where number = 2 and kind = 'invoice'`,
    ],
    /INV-00002 is of £3,600\.01, and £3,600\.00 stands in the books for it[\s\S]*INV-00002 says £3,000\.01 before VAT, and its lines add up to £3,000\.00/,
  ],
  [
    'an invoice was deleted',
    [`delete from invoices where number = 2 and kind = 'invoice'`],
    /Invoice number 2 is missing: the series has come to 4/,
  ],
  [
    'the last invoice was deleted',
    [`delete from invoices where number = 4 and kind = 'invoice'`],
    /Invoice number 4 is missing: the series has come to 4/,
  ],
  [
    'the series was put back',
    [`update invoice_series set last = 3 where kind = 'invoice'`],
    /Invoice number 4 was issued, and the series has come to 3 only/,
  ],
  [
    'a subscription lost its year',
    [
      "delete from subscription_charges where invoice_id = (select id from invoices where number = 1 and kind = 'invoice')",
    ],
    /INV-00001 asks for a subscription, and no year is marked/,
  ],
  [
    'a subscription is of another year',
    ['update subscription_charges set year = 2020'],
    /INV-00001 is marked as the subscription of another year/,
  ],
  [
    'a year was released by a note that is not the whole',
    [
      `update subscription_charges set released_by = (select id from invoices where kind = 'credit note') where invoice_id = (select credits_id from invoices where kind = 'credit note')`,
    ],
    /INV-0000\d was released by a credit note that is not its own, or not of the whole/,
  ],
  [
    'a payment was changed',
    ['update payments set pence = pence + 1 where id = (select min(id) from payments)'],
    /Payment \d+ is of £3,600\.01, and £3,600\.00 stands in the books for it[\s\S]*The books hold £[\d,.]+ in the account, and the payments come to/,
  ],
  [
    'a payment was cancelled beside the books',
    [`update payments set cancelled_at = now(), cancelled_why = 'x' where statement_id is not null`],
    /Payment \d+ was cancelled, and still stands in the books/,
  ],
  [
    'a payment is matched twice',
    [
      `insert into allocations (payment_id, pence, entry_id, how) select payment_id, pence, entry_id, how from allocations where id = (select min(id) from allocations)`,
    ],
    /Payment \d+ is of £3,600\.00, and £7,200\.00 of it is matched/,
  ],
  [
    'a match was undone beside the books',
    [
      `update allocations set undone_at = now(), undone_why = 'x', undo_entry_id = (select min(id) from journal_entries) where id = (select min(id) from allocations)`,
    ],
    /A match of payment \d+ was undone, and still stands[\s\S]*The books have £[\d,.]+ that is not matched, and the payments have/,
  ],
  [
    'a match names another entry as its undoing',
    [
      'update allocations set undo_entry_id = (select min(id) from journal_entries) where undone_at is not null',
    ],
    /A match of payment \d+ was undone by another entry than it says/,
  ],
  [
    'a match came back to life',
    ['update allocations set undone_at = null, undone_why = null, undo_entry_id = null'],
    /A match of payment \d+ stands, and was reversed in the books/,
  ],
  [
    'a write-off was changed',
    ['update write_offs set pence = pence + 1'],
    /A write-off of invoice INV-0000\d is of £100\.01, and £100\.00 stands in the books for it/,
  ],
]

test('the books of every kind of movement are whole, and each kind of damage is found and named', async () => {
  const w = await world()
  await filledBooks(w)
  assert.deepEqual(await faults(w), [])
  assert.match((await (await w.as('coordinator')).get('/subscriptions/books/check')).text, /all of it is so/)
  for (const [name, statements, says] of damages) {
    const damaged = await again(w)
    await damage(damaged, ...statements)
    assert.match((await faults(damaged)).join('\n'), says, name)
    const { status, text } = await (await damaged.as('coordinator')).get('/subscriptions/books/check')
    assert.equal(status, 200)
    assert.match(text, /(thing is|things are) wrong/, name)
    await damaged.database.close()
  }
})
