import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { runYear, settleHost } from '../../test/subscriptions.ts'
import { type CastName, type World, world } from '../../test/world.ts'
import type { Clock } from '../platform/clock.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { standings } from '../standing/queries.ts'
import { inFours } from './invoices/reference.ts'
import { needs } from './needs.ts'
import { match, take } from './payments/actions.ts'

/** Ashmere pays by invoice, Brindle by recharge; both were invoiced on 2 February 2018, due on 4 March. */
async function invoiced(now = '2018-03-05') {
  let today = day('2018-02-02')
  const clock: Clock = { now: () => new Date(`${today}T09:00:00Z`), today: () => today }
  const w = await world(clock)
  await settleHost(w)
  await agreed(w)
  const { ashmere } = w.members
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('payers')
      .values({
        ...{ membershipId: ashmere, payBy: 'invoice', name: 'Ashmere', address: '1 Road', town: 'Town' },
        ...{ postcode: 'ZZ1 1ZZ', email: 'finance@ashmere.test', costCentre: null },
      })
      .execute(),
  )
  await runYear(await w.by('coordinator'), 2017)
  const { id, reference } = await w.db
    .selectFrom('invoices')
    .select(['id', 'reference'])
    .where('membershipId', '=', ashmere)
    .executeTakeFirstOrThrow()
  const at = (text: string) => {
    today = day(text)
  }
  at(now)
  return { w, id, reference: reference ?? '', at }
}

async function pay(w: World, { pence, id }: { pence: number; id: number }) {
  const by = await w.by('coordinator')
  const paymentId = await by.act({ did: 'recorded a payment', subject: 'subscriptions/payments' }, (tx, by) =>
    take(tx, by, { datedOn: by.today, pence, payer: null, says: 'x' }, { kind: 'hand' }),
  )
  await match(by, paymentId, { given: { invoiceId: id, membershipId: w.members.ashmere }, pence })
}

const landing = async (w: World, name: CastName) => (await w.as(name)).get('/subscriptions')

describe('the landing', () => {
  test('the office has every school of the year, with sums, a filter and a file', async () => {
    const { w, id } = await invoiced()
    await pay(w, { pence: 100_000, id })
    const { text, status } = await landing(w, 'coordinator')
    assert.equal(status, 200)
    assert.match(text, /£6,000.00/)
    assert.match(text, /£5,000.00/)
    assert.match(text, /2 schools are overdue/)
    assert.match(text, /term dates of 2017-18 are not all here/)
    assert.ok(text.length < 30_000)
    const office = await w.as('coordinator')
    const csv = (await office.get('/subscriptions?format=csv')).text
    assert.match(csv, /Ashmere High School,3000\.00,1000\.00,0\.00,0\.00,2000\.00,Overdue/)
    const one = (await office.get('/subscriptions?words=brindle&state=overdue')).text
    assert.doesNotMatch(one, /Ashmere/)
    assert.doesNotMatch((await office.get('/subscriptions?year=2016-17')).text, /£6,000/)
    for (const query of ['year=x', 'state=x', 'sort=-owed', 'words=<script>'])
      assert.equal((await office.get(`/subscriptions?${query}`)).status, 200, query)
  })

  test('the school’s own have what to pay, where to and with which reference; no other school’s', async () => {
    const { w, id, reference } = await invoiced()
    await pay(w, { pence: 299_999, id })
    for (const name of ['head', 'businessManager'] as const) {
      const { text } = await landing(w, name)
      assert.match(text, /Overdue: pay £0.01 for INV-0000/)
      assert.ok(text.includes(inFours(reference)))
      assert.match(text, /sort code 01-02-03, account number 12345678/)
      assert.match(text, new RegExp(`/subscriptions/accounts/${w.members.ashmere}`))
      assert.doesNotMatch(text, /Brindle/)
    }
    const other = (await landing(w, 'otherHead')).text
    assert.match(other, /£3,000.00 goes by internal recharge/)
    assert.doesNotMatch(other, /Ashmere/)
    await pay(w, { pence: 1, id })
    assert.match((await landing(w, 'head')).text, /There is nothing to pay now/)
  })

  test('whoever chairs has a word and a sentence for this year and the last, and no sum, number or link to a row', async () => {
    const { w } = await invoiced()
    const { text, status } = await landing(w, 'chair')
    assert.equal(status, 200)
    assert.match(text, /Overdue/)
    assert.match(text, /2016-17/)
    assert.match(text, /No invoice has been sent/)
    assert.doesNotMatch(text, /£|INV-|RF\d\d|\/subscriptions\/(invoices|accounts)|Brindle/)
  })

  test('nobody else opens it', async () => {
    const { w } = await invoiced()
    for (const name of ['governor', 'deputy', 'teacher', 'officer', 'partner', 'ssig', 'hubLead'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.get('/subscriptions')).status, 403, name)
      assert.doesNotMatch((await browser.get('/')).text, /href="\/subscriptions"/, name)
    }
    assert.equal((await (await w.as('visitor')).get('/subscriptions')).status, 303)
    for (const name of ['coordinator', 'head', 'businessManager', 'chair'] as const)
      assert.match((await (await w.as(name)).get('/')).text, /href="\/subscriptions"/, name)
  })

  test('before anything is set up it says so', async () => {
    const w = await world()
    assert.match((await landing(w, 'coordinator')).text, /Say who sends invoices/)
    assert.match((await landing(w, 'businessManager')).text, /There is nothing to pay now/)
  })
})

