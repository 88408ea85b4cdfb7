import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { everything } from '../platform/db.ts'

const courseSaid = {
  title: 'Mental health first aid',
  kind: 'qualification',
  subject: 'Wellbeing',
  audience: 'senior leader',
  halfDays: '2',
  runBy: 'The council',
  status: '',
}
const sessionSaid = {
  ...{
    heldOn: '5/10/2017',
    starts: '9:30',
    ends: '12:00',
    venue: 'Online',
    hostMembershipId: '',
    status: 'held',
  },
}

const addressOf = (sent: { headers: Headers }) => (sent.headers.get('location') ?? '').replace(/\?.*/, '')
const addCourse = async (w: World, said = {}) =>
  addressOf(await (await w.as('coordinator')).post('/learning/new', { ...courseSaid, ...said }))

const addSession = async (w: World, at: string, said = {}) => {
  const sent = await (await w.as('coordinator')).post(`${at}/sessions/new`, { ...sessionSaid, ...said })
  assert.equal(sent.status, 303)
  const last = w.db.selectFrom('courseSessions').select('id').orderBy('id', 'desc')
  return (await last.executeTakeFirstOrThrow()).id
}

const took = (person: number, more = {}) => ({
  ...{ personId: String(person), sessionId: '', membershipId: '', role: '', outcome: 'attended' },
  ...more,
})

describe('keeping courses and sessions', () => {
  test('a course with its sessions stands on its page, in the list and in its CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    assert.match((await office.get(at)).text, /No session of it has been held/)
    await addSession(w, at)
    await addSession(w, at, { heldOn: '6/10/2017', status: 'cancelled' })
    const page = await office.get(at)
    assert.match(page.text, /1 session held\. Nobody is recorded as having taken part\./)
    assert.match(page.text, /5 October 2017 to 6 October 2017/)
    assert.match(page.text, /2 days/)
    const csv = await office.get('/learning?format=csv&year=2017-18&kind=qualification&words=council')
    assert.match(csv.text, /Mental health first aid,qualification,Wellbeing,senior leader,2017-10-05,1,0/)
    assert.match((await office.get('/learning?year=2016-17')).text, /No courses match/)
  })

  test('a year begins on 1 September', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    await addSession(w, at, { heldOn: '31/8/2018' })
    assert.match((await office.get('/learning?year=2017-18')).text, /1 course\b/)
    assert.match((await office.get('/learning?year=2018-19')).text, /No courses match/)
    await addSession(w, at, { heldOn: '1/9/2018' })
    assert.match((await office.get('/learning?year=2018-19')).text, /1 course\b/)
  })

  test('half-days are typed as days and kept whole', async () => {
    const cases = [
      ['1.5', 3, /1½ days/],
      ['½', 1, /½ day/],
      ['', null, /Not known/],
    ] as const
    for (const [halfDays, kept, shown] of cases) {
      const w = await world()
      const at = await addCourse(w, { halfDays })
      const row = await w.db.selectFrom('courses').select('halfDays').executeTakeFirstOrThrow()
      assert.equal(row.halfDays, kept)
      const office = await w.as('coordinator')
      assert.match((await office.get(at)).text, shown)
      await office.post(`${at}/correct`, {
        ...courseSaid,
        halfDays: halfDays.replace('½', '0.5'),
        'form-version': '1',
      })
      assert.deepEqual(await w.db.selectFrom('revisions').select('id').execute(), [], 'nothing was changed')
    }
  })

  test('what is wrong is said beside its question and nothing is saved', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    const wrongCourse: [object, RegExp][] = [
      [{ title: ' ' }, /href="#title">Enter the title/],
      [{ kind: 'seance' }, /href="#kind">Select what kind/],
      [{ halfDays: '1.25' }, /href="#halfDays">Length in days must be whole or half days/],
      [{ halfDays: '-1' }, /href="#halfDays"/],
      [{ halfDays: '9'.repeat(400) }, /href="#halfDays"/],
      [{ audience: 'a'.repeat(501) }, /href="#audience">Audience must be 500/],
    ]
    for (const [wrong, says] of wrongCourse) {
      const sent = await office.post('/learning/new', { ...courseSaid, ...wrong })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      assert.match(sent.text, /value="The council"/)
    }
    const wrongSession: [object, RegExp][] = [
      [{ heldOn: '2017' }, /href="#heldOn">Date must be a real date/],
      [{ ends: '09:30' }, /href="#ends">The end must be after the start/],
      [
        { heldOn: '1/1/2018', hostMembershipId: String(w.members.carr) },
        /was not a member on 1 January 2018/,
      ],
      [{ hostMembershipId: '1 or 1=1' }, /href="#hostMembershipId">Select the host/],
    ]
    for (const [wrong, says] of wrongSession) {
      const sent = await office.post(`${at}/sessions/new`, { ...sessionSaid, ...wrong })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
    }
    assert.deepEqual(await w.db.selectFrom('courseSessions').select('id').execute(), [])
  })

  test('corrections keep what stood before, and the second of two people sees the first', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    const session = `${at}/sessions/${await addSession(w, at)}`
    const first = { ...sessionSaid, venue: 'Ashmere', 'form-version': '1' }
    assert.equal((await office.post(session, first)).status, 303)
    assert.match((await office.get(session)).text, /venue: Online/)
    const second = await office.post(session, { ...sessionSaid, venue: 'Brindle', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(second.text, /was changed to Ashmere while you were typing/)
    assert.equal((await office.get(`${await addCourse(w)}/sessions/1`)).status, 404, 'of another course')
  })
})

