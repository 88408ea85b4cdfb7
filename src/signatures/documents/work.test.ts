import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signed } from '../../../test/acts.ts'
import { agreed } from '../../../test/agreement.ts'
import { issuers } from '../../../test/signatories.ts'
import { secret, today, type World, world } from '../../../test/world.ts'
import { keepDraft, publish } from '../../agreement/actions.ts'
import { everything } from '../../platform/db.ts'
import { logTo } from '../../platform/log.ts'
import { checkPdf } from '../../platform/signature/check.ts'
import { NoTimeStamp } from '../../platform/signature/time-stamp.ts'
import { keepDocuments, makeDocument, renewAuthority } from './actions.ts'
import { documentsOf } from './queries.ts'
import { documentWork } from './work.ts'

const makes = { secret, url: 'http://alliance.test', timeStamps: undefined }
/** Nothing listens there. */
const away = 'http://127.0.0.1:9/tsr'

async function agreedWorld() {
  const w = await world()
  const versionId = await agreed(w)
  const of = { versionId, membershipId: w.members.ashmere }
  const by = await w.by('system')
  return { w, of, versionId, make: (with_ = {}) => makeDocument(by, of, { ...makes, ...with_ }), by }
}

const files = ({ db }: World) => db.selectFrom('signedDocuments').selectAll().orderBy('id').execute()
const keys = async ({ db }: World) => {
  const rows = await db.selectFrom('signatures').select('sealedKey').where('how', '=', 'electronic').execute()
  return rows.filter(({ sealedKey }) => sealedKey !== null).length
}
const signatoriesIn = async (w: World, content: Buffer) => {
  const checked = checkPdf(content, await issuers(w))
  assert.ok(!('unreadable' in checked) && checked.whole)
  return checked.signatures.map(({ told }) => told?.signatory.name)
}

describe('the document of a school’s signing', () => {
  test('is made with one signature, and anew with both; then their keys are destroyed', async () => {
    const { w, versionId, make } = await agreedWorld()
    await signed(w, versionId, 'governance')
    await make()
    assert.equal(await keys(w), 1)
    await signed(w, versionId, 'leadership')
    await make()
    const [first, both, ...more] = await files(w)
    assert.ok(first && both && more.length === 0)
    assert.deepEqual([first.signatureCount, both.signatureCount], [1, 2])
    assert.deepEqual(await signatoriesIn(w, first.content), ['Chen Chair'])
    assert.deepEqual(await signatoriesIn(w, both.content), ['Chen Chair', 'Hannah Head'])
    assert.equal(await keys(w), 0)
  })

  test('is one, however often and by however many at once it is made', async () => {
    const { w, versionId, make } = await agreedWorld()
    await Promise.all([signed(w, versionId, 'governance'), signed(w, versionId, 'leadership')])
    await Promise.all([make(), make(), make()])
    await make()
    const made = await files(w)
    assert.equal(made.length, 1)
    assert.equal((await signatoriesIn(w, made[0]?.content as Buffer)).length, 2)
    assert.equal(await keys(w), 0)
    const { rows } = await w.database.pool.query(`select from audit_log where did = 'made a signed document'`)
    assert.equal(rows.length, 1)
  })

  test('tells of a signature on paper in words only', async () => {
    const { w, versionId, make } = await agreedWorld()
    await signed(w, versionId, 'governance', { how: 'paper' })
    await make()
    assert.equal((await files(w)).length, 0)
    await signed(w, versionId, 'leadership')
    await make()
    const [made] = await files(w)
    assert.deepEqual(await signatoriesIn(w, made?.content as Buffer), ['Hannah Head'])
    assert.equal(await keys(w), 0)
  })

  test('is made anew when a paper signature makes room for an electronic one', async () => {
    const { w, versionId, make } = await agreedWorld()
    const paper = await signed(w, versionId, 'governance', { how: 'paper' })
    await signed(w, versionId, 'leadership')
    await make()
    await w.database.transaction(everything, (tx) =>
      tx.deleteFrom('signatures').where('id', '=', paper).execute(),
    )
    await signed(w, versionId, 'governance')
    await make()
    const [, anew] = await files(w)
    // The head’s key went with the document before; their seal stands in this one.
    assert.deepEqual(await signatoriesIn(w, anew?.content as Buffer), ['Chen Chair'])
    const listed = await documentsOf(w.db, await w.who('head'), w.members.ashmere)
    assert.deepEqual(
      listed.map(({ current }) => current),
      [true, false],
    )
  })

  test('is not made of words or statements that are no longer what was signed', async () => {
    const { w, versionId, make } = await agreedWorld()
    await signed(w, versionId, 'leadership', { keeps: 'I sign something else.' })
    await assert.rejects(make, /is not what was signed/)
    assert.equal((await files(w)).length, 0)
  })
})

