import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, type Browser, castNames, type World, world } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'
import { credit } from '../invoices/credit.ts'
import { sumsOf } from '../invoices/queries.ts'
import { keepPayer } from '../payers/actions.ts'

const address = { address: '1 School Lane', town: 'Rivington', postcode: 'ZZ2 2ZZ', email: null }

/** Ashmere and Brindle pay by recharge; Ashmere alone has a cost centre, which a spreadsheet would take for a formula. */
async function begin() {
  const w = await world()
  await settleHost(w)
  const by = await w.by('coordinator')
  await runYear(by, 2017)
  const of = { membershipId: w.members.ashmere, version: 0 }
  await keepPayer(by, of, { name: 'Ashmere', ...address }, { payBy: 'recharge', costCentre: '=AA-1' })
  return w
}
const begun = await begin()

const sayBrindle = async (w: World) =>
  keepPayer(
    await w.by('coordinator'),
    { membershipId: w.members.brindle, version: 0 },
    { name: 'Brindle', ...address },
    { payBy: 'recharge', costCentre: 'BB-2' },
  )
const keyed = (values: Record<string, string> = {}) => ({ 'form-key': randomUUID(), ...values })
const made = async (office: Browser) => {
  const answer = await office.post('/subscriptions/recharges/new', keyed())
  assert.equal(answer.status, 303, answer.text)
  return (answer.headers.get('location') ?? '').replace('?did=added', '')
}
const invoiceOf = async (w: World, membershipId: number) =>
  (
    await w.db
      .selectFrom('invoices')
      .select('id')
      .where('membershipId', '=', membershipId)
      .orderBy('id')
      .executeTakeFirstOrThrow()
  ).id
const owed = async (w: World, membershipId: number) =>
  (await sumsOf(w.db, await invoiceOf(w, membershipId))).owedPence
const taken = { takenOn: '5/3/2018', takenAs: 'JNL <44>' }

test('recharges are the office’s', async () => {
  const w = await again(begun)
  const at = await made(await w.as('coordinator'))
  for (const who of castNames) {
    const browser = await w.as(who)
    const office = who === 'coordinator'
    for (const path of ['/subscriptions/recharges', at, `${at}/file`, `${at}/taken`])
      assert.equal((await browser.get(path)).status, office ? 200 : 403, `${who} ${path}`)
    if (office) continue
    for (const path of ['/subscriptions/recharges/new', `${at}/taken`, `${at}/cancel`, `${at}/undo`])
      assert.equal((await browser.post(path, { ...taken, why: 'x' })).status, 403, `${who} ${path}`)
  }
  assert.equal((await (await w.as('visitor')).get(at)).status, 303)
  const office = await w.as('coordinator')
  assert.equal((await office.get('/subscriptions/recharges/99')).status, 404)
  for (const path of ['cancel', 'taken', 'undo'])
    assert.equal(
      (await office.post(`/subscriptions/recharges/99/${path}`, { ...taken, why: 'x' })).status,
      404,
    )
})

test('a school without a cost centre is left out and named; it stands in the next journal', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  const before = await office.get('/subscriptions/recharges')
  assert.match(before.text, /One open invoice waits to be\s+recharged: £3,000.00/)
  assert.match(before.text, new RegExp(`/subscriptions/payers/${w.members.brindle}">Brindle Moor`))
  const first = await made(office)
  const none = await office.post('/subscriptions/recharges/new', keyed())
  assert.equal(none.status, 409)
  assert.match(none.text, /No school with an open invoice has a cost centre/)
  await sayBrindle(w)
  const second = await made(office)
  assert.notEqual(first, second)
  assert.match((await office.get(second)).text, /BB-2/)
  assert.match(
    (await office.post('/subscriptions/recharges/new', keyed())).text,
    /no open invoice to recharge/,
  )
  assert.match((await office.get('/subscriptions/recharges?words=rec-00002')).text, /1 journal/)
  assert.match((await office.get('/subscriptions/recharges?state=taken')).text, /none is like that/)
})

test('made twice at once: one journal', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  await sayBrindle(w)
  const answers = await Promise.all([1, 2].map(() => office.post('/subscriptions/recharges/new', keyed())))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
  assert.equal((await w.db.selectFrom('rechargeLines').selectAll().execute()).length, 2)
})

test('the file for the host’s ledger balances, and holds no formula', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  await sayBrindle(w)
  const at = await made(office)
  const { text, headers } = await office.get(`${at}/file`)
  assert.equal(
    text,
    [
      'Date,Reference,Line,Code,Debit,Credit,Narrative',
      `2018-03-05,REC-00001,1,'=AA-1,3000.00,,INV-00001 Ashmere`,
      '2018-03-05,REC-00001,2,BB-2,3000.00,,INV-00002 Brindle Moor',
      '2018-03-05,REC-00001,3,VLA-INCOME,,6000.00,2 invoices recharged',
      '',
    ].join('\r\n'),
  )
  assert.match(headers.get('content-disposition') ?? '', /REC-00001\.csv/)
})

