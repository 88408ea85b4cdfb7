import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { type CastName, type World, world } from '../../../test/world.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Day, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { owingOn } from '../ageing/queries.ts'
import { aged, sumOf } from '../ageing/rules.ts'
import { undoWriteOff, writeOff } from '../chasing/deeds.ts'
import { credit } from '../invoices/credit.ts'
import { match, take, undoMatch } from '../payments/actions.ts'
import { accountLines } from './queries.ts'
import { statementOf } from './rules.ts'

/** Money of a day, given at once to an invoice or to the account of a school. */
async function money(
  w: World,
  given: { on: string; pence: number; invoiceId?: number; membershipId: number },
) {
  const by = await w.by('coordinator')
  const { on, pence, membershipId, invoiceId } = given
  const id = await by.act({ did: 'recorded a payment', subject: 'subscriptions/payments' }, (tx, by) =>
    take(tx, by, { datedOn: day(on), pence, payer: null, says: 'x' }, { kind: 'hand' }),
  )
  await match(by, id, { given: invoiceId ? { invoiceId, membershipId } : { membershipId }, pence })
  const [found] = await w.db.selectFrom('allocations').select('id').where('paymentId', '=', id).execute()
  return found?.id ?? 0
}

const booksOn = async (w: World, on: Day, membershipId?: number) => {
  const { rows } = await sql<{ pence: number }>`
    select coalesce(sum(l.pence), 0)::bigint as pence from journal_lines l join journal_entries e on e.id = l.entry_id
    where account = 'members' and dated_on <= ${on} and ${membershipId ?? null}::bigint is not distinct from
      case when ${membershipId ?? null}::bigint is null then null else membership_id end`.execute(w.db)
  return rows[0]?.pence ?? 0
}

/** A year of everything that can happen to an account, on days of its own. */
async function eventful() {
  let today = day('2017-09-04')
  const clock: Clock = { now: () => new Date(`${today}T09:00:00Z`), today: () => today }
  const w = await world(clock)
  const on = (text: string) => {
    today = day(text)
  }
  await settleHost(w)
  const { ashmere, brindle } = w.members
  await runYear(await w.by('coordinator'), 2017)
  const idOf = async (membershipId: number) =>
    (
      await w.db
        .selectFrom('invoices')
        .select('id')
        .where('membershipId', '=', membershipId)
        .executeTakeFirstOrThrow()
    ).id
  const [invoiceId, other] = [await idOf(ashmere), await idOf(brindle)]
  on('2017-11-06')
  const wrong = await money(w, { on: '2017-11-01', pence: 100_000, invoiceId, membershipId: ashmere })
  on('2017-12-04')
  await undoMatch(await w.by('coordinator'), wrong, { why: 'It was the money of Brindle Moor' })
  await money(w, { on: '2017-12-01', pence: 299_999, invoiceId, membershipId: ashmere })
  await money(w, { on: '2017-08-30', pence: 5_000, membershipId: ashmere })
  await money(w, { on: '2017-12-02', pence: -2_000, membershipId: ashmere })
  on('2018-01-08')
  const by = await w.by('coordinator')
  const off = { amount: 1, decisionId: null, decision: 'Board, 8 January 2018', why: 'A penny' }
  await writeOff(by, invoiceId, off)
  const written = await w.db.selectFrom('writeOffs').select('id').executeTakeFirstOrThrow()
  await undoWriteOff(by, written.id, { why: 'Too soon' })
  await writeOff(by, invoiceId, off)
  await credit(by, other, { netPence: 50_000, reason: 'A term less' })
  on('2018-03-05')
  return { w, invoiceId, other }
}

