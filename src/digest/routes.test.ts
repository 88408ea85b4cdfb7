import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CastName, origin, secret, type World, world } from '../../test/world.ts'
import { stopLink } from './work.ts'

const settings = { url: origin, secret }
const pathOf = (w: World, name: CastName) => stopLink(settings, w.people[name]).slice(origin.length)

const stopped = async ({ database, people }: World) => {
  const { rows } = await database.pool.query('select person_id as id from digest_stops order by person_id')
  return rows.map(({ id }) => Object.entries(people).find(([, number]) => number === id)?.[0])
}

describe('the link in the mail', () => {
  test('asks before it stops, for mail filters open every link', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const { status, text } = await visitor.get(pathOf(w, 'head'))
    assert.equal(status, 200)
    assert.match(text, /<h1[^>]*>Stop your daily digest[\s\S]*<button[^>]*>Stop the digest/)
    assert.deepEqual(await stopped(w), [])
    const done = await visitor.post(pathOf(w, 'head'), {})
    assert.equal(done.status, 200)
    assert.match(done.text, /<h1[^>]*>Your digest is stopped/)
    assert.match((await visitor.get(pathOf(w, 'head'))).text, /<h1[^>]*>Your digest is stopped/)
    assert.deepEqual(await stopped(w), ['head'])
  })

  test('takes what a mail program posts by itself: from nowhere, once or again, and sends it nowhere else', async () => {
    const w = await world()
    const bodies = [
      new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      (() => {
        const form = new FormData()
        form.set('List-Unsubscribe', 'One-Click')
        return form
      })(),
    ]
    for (const body of bodies) {
      const answer = await w.site.request(origin + pathOf(w, 'chair'), { method: 'POST', body })
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('location'), null)
      assert.equal(answer.headers.get('set-cookie'), null)
    }
    assert.deepEqual(await stopped(w), ['chair'])
  })

  test('is the right of whoever holds it over that one digest, whoever is signed in', async () => {
    const w = await world()
    const head = await w.as('head')
    await head.post(pathOf(w, 'teacher'), {}, { origin: 'https://mail.example' })
    assert.deepEqual(await stopped(w), ['teacher'])
    const { rows } = await w.database.pool.query(`select who from audit_log where did = 'stopped the digest'`)
    assert.deepEqual(rows, [{ who: String(w.people.teacher) }])
  })

  test('works for somebody whose post has ended', async () => {
    const w = await world()
    await w.database.pool.query(`update posts set to_on = '2018-01-01' where person_id = $1`, [
      w.people.deputy,
    ])
    assert.equal((await (await w.as('visitor')).post(pathOf(w, 'deputy'), {})).status, 200)
    assert.deepEqual(await stopped(w), ['deputy'])
  })

  test('cut short, altered or of nobody, stops nothing and says what to do', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const good = pathOf(w, 'head')
    const nobody = stopLink(settings, 999_999).slice(origin.length)
    const token = good.split('token=')[1]
    const other = good.replace(`${w.people.head}.`, `${w.people.chair}.`)
    for (const path of [
      '/digest/stop',
      good.slice(0, -1),
      `${good}A`,
      other,
      nobody,
      `/digest/stop?t=${token}`,
    ])
      for (const answer of [await visitor.get(path), await visitor.post(path, {})]) {
        assert.equal(answer.status, 422, path)
        assert.match(answer.text, /This link does not stop a digest/)
      }
    assert.deepEqual(await stopped(w), [])
  })
})

describe('on the page under one’s own name', () => {
  test('it is stopped and started again', async () => {
    const w = await world()
    const head = await w.as('head')
    assert.match((await head.get('/me')).text, /action="\/me\/digest\/stop"/)
    const stop = await head.post('/me/digest/stop', {})
    assert.equal(stop.headers.get('location'), '/me?did=saved')
    assert.deepEqual(await stopped(w), ['head'])
    const page = (await head.get('/me')).text
    assert.match(page, /You have stopped it[\s\S]*action="\/me\/digest\/start"/)
    await head.post('/me/digest/start', {})
    assert.deepEqual(await stopped(w), [])
  })

  test('not by posting from elsewhere', async () => {
    const w = await world()
    const head = await w.as('head')
    for (const deed of ['stop', 'start']) {
      const answer = await head.post(`/me/digest/${deed}`, {}, { origin: 'https://evil.example' })
      assert.equal(answer.status, 403)
    }
    assert.deepEqual(await stopped(w), [])
  })
})
