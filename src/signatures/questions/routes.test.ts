import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type CastName, emailOf, type World, world } from '../../../test/world.ts'
import { clausesOf } from '../../agreement/queries.ts'
import { everything } from '../../platform/db.ts'
import { needs } from './needs.ts'
import { questionsOfSchool, reservationsOf } from './queries.ts'
import { reservationInWords } from './rules.ts'

const words = 'Do half-days spent on moderation count towards the nine?'
const key = '0b9f2c1e-5a51-4a52-9c4e-1c5d4f6a7b80'

/** The small alliance with its agreement published, and clause 21 of it. */
async function signing() {
  const w = await world()
  const versionId = await agreed(w)
  const clause = (await clausesOf(w.db, versionId)).find(({ number }) => number === '21')
  if (!clause) throw new Error('The agreement has no clause 21')
  return { w, versionId, clause }
}

const asking = (clauseId: number, kind = 'question') => ({ clauseId: String(clauseId), kind, words })

async function asked(w: World, clauseId: number, { by = 'head' as CastName, kind = 'question' } = {}) {
  const sent = await (await w.as(by)).post('/agreement/questions/new', asking(clauseId, kind))
  return (sent.headers.get('location') ?? '').replace(/\?.*/, '')
}

const answering = async (w: World, at: string, answer: string, version = '1') =>
  (await w.as('coordinator')).post(`${at}/answer`, { answer, 'form-version': version })

const mailed = (w: World) =>
  w.db.selectFrom('mails').select(['recipient', 'subject', 'body']).orderBy('id').execute()

describe('asking about a clause', () => {
  test('a head asks, from a link on the clause; members read it with the school’s name, not the head’s', async () => {
    const { w, clause } = await signing()
    const form = await (await w.as('head')).get(`/agreement/questions/new?clause=${clause.id}`)
    assert.match(form.text, new RegExp(`<option value="${clause.id}" selected`))
    const at = await asked(w, clause.id)
    const teacher = await (await w.as('otherHead')).get(at)
    assert.match(teacher.text, /Question on clause 21[\s\S]*Ashmere High School/)
    assert.doesNotMatch(teacher.text, /Hannah Head/)
    assert.match((await (await w.as('chair')).get(at)).text, /Hannah Head/)
    assert.equal((await (await w.as('partner')).get(at)).status, 403)
  })

  test('it stands in the list, its filters and its CSV', async () => {
    const { w, clause } = await signing()
    await asked(w, clause.id)
    await asked(w, clause.id, { by: 'otherHead', kind: 'reservation' })
    const teacher = await w.as('teacher')
    assert.match((await teacher.get('/agreement/questions')).text, /2 questions and reservations/)
    const query = `clause=${clause.id}&kind=reservation&school=${w.members.brindle}&answered=no`
    const csv = await teacher.get(`/agreement/questions?format=csv&${query}`)
    assert.match(csv.text, /^[^\n]*\n"Clause 21, version 1",Reservation,Brindle Moor High School,[^\n]*\n$/)
    assert.match((await teacher.get('/agreement/questions?answered=yes')).text, /None match/)
  })

  test('sent twice at once it is asked once', async () => {
    const { w, clause } = await signing()
    const head = await w.as('head')
    await Promise.all(
      Array.from({ length: 6 }, () =>
        head.post('/agreement/questions/new', { ...asking(clause.id), 'form-key': key }),
      ),
    )
    assert.equal((await w.db.selectFrom('clauseQuestions').select('id').execute()).length, 1)
  })

  test('a substitute asks; a deputy who is none does not', async () => {
    const { w, versionId, clause } = await signing()
    const deputy = await w.as('deputy')
    assert.equal((await deputy.post('/agreement/questions/new', asking(clause.id))).status, 403)
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('signingSubstitutes')
        .values({
          versionId,
          membershipId: w.members.ashmere,
          capacity: 'leadership',
          personId: w.people.deputy,
          reason: 'The head is ill',
          namedBy: w.people.coordinator,
          endedAt: null,
        })
        .execute(),
    )
    assert.equal((await deputy.post('/agreement/questions/new', asking(clause.id))).status, 303)
  })

  test('for a school one does not sign for it is refused beside the question', async () => {
    const { w, clause } = await signing()
    const sent = await (await w.as('head')).post('/agreement/questions/new', {
      ...asking(clause.id),
      membershipId: String(w.members.brindle),
    })
    assert.equal(sent.status, 422)
    assert.equal((await w.db.selectFrom('clauseQuestions').select('id').execute()).length, 0)
  })

  test('a reservation after signing is refused, a question is not', async () => {
    const { w, versionId, clause } = await signing()
    await signedOnPaper(w, versionId)
    const head = await w.as('head')
    const late = await head.post('/agreement/questions/new', asking(clause.id, 'reservation'))
    assert.match(late.text, /<a href="#kind">You signed on 1 March 2018/)
    assert.equal((await head.post('/agreement/questions/new', asking(clause.id))).status, 303)
  })
})

