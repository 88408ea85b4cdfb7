import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { deploymentAt, practitioner, termDates, visitTo } from '../../../test/support.ts'
import { type CastName, today, type World, world } from '../../../test/world.ts'
import { addDays, type Day, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

const plan = { priorities: 'Problem solving in Year 11', measures: 'Books and a walk in May', exitPlan: '' }

const visitsIn = (w: World, id: number) =>
  w.db.selectFrom('supportVisits').selectAll().where('deploymentId', '=', id).orderBy('visitedOn').execute()
const stateOf = async (w: World, id: number) =>
  (await w.db.selectFrom('deployments').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const jobsFor = async (w: World, queue: string) =>
  Number(
    (
      await w.database.pool.query(`select count(*) as n from ${w.database.schema}_jobs.job where name = $1`, [
        queue,
      ])
    ).rows[0].n,
  )

const visit = (visitedOn: string, more: object = {}) => ({
  ...{ visitedOn, half: 'am', starts: '', ends: '', purpose: '' },
  ...more,
})

/** A deployment under way, with its plan and the term dates. */
async function active(given: Parameters<typeof deploymentAt>[2] = {}) {
  const w = await world()
  await termDates(w)
  const id = await deploymentAt(w, 'active', given)
  const add = (row: object) =>
    w.database.transaction(everything, (tx) => adding(tx)('deploymentPlans', row as never))
  await add({ deploymentId: id, priorities: 'One', measures: 'Two', exitPlan: null, agreedBy: w.people.head })
  const at = `/support/deployments/${id}`
  const post = async (name: CastName, path: string, answers: Record<string, string>) =>
    (await w.as(name)).post(at + path, answers)
  const planned = async (answers: object, name: CastName = 'practitioner') =>
    post(name, '/visits/new', answers as Record<string, string>)
  return { w, id, at, post, planned }
}

describe('the plan', () => {
  test('either party agrees it, and the support begins; nobody else does', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'agreed')
    const at = `/support/deployments/${id}/plan`
    for (const [name, status] of [
      ['otherHead', 403],
      ['ssig', 403],
      ['coordinator', 403],
      ['teacher', 403],
      ['deputy', 403],
      ['chair', 403],
      ['officer', 403],
      ['partner', 403],
      ['hubLead', 404],
    ] as const) {
      const answer = await (await w.as(name)).post(at, plan)
      assert.equal(answer.status, status, name)
    }
    assert.equal((await (await w.as('practitioner')).post(at, plan)).status, 303)
    assert.equal(await stateOf(w, id), 'active')
    const page = await (await w.as('head')).get(`/support/deployments/${id}`)
    assert.match(page.text, /Problem solving in Year 11/)
  })

  test('of two who agree it at once the second sees what the first wrote', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'agreed')
    const at = `/support/deployments/${id}/plan`
    const [a, b] = await Promise.all([w.as('practitioner'), w.as('head')])
    const both = await Promise.all([a.post(at, plan), b.post(at, { ...plan, measures: 'A test in May' })])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    assert.match(
      both.find(({ status }) => status === 409)?.text ?? '',
      /Somebody else changed this while you were typing/,
    )
    const moves = await w.db
      .selectFrom('deploymentMoves')
      .selectAll()
      .where('deploymentId', '=', id)
      .where('toState', '=', 'active')
      .execute()
    assert.equal(moves.length, 1)
  })

  test('it is mended under its version, keeping what stood', async () => {
    const { w, id, post } = await active()
    assert.equal((await post('head', '/plan', { ...plan, 'form-version': '1' })).status, 303)
    assert.equal(
      (await post('practitioner', '/plan', { ...plan, priorities: 'Other', 'form-version': '1' })).status,
      409,
    )
    const row = await w.db
      .selectFrom('deploymentPlans')
      .selectAll()
      .where('deploymentId', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(row.priorities, plan.priorities)
    const kept = await w.db
      .selectFrom('revisions')
      .selectAll()
      .where('tableName', '=', 'deployment_plans')
      .execute()
    assert.equal(kept.length, 1)
  })

  test('a pupil’s number is refused, and what was typed stays', async () => {
    const { post } = await active()
    const answer = await post('head', '/plan', {
      ...plan,
      measures: 'See A823456789012',
      'form-version': '1',
    })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /nothing about single pupils/)
    assert.match(answer.text, /A823456789012/)
  })
})

