import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { addSchool, runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, type Browser, castNames, type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { credit } from '../invoices/credit.ts'
import { sumsOf } from '../invoices/queries.ts'
import { needs } from './needs.ts'
import { accountInFavour, payment } from './queries.ts'

/** Five invoices of £3,000.00; Northmoor High and Park are of one trust. */
async function begin() {
  const w = await world()
  await settleHost(w)
  const trustId = await w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('trusts')
      .values({ name: 'Northmoor Trust', uid: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
  const kestrel = await addSchool(w, { urn: 990305, name: 'Kestrel <Academy>' })
  const high = await addSchool(w, { urn: 990301, name: 'Northmoor High', trustId })
  const park = await addSchool(w, { urn: 990302, name: 'Northmoor Park', trustId })
  await runYear(await w.by('coordinator'), 2017)
  return { w, schools: { kestrel, high, park }, trustId }
}
const begun = await begin()
const { kestrel, high, park } = begun.schools

const invoiceOf = (w: World, membershipId: number) =>
  w.db
    .selectFrom('invoices')
    .select(['id', 'reference'])
    .where('membershipId', '=', membershipId)
    .orderBy('id')
    .executeTakeFirstOrThrow()
const owed = async (w: World, membershipId: number) =>
  (await sumsOf(w.db, (await invoiceOf(w, membershipId)).id)).owedPence
const favour = async (w: World, membershipId: number) =>
  (await accountInFavour(w.db, membershipId)).favourPence

const hand = {
  way: 'in',
  means: 'cheque',
  amount: '3,000.00',
  datedOn: '1/3/2018',
  payer: 'KESTREL ACADEMY',
  says: '000123',
}
const keyed = (values: Record<string, string>) => ({ 'form-key': randomUUID(), ...values })

/** Enters a payment through the form; its id. */
async function entered(office: Browser, given: Partial<typeof hand> = {}): Promise<number> {
  const answer = await office.post('/subscriptions/payments/new', { ...hand, ...given })
  assert.equal(answer.status, 303, answer.text)
  return Number(/payments\/(\d+)/.exec(answer.headers.get('location') ?? '')?.[1])
}
const matchTo = (office: Browser, id: number, values: Record<string, string>) =>
  office.post(`/subscriptions/payments/${id}/match`, keyed(values))
const lastMatch = async (w: World, paymentId: number) =>
  (
    await w.db
      .selectFrom('allocations')
      .select('id')
      .where('paymentId', '=', paymentId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id

test('payments are the office’s; everybody else is refused at every address', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const id = await entered(office)
  const asked = await invoiceOf(w, kestrel)
  await matchTo(office, id, { to: `invoice-${asked.id}`, amount: '1.00' })
  const matchId = await lastMatch(w, id)
  const pages = [
    ...['', '/new', '/on-account', `/on-account/${kestrel}`, `/${id}`, `/${id}/match`].map(
      (path) => `/subscriptions/payments${path}`,
    ),
    `/subscriptions/matches/${matchId}/undo`,
    ...['', '/new', '/1/rename'].map((path) => `/subscriptions/purposes${path}`),
  ]
  const deeds = [
    ['/subscriptions/payments/new', hand],
    [`/subscriptions/payments/${id}/match`, { to: 'other' }],
    [`/subscriptions/payments/${id}/match/invoice-${asked.id}`, {}],
    [`/subscriptions/payments/${id}/cancel`, { why: 'x' }],
    [`/subscriptions/payments/on-account/${kestrel}/use/${asked.id}`, {}],
    [`/subscriptions/matches/${matchId}/undo`, { why: 'x' }],
    ['/subscriptions/purposes/new', { name: 'x' }],
    ['/subscriptions/purposes/1/rename', { name: 'x' }],
  ] as const
  for (const who of castNames) {
    const browser = await w.as(who)
    for (const page of pages) {
      const { status } = await browser.get(page)
      assert.equal(status, who === 'coordinator' ? 200 : 403, `${who} ${page}`)
    }
    if (who === 'coordinator') continue
    for (const [path, values] of deeds)
      assert.equal((await browser.post(path, values)).status, 403, `${who} ${path}`)
  }
  assert.equal((await (await w.as('visitor')).get(`/subscriptions/payments/${id}`)).status, 303)
  assert.equal((await office.get('/subscriptions/payments/99')).status, 404)
  assert.equal((await office.get('/subscriptions/matches/99/undo')).status, 404)
})

test('entered by hand: not in the future, not of nothing, in or out, and matched by a reference it gives', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const refused = async (given: Partial<typeof hand>, says: RegExp) => {
    const answer = await office.post('/subscriptions/payments/new', { ...hand, ...given })
    assert.equal(answer.status, 422)
    assert.match(answer.text, says)
  }
  await refused({ datedOn: '6/3/2018' }, /6 March 2018 has not come yet/)
  await refused({ amount: '0' }, /£0.01 or more/)
  await refused({ amount: '99999999999999999999' }, /£10,000,000.00 or less/)
  await refused({ amount: '1.005' }, /must be an amount of money/)
  await refused({ payer: '' }, /Enter who paid/)
  await refused({ way: 'sideways' }, /Select whether money/)
  assert.equal((await w.db.selectFrom('payments').select('id').execute()).length, 0)
  const today = await entered(office, { datedOn: '5/3/2018', way: 'out', amount: '0.01', payer: '<b>' })
  assert.equal((await payment(w.db, today)).pence, -1)
  const { text } = await office.get(`/subscriptions/payments/${today}`)
  assert.match(text, /£0.01 to &lt;b&gt;/)
  assert.doesNotMatch(text, /<b>/)
  const { reference } = await invoiceOf(w, kestrel)
  const named = await entered(office, { says: (reference ?? '').toLowerCase() })
  assert.equal((await payment(w.db, named)).leftPence, 0)
  assert.equal(await owed(w, kestrel), 0)
})

test('entered twice by a double click it is one payment', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const once = keyed(hand)
  const answers = await Promise.all([1, 2].map(() => office.post('/subscriptions/payments/new', once)))
  assert.deepEqual(
    answers.map(({ headers }) => headers.get('location')),
    Array(2).fill(answers[0]?.headers.get('location')),
  )
  assert.equal((await w.db.selectFrom('payments').select('id').execute()).length, 1)
})

test('£2,999.99, then £3,000.01 more: a penny is asked for, and what is over goes on account', async (t) => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const asked = await invoiceOf(w, kestrel)
  const id = await entered(office, { amount: '2,999.99' })
  await t.test('the suggestion and the form say the difference in words', async () => {
    const page = await office.get(`/subscriptions/payments/${id}`)
    assert.match(page.text, /The payer’s name is like Kestrel[^.]*; it is £0.01 less than is asked/)
    assert.match(page.text, new RegExp(`action="/subscriptions/payments/${id}/match/invoice-${asked.id}"`))
    const form = await office.get(`/subscriptions/payments/${id}/match`)
    assert.match(form.text, /£3,000.00 owed \(£0.01 less than is asked\)/)
  })
  await t.test('one press matches it, a second press of the same form does so once', async () => {
    const press = keyed({ left: '299999' })
    for (const _ of [1, 2]) {
      const answer = await office.post(`/subscriptions/payments/${id}/match/invoice-${asked.id}`, press)
      assert.equal(answer.status, 303)
    }
    assert.equal(await owed(w, kestrel), 1)
    assert.match((await office.get(`/subscriptions/payments/${id}`)).text, /£0.01 of it is still asked for/)
    const late = await office.post(`/subscriptions/payments/${id}/match/invoice-${asked.id}`, keyed({}))
    assert.equal(late.status, 409)
    assert.match(late.text, /All of this payment is matched already/)
  })
  const over = await entered(office, { amount: '1.01' })
  await t.test('more than the invoice asks for is refused, and less is not lost', async () => {
    const tooMuch = await matchTo(office, over, { to: `invoice-${asked.id}`, amount: '1.01' })
    assert.equal(tooMuch.status, 422)
    assert.match(tooMuch.text, /more than the invoice still asks for/)
    assert.equal((await matchTo(office, over, { to: `invoice-${asked.id}`, amount: '1.02' })).status, 422)
    assert.equal((await matchTo(office, over, { to: `invoice-${asked.id}`, amount: '0' })).status, 422)
    const sent = keyed({ to: `invoice-${asked.id}`, amount: '', left: '101' })
    for (const _ of [1, 2])
      assert.equal((await office.post(`/subscriptions/payments/${over}/match`, sent)).status, 303)
    assert.equal((await payment(w.db, over)).leftPence, 100)
    assert.equal(await owed(w, kestrel), 0)
  })
  await t.test('what is over is suggested for the school’s account', async () => {
    const page = await office.get(`/subscriptions/payments/${over}`)
    assert.match(page.text, /Put £1.00 on the account of Kestrel/)
    assert.equal(
      (await office.post(`/subscriptions/payments/${over}/match/account-${kestrel}`, {})).status,
      303,
    )
    assert.equal(await favour(w, kestrel), 100)
    assert.match((await office.get('/subscriptions/payments/on-account')).text, /Kestrel[\s\S]*£1.00/)
  })
})

test('what cannot be chosen is refused by a sentence', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const id = await entered(office)
  for (const to of ['invoice-999', 'account-999', 'purpose-1', 'invoice-x', 'constructor', '__proto__']) {
    const answer = await matchTo(office, id, { to })
    assert.equal(answer.status, 422, to)
    assert.match(answer.text, /cannot be chosen any more/)
  }
  assert.equal((await matchTo(office, id, { to: '' })).status, 422)
  for (const key of ['trust-1', 'invoice-999', 'x%00', 'named'])
    assert.ok(
      [404, 409].includes((await office.post(`/subscriptions/payments/${id}/match/${key}`, {})).status),
      key,
    )
  assert.equal((await office.post(`/subscriptions/payments/999/match/named`, {})).status, 404)
  assert.equal((await payment(w.db, id)).leftPence, 300_000)
})

