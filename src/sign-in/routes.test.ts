import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cookieOf, linkFor, mailsTo, sessions, use, whoIs } from '../../test/signing-in.ts'
import { emailOf, origin, today, world } from '../../test/world.ts'
import { addDays } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

describe('signing in by link', () => {
  test('the mail’s link opens a page whose button signs in, and leads on to where one was going', async () => {
    const w = await world()
    const link = await linkFor(w, 'head', '/people?words=head')
    const visitor = await w.as('visitor')
    const page = await visitor.get(link)
    assert.equal(page.status, 200)
    assert.equal(await sessions(w), 0, 'opening the link alone signs nobody in')
    const signed = await use(visitor, link)
    assert.equal(signed.status, 303)
    assert.equal(signed.headers.get('location'), '/people?words=head')
    assert.equal(await whoIs(w, cookieOf(signed.headers)), 'Hannah Head')
  })

  test('the cookie can be read by no script, sent by no other site, and lasts seven days', async () => {
    const w = await world()
    const { headers } = await use(await w.as('visitor'), await linkFor(w, 'head'))
    const [pair = '', ...attributes] = headers.getSetCookie()[0]?.split('; ') ?? []
    assert.equal(headers.getSetCookie().length, 1)
    assert.match(pair, /^sid=.{40,}/)
    assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax'])
  })

  test('an address is known in any case, and the mail names nobody else', async () => {
    const w = await world()
    await (await w.as('visitor')).post('/sign-in', { email: ` ${emailOf('head').toUpperCase()} ` })
    const [mail] = await mailsTo(w, emailOf('head'))
    assert.match(mail?.body ?? '', /Hello Hannah Head/)
  })

  test('an unknown address gets the same answer after the same time, and no mail', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const timed = async (email: string) => {
      const started = performance.now()
      const { status, text, headers } = await visitor.post('/sign-in', { email })
      const ms = performance.now() - started
      return {
        ms,
        same: { status, text, location: headers.get('location'), cookies: headers.getSetCookie() },
      }
    }
    const [known, unknown] = [await timed(emailOf('head')), await timed('nobody@alliance.example')]
    assert.deepEqual(known.same, unknown.same)
    assert.ok(Math.min(known.ms, unknown.ms) >= 245, `${known.ms} and ${unknown.ms} ms`)
    assert.deepEqual(await mailsTo(w, 'nobody@alliance.example'), [])
    const accounts = await w.db.selectFrom('accounts').select('email').execute()
    assert.deepEqual(accounts, [{ email: emailOf('head') }])
  })

  test('a person without a post gets no mail', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.head)
        .execute(),
    )
    await (await w.as('visitor')).post('/sign-in', { email: emailOf('head') })
    assert.deepEqual(await mailsTo(w, emailOf('head')), [])
  })

  test('it works once', async () => {
    const w = await world()
    const link = await linkFor(w, 'head')
    const visitor = await w.as('visitor')
    assert.equal((await use(visitor, link)).status, 303)
    const again = await use(visitor, link)
    assert.equal(again.status, 422)
    assert.match(again.text, /<h1[^>]*>This link no longer works/)
    assert.equal(again.headers.get('set-cookie'), null)
  })

  test('used many times at once, it opens one session', async () => {
    const w = await world()
    const link = await linkFor(w, 'head')
    const visitor = await w.as('visitor')
    const used = await Promise.all(Array.from({ length: 8 }, () => use(visitor, link)))
    assert.deepEqual(used.map(({ status }) => status).sort(), [303, ...Array(7).fill(422)])
    assert.equal(await sessions(w), 1)
  })

  test('it works for fifteen minutes and no longer', async () => {
    for (const [minutes, status] of [
      [14, 303],
      [16, 422],
    ]) {
      const w = await world()
      const link = await linkFor(w, 'head')
      await w.database.pool.query(
        `update verifications set expires_at = expires_at - make_interval(mins => ${minutes})`,
      )
      assert.equal((await use(await w.as('visitor'), link)).status, status)
    }
  })

  for (const token of ['', 'x', 'a'.repeat(5000), "' or 1=1 --", '../../', 'null'])
    test(`a token that is “${token.slice(0, 12)}” signs nobody in`, async () => {
      const w = await world()
      const used = await (await w.as('visitor')).post('/sign-in/link', { token, next: '' })
      assert.equal(used.status, 422)
      assert.equal(used.headers.get('set-cookie'), null)
    })

  test('a link asked for before the post ended does not work after it', async () => {
    let on = today
    const w = await world({ now: () => new Date(`${on}T12:00:00Z`), today: () => on })
    const link = await linkFor(w, 'head')
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('posts').set({ toOn: on }).where('personId', '=', w.people.head).execute(),
    )
    on = addDays(on, 1)
    const used = await use(await w.as('visitor'), link)
    assert.equal(used.status, 422)
    assert.equal(used.headers.get('set-cookie'), null)
  })
})

