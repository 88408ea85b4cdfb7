import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { areaNamed, practitioner } from '../../../test/support.ts'
import { castNames, world } from '../../../test/world.ts'

test('the office alone keeps the areas of support', async () => {
  const w = await world()
  for (const who of castNames) {
    const { status } = await (await w.as(who)).get('/support/areas')
    assert.equal(status, who === 'coordinator' ? 200 : 403, who)
  }
})

test('an area is added, renamed, retired and brought back; no two of one name', async () => {
  const w = await world()
  await practitioner(w)
  const office = await w.as('coordinator')
  const maths = await areaNamed(w, 'Maths')
  const drama = `/support/areas/${await areaNamed(w, 'Drama')}`
  assert.equal((await office.post('/support/areas/new', { name: 'Outdoor <learning>' })).status, 303)
  assert.match((await office.get('/support/areas')).text, /Outdoor &lt;learning&gt;/)
  const twice = await office.post('/support/areas/new', { name: 'mATHS' })
  assert.equal(twice.status, 422)
  assert.match(twice.text, /There is an area of this name already/)
  const renamed = await office.post(`${drama}/correct`, { 'form-version': '1', name: 'Drama and theatre' })
  assert.equal(renamed.status, 303)
  const stale = await office.post(`${drama}/correct`, { 'form-version': '1', name: 'Theatre' })
  assert.equal(stale.status, 409)
  const sameName = await office.post(`${drama}/correct`, { 'form-version': '2', name: 'Maths' })
  assert.equal(sameName.status, 422)
  for (const deed of ['retire', 'retire', 'bring-back', 'bring-back'])
    assert.equal((await office.post(`/support/areas/${maths}/${deed}`, {})).status, 303)
  assert.equal((await office.post('/support/areas/999999/retire', {})).status, 404)
})

test('of the same area added twice at once there is one', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const sent = await Promise.all(
    [1, 2].map(() => office.post('/support/areas/new', { 'form-key': randomUUID(), name: 'Rowing' })),
  )
  assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
})