describe('planning a visit', () => {
  test('by the practitioner, the supported school and SSIG; each calendar is to be told once', async () => {
    const { w, id, planned } = await active()
    for (const [name, on] of [
      ['practitioner', '2018-03-07'],
      ['head', '2018-03-08'],
      ['ssig', '2018-03-09'],
      ['deputy', '2018-03-12'],
    ] as const)
      assert.equal((await planned(visit(on), name)).status, 303, name)
    for (const [name, status] of [
      ['otherHead', 403],
      ['teacher', 403],
      ['hubLead', 404],
      ['chair', 403],
      ['partner', 403],
    ] as const)
      assert.equal((await planned(visit('2018-03-13'), name)).status, status, name)
    const rows = await visitsIn(w, id)
    assert.equal(rows.length, 4)
    assert.deepEqual(
      rows.map(({ status, throughSsig, subject, fromUrn, toUrn }) => [
        status,
        throughSsig,
        subject,
        fromUrn,
        toUrn,
      ])[0],
      ['planned', true, 'Maths', 990002, 990001],
    )
    assert.equal(await jobsFor(w, 'visits'), 4)
  })

  test('sent twice it is planned once; ten at once for one half-day: one wins, the others are told', async () => {
    const { w, id, planned } = await active()
    const answers = { ...visit('2018-03-07'), 'form-key': randomUUID() }
    const twice = await Promise.all([planned(answers), planned(answers)])
    assert.deepEqual(
      twice.map(({ status }) => status),
      [303, 303],
    )
    assert.equal((await visitsIn(w, id)).length, 1)
    const many = await Promise.all(Array.from({ length: 10 }, () => planned(visit('2018-03-08'))))
    assert.equal(many.filter(({ status }) => status === 303).length, 1)
    for (const { status, text } of many.filter(({ status }) => status !== 303)) {
      assert.equal(status, 422)
      assert.match(text, /Priya Practitioner is at Ashmere already that morning/)
    }
  })

  test('the last half-day agreed is taken once, and SSIG’s way out is said', async () => {
    const { w, id, planned } = await active()
    for (const on of ['2018-03-07', '2018-03-08']) await planned(visit(on, { half: 'day' }))
    await planned(visit('2018-03-09'))
    const many = await Promise.all(
      ['2018-03-12', '2018-03-13', '2018-03-14', '2018-03-15'].map((on) => planned(visit(on))),
    )
    assert.equal(many.filter(({ status }) => status === 303).length, 1)
    assert.match(
      many.find(({ status }) => status === 422)?.text ?? '',
      /3 days were agreed and 3 days are planned or done.*SSIG can agree more days/,
    )
    assert.equal((await visitsIn(w, id)).length, 4)
  })

  test('where the practitioner is elsewhere is said only to whoever may see that visit', async () => {
    const { w, planned } = await active()
    await visitTo(w, {
      visitedOn: day('2018-03-07'),
      half: 'am',
      status: 'planned',
      toMembershipId: w.members.carr,
      toUrn: 990003,
    })
    const own = await planned(visit('2018-03-07', { half: 'day' }))
    assert.match(own.text, /is at Carr Lane already that day/)
    const other = await planned(visit('2018-03-07'), 'head')
    assert.equal(other.status, 422)
    assert.match(other.text, /is at another school already that morning/)
    assert.doesNotMatch(other.text, /Carr Lane/)
    assert.equal(
      (await planned(visit('2018-03-07', { half: 'pm' }), 'head')).status,
      303,
      'the afternoon is free',
    )
  })

  test('a day on which the host is closed is warned of, and is planned once it is said to be meant', async () => {
    const { planned } = await active({ wantedFrom: day('2018-01-08') })
    const days = [
      ['2018-03-10', /10 March 2018 is a Saturday. The visit would not count/],
      ['2018-03-30', /30 March 2018 is a bank holiday/],
      [
        '2018-04-11',
        /Ashmere is closed on 11 April 2018\. The visit would not count towards .*the host was closed on that day/,
      ],
    ] as const
    for (const [on, says] of days) {
      const answer = await planned(visit(on))
      assert.equal(answer.status, 422, on)
      assert.match(answer.text, says)
      assert.match(answer.text, /Yes, on that day/)
    }
    assert.doesNotMatch((await planned(visit('2018-03-07', { half: 'none' }))).text, /Yes, on that day/)
    assert.equal((await planned(visit('2018-04-11', { anyway: '1' }))).status, 303)
    assert.equal((await planned(visit('2018-02-26'))).status, 303, 'training days count by these terms')
  })

  test('the academic year is the limit: 31 August is in it, 1 September is not', async () => {
    const { planned } = await active()
    assert.equal((await planned(visit('2018-08-31', { anyway: '1' }))).status, 303)
    const after = await planned(visit('2018-09-01', { anyway: '1' }))
    assert.equal(after.status, 422)
    assert.match(after.text, /1 September 2018 is not in 2017-18/)
    assert.equal((await planned(visit('2018-01-19'))).status, 422, 'before it was wanted')
  })

  test('days on which the practitioner is away are refused, without why', async () => {
    const { w, id, planned } = await active()
    const { practitionerId } = await w.db
      .selectFrom('deployments')
      .select('practitionerId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await w.database.transaction(everything, (tx) =>
      adding(tx)('practitionerAway', {
        practitionerId: practitionerId as number,
        fromOn: day('2018-03-14'),
        toOn: day('2018-03-16'),
      }),
    )
    assert.match((await planned(visit('2018-03-16'))).text, /Priya Practitioner cannot come on 16 March 2018/)
    assert.equal((await planned(visit('2018-03-13'))).status, 303)
  })

  test('times stand together, the earlier first; what is typed is shown again as text', async () => {
    const { planned } = await active()
    const hostile = '<script>alert(1)</script>'
    const wrong = await planned(visit('2018-03-07', { starts: '11:00', ends: '9:00', purpose: hostile }))
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /an end that is after the start/)
    assert.ok(!wrong.text.includes(hostile))
    assert.equal((await planned(visit('2018-03-07', { starts: '9:00' }))).status, 422)
    // The clocks go forward on 25 March 2018.
    assert.equal((await planned(visit('2018-03-26', { starts: '9:00', ends: '11:30' }))).status, 303)
  })

  test('nothing is planned before it is active, nor while it rests', async () => {
    const w = await world()
    const practitionerId = await practitioner(w, { halfDays: 40 })
    for (const state of ['agreed', 'paused', 'closed'] as const) {
      const id = await deploymentAt(w, state, { practitionerId })
      const answer = await (await w.as('head')).post(
        `/support/deployments/${id}/visits/new`,
        visit('2018-03-07'),
      )
      assert.equal(answer.status, 409, state)
    }
  })
})

