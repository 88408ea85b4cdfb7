import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { areaNamed, deploymentAt, practitioner } from '../../../test/support.ts'
import { type CastName, type World, world } from '../../../test/world.ts'
import { type AcademicYear, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { needs } from './needs.ts'
import { practitionersAccepted } from './queries.ts'

const evidence = 'Two departments that she worked with now plan together.'

const nomination = async (w: World, personId = w.people.practitioner) => ({
  'form-key': randomUUID(),
  personId: String(personId),
  area: String(await areaNamed(w, 'Maths')),
  secondArea: String(await areaNamed(w, 'Careers')),
  thirdArea: '',
  phases: ['1', '2'],
  profile: 'Leads maths; has helped three schools.',
  halfDays: '4.5',
  evidence,
})

const at = (id: number, part = '') => `/support/practitioners/${id}${part}`
const idIn = (answer: { headers: Headers }) => Number(/\d+/.exec(answer.headers.get('location') ?? '')?.[0])
const nominated = async (w: World) =>
  idIn(await (await w.as('otherHead')).post('/support/practitioners/new', await nomination(w)))

const set = (w: World, name: 'practitionersSeen' | 'vouchingDays', value: number) =>
  w.database.transaction(everything, (tx) =>
    tx
      .insertInto('agreedTerms')
      .values({ name, year: 2017 as AcademicYear, value, decision: 'Agreed.', setBy: null } as never)
      .execute(),
  )

const postsOf = (w: World, personId: number) =>
  w.db
    .selectFrom('posts')
    .select(['post', 'fromOn', 'toOn', 'membershipId'])
    .where('personId', '=', personId)
    .orderBy('id')
    .execute()

/** A teacher of Brindle Moor who was never a practitioner. */
const teacherAtBrindle = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('people')
      .values({ name: 'Theo Teacher', email: 'theo@alliance.example', ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('posts')
      .values({
        ...{ personId: id, post: 'teacher', membershipId: w.members.brindle, organisationId: null },
        ...{ fromOn: day('2016-09-01'), toOn: null, importId: null },
      })
      .execute()
    return id
  })

describe('nominating', () => {
  test('a head nominates somebody of their own school, and SSIG accepts them', async () => {
    const w = await world()
    const theo = await teacherAtBrindle(w)
    const head = await w.as('otherHead')
    const sent = await head.post('/support/practitioners/new', await nomination(w, theo))
    assert.equal(sent.status, 303)
    const id = idIn(sent)
    const page = await head.get(at(id))
    assert.match(page.text, /Waits for SSIG/)
    assert.match(page.text, /Maths \(key stage 3, key stage 4\)/)
    assert.match(page.text, /4½ days/)
    assert.match(page.text, /Two departments/)
    assert.equal((await (await w.as('head')).get(at(id))).status, 404)
    const ssig = await w.as('ssig')
    assert.match((await ssig.get('/support/practitioners?state=nominated')).text, /Theo Teacher/)
    assert.equal((await ssig.post(at(id, '/accept'), {})).status, 303)
    assert.deepEqual((await postsOf(w, theo)).at(-1), {
      ...{ post: 'practitioner', fromOn: '2018-03-05', toOn: null, membershipId: w.members.brindle },
    })
    const other = await (await w.as('head')).get(at(id))
    assert.equal(other.status, 200)
    assert.doesNotMatch(other.text, /Two departments|Conflicts of interest|Times away/)
    assert.match(
      (await (await w.as('head')).get('/support/practitioners?format=csv')).text,
      /Theo Teacher,Brindle Moor,"Careers \(key stage 3, key stage 4\); Maths \(key stage 3, key stage 4\)",4.5,0,4.5,,Accepted/,
    )
  })

  test('nobody of another school, and nobody who does not head one', async () => {
    const w = await world()
    const sent = await (await w.as('otherHead')).post(
      '/support/practitioners/new',
      await nomination(w, w.people.teacher),
    )
    assert.equal(sent.status, 422)
    const elsewhere = { ...(await nomination(w)), membershipId: String(w.members.brindle) }
    assert.equal((await (await w.as('head')).post('/support/practitioners/new', elsewhere)).status, 422)
    for (const who of ['deputy', 'practitioner', 'teacher', 'ssig', 'officer', 'partner'] as const)
      assert.equal((await (await w.as(who)).get('/support/practitioners/new')).status, 403)
  })

  test('words of appraisal and a pupil’s name are pointed out, with all that was typed, until they are gone', async () => {
    const w = await world()
    const head = await w.as('otherHead')
    const typed = { ...(await nomination(w)), evidence: 'Top of the <b>appraisal</b> for her work.' }
    const sent = await head.post('/support/practitioners/new', typed)
    assert.equal(sent.status, 422)
    assert.match(sent.text, /<a href="#evidence">This speaks of “appraisal”/)
    assert.match(sent.text, /Top of the &lt;b&gt;appraisal&lt;\/b&gt; for her work/)
    assert.match(sent.text, /Leads maths; has helped three schools/)
    assert.equal((await w.db.selectFrom('practitioners').select('id').execute()).length, 0)
    assert.equal((await head.post('/support/practitioners/new', await nomination(w))).status, 303)
  })

  test('the same person twice at once: one nomination, and a sentence', async () => {
    const w = await world()
    const [head, office] = [await w.as('otherHead'), await w.as('coordinator')]
    const school = { membershipId: String(w.members.brindle) }
    const answers = await Promise.all([
      head.post('/support/practitioners/new', await nomination(w)),
      office.post('/support/practitioners/new', { ...(await nomination(w)), ...school }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.match(answers.map(({ text }) => text).join(), /has been nominated for this school already/)
  })

  test('one form sent twice nominates once', async () => {
    const w = await world()
    const head = await w.as('otherHead')
    const form = await nomination(w)
    const [one, other] = await Promise.all([
      head.post('/support/practitioners/new', form),
      head.post('/support/practitioners/new', form),
    ])
    assert.equal(one.headers.get('location'), other.headers.get('location'))
  })

  test('the office nominates for a head, who then does not accept, nor does the office', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('groupMembers')
        .values({
          ...{ groupId: w.groups.ssig, personId: w.people.otherHead, membershipId: null },
          ...{ fromOn: day('2017-09-01'), part: 'member' },
        } as never)
        .execute(),
    )
    const office = await w.as('coordinator')
    const school = { membershipId: String(w.members.brindle) }
    const id = idIn(await office.post('/support/practitioners/new', { ...(await nomination(w)), ...school }))
    assert.equal((await office.post(at(id, '/accept'), {})).status, 403)
    const head = await w.as('otherHead')
    assert.doesNotMatch((await head.get(at(id))).text, />Accept</)
    assert.equal((await head.post(at(id, '/accept'), {})).status, 403)
    assert.match((await head.get(at(id))).text, /Olive Other, 5 March 2018/)
    assert.equal((await (await w.as('ssig')).post(at(id, '/accept'), {})).status, 303)
  })

  test('a head on SSIG who did not nominate may accept at their own school, and the page says so', async () => {
    const w = await world()
    const id = await nominated(w)
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.ssig, post: 'acting head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: day('2018-01-01'), toOn: null, importId: null },
        })
        .execute(),
    )
    const ssig = await w.as('ssig')
    assert.match((await ssig.get(at(id))).text, /You head Brindle Moor too/)
    assert.equal((await ssig.post(at(id, '/accept'), {})).status, 303)
    assert.match((await ssig.get(at(id))).text, /Sana Support headed Brindle Moor too on that day/)
  })
})

