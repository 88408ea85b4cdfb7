import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { addSchool, runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, type CastName, castNames, type World, world } from '../../../test/world.ts'
import { match, take, undoMatch } from '../payments/actions.ts'
import { needs } from './needs.ts'

const begun = await world()
await settleHost(begun)
await addSchool(begun, { urn: 990301, name: 'Hulton <Girls>' })
await runYear(await begun.by('coordinator'), 2017)

const idOf = async (w: World, membershipId: number) =>
  (
    await w.db
      .selectFrom('invoices')
      .select('id')
      .where('membershipId', '=', membershipId)
      .orderBy('id')
      .executeTakeFirstOrThrow()
  ).id

const schools = ['head', 'businessManager']
/** What each is answered: of a school’s own, and of another school’s. */
const answered = (who: CastName, mine: boolean) =>
  who === 'coordinator' || (mine ? schools.includes(who) : who === 'otherHead')
    ? 200
    : [...schools, 'otherHead'].includes(who)
      ? 404
      : 403

test('the office sees all, a head and a business manager their own; others nothing', async () => {
  const w = await again(begun)
  const [own, others] = [await idOf(w, w.members.ashmere), await idOf(w, w.members.brindle)]
  for (const who of castNames) {
    const browser = await w.as(who)
    const status = async (path: string) => (await browser.get(`/subscriptions/invoices${path}`)).status
    assert.equal(await status(''), answered(who, true) === 403 ? 403 : 200, who)
    assert.equal(await status(`/${own}`), answered(who, true), who)
    assert.equal(await status(`/${others}`), answered(who, false), who)
  }
  for (const who of schools as CastName[])
    assert.doesNotMatch((await (await w.as(who)).get('/subscriptions/invoices')).text, /Brindle|Hulton/)
  assert.equal((await (await w.as('visitor')).get(`/subscriptions/invoices/${own}`)).status, 303)
})

test('the office alone credits and sends again', async () => {
  const w = await again(begun)
  const address = `/subscriptions/invoices/${await idOf(w, w.members.ashmere)}`
  for (const who of castNames.filter((who) => who !== 'coordinator')) {
    const browser = await w.as(who)
    assert.equal((await browser.get(`${address}/credit`)).status, 403, who)
    assert.equal((await browser.post(`${address}/credit`, { amount: '1', reason: 'x' })).status, 403, who)
    assert.equal((await browser.post(`${address}/send`, {})).status, 403, who)
  }
})

test('the list is found in by year, state, kind and words, and is a file', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  const list = async (query: string) => (await office.get(`/subscriptions/invoices?${query}`)).text
  assert.match(await list(''), /Hulton &lt;Girls&gt;/)
  assert.match(await list('words=brin'), /Brindle[\s\S]*1 document/)
  assert.match(await list('words=INV-00002'), /1 document/)
  assert.match(await list('words=%25'), /No invoices match/)
  assert.match(await list('year=2018-19'), /No invoices match/)
  assert.match(await list('state=due'), /3 documents/)
  assert.match(await list('state=overdue'), /No invoices match/)
  assert.match(await list('kind=credit+note'), /No invoices match/)
  assert.match(
    await list('format=csv&sort=school'),
    /INV-00001,Ashmere High School,2017-18,2018-04-04,3000\.00,3000\.00/,
  )
})