const signedOnPaper = (w: World, versionId: number) =>
  w.database.pool.query(
    `insert into signatures (version_id, membership_id, capacity, person_id, name, title, school_name, urn, how, signed_on, digest)
     values ($1, $2, 'leadership', $3, 'Hannah Head', 'Headteacher', 'Ashmere High School', 990001, 'paper', '2018-03-01', 'x')`,
    [versionId, w.members.ashmere, w.people.head],
  )

describe('answering', () => {
  test('the office answers, the asker gets a mail and it waits for them until they have read it', async () => {
    const { w, clause } = await signing()
    const at = await asked(w, clause.id)
    assert.match((await needs(await w.by('coordinator')))[0]?.says ?? '', /^Answer Ashmere on clause 21$/)
    assert.deepEqual(await needs(await w.by('head')), [])
    assert.equal((await answering(w, at, 'They do.')).status, 303)
    assert.deepEqual(await needs(await w.by('coordinator')), [])
    const [mail] = await mailed(w)
    assert.equal(mail?.recipient, emailOf('head'))
    assert.match(mail?.body ?? '', /They do\.[\s\S]*http:\/\/alliance\.test\/agreement\/questions\/\d+/)
    assert.match(
      (await needs(await w.by('head')))[0]?.says ?? '',
      /^Read the answer to your question on clause 21$/,
    )
    assert.equal((await (await w.as('otherHead')).post(`${at}/read`, {})).status, 403)
    assert.equal((await (await w.as('head')).post(`${at}/read`, {})).status, 303)
    assert.deepEqual(await needs(await w.by('head')), [])
  })

  test('a corrected answer keeps what it said before, is mailed, and waits to be read again', async () => {
    const { w, clause } = await signing()
    const at = await asked(w, clause.id)
    await answering(w, at, 'They do.')
    await (await w.as('head')).post(`${at}/read`, {})
    assert.equal((await answering(w, at, 'They do, up to two days.', '2')).status, 303)
    const { text } = await (await w.as('teacher')).get(at)
    assert.match(text, /They do, up to two days\.[\s\S]*Corrected once[\s\S]*answer: They do\.</)
    assert.match((await mailed(w))[1]?.subject ?? '', /the answer was corrected/)
    assert.equal((await needs(await w.by('head'))).length, 1)
  })

  test('the second of two who answer at once sees the first one’s answer', async () => {
    const { w, clause } = await signing()
    const at = await asked(w, clause.id)
    await answering(w, at, 'They do.')
    const second = await answering(w, at, 'They do not.')
    assert.equal(second.status, 409)
    assert.match(second.text, /The answer was changed to They do\. while you were typing/)
    assert.match(second.text, /They do not\./)
  })

  test('the words can be corrected until they are answered', async () => {
    const { w, clause } = await signing()
    const at = await asked(w, clause.id)
    const head = await w.as('head')
    assert.equal(
      (await head.post(`${at}/correct`, { words: 'And moderation?', 'form-version': '1' })).status,
      303,
    )
    assert.match((await head.get(at)).text, /And moderation\?/)
    await answering(w, at, 'They do.', '2')
    assert.equal((await head.post(`${at}/correct`, { words: 'Else?', 'form-version': '3' })).status, 403)
  })
})

test('the signing page is given a school’s own, and the document its reservations', async () => {
  const { w, versionId, clause } = await signing()
  await asked(w, clause.id)
  await asked(w, clause.id, { by: 'chair', kind: 'reservation' })
  await asked(w, clause.id, { by: 'otherHead', kind: 'reservation' })
  const own = await questionsOfSchool(w.db, versionId, w.members.ashmere)
  assert.deepEqual(
    own.map(({ kind, number, answer }) => [kind, number, answer]),
    [
      ['question', '21', null],
      ['reservation', '21', null],
    ],
  )
  const reserved = await reservationsOf(w.db, { versionId, membershipId: w.members.ashmere })
  assert.deepEqual(reserved.map(reservationInWords), [`Clause 21, with the reservation: ${words}`])
})
