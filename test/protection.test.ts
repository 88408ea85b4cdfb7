import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { app } from '../src/app.ts'
import { STOP_PATH } from '../src/digest/rules.ts'
import { logTo } from '../src/platform/log.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { contents } from './contents.ts'
import { emailOf, origin, today, type World, world } from './world.ts'

const secret = 'a secret for tests, which is long enough to be one'

/**
 * Every address that takes a post, with some number where it names a record; but for the one that heeds nothing
 * but the secret in it, to which mail programs post.
 */
const posts = (w: World) => [
  ...new Set(
    w.site.routes
      .filter(({ method, path }) => method === 'POST' && path !== STOP_PATH)
      .map(({ path }) => path.replace(/:year\b/, '2017-18').replace(/:\w+(\{[^}]*\})?/g, '1')),
  ),
]

describe('a post must come from a page of ours', () => {
  const strangers: [string, Record<string, string>][] = [
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: `${origin}:8080` }],
    ['a site whose name begins like ours', { origin: `${origin}.evil.example` }],
    ['a frame without an origin', { origin: 'null' }],
    ['something that says nothing', {}],
    ['another site, says the browser', { origin, 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site, says the browser', { origin, 'sec-fetch-site': 'same-site' }],
    ['another site, and the browser leaves out the origin', { 'sec-fetch-site': 'cross-site' }],
  ]
  for (const [name, headers] of strangers)
    test(`not ${name}`, async () => {
      const w = await world()
      const cookie = await w.cookie('coordinator')
      const before = await contents(w.database)
      assert.ok(posts(w).length > 20)
      for (const path of posts(w)) {
        const answer = await w.site.request(origin + path, {
          method: 'POST',
          headers: { ...headers, cookie },
          body: new URLSearchParams({ name: 'x' }),
        })
        assert.equal(answer.status, 403, path)
        assert.equal(answer.headers.get('set-cookie'), null, path)
        assert.match(await answer.text(), /was not sent from this site/, path)
      }
      assert.equal(await contents(w.database), before)
    })

  test('a browser’s own form is taken, with and without the newer header', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const named = { name: 'Vale Alliance', shortName: 'VA', 'form-version': '1' }
    assert.equal((await office.post('/settings', named, { 'sec-fetch-site': 'same-origin' })).status, 303)
    assert.equal((await office.post('/settings', { ...named, 'form-version': '2' })).status, 303)
  })
})

const everywhere: [string, RegExp][] = [
  ['content-security-policy', /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^same-origin$/],
  ['x-frame-options', /^DENY$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['permissions-policy', /camera=\(\)/],
  ['cache-control', /^no-store$/],
  ['x-request-id', /^[0-9a-f-]{36}$/],
]

function protectedBy(headers: Headers) {
  for (const [name, says] of everywhere) assert.match(headers.get(name) ?? '', says, name)
}

describe('every answer carries the headers that protect it', () => {
  const post = (path: string, body: Record<string, string>) => async (w: World) =>
    (await w.as('coordinator')).post(path, body)
  const answers: [number, string, (w: World) => Promise<{ status: number; headers: Headers }>][] = [
    [200, 'a page', async (w) => (await w.as('head')).get('/')],
    [200, 'a CSV', async (w) => (await w.as('head')).get('/people?format=csv')],
    [303, 'a page that one must sign in for', async (w) => (await w.as('visitor')).get('/people')],
    [303, 'a form done', post('/settings', { name: 'VA', shortName: 'VA', 'form-version': '1' })],
    [403, 'a page of somebody else’s', async (w) => (await w.as('teacher')).get('/settings')],
    [404, 'a page there is not', async (w) => (await w.as('head')).get('/no/such/page')],
    [
      404,
      'a method nobody answers',
      async (w) => w.site.request(`${origin}/people`, { method: 'DELETE', headers: { origin } }),
    ],
    [413, 'a form too large', post('/people/new', { name: 'x'.repeat(1024 * 1024 + 1) })],
    [422, 'a form with a fault', post('/people/new', { name: '' })],
    [
      429,
      'something asked too often',
      async (w) => {
        await w.database.pool.query('update rate_limits set count = 1000')
        await (await w.as('visitor')).post('/sign-in', { email: 'x@alliance.example' })
        await w.database.pool.query('update rate_limits set count = 1000')
        return (await w.as('visitor')).post('/sign-in', { email: 'x@alliance.example' })
      },
    ],
    [
      500,
      'a fault of ours',
      async (w) => {
        const visitor = await w.as('visitor')
        await w.database.close()
        return visitor.get('/')
      },
    ],
  ]
  for (const [status, name, ask] of answers)
    test(`${status}: ${name}`, async () => {
      const answer = await ask(await world())
      assert.equal(answer.status, status)
      protectedBy(answer.headers)
    })

  test('a fault of ours gives a reference and none of its words', async () => {
    const w = await world()
    await w.database.close()
    const { text } = await (await w.as('visitor')).get('/')
    assert.match(text, /give the reference [0-9a-f-]{36}/)
    assert.doesNotMatch(text, /pool|Error:|at \w+ \(/)
  })
})

test('over https, cookies and addresses insist on it', async () => {
  const w = await world()
  const settings = { url: 'https://alliance.test', secret, secure: true }
  const { database } = w
  const clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }
  const assets = { folder: 'public/assets', version: '' }
  const site = app({ database, clock, log: logTo('nowhere'), settings, assets })
  const signing = accounts(database, settings)
  const cookie = (await signing.open(await signing.tokenFor(emailOf('head')))) ?? ''
  assert.match(cookie, /^__Host-sid=/)
  for (const attribute of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax'])
    assert.ok(cookie.split('; ').includes(attribute), attribute)
  const page = await site.request('https://alliance.test/me', {
    headers: { cookie: cookie.split(';')[0] ?? '' },
  })
  assert.equal(page.status, 200)
  assert.match(page.headers.get('strict-transport-security') ?? '', /^max-age=31536000/)
  const out = await site.request('https://alliance.test/sign-out', {
    method: 'POST',
    headers: { origin: settings.url, cookie: cookie.split(';')[0] ?? '' },
    body: new URLSearchParams(),
  })
  assert.match(out.headers.get('set-cookie') ?? '', /^__Host-sid=; Max-Age=0; .*Secure/)
})
