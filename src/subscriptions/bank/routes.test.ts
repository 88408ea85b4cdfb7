import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { broughtIn, type CamtEntry, camt, giveStatement } from '../../../test/bank.ts'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, castNames, type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { undoMatch } from '../payments/actions.ts'
import { forgetBankUploads } from './actions.ts'

const begun = await world()
await settleHost(begun)
await runYear(await begun.by('coordinator'), 2017)

const [asked] = await begun.db
  .selectFrom('invoices')
  .select(['id', 'reference', 'totalPence'])
  .where('membershipId', '=', begun.members.ashmere)
  .execute()
const reference = asked?.reference ?? ''
const begin = () => again(begun)

const march: CamtEntry[] = [
  { amount: '3000.00', payer: 'Ashmere High School', words: `Subscription ${reference}`, on: '2018-03-01' },
  { amount: '3000.00', payer: 'Somebody', words: 'subscription', on: '2018-03-02' },
  { amount: '3000.00', payer: 'Somebody', words: 'subscription', on: '2018-03-02' },
  { amount: '45.50', side: 'DBIT', payer: 'Hall', words: 'hire', on: '2018-03-02' },
]

/** All that a statement could have changed. */
const books = async (w: World) => {
  const { rows } = await sql`
    select (select count(*) from payments) as payments, (select count(*) from journal_entries) as entries,
      (select count(*) from journal_lines) as sides, (select count(*) from allocations) as allocations,
      (select count(*) from bank_statements) as statements, (select count(*) from bank_mappings) as mappings`.execute(
    w.db,
  )
  return rows[0] as Record<string, number>
}

const held = async (w: World) => {
  const { rows } = await sql<{ pence: number }>`
    select coalesce(sum(pence), 0)::bigint as pence from journal_lines where account = 'bank'`.execute(w.db)
  return rows[0]?.pence
}

test('a statement becomes payments, and what gives a reference is matched', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const at = await broughtIn(office, camt({ entries: march }))
  const page = await office.get(at)
  assert.match(page.text, /4 lines: 1 matched by reference, 3 to match/)
  assert.match(page.text, /Opening balance.*£100.00.*Closing balance.*£9,054.50/s)
  assert.match(page.text, /href="\/subscriptions\/payments\/\d+"/)
  assert.match((await office.get(`${at}?state=open`)).text, /3 payments/)
  assert.match((await office.get('/subscriptions/statements')).text, /3 to match/)
  assert.equal(await held(w), 895_450)
  const csv = (await office.get(`${at}?format=csv`)).text
  assert.match(csv, /-45.50/)
  await w.database.close()
})

test('the same file changes nothing; one that overlaps adds what is new', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const text = camt({ entries: march })
  const first = await broughtIn(office, text)
  const before = await books(w)
  const same = await giveStatement(office, text)
  assert.equal(same.headers.get('location'), `${first}?did=statement-known`)
  assert.match(
    (await office.get(`${first}?did=statement-known`)).text,
    /Every line of this file was here already/,
  )
  assert.deepEqual(await books(w), before)

  const more = { amount: '3000.00', payer: 'Somebody', words: 'SUBSCRIPTION ', on: '2018-03-02' }
  const second = await broughtIn(office, camt({ entries: [...march.slice(1), more] }), 'later.xml')
  assert.match((await office.get(second)).text, /4 lines: 3 known already, 1 to match/)
  assert.equal((await books(w)).payments, (before.payments ?? 0) + 1)
  assert.equal(await held(w), 1_195_450)

  const known = await broughtIn(office, camt({ entries: march.slice(0, 2) }), 'part.xml')
  assert.match((await office.get(known)).text, /2 lines: 2 known already\./)
  assert.equal((await books(w)).payments, (before.payments ?? 0) + 1)
  await w.database.close()
})

test('one file sent twice at once, by one form and by two, is taken in once', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const text = camt({ entries: march })
  const key = randomUUID()
  const [one, other] = await Promise.all([1, 2].map(() => giveStatement(office, text, 'march.xml', key)))
  assert.deepEqual([one?.status, other?.status], [303, 303])
  assert.equal(one?.headers.get('location'), other?.headers.get('location'))
  await Promise.all([1, 2, 3].map((n) => giveStatement(office, text, `march${n}.xml`)))
  assert.equal((await books(w)).payments, 4)
  assert.equal((await books(w)).statements, 1)
  assert.equal(await held(w), 895_450)
  await w.database.close()
})

