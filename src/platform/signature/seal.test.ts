import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hannah, issuers } from '../../../test/signatories.ts'
import { secret, type World, world } from '../../../test/world.ts'
import { everything } from '../db.ts'
import { Refusal } from '../refusal.ts'
import { authorities, authorityIn, keyOpens, later, replaceAuthority } from './authority.ts'
import { fingerprint, namedIn } from './certificate.ts'
import { lock, unlock } from './locked.ts'
import { sealing, sealStands } from './seal.ts'
import { keyOf } from './set.ts'

const another = 'another secret, which is long enough to be one'
const statement = 'I, Hannah Head, sign.'
const act = (w: World, under = secret) =>
  w.database.transaction(everything, (tx) => sealing(under).act(tx, hannah, statement))

test('a private key opens under its secret beside its certificate, and not otherwise', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (key, at) => {
      const certificate = randomBytes(40)
      const locked = lock(secret, key, certificate)
      assert.deepEqual(unlock(secret, locked, certificate), Buffer.from(key))
      assert.equal(unlock(another, locked, certificate), undefined)
      assert.equal(unlock(secret, locked, randomBytes(40)), undefined)
      const altered = Buffer.from(locked)
      altered[at % altered.length] = (altered[at % altered.length] ?? 0) ^ 1
      assert.equal(unlock(secret, altered, certificate), undefined)
      assert.equal(unlock(secret, locked.subarray(0, at % locked.length), certificate), undefined)
      assert.ok(!locked.includes(Buffer.from(key)) || key.length < 4)
    }),
    { numRuns: 50 },
  )
})

describe('an act of signing', () => {
  test('is sealed with a key of its own, under a certificate that names the signatory', async () => {
    const w = await world()
    const [one, other] = [await act(w), await act(w)]
    const ours = await issuers(w)
    assert.deepEqual(namedIn(one.certificate), hannah)
    assert.notDeepEqual(one.certificate, other.certificate)
    const stands = (changed: object) => sealStands({ ...one, statement, ...changed }, ours)
    assert.equal(stands({}), true)
    assert.equal(stands({ statement: `${statement} ` }), false)
    assert.equal(stands({ certificate: other.certificate }), false)
    assert.equal(stands({ certificate: null }), false)
    assert.equal(stands({ certificate: randomBytes(300) }), false)
    assert.equal(stands({ seal: randomBytes(70) }), false)
    assert.equal(sealStands({ ...one, statement }, await issuers(await signedElsewhere())), false)
  })

  test('leaves nothing behind when its transaction is broken off', async () => {
    const w = await world()
    const broken = w.database.transaction(everything, async (tx) => {
      await sealing(secret).act(tx, hannah, statement)
      throw new Error('killed')
    })
    await assert.rejects(broken, /killed/)
    assert.deepEqual(await issuers(w), [])
  })
})

async function signedElsewhere() {
  const elsewhere = await world()
  await act(elsewhere)
  return elsewhere
}

describe('the signing authority', () => {
  test('is made once, by however many need it first', async () => {
    const w = await world()
    const acts = await Promise.all(Array.from({ length: 8 }, () => act(w)))
    const ours = await issuers(w)
    assert.equal(ours.length, 1)
    assert.ok(acts.every((one) => sealStands({ ...one, statement }, ours)))
    const [authority] = await authorities(w.db)
    assert.equal(namedIn(authority?.certificate as Buffer).name, 'Vale Learning Alliance signing authority')
    assert.match(fingerprint(authority?.certificate as Buffer), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  test('does not sign under another secret, and says what to do; put back, it signs again', async () => {
    const w = await world()
    assert.equal(await keyOpens(w.db, another), true)
    await act(w)
    assert.equal(await keyOpens(w.db, another), false)
    await assert.rejects(
      () => act(w, another),
      (error: Refusal) => error instanceof Refusal && /put back the SECRET/.test(error.message),
    )
    await act(w)
  })

  test('is replaced; what was signed under the former one goes on being known', async () => {
    const w = await world()
    const before = await act(w)
    await w.database.transaction(everything, (tx) => replaceAuthority(tx, another))
    const after = await act(w, another)
    const ours = await issuers(w)
    assert.equal(ours.length, 2)
    for (const one of [before, after]) assert.ok(sealStands({ ...one, statement }, ours))
    assert.ok(!sealStands({ ...before, statement }, ours.slice(0, 1)))
    assert.equal(keyOf(another, before.sealedKey, before.certificate), undefined)
  })

  test('is followed by another by itself in good time before its end', async () => {
    const w = await world()
    await act(w)
    const authority = () => w.database.transaction(everything, (tx) => authorityIn(tx, secret))
    const first = await authority()
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('signingAuthorities')
        .set({ madeAt: later(new Date(), -20) })
        .execute(),
    )
    const [one, two] = await Promise.all([authority(), authority()])
    assert.notDeepEqual(one.certificate, first.certificate)
    assert.deepEqual(one.certificate, two.certificate)
  })
})
