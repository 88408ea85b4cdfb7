import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, today, type World, world } from '../../../test/world.ts'
import type { Clock } from '../../platform/clock.ts'
import { everything } from '../../platform/db.ts'
import { logTo } from '../../platform/log.ts'
import { credit } from './credit.ts'
import { sendAgain, sendInvoice } from './sending/actions.ts'
import { invoiceWork } from './work.ts'

const clock: Clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }
const url = 'http://alliance.test'
const once = { last: false }

const begun = await world()
await settleHost(begun)
await begun.database.transaction(everything, (tx) =>
  tx
    .insertInto('payers')
    .values({
      membershipId: begun.members.brindle,
      payBy: 'invoice',
      name: 'Brindle Trust',
      address: '1 The Moor',
      town: 'Rivington',
      postcode: 'ZZ1 1ZZ',
      email: 'otherHead@alliance.example'.toLowerCase(),
      costCentre: null,
    })
    .execute(),
)
await runYear(await begun.by('coordinator'), 2017)

const work = (w: World) => invoiceWork({ database: w.database, clock, url, log: logTo('nowhere') })
const invoiceOf = async (w: World, membershipId: number) =>
  w.db
    .selectFrom('invoices')
    .select(['id', 'totalPence'])
    .where('membershipId', '=', membershipId)
    .executeTakeFirstOrThrow()
const mails = (w: World) =>
  w.db.selectFrom('mails').select(['id', 'recipient', 'subject', 'body']).orderBy('id').execute()

test('an invoice goes once to each who is to have it, with its PDF, whoever sends it how often', async () => {
  const w = await again(begun)
  const { id } = await invoiceOf(w, w.members.ashmere)
  await Promise.all([1, 2, 3].map(() => work(w).run({ id }, once)))
  const sent = await mails(w)
  assert.deepEqual(
    sent.map(({ recipient }) => recipient),
    ['businessmanager@alliance.example', 'head@alliance.example'],
  )
  const attached = await w.db
    .selectFrom('mailAttachments')
    .select(['mailId', 'name', 'type', 'content'])
    .orderBy('mailId')
    .execute()
  assert.deepEqual(
    attached.map(({ mailId, name, type, content }) => [
      mailId,
      name,
      type,
      content.subarray(0, 5).toString(),
    ]),
    sent.map((mail) => [mail.id, 'INV-00001.pdf', 'application/pdf', '%PDF-']),
  )
  const [mail] = sent
  assert.match(mail?.subject ?? '', /^Invoice INV-00001 for Ashmere High School$/)
  assert.match(mail?.body ?? '', /You need not pay it/)
  assert.doesNotMatch(mail?.body ?? '', /Please pay by/)
  assert.match(mail?.body ?? '', new RegExp(`${url}/subscriptions/invoices/${id}`))
  const deeds = await w.db.selectFrom('auditLog').select('seq').where('did', '=', 'sent an invoice').execute()
  assert.equal(deeds.length, 1)
  await w.database.transaction(everything, (tx) => tx.deleteFrom('mails').execute())
  assert.deepEqual(await w.db.selectFrom('mailAttachments').select('id').execute(), [])
})

test('an address that is the payer’s and the head’s is written to once, and told how to pay', async () => {
  const w = await again(begun)
  const { id } = await invoiceOf(w, w.members.brindle)
  await work(w).run({ id }, once)
  const [mail, ...others] = await mails(w)
  assert.deepEqual([mail?.recipient, others.length], ['otherhead@alliance.example', 0])
  assert.match(mail?.subject ?? '', /due 4 April 2018$/)
  assert.match(mail?.body ?? '', /Please pay by 4 April 2018, with the reference RF/)
})

test('sent again it goes once more, and pressed twice before that once', async () => {
  const w = await again(begun)
  const { id } = await invoiceOf(w, w.members.ashmere)
  await work(w).run({ id }, once)
  const by = await w.by('coordinator')
  await sendAgain(by, id)
  await sendAgain(by, id)
  const { rows } = await w.database.pool.query(
    `select data from alliance_jobs.job where name = 'invoices' and data ? 'nth'`,
  )
  assert.deepEqual(
    rows.map(({ data }) => data),
    [
      { id, nth: 2 },
      { id, nth: 2 },
    ],
  )
  for (const { data } of rows) await work(w).run(data, once)
  assert.equal((await mails(w)).length, 4)
})

test('a credit note says what it takes back, and why', async () => {
  const w = await again(begun)
  const { id } = await invoiceOf(w, w.members.brindle)
  const note = await credit(await w.by('coordinator'), id, { netPence: 100_000, reason: 'Left <early>' })
  await work(w).run({ id: note }, once)
  const [mail] = await mails(w)
  assert.equal(mail?.subject, 'Credit note CN-00001 for Brindle Moor High School')
  assert.match(mail?.body ?? '', /takes back £1,000.00: Left <early>\./)
  await work(w).run({ id }, once)
  const [, asked] = await mails(w)
  assert.match(asked?.body ?? '', /£2,000.00 of it is still owed/)
})

test('without a typesetter the letter goes with its link alone; who has no address is written to later', async () => {
  const w = await again(begun)
  const { id } = await invoiceOf(w, w.members.ashmere)
  const by = await w.by('system')
  const sends = { id, nth: 1, url, pdf: async () => null }
  await w.database.transaction(everything, (tx) => tx.updateTable('people').set({ email: null }).execute())
  assert.equal(await sendInvoice(by, sends), 0)
  await assert.rejects(
    sendAgain(await w.by('coordinator'), id),
    /Nobody of Ashmere High School has an address/,
  )
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('people')
      .set({ email: 'bilal@ashmere.example' })
      .where('ref', '=', 'businessManager')
      .execute(),
  )
  assert.equal(await sendInvoice(by, sends), 1)
  const [mail] = await mails(w)
  assert.match(mail?.body ?? '', /You can read it and print it here/)
  assert.deepEqual(await w.db.selectFrom('mailAttachments').select('id').execute(), [])
})
