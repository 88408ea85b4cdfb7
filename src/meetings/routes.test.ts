import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import type { GroupKind } from '../groups/tables.ts'
import { everything } from '../platform/db.ts'

const answers = ({ groups }: World) => ({
  title: 'Bar models',
  groups: [String(groups.maths)],
  heldOn: '1/3/2018',
  starts: '3:45pm',
  ends: '17:15',
  place: 'Ashmere',
  status: 'held',
})

const added = async (w: World, name: string, kind: GroupKind) =>
  w.database.transaction(everything, async (tx) => {
    const values = { name, kind, subject: null, leadId: null, ref: name, importId: null }
    const { id } = await tx.insertInto('groups').values(values).returning('id').executeTakeFirstOrThrow()
    return id
  })

const addressOf = (sent: { headers: Headers }) => (sent.headers.get('location') ?? '').replace(/\?.*/, '')

describe('recording a meeting', () => {
  test('the office records one, and it stands on its page, in the list, in its CSV and in its group’s year', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await office.post('/meetings/new', answers(w))
    assert.equal(sent.status, 303)
    const page = await office.get(addressOf(sent))
    assert.match(page.text, /1 March 2018, 15:45 to 17:15/)
    assert.match((await office.get('/meetings?year=2017-18&kind=hub&words=bar')).text, /1 meeting\b/)
    assert.match(
      (await office.get('/meetings?format=csv')).text,
      /Bar models,2018-03-01,Maths hub,Ashmere,0,held/,
    )
    const group = await office.get(`/groups/${w.groups.maths}`)
    assert.match(group.text, /1 meeting held\./)
    assert.match(
      (await office.get(`/groups/${w.groups.maths}?year=2016-17`)).text,
      /No meetings are recorded in this year/,
    )
  })

  test('a meeting that two hubs held together is one row, found under either', async () => {
    const w = await world()
    const science = await added(w, 'Science hub', 'hub')
    const office = await w.as('coordinator')
    const both = { ...answers(w), groups: [String(w.groups.maths), String(science)] }
    assert.equal((await office.post('/meetings/new', both)).status, 303)
    for (const query of ['', '?kind=hub', `?group=${science}`, `?group=${w.groups.maths}`])
      assert.match((await office.get(`/meetings${query}`)).text, /1 meeting\b/, query)
    assert.match((await office.get('/meetings?kind=board')).text, /No meetings match/)
  })

  test('what is wrong is said beside its question and everything typed is kept', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const cases: [Record<string, string | string[]>, RegExp][] = [
      [{ heldOn: '31/2/2018' }, /href="#heldOn">Date must be a real date/],
      [{ groups: [] }, /href="#groups">Select the group that met/],
      [{ groups: ['999999'] }, /href="#groups">Select the group that met/],
      [{ starts: '25:00' }, /href="#starts">Start must be a time/],
      [{ ends: '15:00' }, /href="#ends">The end must be after the start/],
      [{ title: '' }, /href="#title">Enter what the meeting was about/],
      [{ status: 'maybe' }, /href="#status">Select what became of the meeting/],
    ]
    for (const [wrong, says] of cases) {
      const sent = await office.post('/meetings/new', { ...answers(w), ...wrong })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      assert.match(sent.text, /value="Ashmere"/)
    }
    assert.equal((await w.db.selectFrom('meetings').select('id').execute()).length, 0)
  })

  test('words that look like mark-up or a pattern stay words', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await office.post('/meetings/new', { ...answers(w), title: '<script>100%_\\</script>' })
    assert.match((await office.get(addressOf(sent))).text, /&lt;script&gt;100%_\\&lt;\/script&gt;/)
    assert.match((await office.get('/meetings?words=100%25_%5C')).text, /1 meeting\b/)
    assert.match((await office.get('/meetings?words=__________')).text, /No meetings match/)
    assert.equal((await office.get('/meetings/99999999999999999999')).status, 404)
    assert.equal((await office.get("/meetings?group=1'or'1&sort=;drop&page=-4")).status, 200)
  })

  test('a second record of one meeting is hinted at, never refused', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/meetings/new', answers(w))
    const near = await office.post('/meetings/new', {
      ...answers(w),
      title: 'bar MODELS',
      heldOn: '8/3/2018',
    })
    assert.match((await office.get(addressOf(near))).text, /has a meeting of this title within a week/)
    const far = await office.post('/meetings/new', { ...answers(w), heldOn: '16/3/2018' })
    assert.doesNotMatch((await office.get(addressOf(far))).text, /within a week/)
    const other = await office.post('/meetings/new', { ...answers(w), groups: [String(w.groups.board)] })
    assert.doesNotMatch((await office.get(addressOf(other))).text, /within a week/)
  })
})

