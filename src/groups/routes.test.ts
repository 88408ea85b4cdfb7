import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { world } from '../../test/world.ts'

const science = { name: 'Science hub', kind: 'hub', subject: 'Science', leadId: '' }

describe('keeping groups', () => {
  test('the office adds one, and its new lead may keep its meetings from then on', async () => {
    const w = await world()
    const [office, deputy] = [await w.as('coordinator'), await w.as('deputy')]
    assert.equal((await deputy.get('/meetings/new')).status, 403)
    const sent = await office.post('/groups/new', { ...science, leadId: String(w.people.deputy) })
    assert.equal(sent.status, 303)
    assert.match((await office.get('/groups?kind=hub&words=dev')).text, /1 group\b/)
    assert.match((await office.get('/groups?format=csv')).text, /Science hub,hub,Science,Dev Deputy,0/)
    assert.equal((await deputy.get('/meetings/new')).status, 200)
    const at = (sent.headers.get('location') ?? '').replace(/\?.*/, '')
    assert.match((await deputy.get(at)).text, /Record a meeting/)
    await office.post(`${at}/correct`, { ...science, 'form-version': '1' })
    assert.equal((await deputy.get('/meetings/new')).status, 403, 'and no longer than they lead it')
    assert.doesNotMatch((await deputy.get(at)).text, /Record a meeting/)
    assert.match((await office.get(at)).text, /lead: Dev Deputy/)
  })

  test('two who correct one group see each other’s change', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = `/groups/${w.groups.maths}/correct`
    await office.post(at, { ...science, name: 'Mathematics hub', 'form-version': '1' })
    const second = await office.post(at, { ...science, name: 'Numbers hub', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(second.text, /Name was changed to Mathematics hub/)
    assert.match(second.text, /value="Numbers hub"/)
  })

  test('what is wrong is said beside its question', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    for (const [wrong, says] of [
      [{ name: '' }, /href="#name">Enter the name/],
      [{ kind: 'cabal' }, /href="#kind">Select what kind/],
      [{ leadId: '999999' }, /href="#leadId">Select who leads it/],
    ] as const) {
      const sent = await office.post('/groups/new', { ...science, ...wrong })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
    }
  })

  test('nobody but the office sets up or corrects groups', async () => {
    const w = await world()
    for (const name of ['head', 'hubLead', 'teacher', 'officer', 'partner'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.post('/groups/new', science)).status, 403, name)
      assert.equal((await browser.post(`/groups/${w.groups.maths}/correct`, science)).status, 403, name)
    }
  })
})

describe('a group’s years', () => {
  test('each academic year stands alone, and 31 August belongs to the one before', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    for (const [heldOn, status] of [
      ['31/8/2017', 'held'],
      ['1/9/2017', 'held'],
      ['4/10/2017', 'held'],
      ['5/10/2017', 'cancelled'],
    ])
      await office.post('/meetings/new', {
        ...{ title: 'Fractions', groups: String(w.groups.maths), starts: '', ends: '', place: '' },
        ...{ heldOn: heldOn ?? '', status: status ?? '' },
      })
    const at = `/groups/${w.groups.maths}`
    assert.match((await office.get(at)).text, /2 meetings held, 1 cancelled\./)
    assert.match((await office.get(`${at}?year=2016-17`)).text, /1 meeting held\./)
    assert.match((await office.get(`${at}?year=nonsense`)).text, /Meetings in 2017-18/)
    assert.match((await office.get('/groups')).text, /en-number">2</)
  })
})