test('taken in: one payment settles each invoice to the penny; undone it is all taken back', async (t) => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  await sayBrindle(w)
  const at = await made(office)
  const { ashmere, brindle } = w.members
  await t.test('what cannot be is refused', async () => {
    for (const [values, says] of [
      [{ ...taken, takenOn: '6/3/2018' }, /has not come yet/],
      [{ ...taken, takenOn: '4/3/2018' }, /The journal was made on 5 March 2018/],
      [{ ...taken, takenAs: '' }, /Enter the number/],
    ] as const) {
      const answer = await office.post(`${at}/taken`, keyed(values))
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
    }
    assert.equal((await office.post(`${at}/undo`, keyed({ why: 'x' }))).status, 422)
    assert.equal((await office.get(`${at}/undo`)).status, 409)
  })
  await t.test('of two at once one', async () => {
    const answers = await Promise.all([1, 2].map(() => office.post(`${at}/taken`, keyed(taken))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    for (const school of [ashmere, brindle]) assert.equal(await owed(w, school), 0)
    const payments = await w.db.selectFrom('payments').select(['kind', 'pence']).execute()
    assert.deepEqual(payments, [{ kind: 'recharge', pence: 600_000 }])
    const page = await office.get(at)
    assert.match(page.text, /The host took it in on 5 March 2018 as JNL &lt;44&gt;/)
    assert.equal((await office.post(`${at}/cancel`, keyed())).status, 409)
    assert.equal((await office.get(`${at}/taken`)).status, 409)
  })
  await t.test('one match of it is not undone by itself, nor its payment cancelled', async () => {
    const one = await w.db.selectFrom('allocations').select(['id', 'paymentId']).executeTakeFirstOrThrow()
    const undo = await office.post(`/subscriptions/matches/${one.id}/undo`, keyed({ why: 'x' }))
    assert.equal(undo.status, 422)
    assert.match(undo.text, /undo the recharge/)
    const cancel = await office.post(`/subscriptions/payments/${one.paymentId}/cancel`, keyed({ why: 'x' }))
    assert.equal(cancel.status, 422)
  })
  await t.test('undone in one, of two at once once; then taken in anew, or cancelled', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => office.post(`${at}/undo`, keyed({ why: 'The wrong <number>' }))),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    for (const school of [ashmere, brindle]) assert.equal(await owed(w, school), 300_000)
    const bank = await w.db.selectFrom('journalLines').select('pence').where('account', '=', 'bank').execute()
    assert.equal(
      bank.reduce((sum, { pence }) => sum + pence, 0),
      0,
    )
    assert.match((await office.get(at)).text, /undone by[\s\S]*The wrong &lt;number&gt;/)
    assert.equal((await office.post(`${at}/taken`, keyed(taken))).status, 303)
    assert.equal((await office.post(`${at}/undo`, keyed({ why: 'Again' }))).status, 303)
    assert.equal((await office.post(`${at}/cancel`, keyed())).status, 303)
    assert.match((await office.get(at)).text, /cancelled by/)
    assert.equal((await office.get(`${at}/file`)).status, 409)
    assert.notEqual(await made(office), at)
  })
})

test('an invoice credited meanwhile is named, and the journal is made anew', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  const at = await made(office)
  const id = await invoiceOf(w, w.members.ashmere)
  await credit(await w.by('coordinator'), id, { netPence: 100_000, reason: 'Left' })
  const says = /INV-00001 of Ashmere now asks for £2,000.00, and stands in this journal with £3,000.00/
  assert.match((await office.get(at)).text, says)
  const answer = await office.post(`${at}/taken`, keyed(taken))
  assert.equal(answer.status, 422)
  assert.match(answer.text, says)
  assert.equal(await owed(w, w.members.ashmere), 200_000)
  assert.equal((await office.post(`${at}/cancel`, keyed())).status, 303)
  const anew = await made(office)
  assert.equal((await office.post(`${anew}/taken`, keyed(taken))).status, 303)
  assert.equal(await owed(w, w.members.ashmere), 0)
})

test('without a code of the host’s ledger no journal is made', async () => {
  const w = await again(begun)
  const office = await w.as('coordinator')
  await w.database.transaction(everything, (tx) =>
    tx.updateTable('billingSettings').set({ rechargeCode: null }).execute(),
  )
  const page = await office.get('/subscriptions/recharges')
  assert.match(page.text, /Say first which code/)
  assert.doesNotMatch(page.text, /Make a journal/)
  const answer = await office.post('/subscriptions/recharges/new', keyed())
  assert.equal(answer.status, 409)
  assert.match(answer.text, /which code of the host’s ledger/)
})
