import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { RSABSSA } from '@cloudflare/blindrsa-ts'
import fc from 'fast-check'
import { rfc9474 } from '../../../test/rfc9474.ts'
import { coveredPaper, proven, uncovered } from '../../../test/voting-paper.ts'
import { proofWords, receiptFrom, receiptTyped, shownReceipt } from './paper.ts'
import { digestOf, inOrder, type Listed, type Terms } from './published.ts'
import { boxInWords, warningsAfter, warningsBefore } from './rules.ts'
import {
  digestOfKey,
  holds,
  type KeyPair,
  markOf,
  newKeys,
  type Paper,
  paperFrom,
  proofBy,
  receiptOf,
  signBlinded,
} from './signing.ts'

const keys = await newKeys()

/** The key of the published vector from its primes, as our keys are kept. */
function vectorKeys(): KeyPair {
  const [p, q] = [rfc9474.p, rfc9474.q].map((hex) => BigInt(`0x${hex.replace(/\s/g, '')}`)) as [
    bigint,
    bigint,
  ]
  const e = 65_537n
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, base64url(number)]))
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' })
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
  }
}

function base64url(number: bigint): string {
  const hex = number.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url')
}

/** By Euclid. */
function inverse(of: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [modulus, of, 0n, 1n]
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y]
  return ((x % modulus) + modulus) % modulus
}

const fromHex = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex')

describe('signing blind (RFC 9474)', () => {
  test('gives the published signature for the published blinded message, which the library uncovers', async () => {
    const vector = vectorKeys()
    const signed = signBlinded(vector, fromHex(rfc9474.blindedMessage))
    assert.deepEqual(signed, fromHex(rfc9474.blindSignature))
    const key = await crypto.subtle.importKey(
      'spki',
      new Uint8Array(vector.publicKey),
      { name: 'RSA-PSS', hash: 'SHA-384' },
      true,
      ['verify'],
    )
    const signature = await RSABSSA.SHA384.PSS.Randomized().finalize(
      key,
      new Uint8Array(fromHex(rfc9474.preparedMessage)),
      new Uint8Array(signed as Buffer),
      new Uint8Array(fromHex(rfc9474.inverse)),
    )
    assert.deepEqual(Buffer.from(signature), fromHex(rfc9474.signature))
  })

  test('refuses what is no blinded message: of another length, or not below the modulus', () => {
    const modulus = Buffer.from(
      String(
        createPublicKey({ key: keys.publicKey, format: 'der', type: 'spki' }).export({ format: 'jwk' }).n,
      ),
      'base64url',
    )
    const below = Buffer.from(modulus)
    below[255] = (below[255] as number) - 1
    assert.notEqual(signBlinded(keys, below), undefined)
    for (const wrong of [
      modulus,
      Buffer.alloc(256, 255),
      below.subarray(1),
      Buffer.concat([Buffer.alloc(1), below]),
    ])
      assert.equal(signBlinded(keys, wrong), undefined)
  })

  test('signs without seeing: the paper that comes back is signed, and what was signed tells nothing of it', async () => {
    const paper = await coveredPaper(keys.publicKey)
    const signed = signBlinded(keys, paper.blinded) as Buffer
    const signature = await uncovered(keys.publicKey, paper, signed)
    const proof = proven(paper, keys.publicKey, 7, 'for')
    assert.ok(holds(7, keys.publicKey, { token: paper.token, signature, choice: 'for', proof }))
    assert.ok(!signature.equals(signed))
  })
})

const made = () => {
  const { token, signature, key } = paperFrom(randomBytes(32), keys)
  const choice = 'against'
  return { token, signature, choice, proof: proofBy(key, proofWords(7, digestOfKey(keys.publicKey), choice)) }
}

