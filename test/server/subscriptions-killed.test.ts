import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { anAlliance, chance, officeAt, requireSealed, seed } from './alliance.ts'
import { everything, forgetInvoices, issued, none, readyToInvoice, wholeYear, wrongInBooks } from './money.ts'
import { serving } from './process.ts'
import { formAt } from './writers.ts'

const KILLS = 50
const LONGEST_MS = 900
const at = `/subscriptions/runs/new?year=${wholeYear}`

test(`a run of invoices killed ${KILLS} times is there whole or not at all (SEED=${seed})`, async () => {
  const random = chance(seed)
  const alliance = await anAlliance()
  const { pool } = alliance.records
  let server = await serving(alliance.settings, ['serve'])
  await readyToInvoice(alliance)
  const found = { whole: 0, none: 0 }
  for (let kill = 0; kill < KILLS; kill += 1) {
    const office = officeAt(server.url, alliance)
    const fields = await formAt(office, at)
    const answer = office.post(at, fields).then(
      ({ status }) => status,
      () => 'no answer',
    )
    await sleep(random() * LONGEST_MS)
    server.process.kill('SIGKILL')
    const status = await answer
    await server.done
    server = await serving(alliance.settings, ['serve'])
    const there = await issued(pool)
    if (there.invoices === 0) assert.deepEqual([there, status], [none, 'no answer'])
    else assert.deepEqual(there, everything)
    found[there.invoices === 0 ? 'none' : 'whole'] += 1
    assert.deepEqual(await wrongInBooks(alliance), [])
    // What a browser sends again, twice at once, since it never heard an answer.
    const again = officeAt(server.url, alliance)
    const [one, other] = await Promise.all([again.post(at, fields), again.post(at, fields)])
    assert.deepEqual([one?.status, other?.status], [303, 303], one?.text.slice(0, 2000))
    assert.equal(one?.location, other?.location)
    assert.deepEqual(await issued(pool), everything)
    if (kill < KILLS - 1) await forgetInvoices(pool)
  }
  assert.ok(found.none > 0 && found.whole > 0, JSON.stringify(found))
  assert.deepEqual(await wrongInBooks(alliance), [])
  await requireSealed(alliance)
})
