import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Answering, authenticator } from '../../../test/authenticator.ts'
import { mailsTo, sessions, whoIs } from '../../../test/signing-in.ts'
import {
  type Browser,
  type CastName,
  emailOf,
  origin,
  today,
  type World,
  world,
} from '../../../test/world.ts'
import { addDays } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

type Device = ReturnType<typeof authenticator>

const challengeIn = (text: string): string => JSON.parse(text).challenge

async function codeFor(w: World, name: CastName, browser: Browser): Promise<string> {
  const sent = await browser.post('/me/sign-in/passkeys/code', {})
  assert.equal(sent.headers.get('location'), '/me/sign-in/passkeys/new?did=code-sent')
  const body = (await mailsTo(w, emailOf(name))).at(-1)?.body ?? ''
  return /^(\d{3} \d{3})$/m.exec(body)?.[1] ?? ''
}

/** Adds a passkey as its owner does, or as an attacker would have it. */
async function add(w: World, name: CastName, device: Device, bent: Partial<Answering> = {}) {
  const browser = await w.as(name)
  const code = await codeFor(w, name, browser)
  const { text } = await browser.post('/me/sign-in/passkeys/options', {})
  const answer = device.made({ challenge: challengeIn(text), ...bent })
  return browser.post('/me/sign-in/passkeys/new', { name: `${name}’s phone`, code, answer })
}

const asked = async (visitor: Browser) =>
  challengeIn((await visitor.post('/sign-in/passkey/options', {})).text)

