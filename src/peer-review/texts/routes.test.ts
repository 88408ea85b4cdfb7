import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { reviewAt, SECRET, written } from '../../../test/peer-review.ts'
import { type CastName, castNames, type World, world } from '../../../test/world.ts'

const handOver = (w: World, id: number) =>
  w.database.pool.query(
    `update peer_reviews set state = 'reported', reported_at = '2018-03-01' where id = $1`,
    [id],
  )
const name = async (w: World, id: number, who: CastName, may = 'read') =>
  (
    await (
      await w.as('head')
    ).post(`/peer-review/${id}/readers/new`, { personId: String(w.people[who]), may })
  ).status
const auditOf = (w: World) => w.db.selectFrom('auditLog').selectAll().orderBy('seq').execute()

describe('the report', () => {
  test('is the host head’s, and hers to show: to a governor and SSIG, each opening written down', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited')
    await written(w, id)
    await handOver(w, id)
    const at = `/peer-review/${id}/texts/report`
    const open = async (who: CastName, path = at) => (await w.as(who)).get(path)
    for (const one of castNames) assert.equal((await open(one)).status, readers(one), one)
    assert.deepEqual([await name(w, id, 'governor'), await name(w, id, 'ssig')], [303, 303])
    assert.equal(await name(w, id, 'governor'), 422, 'twice')
    const before = (await auditOf(w)).length
    assert.match((await open('governor')).text, new RegExp(SECRET))
    assert.equal((await open('ssig', `/peer-review/${id}/report.pdf`)).status, 200)
    assert.equal((await open('head')).status, 200)
    const lines = (await auditOf(w)).slice(before)
    assert.deepEqual(
      lines.map(({ who, did, subject, details }) => [who, did, subject, JSON.parse(details)]),
      [
        [String(w.people.governor), 'opened a peer review report', `peer-review/${id}`, { as: 'page' }],
        [String(w.people.ssig), 'opened a peer review report', `peer-review/${id}`, { as: 'pdf' }],
      ],
    )
    const head = await w.as('head')
    const page = await head.get(`/peer-review/${id}`)
    const [off] = [...page.text.matchAll(/readers\/(\d+)\/remove/g)].map(([, one]) => one)
    const remove = `/peer-review/${id}/readers/${off}/remove`
    assert.equal((await (await w.as('deputy')).post(remove, {})).status, 403)
    const key = { 'form-key': randomUUID() }
    const twice = [await head.post(remove, key), await head.post(remove, key)]
    assert.deepEqual(
      twice.map(({ status }) => status),
      [303, 303],
    )
    assert.equal((await head.post(remove, {})).status, 404)
    assert.equal((await open('governor')).status, 404, 'Grace stands first in the list')
  })

  const readers = (one: CastName) => (one === 'head' ? 200 : one === 'partner' ? 403 : 404)

  test('is a tagged PDF under a name that says nothing, and only once it is handed over', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited')
    await written(w, id)
    const reviewer = await w.as('practitioner')
    assert.equal((await reviewer.get(`/peer-review/${id}/report.pdf`)).status, 404)
    await handOver(w, id)
    const made = await (await w.as('head')).get(`/peer-review/${id}/report.pdf`)
    assert.match(made.text, /^%PDF/)
    assert.match(made.headers.get('content-disposition') ?? '', new RegExp(`"peer-review-${id}.pdf"`))
    assert.equal((await (await w.as('coordinator')).get(`/peer-review/${id}/report.pdf`)).status, 404)
  })

  test('of two who write one section at once the second sees both; and it is not changed once it is handed over', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited')
    const at = `/peer-review/${id}/texts/report/leadership`
    const [priya, lee] = [await w.as('practitioner'), await w.as('hubLead')]
    const first = await Promise.all([
      priya.post(at, { words: 'By Priya', estimate: '' }),
      lee.post(at, { words: 'By Lee', estimate: 'leading' }),
    ])
    assert.deepEqual(first.map(({ status }) => status).sort(), [303, 409])
    assert.match(first.find(({ status }) => status === 409)?.text ?? '', /was changed to By (Priya|Lee)/)
    const again = { words: 'By both', estimate: 'effective', 'form-version': '1' }
    assert.equal((await lee.post(at, again)).status, 303)
    assert.equal((await priya.post(at, again)).status, 409)
    const hostile = '<script>alert(1)</script> [x](javascript:alert(1)) \u202e'
    const other = `/peer-review/${id}/texts/report/additional-needs`
    assert.equal((await priya.post(other, { words: hostile, estimate: '' })).status, 303)
    const page = (await lee.get(`/peer-review/${id}/texts/report`)).text
    assert.doesNotMatch(page, /<script>alert|href="javascript/)
    assert.equal((await priya.post(other, { words: 'x', estimate: 'outstanding' })).status, 422)
    assert.equal((await (await w.as('head')).post(other, { words: 'mine', estimate: '' })).status, 403)
    await handOver(w, id)
    assert.equal((await lee.post(at, { ...again, 'form-version': '2' })).status, 404)
    const made = await (await w.as('head')).get(`/peer-review/${id}/report.pdf`)
    assert.equal(made.status, 200)
  })
})

