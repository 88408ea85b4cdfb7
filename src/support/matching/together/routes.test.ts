import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { deploymentAt, practitioner, termDates } from '../../../../test/support.ts'
import { type World, world } from '../../../../test/world.ts'
import { day } from '../../../platform/day.ts'
import { everything } from '../../../platform/db.ts'
import { stopMatching, workOnMatching } from './actions.ts'
import { matching } from './queries.ts'

const key = (over: Record<string, string | string[]> = {}) => ({ 'form-key': randomUUID(), ...over })

/** Two requests of Ashmere's for six half-days each; Priya has six left, Lee, of another phase, has six. */
async function asked(w: World) {
  await termDates(w)
  const priya = await practitioner(w, { halfDays: 6 })
  const lee = await practitioner(w, { personId: w.people.hubLead, halfDays: 6 })
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('practitionerExpertise')
      .set({ phase: 'post-16' })
      .where('practitionerId', '=', lee)
      .execute(),
  )
  const wanted = { wantedFrom: day('2018-03-05') }
  const ids = [await deploymentAt(w, 'triaged', wanted), await deploymentAt(w, 'triaged', wanted)]
  return { priya, lee, ids }
}

async function matchingOf(w: World, ids: number[]) {
  const ssig = await w.as('ssig')
  const { status, headers } = await ssig.post('/support/matching', key({ ids: ids.map(String) }))
  assert.equal(status, 303)
  const at = headers.get('location') ?? ''
  const id = Number(at.split('/').at(-1))
  return { ssig, at, id, work: async () => workOnMatching(await w.by('system'), id, true) }
}

const states = async (w: World) =>
  (await w.db.selectFrom('deployments').select(['state', 'practitionerId']).orderBy('id').execute()).map(
    ({ state, practitionerId }) => [state, practitionerId],
  )

test('requests are matched together, each proposal with its reasons, and chosen one by one', async () => {
  const w = await world()
  const { priya, lee, ids } = await asked(w)
  const start = await (await w.as('ssig')).get('/support/matching')
  assert.equal((start.text.match(/checked/g) ?? []).length, 2)
  const { ssig, at, work, id } = await matchingOf(w, ids)
  assert.match((await ssig.get(at)).text, /Waiting for its turn/)
  await work()
  const done = await ssig.get(at)
  assert.match(done.text, /2 of 2 requests have a practitioner proposed/)
  assert.match(done.text, /It is proven that no other choice adds up to more/)
  assert.doesNotMatch(done.text, /better than choosing for one request after another/)
  const { result } = await matching(w.db, id)
  assert.deepEqual(result?.proposals.map(({ practitionerId }) => practitionerId).sort(), [priya, lee].sort())
  const [first] = result?.proposals ?? []
  const chosen = await ssig.post(`${at}/choose/${first?.deploymentId}`, key())
  assert.equal(chosen.headers.get('location'), `${at}?did=chosen`)
  const after = await ssig.get(at)
  assert.equal((after.text.match(/>Chosen</g) ?? []).length, 1)
  assert.equal((after.text.match(/Choose this/g) ?? []).length, 1)
  const [choice] = await w.db.selectFrom('deploymentChoices').selectAll().execute()
  assert.deepEqual(
    [choice?.practitionerId, choice?.suggestedId, choice?.departure],
    [first?.practitionerId, first?.practitionerId, null],
  )
})

test('all that hold are chosen at once; what does not says why', async () => {
  const w = await world()
  const { priya, lee, ids } = await asked(w)
  const { ssig, at, work } = await matchingOf(w, ids)
  await work()
  await w.database.transaction(everything, (tx) =>
    tx.updateTable('practitionerOffers').set({ halfDays: 0 }).where('practitionerId', '=', lee).execute(),
  )
  assert.match((await ssig.get(at)).text, /It does not hold: No days are released/)
  const pressed = key()
  const all = await Promise.all([ssig.post(`${at}/choose`, pressed), ssig.post(`${at}/choose`, pressed)])
  assert.deepEqual(
    all.map(({ headers }) => headers.get('location')),
    [`${at}?did=chosen-all`, `${at}?did=chosen-all`],
  )
  const now = await states(w)
  assert.equal(now.filter(([state]) => state === 'matched').length, 1)
  assert.ok(now.some(([state, who]) => state === 'matched' && who === priya))
  const again = await ssig.post(`${at}/choose`, key())
  assert.equal(again.status, 422)
  assert.match(again.text, /There is a problem/)
})

