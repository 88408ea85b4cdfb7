import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, castNames, world } from '../../../test/world.ts'

const begun = await world()

const own = {
  name: 'Ashmere High School',
  address: '2 Moor Road',
  town: 'Rivington',
  postcode: 'zz3 3zz',
  email: 'Finance@ashmere.example',
  'form-version': '0',
}
const whole = { ...own, payBy: 'invoice', costCentre: '' }

test('the list is the office’s; a school’s own page its head’s and business manager’s; another’s is not found', async () => {
  const w = await again(begun)
  for (const who of castNames) {
    const browser = await w.as(who)
    const list = await browser.get('/subscriptions/payers')
    assert.equal(list.status, who === 'coordinator' ? 200 : 403, who)
    for (const page of ['payers', 'orders']) {
      const { status } = await browser.get(`/subscriptions/${page}/${w.members.ashmere}`)
      const expected = ['coordinator', 'head', 'businessManager'].includes(who)
        ? 200
        : who === 'otherHead'
          ? 404
          : 403
      assert.equal(status, expected, `${who} ${page}`)
    }
  }
  const other = await w.as('otherHead')
  assert.equal((await other.post(`/subscriptions/payers/${w.members.ashmere}`, own)).status, 404)
  assert.equal((await other.post(`/subscriptions/orders/${w.members.ashmere}`, { number: 'X' })).status, 404)
})

test('a business manager says where invoices go, and cannot choose how the school pays', async () => {
  const w = await again(begun)
  const address = `/subscriptions/payers/${w.members.ashmere}`
  const manager = await w.as('businessManager')
  assert.doesNotMatch((await manager.get(address)).text, /Cost centre/)
  const sent = await Promise.all(
    [1, 2].map(() => manager.post(address, { ...whole, 'form-key': randomUUID() })),
  )
  assert.equal(sent.filter(({ status }) => status === 303).length, 1)
  const [row, ...others] = await w.db.selectFrom('payers').selectAll().execute()
  assert.equal(others.length, 0)
  assert.deepEqual(
    { payBy: row?.payBy, costCentre: row?.costCentre, email: row?.email, postcode: row?.postcode },
    { payBy: 'recharge', costCentre: null, email: 'finance@ashmere.example', postcode: 'ZZ3 3ZZ' },
  )
  const office = await w.as('coordinator')
  const chosen = { ...whole, payBy: 'recharge', costCentre: 'CC-17', 'form-version': '1' }
  assert.equal((await office.post(address, chosen)).status, 303)
  assert.equal((await manager.post(address, { ...own, 'form-version': '1' })).status, 409)
  assert.equal((await manager.post(address, { ...own, 'form-version': '2', town: 'Elsewhere' })).status, 303)
  const [kept] = await w.db.selectFrom('payers').select(['costCentre', 'town']).execute()
  assert.deepEqual(kept, { costCentre: 'CC-17', town: 'Elsewhere' })
  const csv = await office.get('/subscriptions/payers?format=csv')
  assert.match(
    csv.text,
    /finance@ashmere\.example; businessmanager@alliance\.example; head@alliance\.example/,
  )
  const found = await office.get('/subscriptions/payers?words=brindle')
  assert.doesNotMatch(found.text, /Elsewhere|CC-17/)
})

test('an order number is given, changed and taken back; an invoice issued already is not changed by it', async () => {
  const w = await again(begun)
  const address = `/subscriptions/orders/${w.members.ashmere}?year=2017-18`
  const manager = await w.as('businessManager')
  const number = () =>
    w.db
      .selectFrom('purchaseOrders')
      .select(['number', 'version'])
      .where('year', '=', 2017 as never)
      .execute()
  assert.equal((await manager.post(address, { number: 'PO <1>', 'form-version': '0' })).status, 303)
  assert.match((await manager.get(address)).text, /value="PO &lt;1&gt;"/)
  await settleHost(w)
  await runYear(await w.by('coordinator'), 2017)
  assert.equal((await manager.post(address, { number: 'PO 2', 'form-version': '1' })).status, 303)
  assert.deepEqual(await number(), [{ number: 'PO 2', version: 2 }])
  const { text } = await manager.get(address)
  assert.match(text, /An invoice issued already is not changed by what you save here/)
  const invoices = await w.db
    .selectFrom('invoices')
    .select('purchaseOrder')
    .where('membershipId', '=', w.members.ashmere)
    .execute()
  assert.deepEqual(invoices, [{ purchaseOrder: 'PO <1>' }])
  assert.equal((await manager.post(address, { number: 'PO 3', 'form-version': '1' })).status, 409)
  assert.equal((await manager.post(address, { number: '', 'form-version': '2' })).status, 303)
  assert.deepEqual(await number(), [])
  assert.equal((await manager.post(address, { number: 'PO 4', 'form-version': '0' })).status, 303)
  const next = `/subscriptions/orders/${w.members.ashmere}?year=2018-19`
  assert.doesNotMatch((await manager.get(next)).text, /PO 4/)
  assert.equal((await manager.get(`/subscriptions/orders/${w.members.ashmere}?year=soon`)).status, 404)
})
