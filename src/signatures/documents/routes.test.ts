import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signed } from '../../../test/acts.ts'
import { agreed } from '../../../test/agreement.ts'
import { signedByBoth } from '../../../test/signatories.ts'
import { type Browser, type CastName, secret, type World, world } from '../../../test/world.ts'
import { makeDocument } from './actions.ts'

const makes = { secret, url: 'http://alliance.test', timeStamps: undefined }

/** A world in which Ashmere’s head and chair have signed, and the documents are made. */
async function signedWorld(): Promise<{ w: World; one: Buffer; both: Buffer; ids: number[] }> {
  const w = await world()
  const versionId = await agreed(w)
  const of = { versionId, membershipId: w.members.ashmere }
  for (const capacity of ['leadership', 'governance'] as const) {
    await signed(w, versionId, capacity)
    await makeDocument(await w.by('system'), of, makes)
  }
  const rows = await w.db.selectFrom('signedDocuments').select(['id', 'content']).orderBy('id').execute()
  const [one, both] = rows.map(({ content }) => content)
  assert.ok(one && both)
  return { w, one, both, ids: rows.map(({ id }) => id) }
}

const inPlain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', '’')

async function checked(visitor: Browser, content: Uint8Array, name = 'agreement.pdf') {
  const body = new FormData()
  body.set('file', new File([Uint8Array.from(content)], name))
  const { status, text } = await visitor.post('/agreement/check', body)
  return { status, says: inPlain(text) }
}

describe('a school’s signed documents', () => {
  test('are told of while they are being made, and then opened by those who lead or govern it', async () => {
    const w = await world()
    const versionId = await agreed(w)
    await signed(w, versionId, 'leadership')
    const head = await w.as('head')
    assert.match((await head.get('/agreement/documents')).text, /Ashmere High School[\s\S]*Being made/)
    await makeDocument(await w.by('system'), { versionId, membershipId: w.members.ashmere }, makes)
    const { text } = await head.get('/agreement/documents')
    const [, address = ''] = /href="(\/agreement\/documents\/\d+)"/.exec(text) ?? []
    assert.match(text, /One signature of two \(PDF\)[\s\S]*PAdES B-B/)
    const { status, headers } = await head.get(address)
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/pdf')
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="Agreement-1-Ashmere\.pdf"/)
  })

  test('are listed for nobody else', async () => {
    const { w, ids } = await signedWorld()
    const rows = async (name: CastName) =>
      (await (await w.as(name)).get('/agreement/documents?format=csv')).text.match(/Ashmere/g)?.length ?? 0
    for (const name of ['head', 'deputy', 'chair', 'governor', 'coordinator'] as const)
      assert.equal(await rows(name), 2, name)
    for (const name of ['otherHead', 'teacher', 'officer', 'partner', 'ssig'] as const) {
      assert.equal(await rows(name), 0, name)
      assert.equal((await (await w.as(name)).get(`/agreement/documents/${ids[0]}`)).status, 404, name)
    }
    const office = await w.as('coordinator')
    assert.equal(
      (await office.get('/agreement/documents?words=brindle')).text.includes('No documents match'),
      true,
    )
    assert.equal((await office.get('/agreement/documents/999')).status, 404)
  })

  test('are had by a substitute who signed', async () => {
    const w = await world()
    const versionId = await agreed(w)
    await signed(w, versionId, 'governance', { by: 'officer', substituteReason: 'No chair is appointed.' })
    await makeDocument(await w.by('system'), { versionId, membershipId: w.members.ashmere }, makes)
    const { text } = await (await w.as('officer')).get('/agreement/documents')
    assert.match(text, /One signature of two/)
  })
})

