import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generateKeyPair } from 'jose'
import { type Claims, type FakeProvider, fakeProvider } from '../../../test/provider.ts'
import { cookieOf, mailsTo, sessions, whoIs } from '../../../test/signing-in.ts'
import { type Browser, emailOf, origin, today, type World, world } from '../../../test/world.ts'
import { addDays } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

async function settled(...more: FakeProvider[]) {
  const provider = await fakeProvider()
  const w = await world(
    undefined,
    [provider, ...more].map(({ settings }) => settings),
  )
  return { w, provider, visitor: await w.as('visitor') }
}

const headIs = { sub: 's-1', email: emailOf('head'), email_verified: true }

const setCookies = (headers: Headers) => headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
const visitIn = (headers: Headers) => setCookies(headers).find((one) => one.startsWith('visit=')) ?? ''
const sessionIn = (headers: Headers) => setCookies(headers).find((one) => one.startsWith('sid=')) ?? ''

/** Leaves for a provider; gives where one was sent, and the cookie that comes along. */
async function left(visitor: Browser, n = 1, next = '') {
  const { status, headers } = await visitor.get(
    `/sign-in/with/${n}${next && `?next=${encodeURIComponent(next)}`}`,
  )
  assert.equal(status, 303)
  return { to: headers.get('location') ?? '', cookie: visitIn(headers) }
}

const back = (visitor: Browser, address: string, cookie: string) =>
  visitor.get(address.replace(origin, ''), { cookie })

/** There and back, as a browser goes. */
async function come(visitor: Browser, provider: FakeProvider, next = '') {
  const { to, cookie } = await left(visitor, 1, next)
  return back(visitor, provider.agree(to), cookie)
}

const connections = (w: World) =>
  w.db.selectFrom('connections').select(['provider', 'subject', 'personId', 'address']).execute()

async function notLetIn(w: World, answer: Awaited<ReturnType<typeof come>>, says: RegExp, status = 422) {
  assert.equal(answer.status, status)
  assert.match(answer.text, says)
  assert.equal(sessionIn(answer.headers), '')
  assert.equal(await sessions(w), 0)
}

describe('signing in at a provider', () => {
  test('is offered on the page, and asks for no more than who somebody is', async () => {
    const { visitor } = await settled()
    assert.match(
      (await visitor.get('/sign-in')).text,
      /href="\/sign-in\/with\/1\?next=%2F"[^>]*>Vale Accounts/,
    )
    const asked = new URL((await left(visitor)).to).searchParams
    assert.equal(asked.get('scope'), 'openid email')
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.equal(asked.get('redirect_uri'), `${origin}/sign-in/with/1/back`)
    for (const secret of ['state', 'nonce', 'code_challenge'])
      assert.ok((asked.get(secret) ?? '').length > 40)
  })

  test('lets in whoever has the address it vouches for, leads on, and remembers the account', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = { ...headIs, email: emailOf('head').toUpperCase() }
    const come1 = await come(visitor, provider, '/people?words=head')
    assert.equal(come1.headers.get('location'), '/people?words=head')
    assert.equal(await whoIs(w, sessionIn(come1.headers)), 'Hannah Head')
    const { issuer } = provider.settings
    const made = { provider: issuer, subject: 's-1', personId: w.people.head, address: emailOf('head') }
    assert.deepEqual(await connections(w), [made])
    assert.match(
      (await mailsTo(w, emailOf('head')))[0]?.body ?? '',
      /An account at Vale Accounts was connected/,
    )

    provider.person = { sub: 's-1' }
    const again = await come(visitor, provider)
    assert.equal(await whoIs(w, sessionIn(again.headers)), 'Hannah Head', 'known by the subject alone')
    const lines = await w.db.selectFrom('auditLog').select(['who', 'did', 'subject']).orderBy('seq').execute()
    const subject = `people/${w.people.head}`
    assert.deepEqual(lines, [
      { who: 'system', did: 'connected an account', subject },
      { who: String(w.people.head), did: 'signed in', subject },
      { who: String(w.people.head), did: 'signed in', subject },
    ])
  })

  test('asks for the address where the provider keeps it out of its token', async () => {
    const { w, provider, visitor } = await settled()
    provider.userInfo = headIs
    assert.equal(await whoIs(w, sessionIn((await come(visitor, provider)).headers)), 'Hannah Head')
  })

  test('believes no address told of somebody else', async () => {
    const { w, provider, visitor } = await settled()
    provider.userInfo = { ...headIs, sub: 's-2' }
    await notLetIn(w, await come(visitor, provider), /is not an answer to what we asked/)
  })

  const unknown: [string, Claims][] = [
    ['for whose address it does not vouch', { ...headIs, email_verified: false }],
    ['of whose address it says nothing', { sub: 's-1', email: emailOf('head') }],
    ['for whose address it vouches in a text', { ...headIs, email_verified: 'true' }],
    ['whose address is nobody’s here', { ...headIs, email: 'nobody@alliance.example' }],
    ['without an address', { sub: 's-1', email_verified: true }],
    ['with an address that is none', { ...headIs, email: ['head@alliance.example'] }],
  ]
  for (const [name, person] of unknown)
    test(`lets nobody in ${name}, and says what to do`, async () => {
      const { w, provider, visitor } = await settled()
      provider.person = person
      await notLetIn(w, await come(visitor, provider), /Sign in by a link once, then connect it/)
      assert.deepEqual(await connections(w), [])
    })

  test('lets nobody in whose last post has ended', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    await come(visitor, provider)
    await w.database.transaction(everything, async (tx) => {
      await tx.deleteFrom('sessions').execute()
      await tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.head)
        .execute()
    })
    await notLetIn(w, await come(visitor, provider), /you hold no post at a member school today/)
  })

  test('lets nobody in by an address that the provider has given to somebody else', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    await come(visitor, provider)
    await w.database.pool.query('delete from sessions')
    provider.person = { ...headIs, sub: 's-2' }
    await notLetIn(w, await come(visitor, provider), /We do not know that account/)
  })

  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
    test(`never leads off this site: ${next}`, async () => {
      const { provider, visitor } = await settled()
      provider.person = headIs
      assert.equal((await come(visitor, provider, next)).headers.get('location'), '/')
    })
})