test('one sum of a trust settles all of its open invoices by one press', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const id = await entered(office, { amount: '6000', payer: 'NORTHMOOR', means: 'transfer' })
  const page = await office.get(`/subscriptions/payments/${id}`)
  assert.match(page.text, /all 2 open invoices of Northmoor Trust/)
  const answers = await Promise.all(
    [1, 2].map(() =>
      office.post(`/subscriptions/payments/${id}/match/trust-${begun.trustId}`, keyed({ left: '600000' })),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
  for (const school of [high, park]) assert.equal(await owed(w, school), 0)
  const list = (await office.get('/subscriptions/payments?format=csv')).text
  assert.match(list, /INV-\d{5} Northmoor High, INV-\d{5} Northmoor Park/)
})

test('matched twice at once by two offices: one wins, the other reads a sentence', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  for (const [first, second] of [
    [`invoice-${(await invoiceOf(w, kestrel)).id}`, `invoice-${(await invoiceOf(w, high)).id}`],
    [`account-${kestrel}`, 'other'],
  ] as const) {
    const id = await entered(office)
    const answers = await Promise.all(
      [first, second].map((to) => matchTo(office, id, { to, left: '300000' })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    const lost = answers.find(({ status }) => status === 422)
    assert.match(lost?.text ?? '', /All of this payment is matched already/)
    assert.equal((await payment(w.db, id)).leftPence, 0)
  }
  const id = await entered(office, { amount: '10' })
  const halves = await Promise.all(
    [1, 2].map(() => matchTo(office, id, { to: 'other', amount: '5', left: '1000' })),
  )
  assert.deepEqual(halves.map(({ status }) => status).sort(), [303, 422])
  const lost = halves.find(({ status }) => status === 422)?.text ?? ''
  assert.match(lost, /Somebody matched a part of this payment meanwhile: £5.00 of it is left/)
  assert.equal((await payment(w.db, id)).leftPence, 500)
})

test('one invoice matched by two payments at once is settled once', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const to = `invoice-${(await invoiceOf(w, park)).id}`
  const ids = [await entered(office), await entered(office)]
  const answers = await Promise.all(ids.map((id) => matchTo(office, id, { to, amount: '3000' })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  assert.equal(await owed(w, park), 0)
})

test('a match is undone with why, which stays to be read, and once', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const id = await entered(office)
  await matchTo(office, id, { to: `invoice-${(await invoiceOf(w, high)).id}` })
  const undo = `/subscriptions/matches/${await lastMatch(w, id)}/undo`
  assert.match((await office.get(undo)).text, /matched to INV-\d{5} of Northmoor High/)
  assert.equal((await office.post(undo, { why: '' })).status, 422)
  const answers = await Promise.all([1, 2].map(() => office.post(undo, keyed({ why: 'It was <Kestrel’s>' }))))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  assert.equal(await owed(w, high), 300_000)
  const page = await office.get(`/subscriptions/payments/${id}`)
  assert.match(page.text, /undid it[\s\S]*It was &lt;Kestrel’s&gt;/)
  assert.equal((await office.get(undo)).status, 409)
})

test('cancelled with why, only while nothing is matched; it stays in the list as cancelled', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const id = await entered(office)
  await matchTo(office, id, { to: 'other' })
  const cancel = `/subscriptions/payments/${id}/cancel`
  assert.equal((await office.get(cancel)).status, 409)
  const matched = await office.post(cancel, { why: 'Twice' })
  assert.equal(matched.status, 422)
  assert.match(matched.text, /Undo the match first/)
  await office.post(`/subscriptions/matches/${await lastMatch(w, id)}/undo`, { why: 'Wrong' })
  assert.equal((await office.get(cancel)).status, 200)
  const answers = await Promise.all([1, 2].map(() => office.post(cancel, keyed({ why: 'Entered twice' }))))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  const page = await office.get(`/subscriptions/payments/${id}`)
  assert.match(page.text, /cancelled it on [^:]*: Entered twice/)
  assert.doesNotMatch(page.text, /\/cancel"|\/match"/)
  assert.equal((await matchTo(office, id, { to: 'other' })).status, 422)
  const bank = await w.db.selectFrom('journalLines').select('pence').where('account', '=', 'bank').execute()
  assert.equal(
    bank.reduce((sum, { pence }) => sum + pence, 0),
    0,
  )
})

test('a refund: up to what stands on the account, of two at once no more than that', async (t) => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const over = await entered(office, { amount: '100' })
  await matchTo(office, over, { to: `account-${kestrel}` })
  const out = (amount: string) => entered(office, { way: 'out', amount, means: 'transfer' })
  await t.test('more is refused, with the sum', async () => {
    const answer = await matchTo(office, await out('100.01'), { to: `account-${kestrel}` })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /£100.00 stands on the account of Kestrel/)
    const none = await matchTo(office, await out('0.01'), { to: `account-${park}` })
    assert.match(none.text, /Nothing stands on the account of Northmoor Park/)
  })
  await t.test('two at once', async () => {
    const ids = [await out('60'), await out('60')]
    const answers = await Promise.all(ids.map((id) => matchTo(office, id, { to: `account-${kestrel}` })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.equal(await favour(w, kestrel), 4_000)
  })
  await t.test('what was paid back is not taken from the account by undoing what brought it', async () => {
    const undone = await office.post(`/subscriptions/matches/${await lastMatch(w, over)}/undo`, { why: 'x' })
    assert.equal(undone.status, 422)
    assert.match(undone.text, /some of it may have been paid back/)
    assert.equal(await favour(w, kestrel), 4_000)
  })
  await t.test('a suggestion names it, and an invoice is never paid by money out', async () => {
    const id = await out('40')
    assert.match(
      (await office.get(`/subscriptions/payments/${id}`)).text,
      /Take it as £40.00 paid back to Kestrel/,
    )
    const wrong = await matchTo(office, id, { to: `invoice-${(await invoiceOf(w, kestrel)).id}` })
    assert.equal(wrong.status, 422)
    assert.equal(
      (await office.post(`/subscriptions/payments/${id}/match/account-${kestrel}`, {})).status,
      303,
    )
    assert.equal(await favour(w, kestrel), 0)
  })
})

test('money on account, from a credit note too, is used for an invoice and put back', async (t) => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const paid = await entered(office)
  const first = await invoiceOf(w, kestrel)
  await matchTo(office, paid, { to: `invoice-${first.id}` })
  const by = await w.by('coordinator')
  await credit(by, first.id, { netPence: 300_000, reason: 'Twice' })
  await runYear(by, 2017)
  const next = await w.db
    .selectFrom('invoices')
    .select('id')
    .where('membershipId', '=', kestrel)
    .where('kind', '=', 'invoice')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const use = `/subscriptions/payments/on-account/${kestrel}/use/${next.id}`
  await t.test('one of two at once', async () => {
    assert.match(
      (await office.get(`/subscriptions/payments/on-account/${kestrel}`)).text,
      /Use £3,000.00 for INV-/,
    )
    const answers = await Promise.all([1, 2].map(() => office.post(use, keyed({}))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    assert.equal((await sumsOf(w.db, next.id)).owedPence, 0)
    assert.equal(await favour(w, kestrel), 0)
  })
  await t.test('put back, once', async () => {
    const { text } = await office.get(`/subscriptions/payments/on-account/${kestrel}`)
    const undo = /\/subscriptions\/payments\/on-account\/uses\/\d+\/undo/.exec(text)?.[0] ?? ''
    assert.equal((await office.get(undo)).status, 200)
    const answers = await Promise.all([1, 2].map(() => office.post(undo, keyed({ why: 'Pay it back' }))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.equal((await sumsOf(w.db, next.id)).owedPence, 300_000)
    assert.equal(await favour(w, kestrel), 300_000)
  })
  await t.test('not for another school’s invoice', async () => {
    const other = `/subscriptions/payments/on-account/${kestrel}/use/${(await invoiceOf(w, high)).id}`
    assert.equal((await office.post(other, {})).status, 409)
    assert.equal((await office.post('/subscriptions/payments/on-account/999/use/1', {})).status, 404)
  })
})

test('the list: to match, in or out, words, days and years; its sums follow', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  await entered(office, { amount: '10', payer: 'One', datedOn: '31/8/2017' })
  const two = await entered(office, { amount: '20', payer: 'Two_', datedOn: '1/9/2017' })
  await matchTo(office, two, { to: 'other', amount: '5' })
  const three = await entered(office, { amount: '40', payer: 'Three', way: 'out', datedOn: '5/3/2018' })
  await matchTo(office, three, { to: 'purpose-1' })
  const list = async (query: string) => (await office.get(`/subscriptions/payments?${query}`)).text
  const holds = async (query: string, ...payers: string[]) => {
    const text = await list(query)
    for (const payer of ['One', 'Two_', 'Three'])
      assert.equal(new RegExp(`>${payer}<`).test(text), payers.includes(payer), `${query} ${payer}`)
  }
  await holds('', 'One', 'Two_', 'Three')
  await holds('state=open', 'One', 'Two_')
  await holds('state=matched', 'Three')
  await holds('way=out', 'Three')
  await holds('year=2017-18', 'Two_', 'Three')
  await holds('to=31/8/2017', 'One')
  await holds('from=1/9/2017&to=4/3/2018', 'Two_')
  await holds('year=2016-17&from=1/9/2017')
  await holds('words=_', 'Two_')
  await holds('words=40.00', 'Three')
  assert.match(await list('state=open'), /£25.00<\/span>[\s\S]*to match, in 2 payments/)
  assert.match(await list(''), /£30.00<\/span>[\s\S]*£40.00<\/span>/)
  assert.match(
    await list('format=csv&sort=date'),
    /^Payment,Date,Amount[\s\S]*Three,2018-03-05,-40.00,0.00,Cover/,
  )
  for (let n = 0; n < 31; n++) await entered(office, { payer: `Payer ${'long '.repeat(30)}${n}` })
  assert.ok((await list('')).length < 30_000)
})

test('purposes are added and renamed, each name once', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const add = (name: string) => office.post('/subscriptions/purposes/new', { name })
  assert.equal((await add('Minibus <hire>')).status, 303)
  const twice = await add('MINIBUS <HIRE>')
  assert.equal(twice.status, 422)
  assert.match(twice.text, /There is a purpose of this name already/)
  const list = await office.get('/subscriptions/purposes?words=minibus')
  assert.match(list.text, /Minibus &lt;hire&gt;/)
  const rename = /\/subscriptions\/purposes\/\d+\/rename/.exec(list.text)?.[0] ?? ''
  const version = /name="form-version" value="(\d+)"/.exec((await office.get(rename)).text)?.[1] ?? ''
  const named = (name: string) => office.post(rename, keyed({ name, 'form-version': version }))
  assert.equal((await named('Bank charges')).status, 422)
  assert.equal((await named('Coaches')).status, 303)
  assert.equal((await named('Buses')).status, 409)
  assert.equal((await office.get('/subscriptions/purposes/999/rename')).status, 404)
})

test('what waits for the office: payments to match, and a recharge the host has had for 30 days', async () => {
  const w = await again(begun.w)
  const office = await w.as('coordinator')
  const waits = async (who: 'coordinator' | 'head' | 'businessManager') =>
    (await needs(await w.by(who))).map(({ says }) => says)
  assert.deepEqual(await waits('coordinator'), [])
  const id = await entered(office)
  assert.deepEqual(await waits('coordinator'), ['Match one payment'])
  await entered(office)
  assert.deepEqual(await waits('coordinator'), ['Match 2 payments'])
  for (const who of ['head', 'businessManager'] as const) assert.deepEqual(await waits(who), [])
  await matchTo(office, id, { to: 'other' })
  const made = (madeOn: string) =>
    w.database.transaction(everything, (tx) =>
      tx
        .insertInto('recharges')
        .values({
          ...{ madeOn: day(madeOn), madeBy: null, takenOn: null, takenAs: null, takenBy: null },
          ...{ cancelledAt: null, cancelledBy: null },
        })
        .execute(),
    )
  await made('2018-02-04')
  assert.deepEqual(await waits('coordinator'), ['Match one payment'])
  await made('2018-02-03')
  assert.deepEqual(await waits('coordinator'), ['Match one payment', 'Ask the host about recharge REC-00002'])
})
