import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { boardMeeting } from '../../../test/board.ts'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { type CastName, type World, world } from '../../../test/world.ts'
import { actor } from '../../platform/action.ts'
import { addDays, type Day, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { system } from '../../platform/who.ts'
import { sumsOf } from '../invoices/queries.ts'
import { match, take } from '../payments/actions.ts'
import { remindAll } from './actions.ts'

const url = 'http://alliance.test'
const dueOn = day('2018-04-04')

/** Ashmere, which pays by invoice, and Brindle by recharge, both due on 4 April 2018. */
async function invoiced() {
  const w = await world()
  await settleHost(w)
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('payers')
      .values({
        ...{ membershipId: w.members.ashmere, payBy: 'invoice', name: 'Ashmere', address: '1 Road' },
        ...{ town: 'Town', postcode: 'ZZ1 1ZZ', email: 'finance@ashmere.test', costCentre: null },
      })
      .execute(),
  )
  await runYear(await w.by('coordinator'), 2017)
  const { id } = await w.db
    .selectFrom('invoices')
    .select('id')
    .where('membershipId', '=', w.members.ashmere)
    .executeTakeFirstOrThrow()
  return { w, id }
}

const morning = (w: World, days: number) => remindAll(actor(w.database, system, addDays(dueOn, days)), url)
const letters = async (w: World) =>
  (await w.db.selectFrom('mails').select(['recipient', 'subject', 'body']).orderBy('id').execute()).filter(
    ({ subject }) => /eminder: invoice/.test(subject),
  )
const readers = async (w: World) => (await letters(w)).map(({ recipient }) => recipient)

async function pay(w: World, { pence, id, on }: { pence: number; id: number; on: Day }) {
  const by = actor(w.database, await w.who('coordinator'), on)
  const paymentId = await by.act({ did: 'recorded a payment', subject: 'subscriptions/payments' }, (tx, by) =>
    take(tx, by, { datedOn: by.today, pence, payer: null, says: 'x' }, { kind: 'hand' }),
  )
  await match(by, paymentId, { given: { invoiceId: id, membershipId: w.members.ashmere }, pence })
}

describe('reminders', () => {
  test('go to the payer and the business manager, and from the second on to the head, each once', async () => {
    const { w, id } = await invoiced()
    const emails = await w.db.selectFrom('people').select(['ref', 'email']).execute()
    const of = (name: CastName) => emails.find(({ ref }) => ref === name)?.email ?? ''
    assert.equal(await morning(w, 6), 0)
    assert.equal(await morning(w, 7), 1)
    assert.deepEqual((await readers(w)).sort(), [of('businessManager'), 'finance@ashmere.test'].sort())
    assert.equal(await morning(w, 7), 0)
    await pay(w, { pence: 100_000, id, on: addDays(dueOn, 10) })
    assert.equal(await morning(w, 21), 1)
    const second = (await letters(w)).slice(2)
    assert.deepEqual(
      second.map(({ recipient }) => recipient).sort(),
      [of('businessManager'), of('head'), 'finance@ashmere.test'].sort(),
    )
    for (const { body, subject } of second) {
      assert.match(body, /£2,000.00 of £3,000.00/)
      assert.doesNotMatch(subject, /£|Ashmere/)
    }
    assert.equal(await morning(w, 35), 1)
    assert.equal(await morning(w, 400), 0)
    const kept = await w.db
      .selectFrom('paymentReminders')
      .select(['step', 'owedPence'])
      .orderBy('step')
      .execute()
    assert.deepEqual(kept, [
      { step: 1, owedPence: 300_000 },
      { step: 2, owedPence: 200_000 },
      { step: 3, owedPence: 200_000 },
    ])
  })

  test('of two mornings at once one writes', async () => {
    const { w } = await invoiced()
    const sent = await Promise.all([morning(w, 7), morning(w, 7), morning(w, 7)])
    assert.equal(
      sent.reduce((all, one) => all + one, 0),
      1,
    )
    assert.equal((await letters(w)).length, 2)
  })

  test('none while they are held, none for what is paid, and none where nobody has said who sends invoices', async () => {
    const { w, id } = await invoiced()
    const office = await w.as('coordinator')
    const until = { untilOn: '15/4/2018', why: 'They pay by then' }
    assert.equal((await office.post(`/subscriptions/invoices/${id}/hold`, until)).status, 303)
    assert.equal(await morning(w, 11), 0)
    assert.equal(await morning(w, 12), 1)
    await pay(w, { pence: 300_000, id, on: addDays(dueOn, 13) })
    assert.equal(await morning(w, 60), 0)
    assert.equal(await morning(await world(), 60), 0)
  })

  test('where nobody has an address nothing is noted, so that it goes once somebody has', async () => {
    const { w } = await invoiced()
    await w.database.transaction(everything, async (tx) => {
      await tx.updateTable('payers').set({ email: null }).execute()
      await tx.updateTable('people').set({ email: null }).where('id', '=', w.people.businessManager).execute()
    })
    assert.equal(await morning(w, 7), 0)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('payers').set({ email: 'a@b.test' }).execute(),
    )
    assert.equal(await morning(w, 8), 1)
    assert.deepEqual(await readers(w), ['a@b.test'])
  })
})

const wrongPeople = ['head', 'businessManager', 'chair', 'deputy', 'otherHead', 'officer'] as const