describe('where signing in leads', () => {
  const offSite = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%5Cevil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '\\\\evil.example',
    '/ /evil.example',
    '/people\r\nSet-Cookie: a=b',
    '/../\n/evil.example',
    'people',
    '@evil.example',
  ]
  for (const next of offSite)
    test(`never off this site: ${JSON.stringify(next)}`, async () => {
      const w = await world()
      const link = await linkFor(w, 'head', next)
      const bare = new URL(origin + link).searchParams.get('token') ?? ''
      const used = await (await w.as('visitor')).post('/sign-in/link', { token: bare, next })
      const to = new URL(used.headers.get('location') ?? '', origin)
      assert.equal(to.origin, origin)
      assert.ok(to.pathname === '/' || next.startsWith('/%5C'), to.href)
      assert.equal(new URL(new URL(origin + link).searchParams.get('next') ?? '', origin).origin, origin)
    })
})

describe('a session', () => {
  test('any change to its cookie signs out', async () => {
    const w = await world()
    const cookie = cookieOf((await use(await w.as('visitor'), await linkFor(w, 'head'))).headers)
    assert.equal(await whoIs(w, cookie), 'Hannah Head')
    const visitor = await w.as('visitor')
    for (let at = cookie.indexOf('=') + 1; at < cookie.length; at++) {
      const other = cookie[at] === 'A' ? 'Q' : 'A'
      const tampered = cookie.slice(0, at) + other + cookie.slice(at + 1)
      const answer = await visitor.get('/me', { cookie: tampered })
      assert.equal(answer.status, 303, `byte ${at} of ${cookie.length}`)
    }
    for (const cut of [cookie.slice(0, -1), cookie.split('.')[0] ?? '', 'sid=', `${cookie}A`])
      assert.equal((await visitor.get('/me', { cookie: cut })).status, 303)
  })

  test('ended by signing out, its cookie opens nothing any more', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const cookie = cookieOf((await use(visitor, await linkFor(w, 'head'))).headers)
    const out = await visitor.post('/sign-out', {}, { cookie })
    assert.equal(out.headers.get('location'), '/sign-in?did=signed-out')
    assert.match(out.headers.get('set-cookie') ?? '', /^sid=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/)
    assert.equal((await visitor.get('/me', { cookie })).status, 303)
    assert.equal(await sessions(w), 0)
  })

  test('ends with the last post, everywhere at once, and can still be signed out of', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const cookie = cookieOf((await use(visitor, await linkFor(w, 'head'))).headers)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.head)
        .execute(),
    )
    for (const path of ['/me', '/people', '/support', '/settings'])
      assert.match((await visitor.get(path, { cookie })).headers.get('location') ?? '', /^\/sign-in/)
    assert.match((await visitor.get('/', { cookie })).text, /href="\/sign-in"/)
    assert.equal((await visitor.post('/sign-out', {}, { cookie })).status, 303)
    assert.equal(await sessions(w), 0)
  })

  test('past its week it opens nothing', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const cookie = cookieOf((await use(visitor, await linkFor(w, 'head'))).headers)
    await w.database.pool.query(`update sessions set expires_at = now() - interval '1 second'`)
    assert.equal((await visitor.get('/me', { cookie })).status, 303)
  })

  test('signing in and out each leave one line in the audit log, by id', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const cookie = cookieOf((await use(visitor, await linkFor(w, 'head'))).headers)
    await visitor.post('/sign-out', {}, { cookie })
    const lines = await w.db.selectFrom('auditLog').select(['who', 'did', 'subject', 'details']).execute()
    const subject = `people/${w.people.head}`
    const who = String(w.people.head)
    assert.deepEqual(lines, [
      { who: 'system', did: 'sent a sign-in link', subject, details: '{}' },
      { who, did: 'signed in', subject, details: '{}' },
      { who, did: 'signed out', subject, details: '{}' },
    ])
  })
})
