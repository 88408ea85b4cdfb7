import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepModelCalendar } from '../../test/model-calendar.ts'
import { addSchool, runYear, settleHost } from '../../test/subscriptions.ts'
import { type World, world } from '../../test/world.ts'
import type { Clock } from '../platform/clock.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { credit } from './invoices/credit.ts'
import { invoice, sumsOf } from './invoices/queries.ts'
import { stateOf } from './invoices/rules.ts'
import { match, matchByReference, take, undoMatch } from './payments/actions.ts'
import { openInvoices, payment } from './payments/queries.ts'

const autumn: Clock = { now: () => new Date('2026-09-07T09:00:00Z'), today: () => day('2026-09-07') }

/** The 25 memberships of the model in 2026-27: two leave with Carr Lane’s, and Eastbrook joins on 4 January 2027. */
async function twentyFive() {
  const w = await world(autumn)
  await settleHost(w)
  await keepModelCalendar(w)
  for (let n = 1; n <= 17; n++) await addSchool(w, { urn: 990100 + n, name: `School ${n}` })
  await addSchool(w, { urn: 990301, name: 'Northmoor High' })
  await addSchool(w, { urn: 990302, name: 'Northmoor Park' })
  await addSchool(w, { urn: 990303, name: 'Hulton Grange Boys', type: 'Other independent school' })
  await addSchool(w, { urn: 990304, name: 'Hulton Grange Girls', type: 'Other independent school' })
  const kestrel = await addSchool(w, { urn: 990305, name: 'Kestrel Academy' })
  const eastbrook = await addSchool(w, { urn: 990306, name: 'Eastbrook', joinedOn: '2027-01-04' })
  return { w, kestrel, eastbrook }
}

const issued = (w: World) =>
  w.db.selectFrom('invoices').selectAll().where('kind', '=', 'invoice').orderBy('number').execute()

const sum = (rows: { totalPence: number }[]) => rows.reduce((all, { totalPence }) => all + totalPence, 0)

/** Money that came in, not matched yet. */
const received = async (w: World, given: { pence: number; says: string }) => {
  const by = await w.by('coordinator')
  return by.act({ did: 'recorded a payment', subject: 'subscriptions/payments' }, (tx, by) =>
    take(tx, by, { datedOn: day('2026-09-07'), payer: null, ...given }, { kind: 'hand' }),
  )
}

test('scenario 2: a year of subscriptions, to the penny', async (t) => {
  const { w, kestrel, eastbrook } = await twentyFive()
  const by = await w.by('coordinator')
  await runYear(by, 2026)
  const invoices = await issued(w)

  await t.test('24 whole years and two of three terms are £74,000.00', () => {
    assert.equal(invoices.length, 25)
    assert.equal(sum(invoices), 7_400_000)
    assert.equal(invoices.find(({ membershipId }) => membershipId === eastbrook)?.totalPence, 200_000)
    assert.equal(invoices.filter(({ buyerName }) => buyerName.startsWith('Hulton Grange')).length, 2)
  })
  await t.test('who joins later owes nothing before that day', () => {
    const dueOf = (membershipId: number) => invoices.find((one) => one.membershipId === membershipId)?.dueOn
    assert.deepEqual([dueOf(kestrel), dueOf(eastbrook)], ['2026-10-07', '2027-02-03'])
  })
  await t.test('the numbers have no gap, and every reference is its own', () => {
    assert.deepEqual(
      invoices.map(({ number }) => number),
      Array.from({ length: 25 }, (_, at) => at + 1),
    )
    assert.equal(new Set(invoices.map(({ reference }) => reference)).size, 25)
  })
  await t.test('a second run finds nothing to issue', async () => {
    await assert.rejects(runYear(by, 2026), /has its invoice already: nothing was issued/)
    assert.equal((await issued(w)).length, 25)
  })
  await t.test('one transfer of a trust settles two schools by the references it gives', async () => {
    const two = invoices.filter(({ buyerName }) => buyerName.startsWith('Northmoor'))
    const id = await received(w, {
      pence: 600_000,
      says: `northmoor ${two.map(({ reference }) => reference?.toLowerCase()).join(' ')}`,
    })
    await by.act({ did: 'matched', subject: 'subscriptions/payments' }, (tx, by) =>
      matchByReference(tx, by, [id]),
    )
    for (const { id } of two) assert.equal((await sumsOf(w.db, id)).owedPence, 0)
    assert.equal((await payment(w.db, id)).leftPence, 0)
  })
  await t.test('£2,999.99 leaves a penny, and is not paid', async () => {
    const asked = invoices.find(({ membershipId }) => membershipId === kestrel)
    assert.ok(asked)
    const paymentId = await received(w, { pence: 299_999, says: 'Kestrel' })
    await match(by, paymentId, { given: { invoiceId: asked.id, membershipId: kestrel }, pence: 299_999 })
    const sums = await sumsOf(w.db, asked.id)
    assert.equal(sums.owedPence, 1)
    assert.equal(stateOf({ ...asked, ...sums }, day('2026-09-07')), 'part paid')
    const [allocated] = await w.db
      .selectFrom('allocations')
      .select('id')
      .where('paymentId', '=', paymentId)
      .execute()
    await undoMatch(by, allocated?.id ?? 0, { why: 'The wrong school' })
    assert.equal((await sumsOf(w.db, asked.id)).owedPence, 300_000)
    assert.equal((await payment(w.db, paymentId)).leftPence, 299_999)
  })
})