const columns = {
  dateColumn: 'Date',
  amountColumn: '',
  inColumn: 'Paid in',
  outColumn: 'Paid out',
  saysColumn: 'Description',
  payerColumn: '',
  balanceColumn: 'Balance',
  name: 'High Street Bank',
}
const csv = [
  'Account,Vale Learning Alliance',
  'Date,Description,Paid out,Paid in,Balance',
  `01/03/2018,ASHMERE HIGH ${reference},,"3,000.00","3,100.00"`,
  '02/03/2018,"=HYPERLINK(""http://x.example"") caf\u00e9",45.50,,"3,054.50"',
].join('\r\n')

test('a CSV asks once which column is what, and the next is read at once', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const at = await broughtIn(office, Buffer.from(csv, 'latin1'), 'march.csv')
  assert.match(at, /^\/subscriptions\/statements\/uploads\/\d+$/)
  const form = await office.get(at)
  assert.match(form.text, /ASHMERE HIGH/)
  assert.match(form.text, /<option value="Paid in" selected/)
  assert.match((await office.get('/subscriptions/statements')).text, new RegExp(`<a href="${at}"`))
  const before = await books(w)
  for (const [wrong, says] of [
    [{ inColumn: '', outColumn: '' }, /Choose one column of amounts, or one of money in/],
    [{ amountColumn: 'Balance' }, /Choose one column of amounts, or one of money in/],
    [{ outColumn: '' }, /Choose one column of amounts/],
    [{ saysColumn: 'Date' }, /Two answers are the column/],
    [{ dateColumn: 'Balance', balanceColumn: '' }, /Row 3 is dated 3,100.00, which is no date/],
    [{ dateColumn: 'Nothing' }, /Choose the column of date/],
    [{ name: '' }, /Enter a name for this layout/],
  ] as const) {
    const sent = await office.post(at, { ...columns, ...wrong })
    assert.equal(sent.status, 422, JSON.stringify(wrong))
    assert.match(sent.text, says)
  }
  assert.deepEqual(await books(w), before)
  const key = randomUUID()
  const sent = await Promise.all([1, 2].map(() => office.post(at, { ...columns, 'form-key': key })))
  assert.deepEqual(
    sent.map(({ status }) => status),
    [303, 303],
  )
  const statement = sent[0]?.headers.get('location')?.replace(/\?.*/, '') ?? ''
  assert.equal((await office.post(at, columns)).status, 422)
  assert.equal((await office.get(at)).headers.get('location'), statement)
  const page = await office.get(statement)
  assert.match(page.text, /2 lines: 1 matched by reference, 1 to match/)
  assert.match(page.text, /=HYPERLINK\(&quot;http:\/\/x.example&quot;\) café/)
  assert.match((await office.get(`${statement}?format=csv`)).text, /'=HYPERLINK/)

  const again = await giveStatement(office, csv, 'utf8.csv')
  assert.match(again.headers.get('location') ?? '', /^\/subscriptions\/statements\/\d+\?did=statement-known$/)
  const more = `${csv}\r\n05/03/2018,More,,1.00,"3,055.50"\r\n\r\n`
  const second = await broughtIn(office, more, 'more.csv')
  assert.match((await office.get(second)).text, /3 lines: 2 known already, 1 to match/)
  assert.equal((await books(w)).payments, 3)
  const broken = await giveStatement(office, more.replace('3,055.50', '3,055.51'), 'more.csv')
  assert.match(broken.text, /Row 5 says a balance of £3,055.51, where £3,055.50 follows/)
  await w.database.close()
})

