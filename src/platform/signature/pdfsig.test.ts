import assert from 'node:assert/strict'
import { randomInt, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { pdfsig, said, written, wrote } from '../../../test/programs.ts'
import { chen, hannah, issuers, page, signatory, signedByBoth } from '../../../test/signatories.ts'
import { secret, world } from '../../../test/world.ts'
import { everything } from '../db.ts'
import { pem } from './certificate.ts'
import { checkPdf } from './check.ts'
import { read } from './cms.ts'
import { first } from './der.ts'
import { signaturesIn } from './found.ts'
import { sealing } from './seal.ts'
import { setSignature } from './set.ts'
import { NoTimeStamp, timeStamped } from './time-stamp.ts'

const VALID = 'Signature is Valid.'

let file: Buffer
let ours: Buffer[]
before(async () => {
  const w = await world()
  file = await signedByBoth(w)
  ours = await issuers(w)
})

test('pdfsig finds both signatures valid, and so do we', () => {
  assert.deepEqual(pdfsig(file), [VALID, VALID])
  const checked = checkPdf(file, ours)
  assert.ok(!('unreadable' in checked))
  assert.equal(checked.whole, true)
  assert.deepEqual(
    checked.signatures.map(({ told }) => told?.signatory),
    [hannah, chen],
  )
  const { says } = said('pdfsig', written('both.pdf', file))
  assert.match(says, /CN=Hannah Head,title=Headteacher,O=Ashmere High School/)
  assert.match(says, /ETSI\.CAdES\.detached/)
  assert.match(says, /Total document signed/)
})

test('an altered bit in what is signed is found by pdfsig and by us, wherever it is', () => {
  const gaps = signaturesIn(file)
  const inGap = (at: number) => gaps.some(({ gapFrom, gapTo }) => at >= gapFrom && at < gapTo)
  const positions = [0, 9, file.length - 1, (gaps[0]?.gapFrom ?? 0) - 1, gaps[1]?.gapTo ?? 0]
  while (positions.length < 40) positions.push(randomInt(file.length))
  const mismatched = new Set<string>()
  for (const at of positions.filter((at) => !inGap(at))) {
    const altered = Buffer.from(file)
    altered[at] = (altered[at] ?? 0) ^ (1 << randomInt(8))
    const says = pdfsig(altered)
    for (const one of says) mismatched.add(one)
    assert.ok(says.length < 2 || says.some((one) => one !== VALID), `pdfsig, byte ${at}: ${says}`)
    const checked = checkPdf(altered, ours)
    assert.ok('unreadable' in checked || !checked.whole, `byte ${at}`)
  }
  assert.ok(mismatched.has('Digest Mismatch.'))
})

test('the tags, title and language of the page are there after signing', async () => {
  const plain = written('plain.pdf', await page())
  const signed = written('signed.pdf', file)
  const structure = said('pdfinfo', '-struct-text', plain).says
  assert.match(structure, /H1[\s\S]*Strategy[\s\S]*Every secondary learner/)
  assert.equal(said('pdfinfo', '-struct-text', signed).says, structure)
  const { says } = said('pdfinfo', signed)
  assert.match(says, /Title:\s+Working protocols/)
  assert.match(says, /Tagged:\s+yes/)
  assert.match(said('pdfinfo', '-meta', signed).says, /pdfuaid:part>1</)
})

test('OpenSSL finds the certificate issued by the authority, fit to sign and nothing else', () => {
  const [authority] = ours
  const [signature] = signaturesIn(file)
  const contents = Buffer.from(signature?.contents.toString('latin1') ?? '', 'hex')
  const { certificate } = read(first(contents).whole)
  const chain = ['-CAfile', written('authority.pem', pem(authority as Buffer))]
  const leaf = written('leaf.pem', pem(certificate))
  assert.match(said('openssl', 'verify', '-x509_strict', ...chain, leaf).says, /OK/)
  const { says } = said('openssl', 'x509', '-noout', '-text', '-in', leaf)
  assert.match(says, /Key Usage: critical\s+Digital Signature, Non Repudiation\n/)
  assert.match(says, /CA:FALSE/)
  assert.match(says, /Not Before[\s\S]*Not After/)
})

test('OpenSSL finds the signature itself good, over the bytes it names', () => {
  for (const { gapFrom, gapTo, until, contents } of signaturesIn(file)) {
    const cms = first(Buffer.from(contents.toString('latin1'), 'hex')).whole
    const content = Buffer.concat([file.subarray(0, gapFrom), file.subarray(gapTo, until)])
    const files = ['-in', written('one.p7s', cms), '-content', written('content', content)]
    const chain = ['-CAfile', written('authority.pem', pem(ours[0] as Buffer))]
    const asked = [
      'cms',
      '-verify',
      '-cades',
      '-binary',
      '-inform',
      'DER',
      '-purpose',
      'any',
      '-out',
      '/dev/null',
    ]
    const { ok, says } = said('openssl', ...asked, ...files, ...chain)
    assert.ok(ok, says)
  }
})

test('OpenSSL finds the seal of a statement good, and that of another statement not', async () => {
  const statement = 'I, Hannah Head, sign — “all” of it.'
  const w = await world()
  const act = await w.database.transaction(everything, (tx) => sealing(secret).act(tx, hannah, statement))
  const key = new X509Certificate(act.certificate).publicKey.export({ type: 'spki', format: 'pem' })
  const asked = [
    'dgst',
    '-sha256',
    '-verify',
    written('key.pem', key),
    '-signature',
    written('seal', act.seal),
  ]
  assert.match(said('openssl', ...asked, written('statement', statement)).says, /Verified OK/)
  assert.equal(said('openssl', ...asked, written('other', `${statement} `)).ok, false)
})

const settings = (digest: string) => `
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_cert = clock.pem
signer_key = clock.key
signer_digest = ${digest}
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
[name]
`

/** A time-stamping authority of OpenSSL's, at an address of its own; `away` while it answers nothing of use. */
async function timeStamping(digest = 'sha256') {
  const config = written('tsa.cnf', settings(digest))
  written('serial', '01\n')
  const named = [
    '-subj',
    '/O=Clock Ltd/CN=Clock Time Stamps',
    '-addext',
    'extendedKeyUsage=critical,timeStamping',
  ]
  const files = ['-keyout', 'clock.key', '-out', 'clock.pem', '-config', config]
  const made = said(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3',
    ...named,
    ...files,
  )
  assert.ok(made.ok, made.says)
  const state = { away: false, answer: undefined as Buffer | undefined }
  const server = createServer(async (request, response) => {
    const asked: Buffer[] = []
    for await (const piece of request) asked.push(piece)
    if (state.away) return response.writeHead(503).end()
    if (state.answer) return response.end(state.answer)
    const query = written('query.tsq', Buffer.concat(asked))
    const reply = said('openssl', 'ts', '-reply', '-config', config, '-queryfile', query, '-out', 'reply.tsr')
    if (!reply.ok) return response.writeHead(500).end(reply.says)
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' })
    return response.end(wrote('reply.tsr'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr` }
}

describe('with a time-stamping authority', () => {
  for (const digest of ['sha256', 'sha512'])
    test(`a signature is of level B-T (its own digest ${digest})`, async () => {
      const w = await world()
      const { url } = await timeStamping(digest)
      const stamped = await signedByBoth(w, url)
      assert.deepEqual(pdfsig(stamped), [VALID, VALID])
      const checked = checkPdf(stamped, await issuers(w))
      assert.ok(!('unreadable' in checked) && checked.whole)
      for (const { told } of checked.signatures) {
        assert.equal(told?.timeStamp?.by, 'Clock Time Stamps')
        assert.ok(Math.abs((told?.timeStamp?.at.getTime() ?? 0) - Date.now()) < 60_000)
      }
    })

  test('OpenSSL finds the time stamp good for this signature', async () => {
    const { url } = await timeStamping()
    const token = await timeStamped(url, Buffer.from('a signature'))
    const asked = [
      'ts',
      '-verify',
      '-data',
      written('data', 'a signature'),
      '-token_in',
      '-in',
      written('token', token),
    ]
    assert.match(said('openssl', ...asked, '-CAfile', 'clock.pem').says, /Verification: OK/)
  })

  test('an altered time stamp shows', async () => {
    const w = await world()
    const { url } = await timeStamping()
    const stamped = await setSignature(await page(), await signatory(w, hannah), url)
    const ours = await issuers(w)
    assert.ok('whole' in checkPdf(stamped, ours))
    const [place] = signaturesIn(stamped)
    const { token } = read(first(Buffer.from(place?.contents.toString('latin1') ?? '', 'hex')).whole)
    const { content, certificate, signature } = read(token as Buffer)
    for (const part of [content as Buffer, certificate, signature]) {
      const from = stamped.indexOf(part.toString('hex'))
      assert.ok(from > 0)
      for (let at = from; at < from + part.length * 2; at += 37) {
        const altered = Buffer.from(stamped)
        altered.write(altered.toString('latin1', at, at + 1) === '0' ? '1' : '0', at, 'latin1')
        const checked = checkPdf(altered, ours)
        assert.ok('unreadable' in checked || !checked.whole, `digit ${at - from} of ${part.length * 2}`)
      }
    }
  })

  test('one that is away, or answers something else, is said to be so', async () => {
    const { url, state } = await timeStamping()
    const signature = Buffer.from('a signature')
    const stamp = () => timeStamped(url, signature)
    // Genuine, but of another question: what it was asked is part of what it signs.
    await stamp()
    const genuine = wrote('reply.tsr')
    state.away = true
    await assert.rejects(stamp, NoTimeStamp)
    state.away = false
    for (const answer of [genuine, Buffer.alloc(0), Buffer.from('<html>'), Buffer.alloc(200_000, 48)]) {
      state.answer = answer
      await assert.rejects(stamp, NoTimeStamp)
    }
    await assert.rejects(() => timeStamped('http://127.0.0.1:9/tsr', signature), NoTimeStamp)
    state.answer = undefined
    assert.ok((await stamp()).length > 500)
  })
})