test('holding is the office’s: changed, seen, lifted, and not held for a day that is past', async () => {
  const { w, id } = await invoiced()
  const at = `/subscriptions/invoices/${id}/hold`
  const answers = { untilOn: '20/4/2018', why: '<b>A query</b>' }
  for (const name of wrongPeople) {
    const browser = await w.as(name)
    for (const { status } of [
      await browser.get(at),
      await browser.post(at, answers),
      await browser.post(`${at}/lift`, {}),
    ])
      assert.equal(status, 403, name)
  }
  const office = await w.as('coordinator')
  assert.equal((await office.post(at, { ...answers, untilOn: '4/3/2018' })).status, 422)
  assert.equal((await office.post(at, { ...answers, why: '' })).status, 422)
  assert.equal((await office.post(at, { ...answers, untilOn: '5/3/2018' })).status, 303)
  const form = (await office.get(at)).text
  assert.match(form, /Let reminders go on/)
  assert.equal((await office.post(at, { ...answers, 'form-version': '1' })).status, 303)
  assert.equal((await office.post(at, { untilOn: '1/5/2018', why: 'x', 'form-version': '1' })).status, 409)
  const shown = (await office.get(`/subscriptions/invoices/${id}`)).text
  assert.match(shown, /held until 20 April 2018: &lt;b&gt;A query/)
  const schools = (await (await w.as('businessManager')).get(`/subscriptions/invoices/${id}`)).text
  assert.match(schools, /held until 20 April 2018\./)
  assert.doesNotMatch(schools, /A query|write-off"/)
  const key = { 'form-key': randomUUID() }
  for (const { status } of await Promise.all([
    office.post(`${at}/lift`, key),
    office.post(`${at}/lift`, key),
  ]))
    assert.equal(status, 303)
  assert.equal((await office.post(`${at}/lift`, {})).status, 409)
  assert.equal((await office.get('/subscriptions/invoices/999/hold')).status, 404)
})

describe('writing off', () => {
  const given = { amount: '3,000.00', decisionId: '', decision: 'Board, 1 March 2018', why: 'It closed' }

  test('is the office’s, on a decision, of what is owed; the school reads why', async () => {
    const { w, id } = await invoiced()
    const at = `/subscriptions/invoices/${id}/write-off`
    for (const name of wrongPeople) {
      const browser = await w.as(name)
      for (const { status } of [await browser.get(at), await browser.post(at, given)])
        assert.equal(status, 403, name)
    }
    const office = await w.as('coordinator')
    assert.match((await office.get(at)).text, /value="3000.00"/)
    assert.equal((await office.post(at, { ...given, amount: '3000.01' })).status, 422)
    assert.equal((await office.post(at, { ...given, decision: '' })).status, 422)
    assert.equal((await office.post(at, { ...given, decisionId: '77' })).status, 422)
    assert.equal((await sumsOf(w.db, id)).owedPence, 300_000)
    const both = await Promise.all([office.post(at, given), office.post(at, given)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    assert.deepEqual(
      (({ owedPence, writtenOffPence }) => [owedPence, writtenOffPence])(await sumsOf(w.db, id)),
      [0, 300_000],
    )
    assert.equal((await office.get(at)).status, 409)
    const { text } = await (await w.as('head')).get(`/subscriptions/invoices/${id}`)
    assert.match(text, /Board, 1 March 2018/)
    assert.doesNotMatch(text, /Undo this write-off/)
  })

  test('is undone once, with why, and the invoice asks for it again', async () => {
    const { w, id } = await invoiced()
    const office = await w.as('coordinator')
    await office.post(`/subscriptions/invoices/${id}/write-off`, { ...given, amount: '1.00' })
    const off = await w.db.selectFrom('writeOffs').select('id').executeTakeFirstOrThrow()
    const at = `/subscriptions/write-offs/${off.id}/undo`
    for (const name of wrongPeople) {
      const browser = await w.as(name)
      for (const { status } of [await browser.get(at), await browser.post(at, { why: 'x' })])
        assert.equal(status, 403, name)
    }
    assert.equal((await office.get(at)).status, 200)
    assert.equal((await office.post(at, { why: '' })).status, 422)
    const both = await Promise.all([office.post(at, { why: 'Paid' }), office.post(at, { why: 'Paid' })])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    assert.equal((await sumsOf(w.db, id)).owedPence, 300_000)
    assert.equal((await office.get(at)).status, 409)
    assert.match((await office.get(`/subscriptions/invoices/${id}`)).text, /Undone on/)
    assert.equal((await office.get('/subscriptions/write-offs/999/undo')).status, 404)
  })

  test('cites a decision of the board that is recorded here by its number, and not in its words', async () => {
    const { w, id } = await invoiced()
    const meetingId = await boardMeeting(w)
    const decisionId = await w.database.transaction(everything, async (tx) => {
      const item = await tx
        .insertInto('agendaItems')
        .values({ meetingId, position: 1, kind: 'decision', title: 'Debts', partB: true })
        .returning('id')
        .executeTakeFirstOrThrow()
      const said = { words: 'Secret words', means: null, takesEffectOn: null, recordedBy: null, pence: null }
      const { id } = await tx
        .insertInto('decisions')
        .values({ meetingId, itemId: item.id, number: '2017-18/3', ...said })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    })
    const office = await w.as('coordinator')
    const at = `/subscriptions/invoices/${id}/write-off`
    assert.match((await office.get(at)).text, /2017-18\/3: Secret words/)
    assert.equal(
      (await office.post(at, { ...given, decisionId: String(decisionId), decision: '' })).status,
      303,
    )
    const { text } = await (await w.as('businessManager')).get(`/subscriptions/invoices/${id}`)
    assert.match(text, /Decision 2017-18\/3\./)
    assert.doesNotMatch(text, /Secret words/)
  })
})