test('the same days as CSV and as CAMT.053 are taken in once', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  await broughtIn(
    office,
    camt({
      entries: [
        { amount: '3000.00', payer: 'Ashmere High School', words: reference, on: '2018-03-01' },
        { amount: '45.50', side: 'DBIT', payer: 'X Example', words: 'link', on: '2018-03-02' },
      ],
    }),
  )
  const at = await broughtIn(office, csv, 'march.csv')
  const sent = await office.post(at, columns)
  const page = await office.get(sent.headers.get('location') ?? '')
  assert.match(page.text, /2 lines: 2 known already\./)
  assert.equal((await books(w)).payments, 2)
  await w.database.close()
})

test('layouts are corrected and removed', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const at = await broughtIn(office, csv, 'march.csv')
  await office.post(at, columns)
  const list = '/subscriptions/statements/mappings'
  const one = /href="(\/subscriptions\/statements\/mappings\/\d+)\/correct"/.exec(
    (await office.get(list)).text,
  )?.[1]
  const wrong = await office.post(`${one}/correct`, { ...columns, 'form-version': '1', inColumn: '' })
  assert.equal(wrong.status, 422)
  const saved = await office.post(`${one}/correct`, {
    ...columns,
    'form-version': '1',
    balanceColumn: '',
    name: '<Bank>',
  })
  assert.equal(saved.status, 303)
  assert.match((await office.get(list)).text, /&lt;Bank&gt;/)
  assert.equal((await office.post(`${one}/correct`, { ...columns, 'form-version': '1' })).status, 409)
  const key = { 'form-key': randomUUID() }
  for (const _ of [1, 2]) assert.equal((await office.post(`${one}/remove`, key)).status, 303)
  assert.equal((await office.post(`${one}/remove`, {})).status, 404)
  assert.match(await broughtIn(office, csv.replace('01/03', '02/03'), 'march.csv'), /uploads/)
  await w.database.close()
})

test('a file that waits is given up, or forgotten after seven days', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const first = await broughtIn(office, csv, 'march.csv')
  assert.equal((await office.post(`${first}/give-up`, {})).status, 303)
  assert.equal((await office.get(first)).status, 404)
  assert.equal((await office.post(first, columns)).status, 404)
  const [kept, gone] = [await broughtIn(office, csv, 'a.csv'), await broughtIn(office, csv, 'b.csv')]
  const age = (at: string, days: string) =>
    w.database.transaction(everything, (tx) =>
      sql`update bank_uploads set given_at = now() - ${days}::interval where id = ${Number(at.split('/').at(-1))}`.execute(
        tx,
      ),
    )
  await age(kept, '6 days 23 hours')
  await age(gone, '7 days 1 hour')
  await w.database.transaction(everything, forgetBankUploads)
  assert.equal((await office.get(kept)).status, 200)
  assert.equal((await office.get(gone)).status, 404)
  await w.database.close()
})

test('an import is undone while nothing of it is matched, and its file may be brought in again', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const text = camt({ entries: march })
  const at = await broughtIn(office, text)
  assert.doesNotMatch((await office.get(at)).text, /Undo this import/)
  const matched = await office.post(`${at}/undo`, {})
  assert.equal(matched.status, 409)
  assert.match(matched.text, /A line of this statement is matched/)
  const [allocation] = await w.db.selectFrom('allocations').select('id').execute()
  await undoMatch(await w.by('coordinator'), allocation?.id ?? 0, { why: 'The wrong school' })
  assert.match((await office.get(at)).text, /Undo this import/)
  const undone = await Promise.all([1, 2].map(() => office.post(`${at}/undo`, {})))
  assert.deepEqual(undone.map(({ status }) => status).sort(), [303, 409])
  assert.equal(await held(w), 0)
  assert.match((await office.get(at)).text, /4 lines: 4 taken back\./)
  const second = await broughtIn(office, text)
  assert.notEqual(second, at)
  assert.match((await office.get(second)).text, /4 lines: 1 matched by reference, 3 to match/)
  assert.equal(await held(w), 895_450)
  await w.database.close()
})

