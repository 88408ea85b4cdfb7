import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { reviewAt, school } from '../../../test/peer-review.ts'
import { type World, world } from '../../../test/world.ts'
import { academicYearOf, day } from '../../platform/day.ts'
import { peerReviewsCounted } from './queries.ts'

const drafted = async (w: World, answers: Record<string, string | string[]>) => {
  const office = await w.as('coordinator')
  return office.post('/peer-review/clusters/new', { year: '2017-18', ...answers })
}
const idIn = (answer: { headers: Headers }) =>
  Number(/clusters\/(\d+)/.exec(answer.headers.get('location') ?? '')?.[1])
const ids = (...numbers: number[]) => numbers.map(String)

describe('clusters', () => {
  test('a draft may be short of schools; it begins with three, and once, with a review of each', async () => {
    const w = await world()
    const [dale, edge] = [await school(w, 990004, 'Dale'), await school(w, 990005, 'Edge')]
    const { ashmere, brindle } = w.members
    const ssig = await w.as('ssig')
    const made = await ssig.post('/peer-review/clusters/new', {
      ...{ name: 'North', year: '2017-18', schools: ids(ashmere, brindle) },
    })
    assert.equal(made.status, 303)
    const at = `/peer-review/clusters/${idIn(made)}`
    assert.match((await ssig.get(at)).text, /3 to 7 schools, and this one has 2/)
    assert.equal((await ssig.post(`${at}/begin`, {})).status, 409)
    const added = {
      name: 'North',
      year: '2017-18',
      schools: ids(ashmere, brindle, dale),
      'form-version': '1',
    }
    assert.equal((await ssig.post(`${at}/correct`, added)).status, 303)
    assert.equal((await ssig.post(`${at}/correct`, added)).status, 409, 'the same version again')
    const begun = await Promise.all([ssig.post(`${at}/begin`, {}), ssig.post(`${at}/begin`, {})])
    assert.deepEqual(begun.map(({ status }) => status).sort(), [303, 409])
    const reviews = await w.db.selectFrom('peerReviews').select('hostMembershipId').execute()
    assert.deepEqual(reviews.map((one) => one.hostMembershipId).sort(), [ashmere, brindle, dale].sort())

    const again = (schools: number[], version: string) =>
      ssig.post(`${at}/correct`, {
        name: 'North',
        year: '2017-18',
        schools: ids(...schools),
        'form-version': version,
      })
    assert.match((await again([ashmere, brindle], '3')).text, /3 to 7 schools/)
    assert.equal((await again([ashmere, brindle, edge], '3')).status, 303)
    const states = async () =>
      Object.fromEntries(
        (await w.db.selectFrom('peerReviews').select(['hostMembershipId', 'state']).execute()).map((one) => [
          one.hostMembershipId,
          one.state,
        ]),
      )
    assert.deepEqual(await states(), {
      [ashmere]: 'planned',
      [brindle]: 'planned',
      [dale]: 'cancelled',
      [edge]: 'planned',
    })
    assert.equal((await again([ashmere, brindle, dale, edge], '4')).status, 303)
    assert.equal((await states())[dale], 'planned')
    const later = {
      name: 'North',
      year: '2018-19',
      schools: ids(ashmere, brindle, dale, edge),
      'form-version': '5',
    }
    assert.match((await ssig.post(`${at}/correct`, later)).text, /stays in its year/)
    assert.match((await ssig.get(at)).text, /Corrected/)
  })

  test('a school is in one cluster a year, also of two that are drafted at once, and only while it is a member', async () => {
    const w = await world()
    const { ashmere, carr } = w.members
    const both = await Promise.all([
      drafted(w, { name: 'North', schools: ids(ashmere) }),
      drafted(w, { name: 'South', schools: ids(ashmere) }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    assert.match(both.find(({ status }) => status === 422)?.text ?? '', /in another cluster of that year/)
    assert.equal((await drafted(w, { name: 'South', schools: ids(ashmere), year: '2018-19' })).status, 303)
    assert.equal((await drafted(w, { name: 'West', schools: ids(carr) })).status, 422, 'Carr Lane has left')
    assert.equal((await drafted(w, { name: 'Kept' })).status, 303)
    assert.match((await drafted(w, { name: 'Kept' })).text, /Another cluster of that year has this name/)
    const key = { 'form-key': randomUUID(), name: 'East' }
    const twice = await Promise.all([drafted(w, key), drafted(w, key)])
    assert.equal(new Set(twice.map((one) => one.headers.get('location'))).size, 1)
  })

  test('a school that left since is said to have, and the cluster does not begin with it', async () => {
    const w = await world()
    const dale = await school(w, 990004, 'Dale')
    const { ashmere, brindle } = w.members
    const id = idIn(await drafted(w, { name: 'North', schools: ids(ashmere, brindle, dale) }))
    await w.database.pool.query(`update memberships set left_on = '2018-03-04' where id = $1`, [dale])
    const office = await w.as('coordinator')
    const page = await office.get(`/peer-review/clusters/${id}`)
    assert.match(page.text, /Dale is not in the alliance today: take it off first/)
    assert.match(page.text, /Has left the alliance/)
    assert.doesNotMatch(page.text, /Begin this cluster/)
    assert.equal((await office.post(`/peer-review/clusters/${id}/begin`, {})).status, 409)
    const name = { name: 'North of the river', year: '2017-18', 'form-version': '1' }
    const kept = await office.post(`/peer-review/clusters/${id}/correct`, {
      ...name,
      schools: ids(ashmere, brindle, dale),
    })
    assert.equal(kept.status, 303, 'its name is corrected all the same')
  })

  test('once a review was visited the schools stay', async () => {
    const w = await world()
    const { clusterId, dale } = await reviewAt(w, 'visited')
    const edge = await school(w, 990005, 'Edge')
    const { ashmere, brindle } = w.members
    const office = await w.as('coordinator')
    const answer = await office.post(`/peer-review/clusters/${clusterId}/correct`, {
      ...{ name: 'North', year: '2017-18', schools: ids(ashmere, brindle, dale, edge), 'form-version': '1' },
    })
    assert.match(answer.text, /has been visited, so its schools stay/)
  })

  test('the head of a school names its champion, of their own staff, and nobody else does', async () => {
    const w = await world()
    const { clusterId } = await reviewAt(w, 'planned')
    const at = `/peer-review/clusters/${clusterId}/champion/${w.members.ashmere}`
    const answers = { championId: String(w.people.deputy) }
    for (const name of ['coordinator', 'ssig', 'deputy', 'otherHead', 'teacher', 'partner'] as const)
      assert.equal((await (await w.as(name)).post(at, answers)).status, 403, name)
    const head = await w.as('head')
    assert.equal((await head.post(at, { championId: String(w.people.practitioner) })).status, 422)
    assert.equal((await head.post(at, answers)).status, 303)
    assert.match((await head.get(`/peer-review/clusters/${clusterId}`)).text, /Dev Deputy/)
  })
})

describe('what everybody is told', () => {
  test('clusters for those who lead or advise; a teacher sees how many; a partner and a visitor nothing', async () => {
    const w = await world()
    const { clusterId } = await reviewAt(w, 'visited')
    const seen = async (name: Parameters<World['as']>[0], path: string) =>
      (await (await w.as(name)).get(path)).status
    for (const name of [
      'coordinator',
      'ssig',
      'head',
      'deputy',
      'chair',
      'governor',
      'officer',
      'hubLead',
    ] as const) {
      const page = await (await w.as(name)).get('/peer-review')
      assert.equal(page.status, 200)
      assert.match(page.text, /North/, name)
      assert.equal(await seen(name, `/peer-review/clusters/${clusterId}`), 200)
    }
    const teacher = await (await w.as('teacher')).get('/peer-review')
    assert.match(teacher.text, /Reviews done/)
    assert.doesNotMatch(teacher.text, /North/)
    assert.equal(await seen('teacher', `/peer-review/clusters/${clusterId}`), 403)
    assert.equal(await seen('partner', '/peer-review'), 403)
    assert.equal(await seen('visitor', '/peer-review'), 303)
    const csv = await (await w.as('head')).get('/peer-review?format=csv')
    assert.match(csv.text, /North,2017-18,"Ashmere, Brindle Moor, Dale",1 of 3/)
    assert.doesNotMatch((await (await w.as('head')).get('/peer-review?year=2016-17')).text, /clusters\/\d/)
  })

  test('a review is counted from its visit on, in the year of its last day', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'self-reviewed')
    const counted = (on: string) => peerReviewsCounted(w.db, academicYearOf(day(on)))
    const none = { done: 0, hosts: 0, clusters: 0 }
    assert.deepEqual(await counted('2018-02-28'), none)
    const set = (sets: string) => w.database.pool.query(`update peer_reviews set ${sets} where id = ${id}`)
    const one = { done: 1, hosts: 1, clusters: 1 }
    for (const state of ['visited', 'reported', 'workshop held', 'followed up']) {
      await set(`state = '${state}'`)
      assert.deepEqual(await counted('2018-02-28'), one, state)
    }
    await set(`visit_from = '2018-08-31', visit_to = '2018-08-31'`)
    assert.deepEqual([await counted('2018-08-31'), await counted('2018-09-01')], [one, none])
    await set(`visit_to = '2018-09-01'`)
    assert.deepEqual([await counted('2018-08-31'), await counted('2018-09-01')], [none, one])
    assert.match((await (await w.as('teacher')).get('/peer-review')).text, /2018-19/)
    await set(`state = 'cancelled', cancelled_why = 'x'`)
    assert.deepEqual(await counted('2018-09-01'), none)
  })
})