describe('under another secret', () => {
  const another = 'another secret, which is long enough to be one'

  test('nothing is made or lost; with the secret put back it is made', async () => {
    const { w, versionId, make } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    await assert.rejects(() => make({ secret: another }), /put back the SECRET/)
    assert.equal((await files(w)).length, 0)
    await make()
    assert.equal((await files(w)).length, 1)
  })

  test('another authority is begun; who had signed stands by the seal, and the school completes', async () => {
    const { w, versionId, make, by } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    assert.equal(await renewAuthority(by, another), 1)
    await make({ secret: another })
    assert.equal((await files(w)).length, 0)
    await signed(w, versionId, 'governance', { under: another })
    await make({ secret: another })
    const [made] = await files(w)
    assert.deepEqual(await signatoriesIn(w, made?.content as Buffer), ['Chen Chair'])
  })
})

describe('with a time-stamping authority that is away', () => {
  const work = ({ database }: World, timeStamps: string | undefined) =>
    documentWork({
      database,
      settings: { ...makes, timeStamps },
      clock: { now: () => new Date(), today: () => today },
      log: logTo('nowhere'),
    })

  test('the act stands and the document is tried again, and made when it is back', async () => {
    const { w, of, versionId } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    await assert.rejects(() => work(w, away).run(of, { last: false }), NoTimeStamp)
    assert.deepEqual([(await files(w)).length, await keys(w)], [0, 1])
    const [waiting] = await documentsOf(w.db, await w.who('head'), w.members.ashmere)
    assert.equal(waiting?.id, null)
    await work(w, undefined).run(of, { last: false })
    assert.equal((await files(w)).length, 1)
  })

  test('it is made without in the end, and says so', async () => {
    const { w, of, versionId } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    await work(w, away).run(of, { last: true })
    const [made] = await files(w)
    assert.equal(made?.level, 'B-B')
  })
})

describe('each night', () => {
  const asked = async ({ database }: World) =>
    (await database.pool.query(`select from alliance_jobs.job where name = 'documents'`)).rowCount

  test('documents that were never made are asked for again', async () => {
    const { w, versionId, make, by } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    await keepDocuments(by)
    assert.equal(await asked(w), 1)
    await make()
    await keepDocuments(by)
    assert.equal(await asked(w), 1)
    assert.equal(await keys(w), 1)
  })

  test('the keys of a version that another took the place of are destroyed, once their document is there', async () => {
    const { w, versionId, make, by } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    const office = await w.by('coordinator')
    const next = await keepDraft(office, {
      title: 'Next',
      opening: '',
      clauses: [{ number: '1', part: '', words: 'A.' }],
      basedOn: versionId,
    })
    await publish(office, next, {
      publishedOn: today,
      inForceOn: today,
      inForceSigned: null,
      signBy: null,
      reviewOn: null,
    })
    await keepDocuments(by)
    assert.equal(await keys(w), 1)
    await make()
    await keepDocuments(by)
    assert.equal(await keys(w), 0)
  })

  test('so are those of a school that has left', async () => {
    const { w, of, versionId, make, by } = await agreedWorld()
    await signed(w, versionId, 'leadership')
    await make()
    await keepDocuments(by)
    assert.equal(await keys(w), 1)
    await w.database.pool.query(`update memberships set left_on = '2018-03-04' where id = $1`, [
      of.membershipId,
    ])
    await keepDocuments(by)
    assert.equal(await keys(w), 0)
  })
})