describe('a paper holds', () => {
  test('as it was made, and with no bit of it turned', () => {
    const paper = made()
    assert.ok(holds(7, keys.publicKey, paper))
    const turned = (bytes: Buffer, at: number) => {
      const other = Buffer.from(bytes)
      other[at % bytes.length] = (other[at % bytes.length] as number) ^ (1 << (at % 8))
      return other
    }
    const part = fc.constantFrom('token', 'signature', 'proof')
    fc.assert(
      fc.property(part, fc.nat(4_096), (name, at) => {
        const bytes = paper[name as 'token' | 'signature' | 'proof']
        assert.ok(!holds(7, keys.publicKey, { ...paper, [name]: turned(bytes, at) }))
      }),
      { numRuns: 200 },
    )
  })

  test('in its own ballot, under its own key and with its own choice alone', async () => {
    const paper = made()
    const others: [number, Buffer, Paper][] = [
      [8, keys.publicKey, paper],
      [7, (await newKeys()).publicKey, paper],
      [7, keys.publicKey, { ...paper, choice: 'for' }],
      [7, keys.publicKey, { ...paper, token: made().token }],
      [7, keys.publicKey, { ...paper, token: Buffer.alloc(0) }],
      [7, keys.publicKey, { ...paper, proof: Buffer.alloc(0) }],
    ]
    for (const [ballot, key, other] of others) assert.ok(!holds(ballot, key, other))
  })

  test('a paper that the server made comes out of its random number again, which nothing that is kept leads to', () => {
    const seed = randomBytes(32)
    const [one, again] = [paperFrom(seed, keys), paperFrom(seed, keys)]
    assert.deepEqual([one.token, one.key], [again.token, again.key])
    const kept = markOf(seed)
    assert.ok(!one.token.includes(kept.subarray(0, 8)) && !one.key.includes(kept.subarray(0, 8)))
  })
})

describe('a receipt', () => {
  test('is the first 100 bits of a digest, five to a character', () => {
    const cases: [string, string][] = [
      ['00'.repeat(32), '0'.repeat(20)],
      ['ff'.repeat(32), 'Z'.repeat(20)],
      [`08${'00'.repeat(31)}`, `10${'0'.repeat(18)}`],
      [`${'00'.repeat(12)}0f${'ff'.repeat(19)}`, '0'.repeat(20)],
      [`${'00'.repeat(12)}10${'00'.repeat(19)}`, `${'0'.repeat(19)}1`],
    ]
    for (const [hex, receipt] of cases) assert.equal(receiptFrom(Buffer.from(hex, 'hex')), receipt)
  })

  test('is understood as people type it, and nothing else is', () => {
    const receipt = receiptOf(randomBytes(97))
    assert.match(shownReceipt(receipt), /^(\w{5}-){3}\w{5}$/)
    for (const typed of [
      shownReceipt(receipt),
      receipt.toLowerCase(),
      ` ${receipt} `,
      receipt.replace(/0/g, 'o'),
    ])
      assert.equal(receiptTyped(typed), receipt)
    assert.equal(receiptTyped('ilo0'.repeat(5)), '1100'.repeat(5))
    for (const wrong of ['', receipt.slice(1), `${receipt}1`, 'U'.repeat(20), '!'.repeat(20)])
      assert.equal(receiptTyped(wrong), undefined)
  })
})