describe('a programme of visits', () => {
  const series = {
    from: '2018-03-05',
    weekday: '3',
    every: '2',
    times: '3',
    half: 'am',
    starts: '',
    ends: '',
    purpose: '',
  }

  test('is planned every other week, leaving out days on which the host is closed', async () => {
    const { w, id, post, at } = await active({ kind: 'coaching' })
    const form = await (await w.as('practitioner')).get(`${at}/visits/series`)
    assert.match(form.text, /Plan the coaching programme/)
    assert.equal((await post('practitioner', '/visits/series', series)).status, 303)
    assert.deepEqual(
      (await visitsIn(w, id)).map(({ visitedOn }) => visitedOn),
      ['2018-03-07', '2018-03-21', '2018-04-18'],
    )
  })

  test('is planned whole or not at all, and every clash is said', async () => {
    const { w, id, post } = await active()
    await visitTo(w, { visitedOn: day('2018-03-07'), half: 'am', status: 'planned' })
    await visitTo(w, {
      visitedOn: day('2018-03-21'),
      half: 'day',
      status: 'planned',
      toMembershipId: w.members.carr,
      toUrn: 990003,
    })
    const answer = await post('head', '/visits/series', series)
    assert.equal(answer.status, 422)
    assert.match(
      answer.text,
      /Wed 7 Mar 2018: Priya Practitioner is at Ashmere already that morning. Wed 21 Mar 2018: Priya Practitioner is at another school/,
    )
    assert.doesNotMatch(answer.text, /Carr Lane/)
    assert.equal((await visitsIn(w, id)).length, 0)
    assert.match(
      (await post('head', '/visits/series', { ...series, times: '7' })).text,
      /7 visits|these visits take 3½ days/,
    )
  })
})