describe('correcting a meeting', () => {
  test('keeps what stood before, its groups too, and tells the second of two people', async () => {
    const w = await world()
    const science = await added(w, 'Science hub', 'hub')
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/meetings/new', answers(w)))
    const first = { ...answers(w), groups: [String(w.groups.maths), String(science)], 'form-version': '1' }
    assert.equal((await office.post(`${at}/correct`, first)).status, 303)
    assert.match((await office.get(at)).text, /groups: Maths hub/)
    const second = await office.post(`${at}/correct`, { ...answers(w), place: 'Online', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(second.text, /Groups was changed to Maths hub, Science hub/)
    assert.match(second.text, /value="Online"/)
  })

  test('saved as it stands it changes nothing', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/meetings/new', answers(w)))
    await office.post(`${at}/correct`, { ...answers(w), 'form-version': '1' })
    assert.deepEqual(await w.db.selectFrom('revisions').selectAll().execute(), [])
  })
})

describe('who sees and keeps meetings', () => {
  test('a lead keeps the meetings of their own group, alone or with other hubs, and no other’s', async () => {
    const w = await world()
    const science = await added(w, 'Science hub', 'hub')
    const [office, lead] = [await w.as('coordinator'), await w.as('hubLead')]
    const sent = await lead.post('/meetings/new', {
      ...answers(w),
      groups: [String(w.groups.maths), String(science)],
    })
    assert.equal(sent.status, 303)
    assert.equal((await lead.get(`${addressOf(sent)}/register`)).status, 200)
    const others = await lead.post('/meetings/new', { ...answers(w), groups: [String(science)] })
    assert.equal(others.status, 422)
    assert.match(others.text, /Choose a group that you lead/)
    const board = addressOf(
      await office.post('/meetings/new', { ...answers(w), groups: [String(w.groups.board)] }),
    )
    for (const path of ['', '/correct', '/register']) assert.equal((await lead.get(board + path)).status, 404)
    const joint = addressOf(
      await office.post('/meetings/new', {
        ...answers(w),
        groups: [String(w.groups.board), String(w.groups.maths)],
      }),
    )
    assert.equal((await lead.get(joint)).status, 200)
    assert.equal((await lead.post(`${joint}/correct`, { ...answers(w), 'form-version': '1' })).status, 403)
  })

  test('a teacher sees the hubs’ meetings only; a partner and a visitor see none', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const hub = addressOf(await office.post('/meetings/new', answers(w)))
    const board = addressOf(
      await office.post('/meetings/new', {
        ...answers(w),
        title: 'Heads only',
        groups: [String(w.groups.board)],
      }),
    )
    const teacher = await w.as('teacher')
    assert.equal((await teacher.get(hub)).status, 200)
    assert.equal((await teacher.get(board)).status, 404)
    assert.equal((await teacher.get(`${board}/register.csv`)).status, 404)
    assert.equal((await teacher.get(`/groups/${w.groups.board}`)).status, 404)
    assert.doesNotMatch((await teacher.get('/meetings?format=csv')).text, /Heads only/)
    assert.doesNotMatch((await teacher.get('/groups')).text, />Board<\/a>/)
    for (const path of ['/meetings/new', `${hub}/correct`, `${hub}/register`, '/groups/new'])
      assert.equal((await teacher.get(path)).status, 403, path)
    for (const path of ['/meetings', hub, '/groups', `${hub}/register.csv`]) {
      assert.equal((await (await w.as('partner')).get(path)).status, 403, path)
      assert.equal((await (await w.as('visitor')).get(path)).status, 303, path)
    }
  })
})