test('two offices that choose all of the same at once: each request is matched once, and nobody waits for ever', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { ssig, at, work } = await matchingOf(w, ids)
  await work()
  const office = await w.as('coordinator')
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => ssig.post(`${at}/choose`, key())),
    ...ids.map((id) => office.post(`${at}/choose/${id}`, key())),
  ])
  assert.ok(answers.every(({ status }) => status === 303 || status === 422))
  assert.deepEqual(
    (await states(w)).map(([state]) => state),
    ['matched', 'matched'],
  )
  const choices = await w.db.selectFrom('deploymentChoices').select('id').execute()
  assert.equal(choices.length, 2)
})

test('what cannot be matched says why', async () => {
  const w = await world()
  await termDates(w)
  await practitioner(w, { halfDays: 6 })
  const wanted = { wantedFrom: day('2018-03-05') }
  const ids = [await deploymentAt(w, 'triaged', wanted), await deploymentAt(w, 'triaged', wanted)]
  const { ssig, at, work } = await matchingOf(w, ids)
  await work()
  const { text } = await ssig.get(at)
  assert.match(text, /1 of 2 requests have a practitioner proposed/)
  assert.match(text, /The days of those who could help go to other requests: Priya Practitioner/)
})

test('a matching is stopped, and stays stopped whatever works on it', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { ssig, at, id, work } = await matchingOf(w, ids)
  assert.equal((await ssig.post(`${at}/stop`, key())).status, 303)
  await work()
  assert.match((await ssig.get(at)).text, /It was stopped\. Nothing was matched/)
  assert.equal((await ssig.post(`${at}/stop`, key())).status, 422)
  assert.equal((await matching(w.db, id)).result, null)
})

test('one that was broken off begins anew, and two processes do it once', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { id, work } = await matchingOf(w, ids)
  await w.database.transaction(everything, (tx) =>
    tx.updateTable('matchings').set({ state: 'running' }).where('id', '=', id).execute(),
  )
  await Promise.all([work(), work(), work()])
  const { state, result } = await matching(w.db, id)
  assert.deepEqual([state, result?.proposals.length], ['done', 2])
})

test('a fault is told once it is not tried again', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { ssig, at, id } = await matchingOf(w, ids)
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('matchings')
      .set({ asked: JSON.stringify({ deploymentIds: ['none'] }) })
      .where('id', '=', id)
      .execute(),
  )
  const by = await w.by('system')
  await assert.rejects(workOnMatching(by, id, false))
  assert.equal((await matching(w.db, id)).state, 'running')
  await assert.rejects(workOnMatching(by, id, true))
  assert.equal((await matching(w.db, id)).state, 'failed')
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('matchings')
      .set({ asked: JSON.stringify({ deploymentIds: ids }) })
      .where('id', '=', id)
      .execute(),
  )
  assert.match((await ssig.get(at)).text, /Endeavour met a problem of its own/)
})

test('whoever stops it while it is at work is heard within a second', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { id } = await matchingOf(w, ids)
  const [by, ssig] = [await w.by('system'), await w.by('ssig')]
  const working = workOnMatching(by, id, true)
  await sleep(5)
  await stopMatching(ssig, id).catch(() => {})
  await working
  assert.ok(['stopped', 'done'].includes((await matching(w.db, id)).state))
})

test('matching is for SSIG and the office', async () => {
  const w = await world()
  const { ids } = await asked(w)
  const { at, work } = await matchingOf(w, ids)
  await work()
  for (const name of ['head', 'otherHead', 'practitioner', 'teacher', 'officer', 'partner'] as const) {
    const they = await w.as(name)
    assert.equal((await they.get('/support/matching')).status, 403, name)
    assert.equal((await they.get(at)).status, 403, name)
    assert.equal((await they.post(`${at}/choose`, key())).status, 403, name)
    assert.equal((await they.post(`${at}/stop`, key())).status, 403, name)
    assert.equal((await they.post('/support/matching', key({ ids: ids.map(String) }))).status, 403, name)
    assert.equal((await they.get(`/live?of=matchings/${at.split('/').at(-1)}`)).status, 403, name)
  }
  assert.equal((await (await w.as('ssig')).get('/support/matching/999')).status, 404)
  assert.equal((await (await w.as('ssig')).post('/support/matching', key())).status, 422)
})