describe('answering', () => {
  test('two accept at once: one does, the other is told who did, and there is one post', async () => {
    const w = await world()
    const theo = await teacherAtBrindle(w)
    const head = await w.as('otherHead')
    const id = idIn(await head.post('/support/practitioners/new', await nomination(w, theo)))
    const answers = await Promise.all(
      (['ssig', 'coordinator'] as const).map(async (who) => (await w.as(who)).post(at(id, '/accept'), {})),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    assert.match(answers.map(({ text }) => text).join(), /has accepted this nomination already/)
    const held = (await postsOf(w, theo)).filter(({ post }) => post === 'practitioner')
    assert.equal(held.length, 1)
  })

  test('one press sent twice gets the same answer', async () => {
    const w = await world()
    const id = await nominated(w)
    const ssig = await w.as('ssig')
    const key = { 'form-key': randomUUID() }
    assert.equal((await ssig.post(at(id, '/accept'), key)).status, 303)
    assert.equal((await ssig.post(at(id, '/accept'), key)).status, 303)
    assert.equal((await ssig.post(at(id, '/accept'), { 'form-key': randomUUID() })).status, 409)
  })

  test('whoever holds the post already goes on holding it, also one that was to end', async () => {
    const w = await world()
    const id = await nominated(w)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: day('2018-03-31') })
        .where('personId', '=', w.people.practitioner)
        .execute(),
    )
    assert.equal((await (await w.as('ssig')).post(at(id, '/accept'), {})).status, 303)
    assert.deepEqual(await postsOf(w, w.people.practitioner), [
      { post: 'practitioner', fromOn: '2016-09-01', toOn: null, membershipId: w.members.brindle },
    ])
  })

  test('a declined nomination says why to the school and the person, and may be made anew', async () => {
    const w = await world()
    const id = await nominated(w)
    const ssig = await w.as('ssig')
    assert.equal((await ssig.post(at(id, '/decline'), { why: '' })).status, 422)
    assert.equal((await ssig.post(at(id, '/decline'), { why: 'Her capability' })).status, 422)
    const said = { why: 'Five are accepted in <maths> already.' }
    assert.equal((await ssig.post(at(id, '/decline'), said)).status, 303)
    for (const who of ['otherHead', 'practitioner', 'coordinator'] as const)
      assert.match((await (await w.as(who)).get(at(id))).text, /Five are accepted in &lt;maths&gt; already/)
    assert.equal((await (await w.as('head')).get(at(id))).status, 404)
    assert.equal((await ssig.post(at(id, '/accept'), {})).status, 409)
    assert.notEqual(await nominated(w), id)
  })

  test('neither heads, deputies nor practitioners answer', async () => {
    const w = await world()
    const id = await nominated(w)
    for (const who of ['otherHead', 'practitioner', 'head', 'deputy', 'partner', 'officer'] as const) {
      assert.equal((await (await w.as(who)).post(at(id, '/accept'), {})).status, 403, who)
      const { status } = await (await w.as(who)).post(at(id, '/decline'), { why: 'No' })
      assert.ok([403, 404].includes(status), who)
    }
  })

  test('nobody is accepted who has left the school meanwhile', async () => {
    const w = await world()
    const id = await nominated(w)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: day('2018-03-04') })
        .where('personId', '=', w.people.practitioner)
        .execute(),
    )
    const sent = await (await w.as('ssig')).post(at(id, '/accept'), {})
    assert.equal(sent.status, 409)
    assert.match(sent.text, /holds no post at Brindle Moor today/)
  })
})

