import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'

const answers = ({ groups }: World) => ({
  title: 'Mental health audit for schools',
  kind: 'audit',
  sharedOn: '14/3/2018',
  groupId: String(groups.maths),
})

const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

describe('keeping resources', () => {
  test('the office records one, and it stands in the list, its year and its CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/library/new', answers(w)))
    assert.match((await office.get(at)).text, /Audit[\s\S]*14 March 2018[\s\S]*Maths hub/)
    await office.post('/library/new', {
      ...answers(w),
      title: 'Last of the year',
      sharedOn: '31/8/2018',
      groupId: '',
    })
    await office.post('/library/new', { ...answers(w), title: 'First of the next', sharedOn: '1/9/2018' })
    const csv = (await office.get('/library?format=csv&year=2017-18&sort=on')).text
    assert.match(
      csv,
      /Mental health audit for schools,Audit,2018-03-14,Maths hub\r?\nLast of the year,Audit,2018-08-31,\r?\n$/,
    )
    assert.match((await office.get('/library?words=MATHS&kind=audit')).text, /2 resources/)
    assert.match((await office.get('/library?kind=policy')).text, /No resources match\./)
  })

  test('what is missing is said beside its question', async () => {
    const w = await world()
    const sent = await (await w.as('coordinator')).post('/library/new', {
      ...answers(w),
      title: '',
      kind: 'poster',
      sharedOn: '30/2/2018',
    })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /<a href="#title">Enter the title</)
    assert.match(sent.text, /<a href="#kind">Select the kind of resource</)
    assert.match(sent.text, /<a href="#sharedOn">Date it was shared must be a real date/)
    assert.match(sent.text, /value="30\/2\/2018"/)
  })

  test('a correction keeps what stood before, and is not made over another', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/library/new', answers(w)))
    assert.match((await office.get(`${at}/correct`)).text, /value="14\/03\/2018"/)
    await office.post(`${at}/correct`, { ...answers(w), kind: 'manual', 'form-version': '1' })
    assert.match((await office.get(at)).text, /Corrected once[\s\S]*kind: audit/)
    const second = await office.post(`${at}/correct`, { ...answers(w), kind: 'policy', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(second.text, /Kind was changed to Manual while you were typing/)
  })
})

test('who sees resources and who keeps them', async () => {
  const w = await world()
  const at = addressOf(await (await w.as('coordinator')).post('/library/new', answers(w)))
  for (const name of ['head', 'governor', 'teacher', 'ssig', 'hubLead', 'officer'] as const) {
    const person = await w.as(name)
    assert.equal((await person.get('/library')).status, 200, name)
    assert.equal((await person.get(at)).status, 200, name)
    assert.equal((await person.get(`${at}/correct`)).status, 403, name)
    assert.equal((await person.post('/library/new', answers(w))).status, 403, name)
  }
  assert.equal((await (await w.as('partner')).get('/library')).status, 403)
  assert.equal((await (await w.as('visitor')).get(at)).status, 303)
  assert.equal((await (await w.as('head')).get('/library/999')).status, 404)
})
