import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { keepModelCalendar } from '../../../test/model-calendar.ts'
import { addSchool, settleHost } from '../../../test/subscriptions.ts'
import { castNames, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

const autumn = { now: () => new Date('2026-09-07T09:00:00Z'), today: () => day('2026-09-07') }
const address = '/subscriptions/runs/new?year=2026-27'

test('the office alone looks at what would be issued, and issues', async () => {
  const w = await world(autumn)
  await settleHost(w)
  for (const who of castNames) {
    if (who === 'coordinator') continue
    const browser = await w.as(who)
    for (const page of ['/subscriptions/runs', address, '/subscriptions/runs/1'])
      assert.equal((await browser.get(page)).status, 403, `${who} ${page}`)
    assert.equal((await browser.post(address, { invoices: '2', pence: '600000' })).status, 403, who)
  }
  assert.equal((await (await w.as('visitor')).get(address)).status, 303)
  const office = await w.as('coordinator')
  assert.equal((await office.get('/subscriptions/runs/999')).status, 404)
  for (const year of ['2014-15', '2028-29', 'soon'])
    assert.equal((await office.get(`/subscriptions/runs/new?year=${year}`)).status, 404, year)
  for (const year of ['2015-16', '2027-28'])
    assert.equal((await office.get(`/subscriptions/runs/new?year=${year}`)).status, 200, year)
})

test('a year is looked at, issued by one press, and issued once', async (t) => {
  const w = await world(autumn)
  const office = await w.as('coordinator')
  await addSchool(w, { urn: 990301, name: 'Hulton Boys', type: 'Other independent school' })
  await addSchool(w, { urn: 990302, name: 'Hulton Girls', type: 'Other independent school' })
  await addSchool(w, { urn: 990303, name: 'Eastbrook', joinedOn: '2027-01-04' })
  await addSchool(w, { urn: 990304, name: 'Late Joiner', joinedOn: '2027-07-25' })

  await t.test('what is missing is said, with the way there', async () => {
    const { text } = await office.get(address)
    assert.match(text, /Nothing can be issued until it is said who sends invoices/)
    assert.match(text, /href="\/subscriptions\/settings"/)
    assert.match(text, /Eastbrook: The alliance’s term dates of 2026-27 are not all here/)
    assert.match(text, /href="\/calendars"/)
    assert.doesNotMatch(text, /Issue \d+ invoices/)
    const pressed = await office.post(address, { invoices: '4', pence: '1200000' })
    assert.equal(pressed.status, 422)
    assert.match(pressed.text, /Say first who sends invoices/)
  })
  await settleHost(w)
  await keepModelCalendar(w)
  const seen = { invoices: '5', pence: '1400000' }
  await t.test(
    'each school, what it owes and how that was worked out, who gets it, and who owes nothing',
    async () => {
      const { text } = await office.get(address)
      assert.match(text, /Issue 5 invoices for £14,000.00/)
      assert.match(text, /Subscription 2026-27, two of three terms/)
      assert.match(text, /Nobody has an address/)
      assert.match(text, /Bilal Business, Hannah Head/)
      assert.match(text, /Late Joiner: It was a member in no term of 2026-27/)
      assert.match(text, /2, £6,000.00/)
      assert.doesNotMatch(text, /Carr Lane/)
      assert.ok(Buffer.byteLength(text) < 30_000)
    },
  )
  await t.test('what is no longer so is not issued', async () => {
    for (const other of [
      { ...seen, invoices: '4' },
      { ...seen, pence: '1400001' },
      {},
      { invoices: '5e0', pence: '-1' },
    ]) {
      const { status, text } = await office.post(address, other)
      assert.equal(status, 422)
      assert.match(text, /changed since you looked/)
      assert.match(text, /name="pence" value="1400000"/)
    }
    assert.deepEqual(await w.db.selectFrom('invoices').select('id').execute(), [])
  })
  await t.test('of two offices at once one issues', async () => {
    const sent = await Promise.all(
      [1, 2].map(() => office.post(address, { ...seen, 'form-key': randomUUID() })),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
    assert.match(
      sent.find(({ status }) => status === 422)?.text ?? '',
      /has its invoice already: nothing was issued/,
    )
    const issued = await w.db.selectFrom('invoices').select(['number', 'totalPence', 'buyerName']).execute()
    assert.equal(issued.length, 5)
    assert.equal(
      issued.reduce((sum, { totalPence }) => sum + totalPence, 0),
      1_400_000,
    )
    assert.equal(issued.filter(({ buyerName }) => buyerName.startsWith('Hulton')).length, 2)
  })
  await t.test('the run is there to be read, and the year has nothing left', async () => {
    const [run] = await w.db.selectFrom('billingRuns').select('id').execute()
    const { text } = await office.get(`/subscriptions/runs/${run?.id}`)
    assert.match(text, /£14,000.00/)
    assert.match(text, /INV-00005/)
    assert.match((await office.get('/subscriptions/runs')).text, /2026-27/)
    assert.match((await office.get('/subscriptions/runs?format=csv')).text, /14000\.00/)
    const after = await office.get(address)
    assert.match(after.text, /No invoice for 2026-27 is left to issue/)
    assert.match(after.text, /Invoiced already/)
    assert.doesNotMatch(after.text, /Differs/)
  })
  await t.test('a school that left meanwhile owes another sum than it was invoiced', async () => {
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('memberships')
        .set({ leftOn: day('2026-12-31') })
        .where('id', '=', w.members.brindle)
        .execute(),
    )
    const { text } = await office.get(address)
    assert.match(text, /Differs[\s\S]*one of three terms/)
    assert.match(text, /take the invoice back by a credit note/)
  })
})

test('a press sent twice gets the first answer', async () => {
  const w = await world(autumn)
  await settleHost(w)
  const office = await w.as('coordinator')
  const press = { invoices: '2', pence: '600000', 'form-key': randomUUID() }
  const [first, second] = [await office.post(address, press), await office.post(address, press)]
  assert.equal(first.status, 303)
  assert.equal(second.headers.get('location'), first.headers.get('location'))
})

test('with VAT a school without an address waits, the others are issued, and each is £600.00 more', async () => {
  const w = await world(autumn)
  await settleHost(w, { vat: 'standard', vatNumber: 'GB434031494', vatReason: null })
  await addSchool(w, { urn: 990301, name: 'Northmoor' })
  const office = await w.as('coordinator')
  const { text } = await office.get(address)
  assert.match(text, /Ashmere High School: An invoice with VAT needs its address/)
  assert.match(text, /Issue 1 invoice for £3,000.00/)
  assert.match(text, /£3,600.00/)
  assert.equal((await office.post(address, { invoices: '1', pence: '300000' })).status, 303)
  const [one, ...others] = await w.db
    .selectFrom('invoices')
    .select(['netPence', 'vatPence', 'totalPence'])
    .execute()
  assert.deepEqual([one, others], [{ netPence: 300_000, vatPence: 60_000, totalPence: 360_000 }, []])
})
