import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { castNames, world } from '../../../test/world.ts'

const filled = {
  hostName: 'Rivington Vale Council',
  address: 'Town Hall, 1 Market Square',
  town: 'Rivington',
  postcode: 'zz11zz',
  legalId: '',
  email: 'finance@council.example',
  telephone: '',
  accountName: 'Vale Learning Alliance',
  sortCode: '01-02-03',
  accountNumber: '1234 5678',
  paymentDays: '30',
  vat: 'outside',
  vatNumber: '',
  vatReason: 'Outside the scope of VAT',
  invoicePrefix: 'inv',
  creditPrefix: 'CN',
  rechargeCode: '',
  financialYearMonth: '4',
  firstReminder: '7',
  secondReminder: '21',
  thirdReminder: '35',
  'form-version': '0',
}
const address = '/subscriptions/settings'

test('the office alone says who sends invoices', async () => {
  const w = await world()
  for (const who of castNames) {
    const { status } = await (await w.as(who)).get(address)
    assert.equal(status, who === 'coordinator' ? 200 : 403, who)
    if (who !== 'coordinator') assert.equal((await (await w.as(who)).post(address, filled)).status, 403, who)
  }
  assert.equal((await (await w.as('visitor')).get(address)).status, 303)
})

test('it is said once, then corrected with what stood before kept', async (t) => {
  const w = await world()
  const office = await w.as('coordinator')
  const kept = () => w.db.selectFrom('billingSettings').selectAll().execute()

  await t.test('what is wrong is said beside each question', async () => {
    const { status, text } = await office.post(address, {
      ...filled,
      ...{ postcode: 'somewhere', sortCode: '01-02', accountNumber: '1', vatNumber: 'GB123456789' },
    })
    assert.equal(status, 422)
    for (const says of [
      'Postcode must be a full UK postcode',
      'Sort code must be 6 digits',
      'Account number must be 8 digits',
      'VAT number must be 9 digits',
    ])
      assert.match(text, new RegExp(says))
    assert.deepEqual(await kept(), [])
  })
  await t.test('a VAT treatment asks for what it needs', async () => {
    const { status, text } = await office.post(address, { ...filled, vat: 'standard', vatReason: '' })
    assert.equal(status, 422)
    assert.match(text, /Enter the VAT number/)
  })
  await t.test('of two who say it at once one does', async () => {
    const sent = await Promise.all(
      [1, 2].map(() => office.post(address, { ...filled, 'form-key': randomUUID() })),
    )
    assert.equal(sent.filter(({ status }) => status === 303).length, 1)
    assert.ok(sent.every(({ status }) => [303, 409, 422].includes(status)))
    const [row] = await kept()
    assert.deepEqual(
      {
        sortCode: row?.sortCode,
        account: row?.accountNumber,
        prefix: row?.invoicePrefix,
        month: row?.financialYearMonth,
      },
      { sortCode: '010203', account: '12345678', prefix: 'INV', month: 4 },
    )
    assert.equal(row?.postcode, 'ZZ1 1ZZ')
  })
  await t.test('it is corrected, and a page that was opened before that overwrites nothing', async () => {
    const changed = { ...filled, 'form-version': '1', sortCode: '040506', hostName: 'A <b>new</b> host' }
    assert.equal((await office.post(address, changed)).status, 303)
    assert.equal((await office.post(address, { ...changed, hostName: 'Another' })).status, 409)
    const { text } = await office.get(address)
    assert.match(text, /value="04-05-06"/)
    assert.match(text, /A &lt;b&gt;new/)
    assert.match(text, /Corrected once[\s\S]*sort code: 01-02-03/)
    assert.equal((await kept()).length, 1)
  })
})
