import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { authenticator } from '../../test/authenticator.ts'
import { mailsTo } from '../../test/signing-in.ts'
import { type CastName, emailOf, origin, today, type World, world } from '../../test/world.ts'
import type { Actor } from '../platform/action.ts'
import { everything } from '../platform/db.ts'
import { TooOften } from '../platform/protect.ts'
import { Refusal } from '../platform/refusal.ts'
import { sendCode, spendProof, tryProof } from './actions.ts'
import type { ProofFilled } from './form.ts'
import { passkeyOptions } from './passkeys.ts'

const SIGN = 'sign version 2 for membership 1'

/** What a capability does with a proof: tries it, then spends it in the action it is for. */
async function prove(by: Actor, filled: Partial<ProofFilled>, purpose = SIGN) {
  const proof = { code: null, answer: null, ...filled }
  await tryProof(by, purpose, proof)
  return by.act({ did: 'signed', subject: 'test' }, (tx, by) => spendProof(tx, by, purpose, proof))
}

const saysNo =
  (pattern: RegExp, field = 'code') =>
  (error: unknown) =>
    error instanceof Refusal &&
    error.kind === 'not possible' &&
    error.field === field &&
    pattern.test(error.message)

async function codeFor(w: World, name: CastName, purpose = SIGN): Promise<string> {
  await sendCode(await w.by(name), purpose, 'sign the agreement')
  const body = (await mailsTo(w, emailOf(name))).at(-1)?.body ?? ''
  return /^(\d{3}) (\d{3})$/m.exec(body)?.slice(1).join('') ?? ''
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const shift = (w: World, table: string, minutes: number) =>
  w.database.pool.query(`update ${table} set expires_at = expires_at - make_interval(mins => ${minutes})`)

describe('a code sent by mail', () => {
  test('proves once, and says what it is for', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const [mail] = await mailsTo(w, emailOf('head'))
    assert.match(mail?.body ?? '', /Hello Hannah Head.*Your code to sign the agreement is:/s)
    assert.doesNotMatch(mail?.subject ?? '', /\d/)
    assert.equal(await prove(await w.by('head'), { code }), 'code')
    await assert.rejects(prove(await w.by('head'), { code }), saysNo(/used already/))
  })

  test('proves once of many times at once', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const by = await w.by('head')
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => prove(by, { code })))
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('may be typed wrongly four times, which is counted although it is refused', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const by = await w.by('head')
    for (const left of ['4 times', '3 times', '2 times', 'once'])
      await assert.rejects(prove(by, { code: other(code) }), saysNo(new RegExp(`try ${left} more`)))
    assert.equal(await prove(by, { code }), 'code')
  })

  test('does not work after five wrong tries, one after another or all at once', async () => {
    for (const atOnce of [false, true]) {
      const w = await world()
      const code = await codeFor(w, 'head')
      const by = await w.by('head')
      const wrong = () => prove(by, { code: other(code) }).catch((error: Error) => error.message)
      const told: unknown[] = []
      if (atOnce) told.push(...(await Promise.all(Array.from({ length: 12 }, wrong))))
      else for (let i = 0; i < 6; i += 1) told.push(await wrong())
      assert.equal(told.filter((says) => /You can try/.test(String(says))).length, 4)
      await assert.rejects(prove(by, { code }), saysNo(/does not work any more/))
    }
  })

  test('works for ten minutes and no longer', async () => {
    for (const [minutes, works] of [
      [9, true],
      [11, false],
    ] as const) {
      const w = await world()
      const code = await codeFor(w, 'head')
      await shift(w, 'one_time_codes', minutes)
      const proving = prove(await w.by('head'), { code })
      if (works) assert.equal(await proving, 'code')
      else await assert.rejects(proving, saysNo(/more than 10 minutes old/))
    }
  })

  test('is no use to anybody else, nor for anything else', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    await assert.rejects(prove(await w.by('chair'), { code }), saysNo(/No code waits for you/))
    await assert.rejects(
      prove(await w.by('head'), { code }, 'sign version 3'),
      saysNo(/No code waits for you/),
    )
    assert.equal(await prove(await w.by('head'), { code }), 'code')
  })

  test('is spent only after it was tried, so that no try goes uncounted', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const by = await w.by('head')
    const spending = by.act({ did: 'signed', subject: 'test' }, (tx, by) =>
      spendProof(tx, by, SIGN, { code, answer: null }),
    )
    await assert.rejects(spending, saysNo(/used already, or is too old/))
  })

  test('is not spent when what it was for is refused', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const by = await w.by('head')
    await tryProof(by, SIGN, { code, answer: null })
    const failing = by.act({ did: 'signed', subject: 'test' }, async (tx, by) => {
      await spendProof(tx, by, SIGN, { code, answer: null })
      throw new Error('something else was wrong')
    })
    await assert.rejects(failing, /something else/)
    assert.equal(await prove(by, { code }), 'code')
  })

  test('takes the place of the one sent before', async () => {
    const w = await world()
    const [first, second] = [await codeFor(w, 'head'), await codeFor(w, 'head')]
    if (first !== second)
      await assert.rejects(prove(await w.by('head'), { code: first }), saysNo(/not the code/))
    assert.equal(await prove(await w.by('head'), { code: second }), 'code')
  })

  test('can be asked for five times in a quarter of an hour', async () => {
    const w = await world()
    const by = await w.by('head')
    for (let i = 0; i < 5; i += 1) await sendCode(by, `purpose ${i}`, 'do something')
    await assert.rejects(sendCode(by, 'one more', 'do something'), TooOften)
    assert.equal((await mailsTo(w, emailOf('head'))).length, 5)
    await w.database.pool.query(`update rate_limits set resets_at = now() - interval '1 second'`)
    await sendCode(by, 'one more', 'do something')
  })

  test('cannot be borrowed by the office, which sees that it was sent', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const { id } = (await mailsTo(w, emailOf('head')))[0] ?? { id: 0 }
    const { text } = await (await w.as('coordinator')).get(`/mails/${id}`)
    assert.match(text, /\[a code that only they can use\]/)
    assert.doesNotMatch(text, new RegExp(`${code.slice(0, 3)} ?${code.slice(3)}`))
  })

  test('is kept nowhere but in the mail', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    const { rows } = await w.database.pool.query('select row_to_json(c)::text as row from one_time_codes c')
    assert.doesNotMatch(rows[0].row, new RegExp(`\\b${code}\\b`))
    const lines = await w.db.selectFrom('auditLog').select('details').execute()
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(`\\b${code}\\b`))
  })

  test('leaves a line in the audit log when it is sent and each time it is tried', async () => {
    const w = await world()
    const code = await codeFor(w, 'head')
    await prove(await w.by('head'), { code: other(code) }).catch(() => {})
    await prove(await w.by('head'), { code })
    const lines = await w.db.selectFrom('auditLog').select(['who', 'did', 'details']).orderBy('seq').execute()
    const who = String(w.people.head)
    assert.deepEqual(
      lines.map((line) => [line.who, line.did, JSON.parse(line.details).outcome]),
      [
        [who, 'sent a one-time code', undefined],
        [who, 'entered a one-time code', 'wrong'],
        [who, 'entered a one-time code', 'right'],
        [who, 'signed', undefined],
      ],
    )
  })
})