describe('who sees whom', () => {
  const statuses = async (w: World, path: string) => {
    const asked: CastName[] = [
      'coordinator',
      'ssig',
      'head',
      'deputy',
      'teacher',
      'governor',
      'officer',
      'partner',
    ]
    return Promise.all(asked.map(async (who) => (await (await w.as(who)).get(path)).status))
  }

  test('as the heads agreed: SSIG alone, heads and deputies too, or everybody in a school', async () => {
    const [w, none, all] = [await world(), await world(), await world()]
    await set(none, 'practitionersSeen', 0)
    await set(all, 'practitionersSeen', 2)
    const pages = [await practitioner(none), await practitioner(w), await practitioner(all)]
    assert.deepEqual(await statuses(none, at(pages[0] as number)), [200, 200, 404, 404, 404, 404, 403, 403])
    assert.deepEqual(await statuses(w, at(pages[1] as number)), [200, 200, 200, 200, 404, 404, 403, 403])
    assert.deepEqual(await statuses(all, at(pages[2] as number)), [200, 200, 200, 200, 200, 200, 403, 403])
    assert.deepEqual(await statuses(none, '/support/practitioners'), [200, 200, 200, 200, 403, 403, 403, 403])
    assert.deepEqual(await statuses(all, '/support/practitioners'), [200, 200, 200, 200, 200, 200, 403, 403])
    assert.doesNotMatch((await (await none.as('head')).get('/support/practitioners')).text, /Priya/)
    assert.match((await (await none.as('otherHead')).get('/support/practitioners')).text, /Priya/)
    assert.match((await (await none.as('practitioner')).get('/support/practitioners')).text, /Priya/)
  })

  test('a head elsewhere finds nothing by evidence, and does not read when a head vouched', async () => {
    const w = await world()
    const id = await practitioner(w)
    const list = await (await w.as('head')).get('/support/practitioners?words=trainees')
    assert.doesNotMatch(list.text, /Priya/)
    const seen = await (await w.as('head')).get(at(id))
    assert.doesNotMatch(seen.text, /trainees|10 September|Nominated/)
    assert.doesNotMatch((await (await w.as('head')).get('/support/practitioners')).text, /word holds/)
    assert.match((await (await w.as('ssig')).get('/support/practitioners')).text, /word holds/)
  })

  test('search by words, area, phase, school and state', async () => {
    const w = await world()
    await practitioner(w)
    const head = await w.as('head')
    const maths = await areaNamed(w, 'Maths')
    const drama = await areaNamed(w, 'Drama')
    const found = async (query: string) =>
      /Priya/.test((await head.get(`/support/practitioners?${query}`)).text)
    assert.equal(await found('words=maths+brindle'), true)
    assert.equal(await found('words=100%25'), false)
    assert.equal(await found(`area=${maths}&phase=key+stage+4`), true)
    assert.equal(await found(`area=${maths}&phase=post-16`), false)
    assert.equal(await found(`area=${drama}`), false)
    assert.equal(await found(`school=${w.members.ashmere}`), false)
    assert.equal(await found('state=ended'), false)
    assert.equal(await found('sort=-left'), true)
  })

  test('a school that left: not in the directory, and SSIG is told', async () => {
    const w = await world()
    const id = await practitioner(w, { membershipId: w.members.carr })
    assert.equal((await (await w.as('head')).get(at(id))).status, 404)
    assert.match((await (await w.as('ssig')).get('/support/practitioners')).text, /School has left/)
    assert.deepEqual(await practitionersAccepted(w.db, { on: day('2018-03-05') }), [])
  })
})

