import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type CastName, today, type World, world } from '../../../test/world.ts'
import { addDays } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

const prepared = async () => {
  const w = await world()
  return { ...w, version: await agreed(w) }
}
type Prepared = World & { version: number }

const paper = (w: Prepared, name: CastName, capacity: 'governance' | 'leadership', more = {}) => ({
  ...{ versionId: String(w.version), capacity, personId: String(w.people[name]), signedOn: '2/10/2017' },
  ...{ minute: '', minuteOn: '', ...more },
})
const minuted = { minute: 'FGB 9/2017', minuteOn: '28/9/2017' }

/** Has the office record a signature on paper of Ashmere; gives its answer. */
const record = async (w: Prepared, answers: Record<string, string>) =>
  (await w.as('coordinator')).post(`/agreement/register/${w.members.ashmere}/paper/new`, answers)

describe('the public register', () => {
  test('says which school signed what and when, and no more', async () => {
    const w = await prepared()
    await record(w, paper(w, 'head', 'leadership'))
    await record(w, paper(w, 'chair', 'governance', minuted))
    const visitor = await w.as('visitor')
    const { text } = await visitor.get('/agreement/register')
    assert.match(text, /1 of 2 schools \(50%\) signed version 1 in both capacities/)
    const csv = await visitor.get('/agreement/register?format=csv&sort=school')
    assert.deepEqual(csv.text.trim().split(/\r?\n/).slice(1), [
      'Ashmere High School,990001,1,2017-10-02,2017-10-02,Signed',
      'Brindle Moor High School,990002,1,,,Not signed',
    ])
    for (const path of [
      '/agreement/register',
      `/agreement/register/${w.members.ashmere}`,
      '/agreement/register?format=csv',
    ])
      assert.doesNotMatch((await visitor.get(path)).text, /Hannah|Chen|FGB 9/, path)
    assert.match((await visitor.get('/agreement/register?words=brindle')).text, /1 entry/)
    assert.match((await visitor.get('/agreement/register?version=7')).text, /Version|entries/)
    assert.equal((await visitor.get('/agreement/register/999999')).status, 404)
  })

  test('names, minutes and how it was signed are for the school’s head and chair and the office', async () => {
    const w = await prepared()
    await record(w, paper(w, 'head', 'leadership'))
    const at = `/agreement/register/${w.members.ashmere}`
    for (const name of ['head', 'chair', 'coordinator'] as const)
      assert.match((await (await w.as(name)).get(at)).text, /Hannah Head, Headteacher/, name)
    for (const name of [
      'visitor',
      'otherHead',
      'deputy',
      'governor',
      'teacher',
      'officer',
      'partner',
    ] as const)
      assert.doesNotMatch(
        (await (await w.as(name)).get(at)).text,
        /Hannah Head, Headteacher|Only the head/,
        name,
      )
  })

  test('a conversion carries the signature under the name it was given in; leaving ends it', async () => {
    const w = await prepared()
    await record(w, paper(w, 'head', 'leadership'))
    await record(w, paper(w, 'chair', 'governance', minuted))
    await w.database.transaction(everything, async (tx) => {
      const school = await tx
        .selectFrom('schools')
        .selectAll()
        .where('urn', '=', 990001)
        .executeTakeFirstOrThrow()
      const { version: _, ...rest } = school
      await tx
        .insertInto('schools')
        .values({ ...rest, urn: 990901, name: 'Ashmere Academy' })
        .execute()
      const converted = addDays(today, -30)
      await tx
        .updateTable('membershipSchools')
        .set({ toOn: addDays(converted, -1) })
        .where('urn', '=', 990001)
        .execute()
      const next = { membershipId: w.members.ashmere, urn: 990901, fromOn: converted, toOn: null }
      await tx
        .insertInto('membershipSchools')
        .values({ ...next, importId: null })
        .execute()
    })
    const visitor = await w.as('visitor')
    const { text } = await visitor.get('/agreement/register')
    assert.match(text, /Ashmere Academy<\/a> \(signed as Ashmere High School\)/)
    assert.match(text, /1 of 2 schools/)
    assert.match(
      (await visitor.get(`/agreement/register/${w.members.ashmere}`)).text,
      /Ashmere High School \(URN 990001\)/,
    )
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('memberships')
        .set({ leftOn: addDays(today, -1) })
        .where('id', '=', w.members.ashmere)
        .execute(),
    )
    const after = await visitor.get('/agreement/register')
    assert.match(after.text, /Ended: the school left/)
    assert.match(after.text, /0 of 1 school/)
    assert.match(
      (await visitor.get(`/agreement/register/${w.members.ashmere}`)).text,
      /its signatures bind it no longer/,
    )
  })
})

