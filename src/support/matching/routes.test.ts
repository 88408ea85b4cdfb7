import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { deploymentAt, practitioner, termDates } from '../../../test/support.ts'
import { type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

const post = (over: Record<string, string> = {}) => ({ 'form-key': randomUUID(), halfDays: '3', ...over })

/** Ashmere's request, taken up; Priya of Brindle Moor and Lee, both of maths. Priya comes first: Lee is of another phase. */
async function taken(w: World, given: Parameters<typeof deploymentAt>[2] = {}) {
  await termDates(w)
  const priya = await practitioner(w)
  const lee = await practitioner(w, { personId: w.people.hubLead, halfDays: 4 })
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('practitionerExpertise')
      .set({ phase: 'post-16' })
      .where('practitionerId', '=', lee)
      .execute(),
  )
  const id = await deploymentAt(w, 'triaged', { wantedFrom: day('2018-03-05'), ...given })
  return { id, priya, lee }
}

const stateOf = (w: World, id: number) =>
  w.db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const choiceOf = (w: World, id: number) =>
  w.db.selectFrom('deploymentChoices').selectAll().where('deploymentId', '=', id).execute()

test('brokers see who is suggested and why; nobody else does', async () => {
  const w = await world()
  const { id } = await taken(w)
  const { status, text } = await (await w.as('ssig')).get(`/support/deployments/${id}/match`)
  assert.equal(status, 200)
  assert.ok(text.indexOf('1. Priya Practitioner, Brindle Moor') < text.indexOf('2. Lee Lead, Brindle Moor'))
  assert.match(text, /Maths, key stage 4\. Free on \d+ half-days in the dates wanted; 6 are wanted\./)
  assert.match(text, /Travel not known: a postcode is missing/)
  for (const name of ['head', 'otherHead', 'practitioner', 'partner', 'deputy'] as const)
    assert.equal((await (await w.as(name)).get(`/support/deployments/${id}/match`)).status, 403, name)
  assert.equal((await (await w.as('ssig')).get('/support/deployments/999/match')).status, 404)
})

test('the first suggestion is chosen without a reason, and the head of their school is written to', async () => {
  const w = await world()
  const { id, priya } = await taken(w)
  const ssig = await w.as('ssig')
  const form = await ssig.get(`/support/deployments/${id}/match/${priya}`)
  assert.match(form.text, /value="3"/)
  assert.doesNotMatch(form.text, /Why not/)
  const key = post()
  const first = await ssig.post(`/support/deployments/${id}/match/${priya}`, key)
  assert.equal(first.headers.get('location'), `/support/deployments/${id}?did=chosen`)
  const again = await ssig.post(`/support/deployments/${id}/match/${priya}`, key)
  assert.equal(again.headers.get('location'), `/support/deployments/${id}?did=chosen`)
  const { state, halfDaysAgreed, fromUrn, answeredAt } = await stateOf(w, id)
  assert.deepEqual([state, halfDaysAgreed, fromUrn, answeredAt !== null], ['matched', 6, 990002, true])
  const [choice, ...more] = await choiceOf(w, id)
  assert.deepEqual(
    [choice?.practitionerId, choice?.suggestedId, choice?.departure, more.length],
    [priya, priya, null, 0],
  )
  const mails = await w.db.selectFrom('mails').selectAll().execute()
  assert.deepEqual(
    mails.map(({ recipient }) => recipient),
    ['otherhead@alliance.example'],
  )
  assert.match(mails[0]?.body ?? '', new RegExp(`/support/deployments/${id}`))
  assert.doesNotMatch(mails[0]?.body ?? '', /Priya|Ashmere/)
})

test('who departs from the first suggestion says why, and it is kept', async () => {
  const w = await world()
  const { id, priya, lee } = await taken(w)
  const office = await w.as('coordinator')
  assert.match(
    (await office.get(`/support/deployments/${id}/match/${lee}`)).text,
    /Why not Priya Practitioner/,
  )
  const without = await office.post(`/support/deployments/${id}/match/${lee}`, post({ halfDays: '2' }))
  assert.equal(without.status, 422)
  assert.match(without.text, /Enter why you do not choose Priya Practitioner/)
  assert.equal((await stateOf(w, id)).state, 'triaged')
  const departure = '<b>Priya</b> asked for a term without'
  const done = await office.post(
    `/support/deployments/${id}/match/${lee}`,
    post({ halfDays: '2', departure }),
  )
  assert.equal(done.status, 303)
  const [choice] = await choiceOf(w, id)
  assert.deepEqual([choice?.practitionerId, choice?.suggestedId, choice?.departure], [lee, priya, departure])
  const page = await (await w.as('ssig')).get(`/support/deployments/${id}`)
  assert.match(page.text, /&lt;b&gt;Priya&lt;\/b&gt; asked/)
  assert.doesNotMatch(
    (await (await w.as('head')).get(`/support/deployments/${id}`)).text,
    /asked for a term without/,
  )
})

test('nobody is asked for more days than they have, nor for none', async () => {
  const w = await world()
  const { id, lee } = await taken(w)
  const ssig = await w.as('ssig')
  const asked = (halfDays: string) =>
    ssig.post(`/support/deployments/${id}/match/${lee}`, post({ halfDays, departure: 'Nearer' }))
  const more = await asked('2.5')
  assert.equal(more.status, 422)
  assert.match(more.text, /has not so many days left/)
  assert.match((await asked('0')).text, /Enter half a day or more/)
  assert.equal((await asked('2')).status, 303)
})