describe('moving and calling off', () => {
  const planned = async (w: World, deploymentId: number, visitedOn: Day) =>
    visitTo(w, { deploymentId, visitedOn, half: 'am', status: 'planned' })

  test('a visit is moved under its version, and its former half-day is free again', async () => {
    const { w, id, planned: plan } = await active()
    const visitId = await planned(w, id, addDays(today, 2))
    const head = await w.as('head')
    const at = `/support/visits/${visitId}/move`
    assert.match((await head.get(at)).text, /7\/0?3\/2018/)
    const moved = await head.post(at, { ...visit('2018-03-08', { half: 'day' }), 'form-version': '1' })
    assert.equal(moved.status, 303, moved.text)
    assert.equal((await head.post(at, { ...visit('2018-03-09'), 'form-version': '1' })).status, 409)
    assert.equal((await plan(visit('2018-03-07'))).status, 303)
    for (const [name, status] of [
      ['otherHead', 403],
      ['teacher', 403],
      ['hubLead', 404],
    ] as const)
      assert.equal((await (await w.as(name)).post(at, visit('2018-03-09'))).status, status, name)
  })

  test('before the day it is called off; on the day the host cancelled it, or the practitioner could not', async () => {
    const { w, id } = await active()
    const head = await w.as('head')
    const cases = [
      [addDays(today, 1), 'host', 'cancelled'],
      [addDays(today, 2), 'practitioner', 'cancelled'],
      [today, 'host', 'cancelled on the day by host'],
      [addDays(today, -3), 'practitioner', 'missed'],
    ] as const
    for (const [on, of, status] of cases) {
      const visitId = await planned(w, id, on)
      const answer = await head.post(`/support/visits/${visitId}/call-off`, { of, why: 'Mock examinations' })
      assert.equal(answer.status, 303)
      const row = await w.db
        .selectFrom('supportVisits')
        .selectAll()
        .where('id', '=', visitId)
        .executeTakeFirstOrThrow()
      assert.deepEqual([row.status, row.why], [status, 'Mock examinations'])
      assert.equal((await head.post(`/support/visits/${visitId}/call-off`, { of, why: 'Again' })).status, 422)
    }
  })
})

describe('more days', () => {
  test('SSIG agrees them with a reason, and the supporting head is told', async () => {
    const { w, id, post } = await active()
    assert.equal((await post('head', '/more-days', { halfDaysAgreed: '4', reason: 'Mocks' })).status, 403)
    assert.equal((await post('ssig', '/more-days', { halfDaysAgreed: '3', reason: 'Mocks' })).status, 422)
    const beyond = await post('ssig', '/more-days', { halfDaysAgreed: '6.5', reason: 'Mocks' })
    assert.match(beyond.text, /has not so many days left/)
    assert.equal(
      (await post('ssig', '/more-days', { halfDaysAgreed: '4', reason: 'Mocks moved' })).status,
      303,
    )
    const row = await w.db
      .selectFrom('deployments')
      .select('halfDaysAgreed')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(row.halfDaysAgreed, 8)
    const mails = await w.db.selectFrom('mails').select(['recipient', 'body']).execute()
    assert.deepEqual(
      mails.map(({ recipient }) => recipient),
      ['otherhead@alliance.example'],
    )
    assert.match(mails[0]?.body ?? '', /4 days instead of 3 days[\s\S]*Mocks moved/)
  })

  test('a head is told of whom nobody wrote down since when', async () => {
    const { w, post } = await active()
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('posts').set({ fromOn: null }).where('personId', '=', w.people.otherHead).execute(),
    )
    await post('ssig', '/more-days', { halfDaysAgreed: '4', reason: 'Mocks moved' })
    const mails = await w.db.selectFrom('mails').select('recipient').execute()
    assert.deepEqual(mails, [{ recipient: 'otherhead@alliance.example' }])
  })
})