describe('what the school writes itself', () => {
  test('the head, and people of the school whom the head lets, each in its time', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'planned')
    const at = (part: string, section = 'other') => `/peer-review/${id}/texts/${part}/${section}`
    const words = { words: 'What we think of ourselves', estimate: '' }
    const post = async (who: CastName, path: string) => (await (await w.as(who)).post(path, words)).status
    assert.equal(await post('deputy', at('self-review')), 404)
    assert.equal(await name(w, id, 'practitioner', 'write'), 422, 'of another school')
    assert.equal(await name(w, id, 'deputy', 'write'), 303)
    assert.equal(await name(w, id, 'governor', 'read'), 303)
    assert.equal(await post('deputy', at('self-review')), 303)
    assert.equal(await post('governor', at('self-review')), 403)
    assert.equal(await post('head', at('workshop')), 403, 'before the report')
    assert.equal(await post('head', at('self-review', 'nonsense')), 404)
    assert.equal((await (await w.as('practitioner')).get(`/peer-review/${id}/texts/self-review`)).status, 404)
    await (await w.as('head')).post(`/peer-review/${id}/moves/self-review`, {})
    assert.equal((await (await w.as('practitioner')).get(`/peer-review/${id}/texts/self-review`)).status, 200)
  })
})

test('no word of any text and no estimate is on a page of the office or SSIG, in a CSV, the log or the history', async () => {
  const w = await world()
  const { id, clusterId } = await reviewAt(w, 'visited')
  await written(w, id)
  const reviewer = await w.as('practitioner')
  const changed = { words: `${SECRET} twice`, estimate: 'ineffective', 'form-version': '1' }
  assert.equal((await reviewer.post(`/peer-review/${id}/texts/report/leadership`, changed)).status, 303)
  const estimate = /ineffective|estimate:/i
  for (const handedOver of [false, true]) {
    if (handedOver) await handOver(w, id)
    for (const who of ['coordinator', 'ssig', 'otherHead', 'deputy', 'governor', 'officer'] as const)
      for (const path of [
        ...['/', '/peer-review', '/peer-review?format=csv', `/peer-review/${id}`],
        ...[`/peer-review/clusters/${clusterId}`, '/audit', '/audit?format=csv', '/review/2017-18'],
        ...[`/peer-review/${id}/texts/report`, `/peer-review/${id}/texts/self-review`],
      ]) {
        const { text } = await (await w.as(who)).get(path)
        assert.ok(!text.includes(SECRET), `${who} ${path}`)
        assert.doesNotMatch(text, estimate, `${who} ${path}`)
      }
  }
  const by = await w.by('coordinator')
  for (const db of [by.db, by.totals, (await w.by('system')).db]) {
    assert.deepEqual(await db.selectFrom('peerReviewTexts').selectAll().execute(), [])
    const revised = await db
      .selectFrom('revisions')
      .selectAll()
      .where('tableName', '=', 'peer_review_texts')
      .execute()
    assert.deepEqual(revised, [])
  }
  assert.ok(!JSON.stringify(await auditOf(w)).includes(SECRET))
  const keys = await w.db.selectFrom('formKeys').selectAll().execute()
  assert.ok(!JSON.stringify(keys).includes(SECRET))
})
