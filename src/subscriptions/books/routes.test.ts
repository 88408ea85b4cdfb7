import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filledBooks } from '../../../test/books.ts'
import { type Browser, castNames, world } from '../../../test/world.ts'
import { addressed, columnSums } from './rules.ts'
import { type Account, accounts } from './tables.ts'

const links = ({ text }: { text: string }, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

const cells = (text: string) =>
  text
    .trim()
    .split('\r\n')
    .map((line) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell = '']) => cell))

const sumOf = (rows: string[][], column: number) =>
  rows.slice(1).reduce((sum, row) => sum + Math.round(Number(row[column] || 0) * 100), 0)

test('the office alone opens the books', async () => {
  const w = await world()
  await filledBooks(w)
  const pages = ['', '/members', '/entries/1', '/opening', '/opening/undo', '/export', '/check']
  for (const who of [...castNames, 'visitor' as const])
    for (const page of pages) {
      const { status, text } = await (await w.as(who)).get(`/subscriptions/books${page}`)
      if (who === 'coordinator') assert.equal(status, 200, `${who} ${page}`)
      else assert.ok(status === 403 || status === 303, `${who} ${page}: ${status}`)
      if (who !== 'coordinator') assert.doesNotMatch(text, /3,600\.00/)
    }
})

test('empty books say so, and every account can be opened', async () => {
  const office = await (await world()).as('coordinator')
  const { status, text } = await office.get('/subscriptions/books')
  assert.equal(status, 200)
  assert.match(text, /Nothing is in the books by 5 March 2018/)
  for (const account of Object.keys(accounts) as Account[])
    assert.equal((await office.get(`/subscriptions/books/${addressed(account)}`)).status, 200, account)
  for (const none of ['nothing', 'other income', 'toString', 'entries/1', 'entries/x', '%00'])
    assert.equal((await office.get(`/subscriptions/books/${encodeURI(none)}`)).status, 404, none)
})

test('from every balance down to the line of the audit log in three steps', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await filledBooks(w)
  const trial = await office.get('/subscriptions/books')
  assert.match(trial.text, /agrees/)
  const opened = links(trial, /href="(\/subscriptions\/books\/[a-z-]+)">\d{4} /g)
  assert.equal(opened.length, Object.keys(accounts).length)
  const seen = new Set<string>()
  for (const account of opened) {
    const entries = links(await office.get(account), /href="(\/subscriptions\/books\/entries\/\d+)"/g)
    assert.ok(entries.length > 0, account)
    for (const entry of entries) seen.add(entry)
  }
  const hashes = new Map(
    (await w.db.selectFrom('auditLog').select(['seq', 'hash']).execute()).map(({ seq, hash }) => [hash, seq]),
  )
  for (const entry of seen) await opensTheLog(office, entry, hashes)
  const { count } = await w.db
    .selectFrom('journalEntries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(seen.size, count)
})

async function opensTheLog(office: Browser, entry: string, hashes: Map<string, number>) {
  const page = await office.get(entry)
  assert.equal(page.status, 200, entry)
  const [hash = ''] = page.text.match(/\b[0-9a-f]{64}\b/) ?? []
  const line = hashes.get(hash)
  assert.ok(line !== undefined, `${entry} shows a line of the log`)
  const [log = ''] = links(page, /href="(\/audit\?words=[^"]+)"/g)
  const { status, text } = await office.get(`${log}&format=csv`)
  assert.equal(status, 200)
  assert.match(text, new RegExp(`^${line},`, 'm'), `${entry}: ${log}`)
}

