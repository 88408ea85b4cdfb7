import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../src/platform/day.ts'
import { bothAtOnce, requireOneOfTwo, twoOffices } from './offices.ts'
import { sharedByAll } from './process.ts'
import { halvesOfSupport, now, offer, planned, requests, supportedSchool, supporters } from './support.ts'
import { broken } from './writers.ts'

const PAIRS = 25
const ROUNDS = 20

test('support at two servers', async (t) => {
  sharedByAll()
  const offices = await twoOffices()
  const { pool } = offices.records
  const school = await supportedSchool(pool)
  const practitioners = await supporters(pool, PAIRS, 2)
  assert.equal(practitioners.length, PAIRS)

  await t.test('a practitioner’s last half-days go to one of two requests, 500 times', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await offer(pool, 2 * (round + 1))
      const asked = await requests(pool, 2 * PAIRS, { state: 'triaged', school })
      const answers = await Promise.all(
        practitioners.map((id, n) => {
          const fields = { halfDays: '1', departure: 'Both schools asked for this' }
          const at = (request: number | undefined) => `/support/deployments/${request}/match/${id}`
          return bothAtOnce(offices, [
            [at(asked[2 * n]), fields],
            [at(asked[2 * n + 1]), fields],
          ])
        }),
      )
      requireOneOfTwo(answers, /days left|no days|not so many days/i)
      await pool.query(`delete from deployments where state = 'triaged'`)
    }
    const { rows } = await pool.query(
      `select count(*)::int as matched from deployments where state = 'matched'`,
    )
    assert.deepEqual(rows, [{ matched: PAIRS * ROUNDS }])
  })

  await t.test('of two who move one request the second is told who moved it, 500 times', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = await requests(pool, PAIRS, { state: 'requested', school })
      const answers = await Promise.all(
        asked.map((id) =>
          bothAtOnce(offices, [
            [`/support/deployments/${id}/triage`, {}],
            [`/support/deployments/${id}/decline`, { reason: 'Nobody is free for it' }],
          ]),
        ),
      )
      // A request that was taken up may be declined after it; what was declined is not taken up.
      const second = answers.filter((pair) => pair.some(({ status }) => status !== 303))
      requireOneOfTwo(second, /Amina Shah moved it there/)
      const { rows } = await pool.query(
        `select array_agg(to_state order by number) as steps from deployment_moves where deployment_id = any($1) group by deployment_id`,
        [asked],
      )
      const told = new Set(rows.map(({ steps }) => steps.join(' ')))
      for (const steps of told) assert.match(steps, /^requested (declined|triaged declined)$/)
    }
  })

  await t.test('of two who note one visit one does, and the other keeps their words, 500 times', async () => {
    await offer(pool, 400)
    const running: number[] = []
    for (const practitioner of practitioners)
      running.push(...(await requests(pool, 1, { state: 'active', school, practitioner, halfDays: 40 })))
    for (let round = 0; round < ROUNDS; round += 1) {
      const visits = await Promise.all(running.map((id) => planned(pool, id, addDays(now, -round))))
      const answers = await Promise.all(
        visits.map((id) =>
          bothAtOnce(offices, [
            [`/support/visits/${id}/note`, { done: `First note of ${id}`, met: '', next: '' }],
            [`/support/visits/${id}/note`, { done: `Second note of ${id}`, met: '', next: '' }],
          ]),
        ),
      )
      requireOneOfTwo(answers, /(?=[\s\S]*noted)(?=[\s\S]*(First|Second) note of \d+)/)
      const { rows } = await pool.query(
        'select count(*)::int as notes, count(distinct visit_id)::int as visits from visit_notes where visit_id = any($1)',
        [visits],
      )
      assert.deepEqual(rows, [{ notes: PAIRS, visits: PAIRS }])
    }
  })

  await t.test('everything that was done is told of, and nothing is left half done', async () => {
    assert.deepEqual(await halvesOfSupport(pool), [])
    assert.deepEqual(await broken(offices.records), [])
  })
})