test('what stands between a practitioner and the school takes them out, with why, and nobody gets round it', async () => {
  const w = await world()
  const { id, priya } = await taken(w)
  await w.database.transaction(everything, (tx) =>
    adding(tx)('practitionerInterests', {
      ...{ practitionerId: priya, membershipId: w.members.ashmere, kind: 'applying for a post', words: null },
      ...{ saidBy: w.people.practitioner, endedAt: null },
    }),
  )
  const ssig = await w.as('ssig')
  const { text } = await ssig.get(`/support/deployments/${id}/match`)
  assert.match(text, /An interest is declared: has applied for a post there/)
  assert.match(text, /1\. Lee Lead/)
  assert.equal((await ssig.get(`/support/deployments/${id}/match/${priya}`)).status, 409)
  const refused = await ssig.post(
    `/support/deployments/${id}/match/${priya}`,
    post({ departure: 'All the same' }),
  )
  assert.equal(refused.status, 422)
  assert.match(refused.text, /An interest is declared/)
  assert.equal((await stateOf(w, id)).state, 'triaged')
})

test('a broker does not choose for their own school, nor themselves; another hand does', async () => {
  const w = await world()
  const { id, priya } = await taken(w)
  const sana = await practitioner(w, { personId: w.people.ssig })
  const ssig = await w.as('ssig')
  const themselves = await ssig.post(
    `/support/deployments/${id}/match/${sana}`,
    post({ departure: 'I know them' }),
  )
  assert.equal(themselves.status, 422)
  assert.match(
    themselves.text,
    /You are the practitioner\. The office or another member of SSIG chooses here/,
  )
  await w.database.transaction(everything, (tx) =>
    adding(tx)('posts', {
      ...{ personId: w.people.ssig, membershipId: w.members.ashmere, organisationId: null, post: 'governor' },
      ...{ fromOn: day('2017-09-01'), toOn: null, importId: null },
    }),
  )
  const page = await ssig.get(`/support/deployments/${id}/match`)
  assert.match(page.text, /You work at Ashmere, which asks for this support/)
  assert.doesNotMatch(page.text, new RegExp(`/match/${priya}"`))
  const own = await ssig.post(`/support/deployments/${id}/match/${priya}`, post())
  assert.equal(own.status, 422)
  assert.equal(
    (await (await w.as('coordinator')).post(`/support/deployments/${id}/match/${priya}`, post())).status,
    303,
  )
})

test('a request that SSIG has not taken up, or that is matched, is not matched', async () => {
  const w = await world()
  await termDates(w)
  const id = await deploymentAt(w, 'requested')
  const { status, text } = await (await w.as('ssig')).get(`/support/deployments/${id}/match`)
  assert.equal(status, 409)
  assert.match(text, /It stands at “Asked for”/)
})

test('without term dates free days are said not to be known', async () => {
  const w = await world()
  await practitioner(w)
  const id = await deploymentAt(w, 'triaged')
  const { text } = await (await w.as('ssig')).get(`/support/deployments/${id}/match`)
  assert.match(text, /Free dates not known: Ashmere’s term dates are missing/)
})

test('of fifty who take a practitioner’s last days at once one wins, and the others get a sentence', async () => {
  const w = await world()
  await termDates(w)
  const priya = await practitioner(w, { halfDays: 6 })
  const ids: number[] = []
  for (let i = 0; i < 50; i += 1)
    ids.push(await deploymentAt(w, 'triaged', { wantedFrom: day('2018-03-05') }))
  const office = await w.as('coordinator')
  const answers = await Promise.all(
    ids.map((id) => office.post(`/support/deployments/${id}/match/${priya}`, post({ halfDays: '3' }))),
  )
  assert.equal(answers.filter(({ status }) => status === 303).length, 1)
  const others = answers.filter(({ status }) => status !== 303)
  for (const { status, text } of others) {
    assert.equal(status, 422)
    assert.match(text, /No days are left: all 6 half-days|has not so many days left|Nobody|not suggested/)
  }
  const matched = await w.db.selectFrom('deployments').select('id').where('state', '=', 'matched').execute()
  assert.equal(matched.length, 1)
})

test('two who choose for one request at once: one wins, the other is told where it stands', async () => {
  const w = await world()
  const { id, priya, lee } = await taken(w)
  const [ssig, office] = await Promise.all([w.as('ssig'), w.as('coordinator')])
  const answers = await Promise.all([
    ssig.post(`/support/deployments/${id}/match/${priya}`, post()),
    office.post(`/support/deployments/${id}/match/${lee}`, post({ halfDays: '2', departure: 'Nearer' })),
  ])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  assert.match(answers.find(({ status }) => status === 422)?.text ?? '', /It stands at “Matched” by now/)
})

test('the page of how it is weighed says every weight', async () => {
  const w = await world()
  const { text } = await (await w.as('ssig')).get('/support/matching/weights')
  for (const says of ['Expertise', 'Free dates', 'Giving and receiving', 'Vouched for'])
    assert.ok(text.includes(says))
  assert.equal((await (await w.as('head')).get('/support/matching/weights')).status, 403)
})