describe('the digest of a list', () => {
  const paper = { ...made(), receipt: 'A'.repeat(20) }
  const [ann, ben] = [
    { choice: '12', says: 'Ann', position: 1 },
    { choice: '15', says: 'Ben', position: 2 },
  ]
  const terms: Terms = {
    ...{ asks: 'election', counting: 'first past the post', majority: null, abstentionsCast: false },
    ...{ electors: { all: 9, present: 8 }, quorum: 5, lotPromise: 'ab'.repeat(32) },
    ...{ options: [ann, ben], question: 'Who takes the chair?' },
  }
  const list: Listed = {
    ...{ ballot: 7, key: keys.publicKey, terms },
    took: ['Élan', 'Ashmere', 'Zeal'],
    named: [
      { school: 'Carr Lane', choice: 'for' },
      { school: 'Brindle', choice: 'against' },
    ],
    papers: [{ ...made(), receipt: 'B'.repeat(20) }, paper],
  }

  test('is of everything in order, by bytes, in whatever order it came', () => {
    const ordered = inOrder(list)
    assert.deepEqual(ordered.took, ['Ashmere', 'Zeal', 'Élan'])
    assert.deepEqual(
      ordered.papers.map(({ receipt }) => receipt[0]),
      ['A', 'B'],
    )
    const other = { ...list, took: [...list.took].reverse(), papers: [...list.papers].reverse() }
    assert.equal(digestOf(inOrder(other)), digestOf(ordered))
    assert.equal(digestOf(inOrder({ ...list, terms: { ...terms, options: [ben, ann] } })), digestOf(ordered))
  })

  test('is another when anything is added, removed or changed', () => {
    const was = digestOf(inOrder(list))
    const changes: Partial<Listed>[] = [
      { ballot: 8 },
      { key: Buffer.from('another') },
      { took: ['Ashmere', 'Zeal'] },
      { named: [{ school: 'Carr Lane', choice: 'against' }, list.named[1] as Listed['named'][number]] },
      { papers: [paper] },
      { papers: [...list.papers, { ...made(), receipt: 'C'.repeat(20) }] },
      { papers: [{ ...paper, choice: 'for' }, list.papers[0] as Listed['papers'][number]] },
    ]
    const settled: Partial<Terms>[] = [
      { asks: 'motion' },
      { counting: 'alternative vote' },
      { counting: null },
      { majority: 'simple' },
      { abstentionsCast: true },
      { electors: { all: 10, present: 8 } },
      { electors: { all: 9, present: 7 } },
      { quorum: 4 },
      { quorum: null },
      { lotPromise: 'cd'.repeat(32) },
      { lotPromise: null },
      { options: [ann] },
      {
        options: [
          { ...ann, says: 'Ben' },
          { ...ben, says: 'Ann' },
        ],
      },
      {
        options: [
          { ...ann, position: 2 },
          { ...ben, position: 1 },
        ],
      },
      { question: 'Who takes the minutes?' },
    ]
    for (const change of settled) changes.push({ terms: { ...terms, ...change } })
    for (const change of changes) assert.notEqual(digestOf(inOrder({ ...list, ...change })), was)
  })
})

describe('where a secret is none it is said', () => {
  const before: [may: number, papers: number, named: number, says: RegExp | null][] = [
    [25, 0, 0, null],
    [25, 24, 0, null],
    [5, 0, 0, null],
    [4, 0, 0, /^Only 4 schools may vote/],
    [1, 0, 0, /^Only one school/],
    [25, 0, 24, /Every other school has voted by name/],
    [2, 0, 1, /Every other school has voted by name/],
    [25, 0, 21, /at most 4 schools can vote in secret/],
    [25, 2, 21, /at most 4 schools can vote in secret/],
    [25, 0, 20, null],
  ]
  for (const [may, papers, named, says] of before)
    test(`${may} may vote, ${papers} took papers, ${named} voted by name`, () => {
      const [warning, ...more] = warningsBefore({ may, papers, named })
      assert.deepEqual(more, [])
      if (says) assert.match(warning ?? '', says)
      else assert.equal(warning, undefined)
    })

  const six = ['for', 'for', 'for', 'against', 'for', 'against']
  const after: [choices: string[], says: RegExp[]][] = [
    [[], []],
    [['for'], [/one secret paper/]],
    [
      ['for', 'for'],
      [/All 2 secret papers say the same/, /only 2 secret papers/],
    ],
    [['for', 'against'], [/only 2 secret papers/]],
    [
      ['for', 'against', 'for'],
      [/All secret papers but one/, /only 3 secret papers/],
    ],
    [six, []],
    [[...six.slice(0, 3), 'for', 'for'], [/All 5 secret papers say the same/]],
    [['for', 'for', 'for', 'for', 'abstain'], [/All secret papers but one/]],
    [['1>2', '1>2', '1>2', '1>2', '1>2'], [/All 5 secret papers say the same/]],
  ]
  for (const [choices, says] of after)
    test(`with the result, of ${choices.join(', ') || 'no paper'}`, () => {
      const warnings = warningsAfter(choices)
      assert.equal(warnings.length, says.length)
      for (const [i, said] of says.entries()) assert.match(warnings[i] ?? '', said)
    })

  test('and a box that does not fit what was taken is said to', () => {
    assert.match(boxInWords(3, 3), /3 schools took .* 3 papers were in the box\.$/)
    assert.match(boxInWords(2, 3), /need not put it into the box\.$/)
    assert.match(boxInWords(4, 3), /this count does not hold\.$/)
    assert.match(boxInWords(1, 1), /^1 school took a voting paper, and 1 paper was in the box\.$/)
  })
})