describe('keeping who took part', () => {
  test('the school is where they worked that day, and a whole course and a session count a person once', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w, { audience: '' })
    const session = String(await addSession(w, at))
    assert.equal((await office.post(`${at}/participants/new`, took(w.people.deputy))).status, 303)
    await office.post(`${at}/participants/new`, took(w.people.deputy, { sessionId: session }))
    await office.post(`${at}/participants/new`, took(w.people.otherHead, { outcome: 'booked' }))
    await office.post(`${at}/participants/new`, took(w.people.partner, { sessionId: session }))
    const page = await office.get(at)
    assert.match(page.text, /1 session held\. 2 people from 1 school took part\./)
    const csv = await office.get(`${at}/participants?format=csv&counted=yes`)
    assert.match(csv.text, /Dev Deputy,2017-10-05,,Ashmere,attended/)
    assert.doesNotMatch(csv.text, /Olive/)
  })

  test('somebody of a school that had left took part, but for no member', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w, { audience: '' })
    const before = String(await addSession(w, at, { heldOn: '31/12/2017' }))
    const after = String(await addSession(w, at, { heldOn: '1/1/2018' }))
    const of = { membershipId: String(w.members.carr) }
    await office.post(`${at}/participants/new`, took(w.people.partner, { ...of, sessionId: after }))
    assert.match((await office.get(at)).text, /1 person took part/)
    assert.match((await office.get(`${at}/participants`)).text, /Carr Lane/)
    await office.post(`${at}/participants/new`, took(w.people.partner, { ...of, sessionId: before }))
    assert.match((await office.get(at)).text, /1 person from 1 school took part/)
  })

  test('twice in one place, or at a cancelled session, is refused in a sentence', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    const cancelled = { sessionId: String(await addSession(w, at, { status: 'cancelled' })) }
    await office.post(`${at}/participants/new`, took(w.people.deputy))
    const again = await office.post(`${at}/participants/new`, took(w.people.deputy, { outcome: 'withdrew' }))
    assert.equal(again.status, 422)
    assert.match(again.text, /already recorded there/)
    const there = await office.post(`${at}/participants/new`, took(w.people.head, cancelled))
    assert.equal(there.status, 422)
    assert.match(there.text, /That session was cancelled/)
    const booked = took(w.people.head, { ...cancelled, outcome: 'booked' })
    assert.equal((await office.post(`${at}/participants/new`, booked)).status, 303)
  })

  test('removed by mistake it is put back as it was, by however many at once', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w, { audience: '' })
    await addSession(w, at)
    await office.post(`${at}/participants/new`, took(w.people.deputy))
    const row = `${at}/participants/1`
    const removed = await Promise.all([office.post(`${row}/remove`, {}), office.post(`${row}/remove`, {})])
    assert.deepEqual(
      removed.map(({ status }) => status),
      [303, 303],
    )
    assert.match((await office.get(at)).text, /Nobody is recorded/)
    assert.match((await office.get(`${at}/participants`)).text, /Dev Deputy, attended, whole course/)
    const back = await Promise.all([office.post(`${row}/restore`, {}), office.post(`${row}/restore`, {})])
    assert.deepEqual(
      back.map(({ status }) => status),
      [303, 303],
    )
    assert.match((await office.get(at)).text, /1 person from 1 school took part/)
    assert.match((await office.get(row)).text, /Corrected once[\s\S]*person: Dev Deputy/)
    const corrected = await office.post(row, {
      ...took(w.people.deputy, { outcome: 'withdrew' }),
      'form-version': '2',
    })
    assert.equal(corrected.status, 303)
    const other = await addCourse(w)
    assert.equal((await office.post(`${other}/participants/1/restore`, {})).status, 404)
    assert.equal((await office.post(`${other}/participants/1/remove`, {})).status, 404)
  })

  test('a record taken away cannot be put back over a new one', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    await office.post(`${at}/participants/new`, took(w.people.deputy))
    await office.post(`${at}/participants/1/remove`, {})
    await office.post(`${at}/participants/new`, took(w.people.deputy, { outcome: 'withdrew' }))
    const back = await office.post(`${at}/participants/1/restore`, {})
    assert.equal(back.status, 409)
    assert.match(back.text, /already recorded there/)
  })
})