test('what waits for whom: the business manager from 14 days before, the head once it is overdue', async () => {
  const { w, id, at } = await invoiced('2018-02-17')
  const says = async (name: CastName) => (await needs(await w.by(name))).map((need) => need.says)
  assert.deepEqual(await says('businessManager'), [])
  at('2018-02-18')
  assert.match((await says('businessManager'))[0] ?? '', /^Pay invoice INV-0000\d$/)
  at('2018-03-04')
  assert.deepEqual(await says('head'), [])
  assert.deepEqual(await says('coordinator'), [])
  at('2018-03-05')
  assert.equal((await says('head')).length, 1)
  assert.deepEqual(await says('coordinator'), ['2 schools have an invoice overdue'])
  // A recharge is moved by the host.
  assert.deepEqual(await says('otherHead'), [])
  for (const name of ['chair', 'deputy', 'governor', 'teacher'] as const)
    assert.deepEqual(await says(name), [])
  const front = (await (await w.as('head')).get('/')).text
  assert.equal(front.match(/\/subscriptions#school-/g)?.length, 1)
  await pay(w, { pence: 300_000, id })
  assert.deepEqual([await says('head'), await says('businessManager')], [[], []])
})

describe('clause 25', () => {
  const stand = async (
    w: World,
    asAt: Parameters<typeof standings>[1],
    school: 'ashmere' | 'brindle' = 'ashmere',
  ) => {
    const { members, of } = await standings(w.db, asAt)
    const member = members.find(({ id }) => id === w.members[school])
    const found = member && of(member).find(({ clause }) => clause.number === '25')
    assert.ok(found)
    return found
  }

  test('follows the invoice day by day as the books stood, to the penny', async () => {
    const { w, id, at } = await invoiced()
    assert.equal((await stand(w, day('2018-02-01'))).standing, 'not yet due')
    assert.equal((await stand(w, day('2018-02-17'))).standing, 'not yet due')
    assert.equal((await stand(w, day('2018-02-18'))).standing, 'at risk')
    assert.equal((await stand(w, day('2018-03-04'))).standing, 'at risk')
    assert.equal((await stand(w, day('2018-03-05'))).standing, 'breached')
    await pay(w, { pence: 299_999, id })
    const short = await stand(w, day('2018-03-05'))
    assert.equal(short.standing, 'breached')
    assert.doesNotMatch(short.because, /£/)
    at('2018-03-06')
    await pay(w, { pence: 1, id })
    assert.equal((await stand(w, day('2018-03-05'))).standing, 'breached')
    assert.equal((await stand(w, day('2018-03-06'))).standing, 'met')
    assert.equal((await stand(w, { atEndOf: 2017 as AcademicYear })).standing, 'met')
    assert.equal((await stand(w, { atEndOf: 2017 as AcademicYear }, 'brindle')).standing, 'breached')
  })

  test('before anything was invoiced here nothing is due', async () => {
    const w = await world()
    await agreed(w)
    const found = await stand(w, day('2018-03-05'))
    assert.equal(found.standing, 'not yet due')
    assert.match(found.because, /£3,000.00 for a whole year, has not been invoiced yet/)
  })

  test('its evidence opens to those who open the money of the school; others are told without the address', async () => {
    const { w, id } = await invoiced()
    const page = `/standing/schools/${w.members.ashmere}/clauses/25`
    for (const name of ['coordinator', 'head'] as const)
      assert.match(
        (await (await w.as(name)).get(page)).text,
        new RegExp(`/subscriptions/invoices/${id}`),
        name,
      )
    for (const name of ['deputy', 'chair'] as const) {
      const { text, status } = await (await w.as(name)).get(page)
      assert.equal(status, 200)
      assert.match(text, /is overdue/)
      assert.doesNotMatch(text, /\/subscriptions\/invoices/, name)
      assert.equal(text.includes('/subscriptions#school-'), name === 'chair')
    }
  })
})
