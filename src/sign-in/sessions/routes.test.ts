import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cookieOf, linkFor, sessions } from '../../../test/signing-in.ts'
import { type CastName, origin, secret, today, type World, world } from '../../../test/world.ts'
import { app } from '../../app.ts'
import { logTo } from '../../platform/log.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'

/** Signs in by a link on a device that calls itself this. */
async function signedIn(w: World, name: CastName, userAgent: string): Promise<string> {
  const link = new URL(await linkFor(w, name), 'http://alliance.test').searchParams
  const visitor = await w.as('visitor')
  const answers = { token: link.get('token') ?? '', next: '' }
  return cookieOf((await visitor.post('/sign-in/link', answers, { 'user-agent': userAgent })).headers)
}

const idsIn = (text: string) => [...text.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = '']) => id)

async function two() {
  const w = await world()
  const here = await w.cookie('head')
  const phone = await signedIn(w, 'head', iphone)
  const chair = await w.cookie('chair')
  const visitor = await w.as('visitor')
  const page = (cookie: string) => visitor.get('/me/sign-in', { cookie })
  const isOpen = async (cookie: string) => (await page(cookie)).status === 200
  return { w, here, phone, chair, visitor, page, isOpen }
}

describe('one’s own sessions', () => {
  test('are listed by device, this one marked, and nobody else’s', async () => {
    const { page, here } = await two()
    const { text } = await page(here)
    assert.match(text, /Safari on an iPhone/)
    assert.equal(text.match(/This one/g)?.length, 1)
    assert.equal(idsIn(text).length, 1)
    assert.doesNotMatch(text, /Mozilla/)
  })

  test('hold no secret of theirs on the page', async () => {
    const { w, page, here } = await two()
    const { text } = await page(here)
    const tokens = await w.db.selectFrom('sessions').select('token').execute()
    assert.equal(tokens.length, 3)
    for (const { token } of tokens) assert.ok(!text.includes(token))
  })

  test('end one by one, at once', async () => {
    const { page, here, phone, chair, visitor, isOpen } = await two()
    const [id = ''] = idsIn((await page(here)).text)
    const ended = await visitor.post('/me/sign-in/sessions/end', { session: id }, { cookie: here })
    assert.equal(ended.headers.get('location'), '/me/sign-in?did=ended')
    assert.deepEqual(await Promise.all([here, phone, chair].map(isOpen)), [true, false, true])
  })

  test('end all but this one', async () => {
    const { w, here, phone, chair, visitor, isOpen } = await two()
    await visitor.post('/me/sign-in/sessions/end-others', {}, { cookie: here })
    assert.deepEqual(await Promise.all([here, phone, chair].map(isOpen)), [true, false, true])
    const { details } = await w.db
      .selectFrom('auditLog')
      .select('details')
      .where('did', '=', 'ended other sessions')
      .executeTakeFirstOrThrow()
    assert.equal(details, '{"ended":1}')
  })

  test('end on every server process at once', async () => {
    const { w, here, phone, visitor } = await two()
    const beside = app({
      database: w.database,
      clock: { now: () => new Date(), today: () => today },
      log: logTo('nowhere'),
      settings: { url: origin, secret, secure: false },
      assets: { folder: 'public/assets', version: '' },
    })
    const there = async () =>
      (await beside.request(`${origin}/me/sign-in`, { headers: { cookie: phone } })).status
    assert.equal(await there(), 200)
    await visitor.post('/me/sign-in/sessions/end-others', {}, { cookie: here })
    assert.equal(await there(), 303)
  })

  test('are ended by nobody else', async () => {
    const { w, page, here, phone, visitor, isOpen } = await two()
    const [id = ''] = idsIn((await page(here)).text)
    const cookie = await w.cookie('coordinator')
    for (const session of [id, '', '\u0000', 'x'.repeat(500), "' or true --"])
      assert.equal((await visitor.post('/me/sign-in/sessions/end', { session }, { cookie })).status, 404)
    await visitor.post('/me/sign-in/sessions/end-others', {}, { cookie })
    assert.ok(await isOpen(phone))
  })

  test('that are over are not listed', async () => {
    const { w, page, here } = await two()
    await w.database.pool.query(
      `update sessions set expires_at = now() - interval '1 second' where user_agent like '%iPhone%'`,
    )
    assert.doesNotMatch((await page(here)).text, /iPhone/)
  })

  test('of a device that calls itself anything open all the same', async () => {
    const w = await world()
    for (const name of ['<script>', 'é'.repeat(300), 'x'.repeat(5000)]) {
      const cookie = await signedIn(w, 'head', Buffer.from(name).toString('latin1'))
      const { status, text } = await (await w.as('visitor')).get('/me/sign-in', { cookie })
      assert.equal(status, 200)
      assert.match(text, /A device we do not know/)
    }
    assert.equal(await sessions(w), 3)
  })
})