test('an entry leads to the record it comes from, and to what it reverses', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const { statementId, invoices } = await filledBooks(w)
  const of = async (kind: string, says: string) => {
    const { id } = await w.db
      .selectFrom('journalEntries')
      .select('id')
      .where('kind', '=', kind as 'match')
      .where('says', 'like', `%${says}%`)
      .orderBy('id')
      .executeTakeFirstOrThrow()
    return (await office.get(`/subscriptions/books/entries/${id}`)).text
  }
  assert.match(await of('payment', 'INTEREST'), new RegExp(`/subscriptions/statements/${statementId}"`))
  assert.match(await of('payment', 'By hand'), /\/subscriptions\/payments\/\d+"/)
  assert.match(await of('match', 'by hand'), /\/subscriptions\/payments\/\d+"/)
  assert.match(await of('invoice', 'North'), new RegExp(`/subscriptions/invoices/${invoices.north}"`))
  assert.match(await of('credit note', ''), /Credit note CN-00001/)
  assert.match(await of('write-off', ''), /Write-off of .*INV-0000\d.*by Board, 1 March 2018/s)
  const reversal = await of('reversal', 'Not income')
  const [, reversed = ''] = /Reverses.*?(\/subscriptions\/books\/entries\/\d+)/s.exec(reversal) ?? []
  assert.match((await office.get(reversed)).text, /Reversed by/)
})

test('an account is narrowed by days, school and purpose, with a balance that runs on', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const { south, purpose } = await filledBooks(w)
  const of = async (query: string) => cells((await office.get(`/subscriptions/books/${query}`)).text)
  const owed = await of(`members?membershipId=${south}&format=csv&sort=day`)
  assert.deepEqual(
    owed.slice(1).map((row) => row.at(-1)),
    ['-3500.00', '-3550.00', '50.00', '-50.00'],
  )
  const march = await of(`members?membershipId=${south}&format=csv&sort=day&from=5/3/2018`)
  assert.deepEqual(
    march.slice(1).map((row) => row.at(-1)),
    ['50.00', '-50.00'],
  )
  const page = await office.get(
    `/subscriptions/books/members?membershipId=${south}&from=5/3/2018&to=2018-03-05`,
  )
  assert.match(page.text, /£3,550\.00 Cr/)
  assert.ok(page.text.length < 30_000)
  assert.equal((await of(`spending?purposeId=${purpose.id}&format=csv`)).length, 2)
  assert.equal((await of(`spending?purposeId=${purpose.id + 1}&format=csv`)).length - 1, 0)
  assert.match(
    (await office.get('/subscriptions/books/members?from=31/2/2018&membershipId=0')).text,
    /must be a real date/,
  )
})

test('a trial balance stands as it was at the end of a day', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await filledBooks(w)
  const on = async (day: string) =>
    cells((await office.get(`/subscriptions/books?format=csv&on=${day}`)).text)
  assert.deepEqual((await on('31/8/2017')).at(-1)?.slice(0, 3), ['Together', '0.00', '0.00'])
  assert.deepEqual((await on('1/9/2017')).at(-1)?.slice(0, 3), ['Together', '10000.00', '10000.00'])
  const now = await on('5/3/2018')
  assert.equal(sumOf(now.slice(0, -1), 1), sumOf(now.slice(0, -1), 2))
  assert.match((await office.get('/subscriptions/books?on=x')).text, /must be a real date/)
})

test('the export has a row a line, and its debits are its credits', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await filledBooks(w)
  assert.match((await office.get('/subscriptions/books/export')).text, /value="01\/04\/2017"/)
  const { text, headers } = await office.get('/subscriptions/books/export?from=1/4/2017&to=31/3/2019')
  assert.match(headers.get('content-disposition') ?? '', /books-2017-04-01-to-2019-03-31\.csv/)
  const rows = cells(text)
  const { count } = await w.db
    .selectFrom('journalLines')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(rows.length - 1, count)
  const [heading = []] = rows
  const [debit, credit] = [sumOf(rows, heading.indexOf('debit')), sumOf(rows, heading.indexOf('credit'))]
  assert.equal(debit, credit)
  const lines = await w.db.selectFrom('journalLines').select('pence').execute()
  assert.equal(debit, columnSums(lines).debit)
  assert.match(text, /'=West High/, 'no school’s name is a formula')
  assert.match(text, /,1100,Owed by schools,,/)
  for (const [query, says] of [
    ['from=2/3/2018&to=1/3/2018', /must not be before the first/],
    ['from=&to=1/3/2018', /Enter the first day/],
    ['from=x&to=1/3/2018', /must be a real date/],
  ] as const) {
    const { status, text } = await office.get(`/subscriptions/books/export?${query}`)
    assert.equal(status, 422)
    assert.match(text, says)
  }
})