const passkeys = async (w: World) => w.db.selectFrom('passkeys').select(['id', 'personId', 'name']).execute()
const sessionIn = (headers: Headers) => (headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''

describe('adding a passkey', () => {
  test('takes a code from the mail, and the mail tells of it', async () => {
    const w = await world()
    const device = authenticator()
    const added = await add(w, 'head', device)
    assert.equal(added.headers.get('location'), '/me/sign-in?did=added')
    assert.deepEqual(await passkeys(w), [{ id: device.id, personId: w.people.head, name: 'head’s phone' }])
    assert.match((await (await w.as('head')).get('/me/sign-in')).text, /head’s phone/)
    assert.match((await mailsTo(w, emailOf('head'))).at(-1)?.body ?? '', /A passkey was added/)
  })

  test('asks the device to say who holds it, and to keep the passkey where it is found without a name', async () => {
    const w = await world()
    const options = JSON.parse((await (await w.as('head')).post('/me/sign-in/passkeys/options', {})).text)
    assert.equal(options.rp.id, 'alliance.test')
    assert.equal(options.authenticatorSelection.userVerification, 'required')
    assert.equal(options.authenticatorSelection.residentKey, 'required')
    assert.deepEqual(options.excludeCredentials, [])
    assert.doesNotMatch(Buffer.from(options.user.id, 'base64url').toString(), /@/)
  })

  test('with a wrong code keeps what the device made, so that the right one is enough', async () => {
    const w = await world()
    const head = await w.as('head')
    const code = await codeFor(w, 'head', head)
    const wrong = code.startsWith('0') ? '100 000' : '000 000'
    const { text } = await head.post('/me/sign-in/passkeys/options', {})
    const answer = authenticator().made({ challenge: challengeIn(text) })
    const first = await head.post('/me/sign-in/passkeys/new', { name: 'Phone', code: wrong, answer })
    assert.equal(first.status, 422)
    assert.match(first.text, /id="code-error"[^<]*.*You can try 4 times more/s)
    assert.match(first.text, /name="answer" value="{&quot;id/)
    assert.equal((await head.post('/me/sign-in/passkeys/new', { name: 'Phone', code, answer })).status, 303)
  })

  const bent: [string, Partial<Answering>][] = [
    ['made on another site', { from: 'https://evil.example' }],
    ['made for another site', { site: 'evil.example' }],
    ['made without asking who holds the device', { verified: false }],
    ['made for a challenge that nobody put', { challenge: 'AAAA' }],
  ]
  for (const [name, more] of bent)
    test(`is refused when it was ${name}`, async () => {
      const w = await world()
      const refused = await add(w, 'head', authenticator(), more)
      assert.equal(refused.status, 422)
      assert.match(refused.text, /could not be added|too late, or a second time/)
      assert.deepEqual(await passkeys(w), [])
    })

  test('for a challenge that was put to somebody else is refused', async () => {
    const w = await world()
    const theirs = challengeIn((await (await w.as('chair')).post('/me/sign-in/passkeys/options', {})).text)
    assert.equal((await add(w, 'head', authenticator(), { challenge: theirs })).status, 422)
  })

  test('that somebody has already is refused', async () => {
    const w = await world()
    const device = authenticator()
    await add(w, 'head', device)
    const again = await add(w, 'chair', device)
    assert.equal(again.status, 422)
    assert.match(again.text, /added already/)
    assert.deepEqual(
      (await passkeys(w)).map(({ personId }) => personId),
      [w.people.head],
    )
  })

  test('without a script says that it needs one', async () => {
    const w = await world()
    const head = await w.as('head')
    const sent = await head.post('/me/sign-in/passkeys/new', { name: 'Phone', code: '123456', answer: '' })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /Your browser made no passkey/)
  })

  test('its owner alone opens, names and removes it', async () => {
    const w = await world()
    const device = authenticator()
    await add(w, 'head', device)
    const [head, chair] = [await w.as('head'), await w.as('chair')]
    const page = `/me/sign-in/passkeys/${device.id}`
    assert.equal((await chair.get(page)).status, 404)
    assert.equal((await chair.post(page, { name: 'Mine' })).status, 404)
    assert.equal((await chair.post(`${page}/remove`, {})).status, 404)
    assert.equal((await head.post(page, { name: '' })).status, 422)
    assert.equal((await head.post(page, { name: 'Old phone' })).status, 303)
    assert.match((await head.get(page)).text, /Passkey: Old phone/)
    assert.equal((await head.post(`${page}/remove`, {})).status, 303)
    assert.deepEqual(await passkeys(w), [])
  })
})

/** A world in which the head has a passkey, and a visitor who signs in with it. */
async function withPasskey() {
  const w = await world()
  const device = authenticator()
  await add(w, 'head', device)
  await w.database.pool.query('delete from sessions')
  const visitor = await w.as('visitor')
  const signIn = (answer: string, next = '') => visitor.post('/sign-in/passkey', { answer, next })
  return { w, device, visitor, signIn }
}

async function refusedIn(w: World, answer: Awaited<ReturnType<Browser['post']>>, says: RegExp) {
  assert.equal(answer.status, 422)
  assert.match(answer.text, says)
  assert.equal(answer.headers.get('set-cookie'), null)
  assert.equal(await sessions(w), 0)
}

describe('signing in with a passkey', () => {
  test('needs no address, leads on, and is in the audit log', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    const answer = device.answer({ challenge: await asked(visitor), counter: 1 })
    const signed = await signIn(answer, '/people')
    assert.equal(signed.headers.get('location'), '/people')
    assert.equal(await whoIs(w, sessionIn(signed.headers)), 'Hannah Head')
    const lines = await w.db.selectFrom('auditLog').select(['did', 'details']).orderBy('seq').execute()
    assert.deepEqual(lines.slice(-2), [
      { did: 'showed a passkey', details: '{}' },
      { did: 'signed in', details: '{"way":"passkey"}' },
    ])
    const [row] = await w.db.selectFrom('passkeys').select(['counter', 'usedAt']).execute()
    assert.equal(row?.counter, 1)
    assert.ok(row?.usedAt)
  })

  test('opens one session for each answer, however often it is sent', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    const answer = device.answer({ challenge: await asked(visitor) })
    const all = await Promise.all(Array.from({ length: 6 }, () => signIn(answer)))
    assert.deepEqual(all.map(({ status }) => status).sort(), [303, ...Array(5).fill(422)])
    assert.equal((await signIn(answer)).status, 422)
    assert.equal(await sessions(w), 1)
  })

  test('goes with the person, not with an address', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    await w.database.pool.query(`update people set email = 'new@alliance.example' where id = $1`, [
      w.people.head,
    ])
    const signed = await signIn(device.answer({ challenge: await asked(visitor) }))
    assert.equal(await whoIs(w, sessionIn(signed.headers)), 'Hannah Head')
  })

  test('opens nothing for somebody whose last post has ended, and says why', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.head)
        .execute(),
    )
    await refusedIn(w, await signIn(device.answer({ challenge: await asked(visitor) })), /you hold no post/)
  })

  const bent: [string, Partial<Answering>][] = [
    ['on another site', { from: 'http://alliance.test:8080' }],
    ['for another site', { site: 'evil.example' }],
    ['without asking who holds the device', { verified: false }],
  ]
  for (const [name, more] of bent)
    test(`${name} opens nothing`, async () => {
      const { w, device, visitor, signIn } = await withPasskey()
      const answer = device.answer({ challenge: await asked(visitor), ...more })
      await refusedIn(w, await signIn(answer), /did not confirm/)
    })

  test('after eleven minutes opens nothing', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    const challenge = await asked(visitor)
    await w.database.pool.query(
      `update passkey_challenges set expires_at = expires_at - interval '11 minutes'`,
    )
    await refusedIn(w, await signIn(device.answer({ challenge })), /too late/)
  })

  test('to a challenge that was put for something else opens nothing', async () => {
    const { w, device, signIn } = await withPasskey()
    const { text } = await (await w.as('head')).post('/proofs/passkey', { purpose: 'sign in' })
    await w.database.pool.query('delete from sessions')
    await refusedIn(w, await signIn(device.answer({ challenge: challengeIn(text) })), /too late/)
  })

  test('that we do not know, or that was removed, opens nothing', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    const unknown = authenticator().answer({ challenge: await asked(visitor) })
    await refusedIn(w, await signIn(unknown), /do not know that passkey/)
    await w.database.pool.query('delete from passkeys')
    await refusedIn(w, await signIn(device.answer({ challenge: await asked(visitor) })), /do not know/)
  })

  test('that counts backwards, as a copy does, opens nothing', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    await w.database.pool.query('update passkeys set counter = 5')
    const answer = device.answer({ challenge: await asked(visitor), counter: 4 })
    await refusedIn(w, await signIn(answer), /as a copy of it would/)
  })

  test('never leads off this site', async () => {
    const { device, visitor, signIn } = await withPasskey()
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const signed = await signIn(device.answer({ challenge: await asked(visitor) }), next)
      assert.equal(signed.headers.get('location'), '/')
    }
  })

  test('whatever is sent in its place opens nothing', async () => {
    const { w, visitor, signIn } = await withPasskey()
    const challenge = await asked(visitor)
    const client = Buffer.from(JSON.stringify({ challenge })).toString('base64url')
    const near = fc
      .jsonValue()
      .map((value) => JSON.stringify({ id: value, response: { clientDataJSON: client } }))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), near), async (answer) => {
        await refusedIn(w, await signIn(answer), /There is a problem/)
      }),
      { numRuns: 40 },
    )
  })

  test('one network may ask three hundred times in ten minutes', async () => {
    const { w, device, visitor, signIn } = await withPasskey()
    const answer = device.answer({ challenge: await asked(visitor) })
    await signIn('{}')
    await w.database.pool.query('update rate_limits set count = 300')
    assert.equal((await visitor.post('/sign-in/passkey/options', {})).status, 429)
    assert.equal((await signIn(answer)).status, 429)
  })

  test('asks for no passkey by name, so that nobody learns who has one', async () => {
    const { visitor } = await withPasskey()
    const options = JSON.parse((await visitor.post('/sign-in/passkey/options', {})).text)
    assert.equal(options.allowCredentials, undefined)
    assert.equal(options.userVerification, 'required')
    assert.equal(options.rpId, new URL(origin).hostname)
  })
})