test('an account is the books’ own, whatever happened to it', async (t) => {
  const { w } = await eventful()
  const { ashmere, brindle } = w.members
  const days = [
    '2017-08-30',
    '2017-09-03',
    '2017-09-04',
    '2017-10-05',
    '2017-11-01',
    '2017-12-03',
    '2017-12-04',
    '2018-01-08',
    '2018-03-05',
  ].map(day)

  await t.test('a statement closes with what the books say, of each school on each day', async () => {
    for (const to of days)
      for (const id of [ashmere, brindle]) {
        const { closingPence } = statementOf(await accountLines(w.db, [id], to), {
          from: day('2017-11-15'),
          to,
        })
        assert.equal(closingPence, await booksOn(w, to, id), `${id} on ${to}`)
      }
  })
  await t.test('aged debt adds up to the account of the books on each day', async () => {
    for (const on of days)
      assert.equal(sumOf(aged(await owingOn(w.db, on), on)).totalPence, await booksOn(w, on))
  })
  await t.test(
    'the page and the file show both lines of a match that was undone, and not whose money it was',
    async () => {
      const reader = await w.as('businessManager')
      const { status, text } = await reader.get(`/subscriptions/accounts/${ashmere}`)
      assert.equal(status, 200)
      assert.match(text, /Payment of 1 November 2017 taken off INV-0000\d again/)
      assert.match(text, /£30.00 is held on account today/)
      assert.match(text, /Refund to the school/)
      const csv = (await reader.get(`/subscriptions/accounts/${ashmere}/statement.csv`)).text
      assert.equal(csv.match(/1000\.00/g)?.length, 2)
      for (const one of [text, csv]) assert.doesNotMatch(one, /Brindle/)
      assert.match(csv, /^.?What,Day,Amount,Balance/)
    },
  )
  await t.test('a period is answered as it is asked, and a day that is none is said', async () => {
    const office = await w.as('coordinator')
    const at = `/subscriptions/accounts/${ashmere}`
    const { text } = await office.get(`${at}?from=1/12/2017&to=31/12/2017`)
    assert.match(text, /Balance at the end of 30 November 2017/)
    assert.doesNotMatch(text, /Invoice INV-00001 for/)
    assert.equal((await office.get(`${at}?from=31/2/2018`)).status, 422)
  })
  await t.test('the PDF is one', async () => {
    const { status, text, headers } = await (await w.as('head')).get(`/subscriptions/accounts/${ashmere}/pdf`)
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/pdf')
    assert.match(text, /^%PDF/)
  })
  await t.test(
    'it opens to the office and to those who open the money of the school, and to nobody else',
    async () => {
      const opens: Partial<Record<CastName, number>> = { coordinator: 200, head: 200, businessManager: 200 }
      const others: CastName[] = [
        'deputy',
        'chair',
        'governor',
        'teacher',
        'otherHead',
        'officer',
        'ssig',
        'partner',
      ]
      for (const name of [...(Object.keys(opens) as CastName[]), ...others])
        for (const file of ['', '/pdf', '/statement.csv']) {
          const { status } = await (await w.as(name)).get(`/subscriptions/accounts/${ashmere}${file}`)
          assert.equal(status, opens[name] ?? 403, `${name}${file}`)
        }
      assert.equal((await (await w.as('visitor')).get(`/subscriptions/accounts/${ashmere}`)).status, 303)
      const office = await w.as('coordinator')
      for (const id of ['999', 'x', '1e9'])
        assert.equal((await office.get(`/subscriptions/accounts/${id}`)).status, 404)
    },
  )
  await t.test('aged debt is the office’s, as at any day', async () => {
    const office = await w.as('coordinator')
    const { text } = await office.get('/subscriptions/ageing?on=4/10/2017')
    assert.match(text, /Not due/)
    assert.match(text, /£6,000.00/)
    const csv = (await office.get('/subscriptions/ageing?on=5/10/2017&format=csv')).text
    assert.match(csv, /Ashmere,0\.00,3000\.00,0\.00,0\.00,0\.00,-50\.00,2950\.00/)
    for (const name of ['head', 'businessManager', 'chair', 'otherHead', 'officer'] as const)
      assert.equal((await (await w.as(name)).get('/subscriptions/ageing')).status, 403, name)
  })
})

test('a trust pays one sum for its schools, and whoever opens all of them opens its statement', async () => {
  const { w } = await eventful()
  const { ashmere, brindle } = w.members
  const trust = await w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('trusts')
      .values({ name: 'Valley Trust', uid: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.updateTable('schools').set({ trustId: id }).where('urn', 'in', [990001, 990002]).execute()
    const pays = {
      payBy: 'invoice' as const,
      address: 'x',
      town: 'x',
      postcode: 'x',
      email: null,
      costCentre: null,
    }
    for (const membershipId of [ashmere, brindle])
      await tx
        .insertInto('payers')
        .values({ ...pays, membershipId, name: 'Valley Trust' })
        .execute()
    return id
  })
  const at = `/subscriptions/trusts/${trust}`
  for (const name of ['head', 'businessManager', 'otherHead', 'chair', 'officer'] as const)
    assert.equal((await (await w.as(name)).get(at)).status, 403, name)
  const { text } = await (await w.as('coordinator')).get(at)
  assert.match(text, /Valley Trust/)
  assert.match(text, /Ashmere/)
  assert.match(text, /Brindle Moor/)
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('posts')
      .values({
        ...{ personId: w.people.head, membershipId: brindle, organisationId: null },
        ...{ post: 'executive head', fromOn: day('2017-09-01'), toOn: null, importId: null },
      })
      .execute(),
  )
  const both = await w.as('head')
  assert.equal((await both.get(at)).status, 200)
  assert.match((await both.get(`${at}/pdf`)).text, /^%PDF/)
  assert.match((await both.get(`${at}/statement.csv`)).text, /Brindle Moor/)
  assert.match((await both.get(`/subscriptions/accounts/${brindle}`)).text, new RegExp(at))
  assert.match((await both.get('/subscriptions')).text, new RegExp(at))
  assert.equal((await (await w.as('coordinator')).get('/subscriptions/trusts/999')).status, 404)
})