describe('the mid-point', () => {
  const review = { working: 'partly', appropriate: 'yes', changes: 'More time in lessons', exitPlan: '' }

  test('is asked for from half of the days on, of the head and the practitioner', async () => {
    const { w, id, post } = await active({ wantedFrom: day('2018-03-01'), wantedTo: day('2018-07-01') })
    const asks = async (name: CastName) =>
      (await (await w.as(name)).get('/')).text.includes(`/support/deployments/${id}/mid-point`)
    await visitTo(w, { deploymentId: id, visitedOn: day('2018-03-01'), half: 'day' })
    assert.equal(await asks('head'), false)
    await visitTo(w, { deploymentId: id, visitedOn: day('2018-03-02'), half: 'am' })
    for (const name of ['head', 'practitioner'] as const) assert.equal(await asks(name), true, name)
    for (const name of ['otherHead', 'teacher', 'hubLead'] as const)
      assert.equal(await asks(name), false, name)
    assert.equal((await post('head', '/mid-point', { ...review, changes: '' })).status, 422)
    assert.equal((await post('head', '/mid-point', review)).status, 303)
    assert.equal(await asks('practitioner'), false)
    assert.equal(
      (await post('practitioner', '/mid-point', review)).status,
      409,
      'the head wrote it meanwhile',
    )
    assert.equal(
      (await post('practitioner', '/mid-point', { ...review, working: 'yes', 'form-version': '1' })).status,
      303,
    )
    assert.equal((await post('otherHead', '/mid-point', review)).status, 403)
    const page = await (await w.as('head')).get(`/support/deployments/${id}`)
    assert.match(page.text, /More time in lessons/)
  })

  test('is asked for from half of the time on', async () => {
    const { w, id } = await active({ wantedFrom: addDays(today, -10), wantedTo: addDays(today, 10) })
    const later = await deploymentAt(w, 'active', {
      wantedFrom: addDays(today, -10),
      wantedTo: addDays(today, 11),
      practitionerId: await practitioner(w, { personId: w.people.hubLead }),
    })
    const { text } = await (await w.as('head')).get('/')
    assert.ok(text.includes(`/support/deployments/${id}/mid-point`))
    assert.ok(!text.includes(`/support/deployments/${later}/mid-point`))
  })
})

test('the practitioner’s own page shows today first, and only their own', async () => {
  const { w, id } = await active()
  const now = await visitTo(w, { deploymentId: id, visitedOn: today, half: 'am', status: 'planned' })
  await visitTo(w, {
    deploymentId: id,
    visitedOn: addDays(today, 3),
    half: 'pm',
    status: 'planned',
    purpose: 'Lesson study',
  })
  await visitTo(w, { deploymentId: id, visitedOn: addDays(today, -20), half: 'am', status: 'planned' })
  const { text, status } = await (await w.as('practitioner')).get('/support/mine')
  assert.equal(status, 200)
  assert.match(text, new RegExp(`/support/visits/${now}/note`))
  for (const says of [
    'Note today’s visit',
    'Lesson study',
    'Note your visit to Ashmere of Tue 13 Feb 2018',
    '6 days, until 31 August 2018',
  ])
    assert.ok(text.includes(says), says)
  assert.match((await (await w.as('hubLead')).get('/support/mine')).text, /No visit of yours is planned/)
  for (const name of ['partner', 'chair', 'coordinator', 'officer'] as const)
    assert.equal((await (await w.as(name)).get('/support/mine')).status, 403, name)
})