describe('checking a document', () => {
  test('anybody learns that it is whole, who signed it, and that it is the one kept', async () => {
    const { w, both } = await signedWorld()
    const { status, says } = await checked(await w.as('visitor'), both)
    assert.equal(status, 200)
    for (const expected of [
      'The document is whole and unaltered',
      'byte for byte, the file that the alliance keeps',
      'Hannah Head Signature Whole Title Headteacher Signed as head of Ashmere High School',
      'Chen Chair Signature Whole Title Chair of governors Signed for those who govern Ashmere High School',
      'School Ashmere High School (URN 990001) Version 1 of the agreement Moment of signing',
      'Certificate issued by Vale Learning Alliance signing authority',
      'PAdES B-B: the moment is by the clock',
    ])
      assert.ok(says.includes(expected), expected)
  })

  const cases: [string, (files: { one: Buffer; both: Buffer }) => Buffer, RegExp][] = [
    [
      'a byte of it altered',
      ({ both }) => altered(both, 700),
      /has been altered .*What was signed is no longer what stands in the file.*first differs from it at byte 701, and in 1 byte in all/,
    ],
    [
      'something added',
      ({ both }) => Buffer.concat([both, Buffer.from('%%more')]),
      /has been altered .*After the last signature 6 bytes were added/,
    ],
    [
      'its end missing',
      ({ both }) => both.subarray(0, -100),
      /has been altered .*The end of what was signed is missing.*another 100 bytes/,
    ],
    [
      'the second signature taken out',
      ({ both }) => both.subarray(0, both.indexOf('%%EOF\n', both.indexOf('/ByteRange')) + 6),
      /has been altered .*goes on for another [\d,]+ bytes, which are missing here/,
    ],
    [
      'a file of somebody else',
      () => Buffer.from('%PDF-1.7\n%%EOF'),
      /cannot be checked .*bears no signature/,
    ],
    ['no PDF', () => Buffer.from('PK'), /cannot be checked .*not a PDF/],
    ['an empty file', () => Buffer.alloc(0), /cannot be checked .*The file is empty/],
    [
      'a protected file',
      () => Buffer.from('%PDF-1.7 /Encrypt'),
      /cannot be checked .*protected by a password/,
    ],
  ]
  for (const [name, made, expected] of cases)
    test(`${name} is told in words`, async () => {
      const { w, one, both } = await signedWorld()
      const { status, says } = await checked(await w.as('visitor'), made({ one, both }))
      assert.equal(status, 200)
      assert.match(says, expected)
    })

  test('the first file of a signing stays good when the second is made', async () => {
    const { w, one } = await signedWorld()
    assert.match((await checked(await w.as('visitor'), one)).says, /whole and unaltered .*byte for byte/)
  })

  test('a document of another alliance is not vouched for', async () => {
    const { w } = await signedWorld()
    const elsewhere = await world()
    await elsewhere.database.pool.query(`update alliance set name = 'Elsewhere'`)
    const { says } = await checked(await w.as('visitor'), await signedByBoth(elsewhere))
    assert.match(
      says,
      /This is not a document of this alliance .*Issued by somebody else.*Elsewhere signing authority/,
    )
  })

  test('a whole document that the records do not hold is told by its signatures alone', async () => {
    const { w, both } = await signedWorld()
    await w.database.pool.query('delete from signed_documents')
    assert.match(
      (await checked(await w.as('visitor'), both)).says,
      /whole and unaltered .*checked by its signatures alone/,
    )
  })

  test('without a file it is asked for, and one too large is refused', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const { status, text } = await visitor.post('/agreement/check', {})
    assert.equal(status, 422)
    assert.match(text, /Select the signed document/)
    const large = await checked(visitor, Buffer.alloc(11 * 1024 * 1024, '%PDF-1.7 '))
    assert.equal(large.status, 413)
    assert.match(large.says, /larger than 10 MB/)
  })
})

const altered = (file: Buffer, at: number) => {
  const other = Buffer.from(file)
  other[at] = (other[at] ?? 0) ^ 1
  return other
}

test('the authority’s certificate is there for everybody, with its fingerprint', async () => {
  const w = await world()
  const visitor = await w.as('visitor')
  assert.equal((await visitor.get('/agreement/authority.pem')).status, 404)
  assert.match((await visitor.get('/agreement/check')).text, /has no signing authority yet/)
  await signed(w, await agreed(w), 'leadership')
  assert.match((await visitor.get('/agreement/authority.pem')).text, /^-----BEGIN CERTIFICATE-----/)
  assert.match((await visitor.get('/agreement/check')).text, /([0-9A-F]{2} ){31}[0-9A-F]{2}/)
})