test('without either proof one is told what to do', async () => {
  const w = await world()
  await assert.rejects(prove(await w.by('head'), {}), saysNo(/Enter the code from the mail/))
})

/** A passkey of this person, with its key in the database as if it had been added. */
async function passkeyOf(w: World, name: CastName) {
  const device = authenticator()
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { registrationInfo } = await verifyRegistrationResponse({
    response: JSON.parse(device.made({ challenge: 'c' })),
    expectedChallenge: 'c',
    expectedOrigin: origin,
  })
  assert.ok(registrationInfo)
  const publicKey = Buffer.from(registrationInfo.credential.publicKey)
  const row = {
    id: device.id,
    personId: w.people[name],
    name: 'Mine',
    publicKey,
    transports: null,
    usedAt: null,
  }
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('passkeys')
      .values({ ...row, counter: 0, backedUp: false })
      .execute(),
  )
  return device
}

const challengeFor = async (w: World, name: CastName, purpose = SIGN) =>
  (await passkeyOptions(await w.by(name), purpose, origin)).challenge

describe('a passkey', () => {
  test('proves once for each challenge, one after another or at once', async () => {
    const w = await world()
    const device = await passkeyOf(w, 'head')
    const answer = device.answer({ challenge: await challengeFor(w, 'head'), counter: 1 })
    const by = await w.by('head')
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => prove(by, { answer })))
    assert.deepEqual(
      all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      ['passkey'],
    )
    await assert.rejects(prove(by, { answer }), saysNo(/too late, or a second time/))
  })

  const refused: [
    string,
    RegExp,
    (w: World, device: Awaited<ReturnType<typeof passkeyOf>>) => Promise<string>,
  ][] = [
    [
      'to a challenge for something else',
      /too late, or a second time/,
      async (w, device) => device.answer({ challenge: await challengeFor(w, 'head', 'sign version 3') }),
    ],
    [
      'to a challenge put to somebody else',
      /too late, or a second time/,
      async (w, device) => {
        await passkeyOf(w, 'chair')
        return device.answer({ challenge: await challengeFor(w, 'chair') })
      },
    ],
    [
      'after eleven minutes',
      /too late, or a second time/,
      async (w, device) => {
        const challenge = await challengeFor(w, 'head')
        await shift(w, 'passkey_challenges', 11)
        return device.answer({ challenge })
      },
    ],
    [
      'to a challenge nobody put',
      /too late, or a second time/,
      async (_, device) => device.answer({ challenge: 'AAAA' }),
    ],
    [
      'by somebody else’s passkey',
      /do not know that passkey/,
      async (w) => (await passkeyOf(w, 'chair')).answer({ challenge: await challengeFor(w, 'head') }),
    ],
    [
      'by a passkey that was removed',
      /do not know that passkey/,
      async (w, device) => {
        const challenge = await challengeFor(w, 'head')
        await w.database.pool.query('delete from passkeys')
        return device.answer({ challenge })
      },
    ],
    [
      'without asking who holds the device',
      /did not confirm/,
      async (w, device) => device.answer({ challenge: await challengeFor(w, 'head'), verified: false }),
    ],
    [
      'on another site',
      /did not confirm/,
      async (w, device) =>
        device.answer({
          challenge: await challengeFor(w, 'head'),
          from: 'http://alliance.test.evil.example',
        }),
    ],
    [
      'for another site',
      /did not confirm/,
      async (w, device) => device.answer({ challenge: await challengeFor(w, 'head'), site: 'evil.example' }),
    ],
    [
      'under another key',
      /did not confirm/,
      async (w, device) => {
        const said = JSON.parse(authenticator().answer({ challenge: await challengeFor(w, 'head') }))
        return JSON.stringify({ ...said, id: device.id, rawId: device.id })
      },
    ],
    [
      'with a count that goes back, as that of a copy does',
      /as a copy of it would/,
      async (w, device) => {
        await w.database.pool.query('update passkeys set counter = 7')
        return device.answer({ challenge: await challengeFor(w, 'head'), counter: 7 })
      },
    ],
  ]
  for (const [name, says, answerOf] of refused)
    test(`is refused ${name}`, async () => {
      const w = await world()
      const answer = await answerOf(w, await passkeyOf(w, 'head'))
      await assert.rejects(prove(await w.by('head'), { answer }), saysNo(says))
    })

  test('whatever is sent in its place is refused in a sentence', async () => {
    const w = await world()
    const device = await passkeyOf(w, 'head')
    const by = await w.by('head')
    const real = device.answer({ challenge: await challengeFor(w, 'head') })
    const cut = fc.nat({ max: real.length - 1 }).map((at) => real.slice(0, at))
    const bent = fc
      .tuple(fc.constantFrom('id', 'rawId', 'type', 'response'), fc.jsonValue())
      .map(([name, value]) => JSON.stringify({ ...JSON.parse(real), [name]: value }))
    const inside = fc
      .tuple(fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature'), fc.jsonValue())
      .map(([name, value]) => {
        const said = JSON.parse(real)
        return JSON.stringify({ ...said, response: { ...said.response, [name]: value } })
      })
    const anything = fc.oneof(cut, bent, inside, fc.json(), fc.string({ minLength: 1 }))
    await fc.assert(
      fc.asyncProperty(anything, async (answer) => {
        if (answer === '' || JSON.stringify(parsed(answer)) === JSON.stringify(parsed(real))) return
        await assert.rejects(prove(by, { answer }), (error) => error instanceof Refusal)
      }),
      { numRuns: 60 },
    )
  })
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

test('what cannot be used any more goes at night', async () => {
  const w = await world()
  await codeFor(w, 'head')
  await passkeyOf(w, 'head')
  await challengeFor(w, 'head')
  const { keepHouse } = await import('../jobs.ts')
  const clock = { now: () => new Date(), today: () => today }
  const left = async () => {
    const { rows } = await w.database.pool.query(
      'select (select count(*) from one_time_codes) as codes, (select count(*) from passkey_challenges) as put',
    )
    return [rows[0].codes, rows[0].put]
  }
  await keepHouse(w.database, clock)
  assert.deepEqual(await left(), [1, 1])
  await shift(w, 'one_time_codes', 60 * 25)
  await shift(w, 'passkey_challenges', 11)
  await keepHouse(w.database, clock)
  assert.deepEqual(await left(), [0, 0])
})