describe('who reads of whom', () => {
  test('names are read by the office, the leaders of their school and themselves; others read counts', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w, { audience: '' })
    await addSession(w, at)
    for (const person of [w.people.governor, w.people.hubLead, w.people.teacher])
      await office.post(`${at}/participants/new`, took(person))
    const reads = {
      coordinator: ['Grace', 'Lee', 'Tess'],
      head: ['Grace', 'Tess'],
      deputy: ['Grace', 'Tess'],
      businessManager: ['Grace', 'Tess'],
      otherHead: ['Lee'],
      teacher: ['Tess'],
      governor: ['Grace'],
      chair: [],
      officer: [],
    } as const
    for (const [name, read] of Object.entries(reads)) {
      const browser = await w.as(name as keyof typeof reads)
      for (const path of [at, `${at}/participants`, `${at}/participants?format=csv&words=e`]) {
        const main = (await browser.get(path)).text.replace(/[\s\S]*<main/, '')
        const found = ['Grace', 'Lee', 'Tess'].filter((one) => main.includes(one))
        assert.deepEqual(found, read, `${name} at ${path}`)
      }
      assert.match((await browser.get(at)).text, /3 people from 2 schools took part/)
    }
  })

  test('anybody of the alliance finds their own courses, and nobody else’s', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = await addCourse(w)
    await office.post(`${at}/participants/new`, took(w.people.teacher, { outcome: 'booked' }))
    assert.match(
      (await (await w.as('teacher')).get('/learning/mine')).text,
      /Mental health first aid[\s\S]*Booked/,
    )
    assert.match((await (await w.as('head')).get('/learning/mine')).text, /No courses are recorded for you/)
  })

  test('only the office keeps courses; partners and visitors do not see them', async () => {
    const w = await world()
    const at = await addCourse(w)
    await addSession(w, at)
    const office = await w.as('coordinator')
    await office.post(`${at}/participants/new`, took(w.people.teacher))
    const kept = ['/learning/new', `${at}/correct`, `${at}/sessions/new`, `${at}/sessions/1`]
    const rows = [`${at}/participants/new`, `${at}/participants/1`]
    for (const name of ['head', 'hubLead', 'teacher', 'ssig'] as const) {
      const browser = await w.as(name)
      for (const path of [...kept, ...rows])
        assert.equal((await browser.get(path)).status, 403, `${name} at ${path}`)
      for (const deed of ['remove', 'restore'])
        assert.equal((await browser.post(`${at}/participants/1/${deed}`, {})).status, 403)
    }
    for (const path of ['/learning', at, '/learning/mine', `${at}/participants`]) {
      assert.equal((await (await w.as('partner')).get(path)).status, 403, path)
      assert.equal((await (await w.as('visitor')).get(path)).status, 303, path)
    }
    const untouched = await w.database.transaction(everything, (tx) =>
      tx.selectFrom('participants').select('version').execute(),
    )
    assert.deepEqual(untouched, [{ version: 1 }])
  })
})