describe('a token is not believed', () => {
  const lies: [string, (claims: Claims) => Claims][] = [
    ['without a nonce', (claims) => ({ ...claims, nonce: undefined })],
    ['with another nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['for another client', (claims) => ({ ...claims, aud: 'another' })],
    [
      'for us among others, without saying for whom',
      (claims) => ({ ...claims, aud: ['endeavour', 'x'], azp: 'x' }),
    ],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://accounts.google.com' })],
    ['that is over', (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 600 })],
    ['without a subject', (claims) => ({ ...claims, sub: undefined })],
  ]
  for (const [name, lie] of lies)
    test(name, async () => {
      const { w, provider, visitor } = await settled()
      provider.person = headIs
      provider.lie = lie
      await notLetIn(w, await come(visitor, provider), /is not an answer to what we asked/)
    })

  test('signed with another key', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    provider.signWith = (await generateKeyPair('ES256')).privateKey
    await notLetIn(w, await come(visitor, provider), /is not an answer to what we asked/)
  })
})

describe('coming back from a provider', () => {
  test('works once', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    const { to, cookie } = await left(visitor)
    const address = provider.agree(to)
    const all = await Promise.all(Array.from({ length: 4 }, () => back(visitor, address, cookie)))
    assert.deepEqual(all.map(({ status }) => status).sort(), [303, 422, 422, 422])
    assert.equal(await sessions(w), 1)
    assert.match((await back(visitor, address, cookie)).text, /was used already/)
  })

  const strangers: [string, (address: string, cookie: string) => [string, string]][] = [
    ['in another browser', (address) => [address, '']],
    ['with another’s cookie', (address) => [address, 'visit=another']],
    ['with a state we did not give', (address) => [address.replace(/state=[^&]*/, 'state=x'), 'visit=x']],
    ['without a state', (address, cookie) => [address.replace(/state=[^&]*/, ''), cookie]],
    ['with an empty state', (address) => [address.replace(/state=[^&]*/, 'state='), 'visit=']],
  ]
  for (const [name, bend] of strangers)
    test(`${name} lets nobody in`, async () => {
      const { w, provider, visitor } = await settled()
      provider.person = headIs
      const { to, cookie } = await left(visitor)
      await notLetIn(w, await back(visitor, ...bend(provider.agree(to), cookie)), /begun in another browser/)
    })

  test('after eleven minutes lets nobody in', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    const { to, cookie } = await left(visitor)
    await w.database.pool.query(`update provider_visits set expires_at = expires_at - interval '11 minutes'`)
    await notLetIn(w, await back(visitor, provider.agree(to), cookie), /more than 10 minutes old/)
  })

  test('with the answer of another provider lets nobody in', async () => {
    const other = await fakeProvider('Other Accounts', 2)
    const { w, provider, visitor } = await settled(other)
    provider.person = headIs
    other.person = headIs
    const one = await left(visitor, 1)
    const mixed = other.agree(one.to.replace(provider.settings.issuer, other.settings.issuer))
    await notLetIn(w, await back(visitor, mixed, one.cookie), /is not an answer to what we asked/)
    const two = await left(visitor, 1)
    const elsewhere = provider.agree(two.to).replace('/with/1/', '/with/2/')
    await notLetIn(w, await back(visitor, elsewhere, two.cookie), /begun in another browser/)
  })

  test('with somebody else’s code lets nobody in', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = headIs
    const theirs = new URL(provider.agree((await left(visitor)).to)).searchParams.get('code') ?? ''
    const { to, cookie } = await left(visitor)
    const mine = provider.agree(to).replace(/code=[^&]*/, `code=${theirs}`)
    await notLetIn(w, await back(visitor, mine, cookie), /is not an answer to what we asked/)
  })

  test('having turned back there says so', async () => {
    const { w, provider, visitor } = await settled()
    const { to, cookie } = await left(visitor)
    const turned = provider.agree(to).replace(/code=[^&]*/, 'error=access_denied')
    await notLetIn(w, await back(visitor, turned, cookie), /did not let you through, or you turned back/)
  })
})