describe('what is kept of one', () => {
  test('expertise, free half-days and profile are corrected, and two at once are told of each other', async () => {
    const w = await world()
    const id = await practitioner(w)
    const [maths, drama] = [await areaNamed(w, 'Maths'), await areaNamed(w, 'Drama')]
    const self = await w.as('practitioner')
    const form = await self.get(at(id, '/expertise'))
    assert.match(form.text, new RegExp(`name="area-${maths}" value="2" checked`))
    const version = { 'form-version': '1' }
    const ticked = { [`area-${maths}`]: ['1', '3'], added: String(drama), addedPhases: '4' }
    assert.equal((await self.post(at(id, '/expertise'), { ...version, ...ticked })).status, 303)
    const page = await self.get(at(id))
    assert.match(page.text, /Drama \(whole school\)/)
    assert.match(page.text, /Maths \(key stage 3, post-16\)/)
    const stale = await (await w.as('otherHead')).post(at(id, '/times'), { ...version, times: ['1', '10'] })
    assert.equal(stale.status, 409)
    const second = { 'form-version': '2', times: ['1', '9', '10'] }
    assert.equal((await self.post(at(id, '/times'), second)).status, 303)
    assert.match((await self.get(at(id))).text, /Monday morning, Friday all day/)
    const profile = { 'form-version': '3', profile: 'Leads <maths>.' }
    assert.equal((await self.post(at(id, '/profile'), profile)).status, 303)
    assert.match((await self.get(at(id))).text, /Leads &lt;maths&gt;\./)
    assert.match((await self.get(at(id))).text, /Corrected 3 times/)
    const none = { 'form-version': '4', [`area-${maths}`]: '', [`area-${drama}`]: '', added: '' }
    assert.equal((await self.post(at(id, '/expertise'), { ...none, addedPhases: '' })).status, 422)
  })

  test('the form of expertise sent twice acts once, and gets the same answer', async () => {
    const w = await world()
    const id = await practitioner(w)
    const self = await w.as('practitioner')
    const drama = String(await areaNamed(w, 'Drama'))
    const area = `area-${await areaNamed(w, 'Maths')}`
    const form = {
      'form-key': randomUUID(),
      'form-version': '1',
      [area]: '2',
      added: drama,
      addedPhases: '4',
    }
    assert.equal((await self.post(at(id, '/expertise'), form)).status, 303)
    assert.equal((await self.post(at(id, '/expertise'), form)).status, 303)
    assert.match((await self.get(at(id))).text, /Corrected once/)
  })

  test('a retired area stays with whoever has it, and is offered to nobody else', async () => {
    const w = await world()
    const id = await practitioner(w)
    const [maths, office] = [await areaNamed(w, 'Maths'), await w.as('coordinator')]
    assert.equal((await office.post(`/support/areas/${maths}/retire`, {})).status, 303)
    const self = await w.as('practitioner')
    assert.match((await self.get(at(id, '/expertise'))).text, new RegExp(`name="area-${maths}"`))
    const form = await (await w.as('otherHead')).get('/support/practitioners/new')
    assert.doesNotMatch(form.text, />Maths</)
    assert.match(form.text, />Drama</)
  })

  test('times away: theirs to add and remove; no other school sees them', async () => {
    const w = await world()
    const id = await practitioner(w)
    const self = await w.as('practitioner')
    const sent = (fromOn: string, toOn: string) => self.post(at(id, '/away/new'), { fromOn, toOn })
    assert.equal((await sent('4/3/2018', '')).status, 422)
    assert.equal((await sent('1/4/2018', '31/3/2018')).status, 422)
    assert.equal((await sent('1/3/2018', '5/3/2018')).status, 303)
    assert.equal((await sent('26/3/2018', '29/3/2018')).status, 303)
    assert.match((await self.get(at(id))).text, /Mon 26 Mar 2018 to Thu 29 Mar 2018/)
    assert.doesNotMatch((await (await w.as('head')).get(at(id))).text, /26 Mar/)
    const [{ id: row }] = (await w.db.selectFrom('practitionerAway').select('id').execute()) as [
      { id: number },
    ]
    assert.equal((await (await w.as('head')).post(at(id, `/away/${row}/remove`), {})).status, 403)
    const key = { 'form-key': randomUUID() }
    assert.equal((await self.post(at(id, `/away/${row}/remove`), key)).status, 303)
    assert.equal((await self.post(at(id, `/away/${row}/remove`), key)).status, 303)
    assert.equal((await self.post(at(id, `/away/${row}/remove`), {})).status, 404)
  })

  test('days are the head’s to offer, for this year and the next', async () => {
    const w = await world()
    const id = await practitioner(w)
    const head = await w.as('otherHead')
    const form = await head.get(at(id, '/offers/2017-18'))
    assert.match(form.text, /value="6"/)
    const sent = { 'form-version': '1', halfDays: '7.5' }
    assert.equal((await head.post(at(id, '/offers/2017-18'), sent)).status, 303)
    assert.equal((await head.post(at(id, '/offers/2017-18'), sent)).status, 409)
    const next = { 'form-version': '0', halfDays: '9' }
    assert.equal((await head.post(at(id, '/offers/2018-19'), next)).status, 303)
    assert.equal((await head.post(at(id, '/offers/2018-19'), next)).status, 422)
    assert.equal((await head.get(at(id, '/offers/2016-17'))).status, 404)
    assert.match((await head.get(at(id))).text, /7½ days/)
    for (const who of ['practitioner', 'ssig', 'head', 'deputy'] as const)
      assert.equal((await (await w.as(who)).post(at(id, '/offers/2017-18'), sent)).status, 403, who)
  })

  test('not fewer days than are bound, and exactly those', async () => {
    const w = await world()
    const id = await practitioner(w)
    await deploymentAt(w, 'active', { practitionerId: id })
    const head = await w.as('otherHead')
    const offer = (halfDays: string, version: string) =>
      head.post(at(id, '/offers/2017-18'), { 'form-version': version, halfDays })
    const refused = await offer('2.5', '1')
    assert.equal(refused.status, 422)
    assert.match(refused.text, /is bound for 3 days in 2017-18 already/)
    assert.equal((await offer('3', '1')).status, 303)
    assert.match((await head.get(at(id))).text, /0 days/)
  })
})