describe('a signature on paper', () => {
  const wrong: [says: string, more: object, refusal: RegExp][] = [
    ['in the future', { signedOn: '6/3/2018' }, /The day of signing cannot be in the future/],
    [
      'before the version',
      { signedOn: '31/8/2017' },
      /was published on 1 September 2017, and cannot have been/,
    ],
    ['a head with a minute', minuted, /Only those who govern a school have a minute/],
    ['no day at all', { signedOn: '31/2/2018' }, /must be a real date/],
    ['nobody', { personId: '' }, /Select who signed/],
    ['no version', { versionId: '999' }, /Select the version that was signed/],
  ]
  for (const [says, more, refusal] of wrong)
    test(`${says} is refused`, async () => {
      const w = await prepared()
      const answer = await record(w, paper(w, 'head', 'leadership', more))
      assert.equal(answer.status, 422)
      assert.match(answer.text, refusal)
    })

  test('on the day of publication and today it is taken; twice in one capacity it is not', async () => {
    const w = await prepared()
    assert.equal((await record(w, paper(w, 'head', 'leadership', { signedOn: '1/9/2017' }))).status, 303)
    assert.equal((await record(w, paper(w, 'chair', 'governance', { signedOn: '5/3/2018' }))).status, 303)
    assert.match(
      (await record(w, paper(w, 'deputy', 'leadership'))).text,
      /is already recorded in that capacity/,
    )
  })

  test('of one person in both boxes is recorded, said not to count, and makes room for the chair', async () => {
    const w = await prepared()
    await record(w, paper(w, 'head', 'leadership'))
    await record(w, paper(w, 'head', 'governance', minuted))
    const office = await w.as('coordinator')
    const at = `/agreement/register/${w.members.ashmere}`
    assert.match((await office.get(at)).text, /It does not count: Hannah Head signed in both capacities/)
    const why = /Hannah Head signed version 1 in both capacities, where two different people sign/
    assert.match((await office.get('/agreement/register/unsigned')).text, why)
    const visitor = await (await w.as('visitor')).get('/agreement/register')
    assert.match(visitor.text, /Not complete/)
    assert.doesNotMatch(visitor.text, /both capacities, where/)
    const chair = await w.as('chair')
    assert.match((await chair.get('/agreement/sign')).text, /To sign/)
    const here = `/agreement/sign/${w.members.ashmere}/governance`
    const begun = await chair.post(here, { read: String(w.version), minute: 'FGB 3', minuteOn: '1/3/2018' })
    const confirm = begun.headers.get('location') ?? ''
    const signing = /name="signing" value="([^"]+)"/.exec((await chair.get(confirm)).text)?.[1] ?? ''
    const { body } = await w.db.selectFrom('mails').select('body').executeTakeFirstOrThrow()
    await chair.post(confirm, { signing, code: /^\d{3} \d{3}$/m.exec(body)?.[0] ?? '' })
    assert.match((await office.get(at)).text, /Chen Chair, Chair of governors/)
    assert.match((await office.get('/agreement/register')).text, /1 of 2 schools/)
  })

  test('is corrected, removed and put back; one made here is never changed', async () => {
    const w = await prepared()
    await record(w, paper(w, 'chair', 'governance', minuted))
    const { id } = await w.db.selectFrom('signatures').select('id').executeTakeFirstOrThrow()
    const office = await w.as('coordinator')
    const at = `/agreement/register/${w.members.ashmere}`
    const row = `${at}/paper/${id}`
    const other = `/agreement/register/${w.members.brindle}/paper/${id}`
    assert.equal((await office.get(other)).status, 404)
    assert.equal((await office.post(`${other}/remove`, {})).status, 404)
    const changed = paper(w, 'governor', 'governance', minuted)
    assert.equal((await office.post(row, { ...changed, 'form-version': '1' })).status, 303)
    assert.match((await office.get(at)).text, /Grace Governor, Governor/)
    const late = await office.post(row, { ...paper(w, 'chair', 'governance'), 'form-version': '1' })
    assert.equal(late.status, 409)
    assert.equal((await office.post(`${row}/remove`, {})).status, 303)
    assert.match((await office.get(at)).text, /Put back/)
    assert.equal((await office.post(`${other}/restore`, {})).status, 404)
    assert.equal((await office.post(`${row}/restore`, {})).status, 303)
    assert.match((await office.get(at)).text, /Grace Governor, Governor/)
    assert.equal((await office.post(`${row}/restore`, {})).status, 404)
  })
})