test('hostile files: a sentence each, and nothing is saved', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const before = await books(w)
  const whole = camt({ entries: march })
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  const bomb = whole
    .replace('?>', `?><!DOCTYPE Document [<!ENTITY l0 "ha">${laughs}]>`)
    .replace('Somebody', '&l9;')
  const outside = whole
    .replace('?>', '?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    .replace('Somebody', '&x;')
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  const cases: [string | Uint8Array, RegExp][] = [
    [bomb, /declares a document type or entities/],
    [outside, /declares a document type or entities/],
    [utf16(outside), /declares a document type or entities/],
    [`${'<a>'.repeat(100_000)}`, /no whole XML document/],
    [whole.replace('<Document', `<Document a="${'x'.repeat(1_000_000)}"`), /does not have the shape/],
    [whole.replace('Somebody', 'Some\u0000body'), /zero bytes|no text/],
    [Buffer.from([0x00, 0x01, 0x02]), /zero bytes|no text/],
    [Buffer.from('PK\x03\x04 and more'), /an Excel workbook or an archive/],
    [Buffer.from('%PDF-1.7 \xff', 'latin1'), /This is a PDF/],
    ['', /This file is empty|Choose a file/],
    [' \n ', /This file is empty/],
    ['x'.repeat(5 * 1024 * 1024 + 1), /larger than 5 MB/],
    [','.repeat(200_000), /more than 60 columns|too long|no row of headings/],
    [camt({ entries: [{ amount: '5.00', status: 'PDNG' }] }), /No line of this statement is booked yet/],
    [camt({ entries: [] }), /There is no line in this statement/],
    [camt({ opening: '1.00', closing: '2.00', entries: march }), /does not add up/],
  ]
  for (const [content, says] of cases) {
    const sent = await giveStatement(office, content)
    assert.equal(sent.status, 422, String(says))
    assert.match(sent.text, says)
    assert.doesNotMatch(sent.text, /root:/)
  }
  assert.deepEqual(await books(w), before)
  const both = new FormData()
  for (const name of ['a.csv', 'b.csv']) both.append('file', new File([csv], name))
  assert.match((await office.post('/subscriptions/statements/new', both)).text, /Choose one file at a time/)
  assert.match((await office.post('/subscriptions/statements/new', {})).text, /Choose a file/)
  const written = await broughtIn(office, utf16(whole.replace('UTF-8', 'UTF-16')), '../<b>x.xml')
  assert.match((await office.get(written)).text, /4 lines/)
  await w.database.close()
})

test('without the host’s account nothing is brought in', async () => {
  const w = await world()
  const sent = await giveStatement(await w.as('coordinator'), camt({ entries: march }))
  assert.equal(sent.status, 422)
  assert.match(sent.text, /First say who sends invoices/)
  await w.database.close()
})

test('nobody but the office comes here', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const statement = await broughtIn(office, camt({ entries: march }))
  const upload = await broughtIn(office, csv.replace('Date', 'Day of posting'), 'x.csv')
  const pages = ['', '/new', '/mappings'].map((path) => `/subscriptions/statements${path}`)
  for (const who of castNames.filter((name) => name !== 'coordinator')) {
    const other = await w.as(who)
    for (const path of [...pages, statement, upload])
      assert.equal((await other.get(path)).status, 403, `${who} ${path}`)
    for (const path of [`${statement}/undo`, `${upload}/give-up`, upload])
      assert.equal((await other.post(path, {})).status, 403, `${who} ${path}`)
    assert.equal((await giveStatement(other, csv)).status, 403)
  }
  assert.notEqual((await (await w.as('visitor')).get(statement)).status, 200)
  for (const path of ['999999', '0', 'x'])
    assert.equal((await office.get(`/subscriptions/statements/${path}`)).status, 404)
  await w.database.close()
})

test('ten thousand lines are brought in within seconds', async () => {
  const w = await begin()
  const office = await w.as('coordinator')
  const entries = Array.from({ length: 10_000 }, (_, i) => ({
    amount: '1.00',
    payer: `Payer ${i}`,
    words: i % 400 === 0 ? reference : 'rent',
  }))
  const started = performance.now()
  const at = await broughtIn(office, camt({ entries }))
  const took = performance.now() - started
  const page = await office.get(at)
  assert.ok(page.text.length < 40_000)
  assert.equal(
    (await w.db.selectFrom('payments').select('id').where('datedOn', '=', day('2018-03-01')).execute())
      .length,
    10_000,
  )
  assert.ok(took < 20_000, `${took} ms`)
  await w.database.close()
})
