import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deploymentAt, practitioner, termDates, visitTo } from '../../../test/support.ts'
import { world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'

test('brokers see what is wanted beside what is left, by area and term; nobody else does', async () => {
  const w = await world()
  await termDates(w)
  await deploymentAt(w, 'triaged')
  await deploymentAt(w, 'declined', { wantedFrom: day('2018-05-01'), halfDaysWanted: 3 })
  await deploymentAt(w, 'matched', { practitionerId: await practitioner(w) })
  const ssig = await w.as('ssig')
  const { status, text } = await ssig.get('/support/demand')
  assert.equal(status, 200)
  assert.match(text, /<svg/)
  assert.doesNotMatch(text, /demand\/balance/)
  const csv = await ssig.get('/support/demand?format=csv')
  assert.equal(csv.text.split('\r\n')[1]?.replaceAll('"', ''), 'Maths,1,1,1,0,3,1.5,0,4.5,1,3')
  for (const name of ['head', 'otherHead', 'practitioner', 'deputy', 'partner', 'officer'] as const)
    assert.equal((await (await w.as(name)).get('/support/demand')).status, 403, name)
})

test('without term dates the term is said not to be known, and without anything there are sentences', async () => {
  const w = await world()
  const ssig = await w.as('ssig')
  assert.match(
    (await ssig.get('/support/demand')).text,
    /Nothing is wanted in this year, and nobody is accepted/,
  )
  await deploymentAt(w, 'requested', { answeredAt: null })
  const { text } = await ssig.get('/support/demand?year=2017-18')
  assert.match(text, /the term of what is wanted then is not known/)
  assert.match(text, /Term not known/)
  assert.equal((await ssig.get('/support/demand?year=%3Cscript%3E')).status, 200)
})

test('the office alone sees what each school gave and received, by name', async () => {
  const w = await world()
  await termDates(w)
  await visitTo(w, { visitedOn: day('2018-03-01') })
  await visitTo(w, { visitedOn: day('2018-03-02'), half: 'am' })
  await visitTo(w, { visitedOn: day('2018-02-14') })
  const office = await w.as('coordinator')
  const { text } = await office.get('/support/demand/balance')
  assert.match(text, /<svg/)
  const csv = await office.get('/support/demand/balance?format=csv&sort=-given')
  assert.deepEqual(csv.text.trim().replaceAll('"', '').split('\r\n').slice(1), [
    'Ashmere,0,1.5',
    'Brindle Moor,1.5,0',
    'Carr Lane,0,0',
  ])
  assert.match((await office.get('/support/demand')).text, /demand\/balance/)
  for (const name of ['ssig', 'head', 'otherHead', 'practitioner', 'officer', 'partner'] as const)
    assert.equal((await (await w.as(name)).get('/support/demand/balance')).status, 403, name)
  assert.match((await office.get('/support/demand/balance?year=2014-15')).text, /No support that counts/)
})