test('the office says who governs a school, and two who say so at once see each other', async () => {
  const w = await prepared()
  const office = await w.as('coordinator')
  const at = `/agreement/register/${w.members.ashmere}/governing`
  assert.match((await office.get(at)).text, /value="Governing body"/)
  const said = {
    legalBody: 'Board of trustees of Vale Trust',
    signatoryTitle: 'Chair of trustees',
    'form-version': '0',
  }
  assert.equal((await office.post(at, said)).status, 303)
  const late = await office.post(at, { ...said, legalBody: 'Proprietor' })
  assert.equal(late.status, 409)
  assert.match(late.text, /was changed to Board of trustees of Vale Trust while you were typing/)
  const chair = await (await w.as('chair')).get(`/agreement/sign/${w.members.ashmere}/governance`)
  assert.match(chair.text, /Board of trustees of Vale Trust/)
  assert.equal((await office.post(at, { ...said, 'form-version': '1', signatoryTitle: 'Chair' })).status, 303)
})

test('the office takes along who has not signed, why, and whom it waits for', async () => {
  const w = await prepared()
  await record(w, paper(w, 'head', 'leadership'))
  const office = await w.as('coordinator')
  assert.match((await office.get('/agreement/register/unsigned')).text, /href="\?format=csv"/)
  const { text, headers } = await office.get('/agreement/register/unsigned?format=csv')
  assert.match(headers.get('content-type') ?? '', /text\/csv/)
  const [columns, ashmere] = text.trim().split(/\r?\n/)
  assert.equal(columns?.replace(/^\uFEFF/, ''), 'School,Why,Waits for')
  assert.match(ashmere ?? '', /^Ashmere High School,Only the head has signed version 1,\w/)
  assert.equal((await (await w.as('head')).get('/agreement/register/unsigned?format=csv')).status, 403)
})

test('before anything is published nobody is asked to sign', async () => {
  const w = await world()
  const head = await w.as('head')
  assert.match((await head.get('/agreement/sign')).text, /No version has been published/)
  assert.match(
    (await head.get(`/agreement/sign/${w.members.ashmere}/leadership`)).text,
    /No version has been/,
  )
  assert.match((await head.get('/agreement/register')).text, /No version has been published yet/)
  const office = await w.as('coordinator')
  assert.match((await office.get('/agreement/register/unsigned')).text, /No version has been published/)
  assert.equal((await office.post(`/agreement/register/${w.members.ashmere}/remind`, {})).status, 409)
})