describe('a head’s word', () => {
  test('given each year anew by the head alone; once a day', async () => {
    const w = await world()
    const id = await practitioner(w)
    const head = await w.as('otherHead')
    for (const who of ['coordinator', 'ssig', 'practitioner', 'head'] as const)
      assert.equal((await (await w.as(who)).get(at(id, '/vouch'))).status, 403, who)
    const wrong = await head.post(at(id, '/vouch'), { evidence: 'Good performance management.' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, />\s*Good performance management\.\s*<\/textarea>/)
    const sent = await Promise.all(
      [1, 2].map(() => head.post(at(id, '/vouch'), { 'form-key': randomUUID(), evidence })),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
    assert.match((await head.get(at(id))).text, /Holds until 5 March 2019/)
  })

  test('its words are corrected, with what stood before for the office', async () => {
    const w = await world()
    const id = await practitioner(w)
    const row = await w.db.selectFrom('practitionerVouchings').select('id').executeTakeFirstOrThrow()
    const path = at(id, `/vouchings/${row.id}/correct`)
    const head = await w.as('otherHead')
    assert.equal((await head.post(path, { 'form-version': '1', evidence: 'Other words.' })).status, 303)
    assert.match((await (await w.as('coordinator')).get(path)).text, /trainees/)
    assert.equal((await (await w.as('practitioner')).get(path)).status, 403)
    assert.equal((await (await w.as('head')).get(path)).status, 403)
  })

  test('waits for the head from the first day of the warning, and for SSIG where a nomination does', async () => {
    const w = await world()
    const id = await practitioner(w)
    const says = async (who: CastName) => (await needs(await w.by(who))).map((need) => need.says)
    assert.deepEqual(await says('otherHead'), [])
    // Given on 10 September: 176 days later it is 5 March.
    await set(w, 'vouchingDays', 190)
    assert.deepEqual(await says('otherHead'), ['Vouch for Priya Practitioner again'])
    assert.deepEqual(await says('head'), [])
    assert.deepEqual(await says('ssig'), [])
    const head = await w.as('otherHead')
    await head.post(at(id, '/vouch'), { evidence })
    assert.deepEqual(await says('otherHead'), [])
    await head.post('/support/practitioners/new', await nomination(w, w.people.hubLead))
    assert.deepEqual(await says('ssig'), ['Answer the nomination of Lee Lead'])
    assert.deepEqual(await says('practitioner'), [])
  })
})

describe('ending', () => {
  test('the practitioner, their head or the office; the post gets its last day', async () => {
    for (const who of ['practitioner', 'otherHead', 'coordinator'] as const) {
      const w = await world()
      const id = await practitioner(w)
      const browser = await w.as(who)
      assert.match((await browser.get(at(id, '/end'))).text, /value="05\/03\/2018"/)
      const why = 'Moves to another school.'
      assert.equal((await browser.post(at(id, '/end'), { endedOn: '6/3/2018', why })).status, 422)
      assert.equal((await browser.post(at(id, '/end'), { endedOn: '9/9/2017', why })).status, 422)
      assert.equal((await browser.post(at(id, '/end'), { endedOn: '4/3/2018', why })).status, 303)
      assert.equal((await postsOf(w, w.people.practitioner)).at(-1)?.toOn, '2018-03-04')
      const office = await w.as('coordinator')
      assert.match(
        (await office.get(at(id))).text,
        /4 March 2018, written down by .*: Moves to another school/,
      )
      assert.equal((await office.get(at(id, '/times'))).status, 409)
      assert.deepEqual(await practitionersAccepted(w.db, { on: day('2018-03-05') }), [])
      assert.equal((await practitionersAccepted(w.db, { on: day('2018-03-03') })).length, 1)
    }
  })

  test('SSIG, a deputy and another head do not end it', async () => {
    const w = await world()
    const id = await practitioner(w)
    const answers = { endedOn: '5/3/2018', why: 'Why' }
    for (const who of ['ssig', 'deputy', 'head'] as const)
      assert.equal((await (await w.as(who)).post(at(id, '/end'), answers)).status, 403, who)
  })

  test('with a deployment under way SSIG is asked to find somebody else', async () => {
    const w = await world()
    const id = await practitioner(w)
    await deploymentAt(w, 'active', { practitionerId: id })
    const head = await w.as('otherHead')
    assert.match((await head.get(at(id, '/end'))).text, /One deployment with them/)
    await head.post(at(id, '/end'), { endedOn: '5/3/2018', why: 'Is ill no more than others.' })
    const waits = await needs(await w.by('ssig'))
    assert.deepEqual(
      waits.map(({ says }) => says),
      ['Find somebody else for Priya Practitioner'],
    )
  })

  test('a nomination is withdrawn, and leaves a post that was held before as it was', async () => {
    const w = await world()
    const id = await nominated(w)
    const head = await w.as('otherHead')
    const sent = await head.post(at(id, '/end'), { endedOn: '5/3/2018', why: 'Entered by mistake.' })
    assert.equal(sent.status, 303)
    assert.equal((await postsOf(w, w.people.practitioner)).at(-1)?.toOn, null)
  })
})

describe('conflicts of interest', () => {
  const declared = (w: World) => ({
    ...{ membershipId: String(w.members.ashmere), kind: 'applying for a post', words: 'Deputy, <June>' },
  })

  test('declared by the practitioner, read by their own leaders and SSIG, and not by the school it is about', async () => {
    const w = await world()
    const id = await practitioner(w)
    const self = await w.as('practitioner')
    assert.equal((await self.post(at(id, '/interests/new'), declared(w))).status, 303)
    const again = await self.post(at(id, '/interests/new'), { ...declared(w), 'form-key': randomUUID() })
    assert.equal(again.status, 422)
    for (const who of ['practitioner', 'otherHead', 'ssig', 'coordinator'] as const)
      assert.match(
        (await (await w.as(who)).get(at(id))).text,
        /Ashmere: has applied for a post there \(Deputy, &lt;June&gt;\)/,
      )
    assert.doesNotMatch((await (await w.as('head')).get(at(id))).text, /applied/)
    const heads = (await w.by('head')).db
    assert.equal((await heads.selectFrom('practitionerInterests').select('id').execute()).length, 0)
    const [{ id: row }] = (await w.db.selectFrom('practitionerInterests').select('id').execute()) as [
      { id: number },
    ]
    assert.equal((await (await w.as('otherHead')).post(at(id, `/interests/${row}/end`), {})).status, 403)
    const at2 = at(id, `/interests/${row}/end`)
    const ends = await Promise.all([self.post(at2, {}), (await w.as('ssig')).post(at2, {})])
    assert.deepEqual(ends.map(({ status }) => status).sort(), [303, 409])
  })

  test('what SSIG declared is not the practitioner’s to end; another reason needs words', async () => {
    const w = await world()
    const id = await practitioner(w)
    const ssig = await w.as('ssig')
    const other = { ...declared(w), kind: 'other', words: '' }
    assert.equal((await ssig.post(at(id, '/interests/new'), other)).status, 422)
    assert.equal((await ssig.post(at(id, '/interests/new'), { ...other, words: 'Feud' })).status, 303)
    const { id: row } = await w.db.selectFrom('practitionerInterests').select('id').executeTakeFirstOrThrow()
    const self = await w.as('practitioner')
    assert.equal((await self.post(at(id, `/interests/${row}/end`), {})).status, 403)
    for (const who of ['otherHead', 'head', 'deputy'] as const)
      assert.equal((await (await w.as(who)).get(at(id, '/interests/new'))).status, 403)
  })
})
