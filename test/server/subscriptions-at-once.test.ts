import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officeAt } from './alliance.ts'
import { everything, forgetInvoices, issued, paid, readyToInvoice, wholeYear, wrongInBooks } from './money.ts'
import { bothAtOnce, requireOneOfTwo, twoOffices } from './offices.ts'
import { endeavour, sharedByAll } from './process.ts'
import { formAt } from './writers.ts'

const RUNS = 20
const ROUNDS = 20

test('money at two servers', async (t) => {
  sharedByAll()
  const offices = await twoOffices()
  const { pool } = offices.records
  await readyToInvoice(offices)
  const office = officeAt(offices.servers[0].url, offices)

  await t.test(`of two who run one year the second finds nothing to issue, ${RUNS} times`, async () => {
    const at = `/subscriptions/runs/new?year=${wholeYear}`
    for (let round = 0; round < RUNS; round += 1) {
      const fields = await formAt(office, at)
      requireOneOfTwo(
        [
          await bothAtOnce(offices, [
            [at, fields],
            [at, fields],
          ]),
        ],
        /its invoice already: nothing was issued/,
      )
      assert.deepEqual(await issued(pool), everything)
      if (round < RUNS - 1) await forgetInvoices(pool)
    }
  })

  await t.test('of two who match one payment one does, and the other is told, 500 times', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const payments = await paid(pool, 25)
      const answers = await Promise.all(
        payments.map(async ({ id, to }) => {
          const at = `/subscriptions/payments/${id}/match`
          const fields = { ...(await formAt(office, at)), to, amount: '3,000.00' }
          return bothAtOnce(offices, [
            [at, fields],
            [at, fields],
          ])
        }),
      )
      requireOneOfTwo(answers, /left of (this|the) payment|is matched already/)
      const { rows } = await pool.query(
        'select count(*)::int as matches, sum(pence)::int as pence from allocations where payment_id = any($1)',
        [payments.map(({ id }) => id)],
      )
      assert.deepEqual(rows, [{ matches: payments.length, pence: payments.length * 300_000 }])
    }
  })

  await t.test('the books are right by their own check, which finds what was tampered with', async () => {
    assert.deepEqual(await wrongInBooks(offices), [])
    const { status, stdout } = await endeavour(['books', 'check'], offices.settings)
    assert.deepEqual([status, /NOT SO/.test(stdout)], [0, false])
    await pool.query('delete from invoice_series')
    const tampered = await endeavour(['books', 'check'], offices.settings)
    assert.equal(tampered.status, 1)
    assert.match(tampered.stdout, /NOT SO/)
  })
})