test('by day Eastbrook owes 240 of 365 days: £73,972.60 in all', async () => {
  const { w } = await twentyFive()
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('agreedTerms')
      .values({ name: 'subscriptionPartYear', year: 2026 as AcademicYear, value: 1, setBy: null })
      .execute(),
  )
  await runYear(await w.by('coordinator'), 2026)
  assert.equal(sum(await issued(w)), 7_397_260)
})

test('what the database keeps whatever is asked of it', async (t) => {
  const { w, kestrel } = await twentyFive()
  const by = await w.by('coordinator')
  await runYear(by, 2026)
  const [asked] = (await issued(w)).filter(({ membershipId }) => membershipId === kestrel)
  assert.ok(asked)
  const id = await received(w, { pence: 300_100, says: 'Kestrel' })
  const given = { invoiceId: asked.id, membershipId: kestrel }

  await t.test('no invoice is settled by more than it asks', async () => {
    await assert.rejects(match(by, id, { given, pence: 300_001 }), /more than the invoice still asks for/)
    await assert.rejects(match(by, id, { given, pence: 300_101 }), /up to £3,001.00/)
    assert.equal((await payment(w.db, id)).leftPence, 300_100)
  })
  await t.test('what is over stands on the school’s account', async () => {
    await match(by, id, { given, pence: 300_000 })
    await match(by, id, { given: { membershipId: kestrel }, pence: 100 })
    assert.equal((await sumsOf(w.db, asked.id)).owedPence, 0)
    assert.equal(
      (await openInvoices(w.db)).some(({ id }) => id === asked.id),
      false,
    )
  })
  await t.test(
    'a credit note of a paid invoice owes the school what it paid, and frees the year',
    async () => {
      await assert.rejects(
        credit(by, asked.id, { netPence: 300_001, reason: 'Left' }),
        /from £0.01 to £3,000.00/,
      )
      const note = await credit(by, asked.id, { netPence: 300_000, reason: 'Left before the year began' })
      assert.equal((await invoice(w.db, note)).number, 1)
      assert.equal((await sumsOf(w.db, asked.id)).owedPence, 0)
      await runYear(by, 2026)
      assert.equal((await issued(w)).filter(({ membershipId }) => membershipId === kestrel).length, 2)
    },
  )
  await t.test('an issued invoice, its lines and the books are never changed', async () => {
    for (const [table, set] of [
      ['invoices', 'total_pence = 1, net_pence = 1'],
      ['invoice_lines', 'net_pence = 1'],
      ['journal_lines', 'pence = 1'],
      ['journal_entries', `says = 'other'`],
    ]) {
      const own = await w.database.pool.connect()
      try {
        await own.query(`begin; select set_config('viewer.sees', 'everything', true)`)
        await assert.rejects(own.query(`update ${table} set ${set}`), /never changed/)
        await own.query(`rollback; begin; select set_config('viewer.sees', 'everything', true)`)
        await assert.rejects(own.query(`delete from ${table}`), /never changed|permission denied/)
      } finally {
        await own.query('rollback')
        own.release()
      }
    }
  })
  await t.test('a movement that does not balance is not written', async () => {
    await assert.rejects(
      by.act({ did: 'tried', subject: 'subscriptions' }, async (tx) => {
        const { id } = await tx
          .insertInto('journalEntries')
          .values({
            datedOn: by.today,
            kind: 'opening',
            says: 'x',
            subject: 'x',
            reversesId: null,
            postedBy: null,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        const line = { membershipId: null, invoiceId: null, purposeId: null }
        await tx
          .insertInto('journalLines')
          .values([
            { entryId: id, account: 'bank', pence: 100, ...line },
            { entryId: id, account: 'reserve', pence: -99, ...line },
          ])
          .execute()
      }),
      /does not balance/,
    )
  })
})