test('an invoice’s page: as issued, what is owed, what was set against it and undone', async (t) => {
  const w = await again(begun)
  const id = await idOf(w, w.members.ashmere)
  const page = async (who: 'coordinator' | 'businessManager') =>
    (await (await w.as(who)).get(`/subscriptions/invoices/${id}`)).text
  await t.test('before anything was paid', async () => {
    const text = await page('businessManager')
    for (const says of [
      /To be paid/,
      /£3,000.00 is owed by 4 April 2018/,
      /The school need not pay it/,
      /Rivington Vale Council/,
      /Subscription 2017-18/,
      new RegExp(`/subscriptions/invoices/${id}/pdf`),
      new RegExp(`/subscriptions/invoices/${id}/xml`),
      /Nothing was set against it yet/,
    ])
      assert.match(text, says)
    assert.doesNotMatch(text, /Send again|Issue a credit note/)
  })
  await t.test('part paid, then undone: the school does not read what the office noted', async () => {
    const by = await w.by('coordinator')
    const paid = await by.act({ did: 'recorded', subject: 'subscriptions/payments' }, (tx, by) =>
      take(tx, by, { datedOn: by.today, pence: 299_999, payer: 'Brindle', says: 'x' }, { kind: 'hand' }),
    )
    const given = { invoiceId: id, membershipId: w.members.ashmere }
    await match(by, paid, { given, pence: 299_999 })
    assert.match(await page('businessManager'), /£0.01 of £3,000.00 is still owed/)
    const [allocated] = await w.db.selectFrom('allocations').select('id').execute()
    await undoMatch(by, allocated?.id ?? 0, { why: 'It was Brindle’s' })
    const office = await page('coordinator')
    assert.match(office, /It was Brindle’s/)
    assert.match(office, new RegExp(`href="/subscriptions/payments/${paid}"`))
    assert.doesNotMatch(await page('businessManager'), /Brindle|subscriptions\/payments/)
  })
})

test('a credit note: the whole by default, a part with what is left, and one of two at once', async () => {
  const w = await again(begun)
  const id = await idOf(w, w.members.ashmere)
  const office = await w.as('coordinator')
  const address = `/subscriptions/invoices/${id}/credit`
  assert.match((await office.get(address)).text, /value="3000.00"/)
  const refused = await office.post(address, { amount: '3,000.01', reason: 'Too much' })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /from £0.01 to £3,000.00/)
  assert.equal((await office.post(address, { amount: '0', reason: 'None' })).status, 422)
  assert.equal((await office.post(address, { amount: '1000', reason: '' })).status, 422)
  const part = await office.post(address, { amount: '1000', reason: 'Left <early>' })
  assert.equal(part.status, 303)
  const note = await office.get(part.headers.get('location')?.split('?')[0] ?? '')
  assert.match(note.text, /It takes back £1,000.00 of/)
  assert.match(note.text, /Left &lt;early&gt;/)
  assert.match((await office.get(address)).text, /value="2000.00"/)
  const sent = await Promise.all(
    [1, 2].map(() => office.post(address, { amount: '2000', reason: 'Left', 'form-key': randomUUID() })),
  )
  assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
  const { text } = await office.get(`/subscriptions/invoices/${id}`)
  assert.match(text, /All of it was taken back/)
  assert.doesNotMatch(text, /Issue a credit note/)
  assert.match((await office.get('/subscriptions/invoices?state=credited')).text, /1 document/)
  assert.match((await office.get('/subscriptions/invoices?kind=credit+note')).text, /2 documents/)
  const noteId = (part.headers.get('location') ?? '').match(/\d+/)?.[0]
  assert.equal((await office.get(`/subscriptions/invoices/${noteId}/credit`)).status, 404)
  assert.match((await office.get('/subscriptions/runs/new')).text, /Issue 1 invoice for £3,000.00/)
})

test('sent again by one press; who has nobody to write to is told so', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  const own = await idOf(w, w.members.ashmere)
  assert.equal((await office.post(`/subscriptions/invoices/${own}/send`, {})).status, 303)
  const hulton = await w.db
    .selectFrom('members')
    .select('id')
    .where('urn', '=', 990301)
    .executeTakeFirstOrThrow()
  const refused = await office.post(`/subscriptions/invoices/${await idOf(w, hulton.id)}/send`, {})
  assert.equal(refused.status, 409)
  assert.match(refused.text, /has an address/)
  assert.equal((await office.post('/subscriptions/invoices/999/send', {})).status, 404)
})

test('what waits for the office: who sends invoices, then a year that is not issued, then nothing', async () => {
  const w = await world()
  const waits = async (who: 'coordinator' | 'head' | 'chair') =>
    (await needs(await w.by(who))).map(({ says }) => says)
  assert.deepEqual(await waits('coordinator'), ['Say who sends invoices'])
  await settleHost(w)
  assert.deepEqual(await waits('coordinator'), ['Invoices for 2017-18 are not issued yet'])
  for (const who of ['head', 'chair'] as const) assert.deepEqual(await waits(who), [])
  await runYear(await w.by('coordinator'), 2017)
  assert.deepEqual(await waits('coordinator'), [])
})