describe('a provider that cannot be reached', () => {
  for (const broken of ['nonsense', 'gone'] as const)
    test(`is named, and signing in by a link goes on: ${broken}`, async () => {
      const { w, provider, visitor } = await settled()
      if (broken === 'gone') provider.server.close()
      else provider.broken = broken
      await notLetIn(w, await visitor.get('/sign-in/with/1'), /Vale Accounts cannot be reached/, 503)
      assert.equal((await visitor.post('/sign-in', { email: emailOf('head') })).status, 303)
    })

  test('is not waited for longer than five seconds, and is asked again', async () => {
    const { w, provider, visitor } = await settled()
    provider.broken = 'silent'
    const begun = performance.now()
    await notLetIn(w, await visitor.get('/sign-in/with/1'), /cannot be reached/, 503)
    assert.ok(performance.now() - begun < 8_000)
    provider.broken = false
    provider.server.closeAllConnections()
    await left(visitor)
  })

  test('on the way back is named too', async () => {
    const { w, provider, visitor } = await settled()
    const { to, cookie } = await left(visitor)
    provider.broken = 'nonsense'
    await notLetIn(w, await back(visitor, provider.agree(to), cookie), /cannot be reached/, 503)
  })

  test('that is not set is no page', async () => {
    const { visitor } = await settled()
    for (const path of ['/sign-in/with/2', '/sign-in/with/0', '/sign-in/with/x/back'])
      assert.equal((await visitor.get(path)).status, 404)
  })
})

describe('connecting an account', () => {
  /** Begins on one's own page, goes there and comes back with both cookies. */
  async function connect(w: World, provider: FakeProvider, name: 'head' | 'chair', session?: string) {
    const mine = session ?? (await w.cookie(name))
    const visitor = await w.as('visitor')
    const begun = await visitor.post('/me/sign-in/connect/1', {}, { cookie: mine })
    assert.equal(begun.status, 200)
    const to = /href="(http:\/\/127[^"]*)"/.exec(begun.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return { address: provider.agree(to), cookie: `${mine}; ${visitIn(begun.headers)}`, visitor }
  }

  test('needs no verified address, and then signs in; disconnected, it opens nothing', async () => {
    const { w, provider, visitor } = await settled()
    provider.person = { sub: 's-9', email: 'private@home.example' }
    const { address, cookie, visitor: mine } = await connect(w, provider, 'head')
    const come1 = await back(mine, address, cookie)
    assert.equal(come1.headers.get('location'), '/me/sign-in?did=added')
    assert.equal(await whoIs(w, sessionIn((await come(visitor, provider)).headers)), 'Hannah Head')

    const page = await mine.get('/me/sign-in', { cookie })
    assert.match(page.text, /Vale Accounts.*private@home\.example/s)
    const [, remove = ''] = /action="(\/me\/sign-in\/connections\/\d+\/remove)"/.exec(page.text) ?? []
    const chair = await w.as('chair')
    assert.equal((await chair.post(remove, {})).status, 404, 'only its owner may')
    assert.equal((await mine.post(remove, {}, { cookie })).headers.get('location'), '/me/sign-in?did=removed')
    await w.database.pool.query('delete from sessions')
    await notLetIn(w, await come(visitor, provider), /We do not know that account/)
  })

  test('that is somebody else’s is refused', async () => {
    const { w, provider } = await settled()
    provider.person = { sub: 's-9' }
    const head = await connect(w, provider, 'head')
    await back(head.visitor, head.address, head.cookie)
    const chair = await connect(w, provider, 'chair')
    const refused = await back(chair.visitor, chair.address, chair.cookie)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /is connected to somebody else/)
    assert.deepEqual(
      (await connections(w)).map(({ personId }) => personId),
      [w.people.head],
    )
  })

  test('begun by one and come back to by another is refused', async () => {
    const { w, provider } = await settled()
    const head = await connect(w, provider, 'head')
    const cookie = head.cookie.replace(/^[^;]*/, await w.cookie('chair'))
    const refused = await back(head.visitor, head.address, cookie)
    assert.match(refused.text, /Somebody else is signed in here now/)
    assert.deepEqual(await connections(w), [])
  })

  test('cannot be begun from another site, nor by a link', async () => {
    const { w } = await settled()
    const head = await w.as('head')
    assert.equal(
      (await head.post('/me/sign-in/connect/1', {}, { origin: 'https://evil.example' })).status,
      403,
    )
    assert.equal((await head.get('/me/sign-in/connect/1')).status, 404)
    assert.equal((await head.get('/sign-in/with/1')).status, 303)
    const { rows } = await w.database.pool.query('select person_id from provider_visits')
    assert.deepEqual(rows, [{ person_id: null }])
  })
})

test('one network may come three hundred times in ten minutes', async () => {
  const { w, visitor } = await settled()
  await left(visitor)
  await w.database.pool.query('update rate_limits set count = 300')
  assert.equal((await visitor.get('/sign-in/with/1')).status, 429)
  assert.equal(cookieOf((await visitor.get('/sign-in/with/1')).headers), '')
})
