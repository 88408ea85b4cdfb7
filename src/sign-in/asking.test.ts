import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cookieOf, mailsTo, sessions, whoIs } from '../../test/signing-in.ts'
import { emailOf, today, type World, world } from '../../test/world.ts'
import { addDays } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

const key = '3e0d4a51-7f7e-4f0e-9a55-0f2f3c1d9b11'

describe('what was typed', () => {
  const addresses = [
    'head@alliance.example\r\nBcc: all@alliance.example',
    'head@alliance.example\nSubject: hello',
    'head@alliance.example,other@alliance.example',
    '"Head" <head@alliance.example>',
    'head@alliance.example;x@y.example',
    'head',
    '',
  ]
  for (const email of addresses)
    test(`is refused as an address: ${JSON.stringify(email)}`, async () => {
      const w = await world()
      const sent = await (await w.as('visitor')).post('/sign-in', { email })
      assert.equal(sent.status, 422)
      assert.match(sent.text, /id="email-error"/)
      assert.deepEqual(await w.db.selectFrom('mails').select('id').execute(), [])
    })
})

describe('asking too often', () => {
  test('one address may ask five times in a quarter of an hour, known or not', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    for (const email of [emailOf('head'), 'nobody@alliance.example']) {
      const asked = await Promise.all(Array.from({ length: 7 }, () => visitor.post('/sign-in', { email })))
      assert.deepEqual(asked.map(({ status }) => status).sort(), [303, 303, 303, 303, 303, 429, 429])
      const refused = asked.find(({ status }) => status === 429)
      const wait = Number(refused?.headers.get('retry-after'))
      assert.ok(wait > 0 && wait <= 15 * 60, `Retry-After: ${wait}`)
    }
    assert.equal((await mailsTo(w, emailOf('head'))).length, 5)
    await w.database.pool.query(`update rate_limits set resets_at = now() - interval '1 second'`)
    assert.equal((await visitor.post('/sign-in', { email: emailOf('head') })).status, 303)
  })

  test('one network may ask three hundred times in ten minutes', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    await visitor.post('/sign-in', { email: 'first@alliance.example' })
    await w.database.pool.query('update rate_limits set count = 300 where count = 1')
    const refused = await visitor.post('/sign-in', { email: 'second@alliance.example' })
    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers.get('retry-after')) <= 600)
    await w.database.pool.query('delete from rate_limits')
    const guess = () => visitor.post('/sign-in/link', { token: 'guess', next: '' })
    assert.equal((await guess()).status, 422)
    await w.database.pool.query('update rate_limits set count = 300')
    assert.equal((await guess()).status, 429)
  })
})

describe('choosing a person to be', () => {
  const demonstrate = (w: World) => w.database.pool.query('update alliance set demonstration = true')

  test('exists only in the demonstration', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    assert.equal((await visitor.get('/sign-in/as')).status, 404)
    const sent = await visitor.post('/sign-in/as', { person: String(w.people.coordinator), 'form-key': key })
    assert.equal(sent.status, 404)
    assert.equal(sent.headers.get('set-cookie'), null)
    assert.equal(await sessions(w), 0)
    assert.doesNotMatch((await visitor.get('/')).text, /sign-in\/as/)
    assert.equal((await visitor.get('/mails')).status, 303)
  })

  test('there, each role has someone, and choosing them signs in', async () => {
    const w = await world()
    await demonstrate(w)
    const visitor = await w.as('visitor')
    const page = await visitor.get('/sign-in/as')
    for (const name of ['Amina Office', 'Hannah Head', 'Pat Partner', 'Lee Lead'])
      assert.match(page.text, new RegExp(name))
    const signed = await visitor.post('/sign-in/as', { person: String(w.people.chair) })
    assert.equal(await whoIs(w, cookieOf(signed.headers)), 'Chen Chair')
  })

  test('nobody but those offered can be chosen', async () => {
    const w = await world()
    await demonstrate(w)
    const visitor = await w.as('visitor')
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.head)
        .execute(),
    )
    for (const person of [String(w.people.head), '0', '-1', 'x', ''])
      assert.notEqual((await visitor.post('/sign-in/as', { person })).status, 200)
    assert.equal(await sessions(w), 0)
  })
})
