import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { reviewAt, written } from '../../../test/peer-review.ts'
import { termDates } from '../../../test/support.ts'
import { type CastName, castNames, type World, world } from '../../../test/world.ts'
import { needs } from '../needs.ts'
import type { ReviewState } from '../tables.ts'

const stateOf = async (w: World, id: number): Promise<ReviewState> =>
  (await w.db.selectFrom('peerReviews').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

const saidTo = async (w: World, name: CastName) => (await needs(await w.by(name))).map(({ says }) => says)

test('scenario 10: a reviewer with an interest is replaced, and the review goes its way to the follow-up', async () => {
  const w = await world()
  const { id } = await reviewAt(w, 'planned', { reviewers: [] })
  const at = `/peer-review/${id}`
  const as = Object.fromEntries(
    await Promise.all(
      (['head', 'coordinator', 'practitioner', 'hubLead', 'otherHead', 'deputy'] as const).map(
        async (name) => [name, await w.as(name)],
      ),
    ),
  ) as Record<CastName, Awaited<ReturnType<World['as']>>>
  const step = async (name: CastName, path: string, answers: Record<string, string> = {}) =>
    (await as[name].post(`${at}${path}`, answers)).status

  for (const [name, leads] of [
    ['practitioner', 'yes'],
    ['hubLead', 'no'],
  ] as const)
    assert.equal(
      await step('coordinator', '/reviewers/new', { personId: String(w.people[name]), leads }),
      303,
    )
  assert.deepEqual(await saidTo(w, 'practitioner'), ['Declare before you review Ashmere'])
  assert.deepEqual(await saidTo(w, 'head'), ['Write the self-review of Ashmere'])

  assert.equal(await step('head', '/moves/self-review'), 409, 'nothing is written yet')
  const text = { words: 'We read every day.', estimate: 'effective' }
  assert.equal(await step('head', '/texts/self-review/leadership', text), 303)
  assert.equal(await step('head', '/moves/self-review'), 303)
  assert.equal((await as.practitioner.get(`${at}/texts/self-review`)).status, 404, 'before declaring')
  assert.equal(await step('hubLead', '/declare', { declaration: 'clear' }), 303)
  assert.match((await as.hubLead.get(`${at}/texts/self-review`)).text, /We read every day/)

  const empty = await as.practitioner.post(`${at}/declare`, { declaration: 'interest' })
  assert.match(empty.text, /Say what stands in the way/)
  const applied = 'I have applied for the post of deputy there'
  assert.equal(await step('practitioner', '/declare', { declaration: 'interest', interest: applied }), 303)
  assert.equal(await step('practitioner', '/declare', { declaration: 'clear' }), 403, 'it is not taken back')
  assert.equal((await as.practitioner.get(`${at}/texts/self-review`)).status, 404)
  assert.deepEqual(await saidTo(w, 'practitioner'), [])
  for (const name of ['head', 'coordinator', 'ssig'] as const)
    assert.equal((await saidTo(w, name)).at(-1), 'Replace a reviewer of Ashmere', name)
  const refused = await as.head.post(`${at}/moves/visit`, {})
  assert.match(refused.text, /Priya Practitioner has declared an interest, and has to be replaced/)

  const [priya] = await w.db.selectFrom('peerReviewers').select('id').orderBy('id').execute()
  const instead = { replacedWhy: 'She may work there', personId: String(w.people.otherHead) }
  assert.equal(await step('coordinator', `/reviewers/${priya?.id}/replace`, instead), 303)
  for (const name of castNames) {
    const page = await (await w.as(name)).get(at)
    const told = ['head', 'coordinator', 'ssig'].includes(name)
    assert.equal(page.text.includes(applied) || page.text.includes('She may work there'), told, name)
  }
  assert.match((await as.head.get(at)).text, /Olive Other has not declared yet/)
  assert.equal(await step('head', '/moves/visit'), 409)
  assert.equal(await step('otherHead', '/declare', { declaration: 'clear' }), 303)
  assert.equal(await step('otherHead', '/moves/visit'), 303, 'who replaced the lead leads')
  assert.ok((await saidTo(w, 'otherHead')).includes('Hand over the report on Ashmere'))

  assert.equal(
    await step('hubLead', '/texts/report/provision', { words: 'Good reading.', estimate: 'leading' }),
    303,
  )
  assert.equal(await step('hubLead', '/moves/report'), 403, 'the lead hands it over')
  assert.equal(await step('otherHead', '/moves/report'), 303)
  assert.equal((await as.otherHead.get(`${at}/texts/report`)).status, 404)
  assert.match((await as.head.get(`${at}/texts/report`)).text, /Good reading/)
  assert.deepEqual(await saidTo(w, 'head'), ['Set the day of the improvement workshop'])

  assert.equal(await step('head', '/moves/workshop'), 409)
  assert.equal(await step('head', '/dates', { workshopOn: '2018-03-06', 'form-version': '4' }), 303)
  assert.equal(await step('head', '/texts/workshop/other', { words: 'Reading in every form time.' }), 303)
  const early = await as.head.post(`${at}/moves/workshop`, {})
  assert.match(early.text, /The workshop is still to come/)
  assert.equal(await step('head', '/dates', { workshopOn: '2018-03-05', 'form-version': '5' }), 303)
  assert.equal(await step('head', '/moves/workshop'), 303)
  assert.deepEqual(await saidTo(w, 'head'), ['Set the day of the follow-up'])
  assert.equal(await stateOf(w, id), 'workshop held')
})

describe('planning a review', () => {
  const plan = {
    focus: 'Reading',
    visitFrom: '2018-03-12',
    visitTo: '2018-03-13',
    leaderId: '',
    'form-version': '1',
  }

  test('the host head, the office and SSIG plan it; nobody else does', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'planned')
    for (const name of ['deputy', 'chair', 'otherHead', 'practitioner', 'officer'] as const)
      assert.equal((await (await w.as(name)).post(`/peer-review/${id}/plan`, plan)).status, 403, name)
    assert.equal((await (await w.as('teacher')).get(`/peer-review/${id}`)).status, 404)
    let version = 1
    for (const name of ['head', 'coordinator', 'ssig'] as const) {
      const answers = { ...plan, focus: `By ${name}`, 'form-version': String(version++) }
      assert.equal((await (await w.as(name)).post(`/peer-review/${id}/plan`, answers)).status, 303, name)
    }
    const stale = await (await w.as('head')).post(`/peer-review/${id}/plan`, plan)
    assert.match(stale.text, /Somebody else changed this while you were typing/)
  })

  test('not on a day on which the school has no pupils in, and with a leader of its own', async () => {
    const w = await world()
    await termDates(w)
    const { id } = await reviewAt(w, 'planned')
    const head = await w.as('head')
    const answer = async (changed: Partial<typeof plan>) =>
      (await head.post(`/peer-review/${id}/plan`, { ...plan, ...changed })).text
    assert.match(await answer({ visitFrom: '2018-03-30', visitTo: '' }), /no pupils in on 30 March 2018/)
    assert.match(await answer({ visitFrom: '2018-03-29', visitTo: '2018-03-30' }), /no pupils in on 30 March/)
    assert.match(await answer({ visitFrom: '2018-02-26', visitTo: '' }), /no pupils in on 26 February/)
    assert.match(await answer({ leaderId: String(w.people.practitioner) }), /Choose somebody/)
    assert.equal(
      await answer({ visitFrom: '2018-03-29', visitTo: '', leaderId: String(w.people.deputy) }),
      '',
    )
    const row = await w.db
      .selectFrom('peerReviews')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.visitTo, row.leaderId], ['2018-03-29', w.people.deputy])
  })

  test('reviewers are of another school, not of the trust of the host nor with a post there, and four at most', async () => {
    const w = await world()
    const { id, dale } = await reviewAt(w, 'planned', { reviewers: ['practitioner'] })
    const office = await w.as('coordinator')
    const name = async (personId: number) =>
      office.post(`/peer-review/${id}/reviewers/new`, { personId: String(personId), leads: 'no' })
    for (const one of ['deputy', 'teacher', 'officer', 'partner', 'coordinator'] as const)
      assert.equal((await name(w.people[one])).status, 422, one)
    assert.match((await name(w.people.practitioner)).text, /Priya Practitioner is a reviewer already/)
    const person = async (called: string, ...places: number[]) => {
      const { rows } = await w.database.pool.query('insert into people (name) values ($1) returning id', [
        called,
      ])
      for (const place of places)
        await w.database.pool.query(
          `insert into posts (person_id, membership_id, post, from_on) values ($1, $2, 'teacher', '2016-09-01')`,
          [rows[0]?.id, place],
        )
      return rows[0]?.id as number
    }
    assert.equal((await name(await person('Both', dale, w.members.ashmere))).status, 422)
    const some = await Promise.all(['A', 'B'].map((one) => person(one, dale)))
    for (const one of some) assert.equal((await name(one)).status, 303)
    const last = await Promise.all([name(w.people.ssig), name(w.people.hubLead)])
    assert.deepEqual(last.map(({ status }) => status).sort(), [303, 422])
    const trust = `with made as (insert into trusts (name) values ('One') returning id)
      update schools set trust_id = made.id from made where urn in (990001, 990004)`
    await w.database.pool.query(trust)
    const page = await office.get(`/peer-review/${id}/reviewers/new`)
    assert.doesNotMatch(page.text, />[AB], Dale</)
    assert.match((await (await w.as('head')).get(`/peer-review/${id}`)).text, /Reviewers/)
  })

  test('a form that names a reviewer and is sent twice names them once, and answers the same', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'planned', { reviewers: [] })
    const office = await w.as('coordinator')
    const answers = { personId: String(w.people.practitioner), leads: 'yes', 'form-key': randomUUID() }
    const send = () => office.post(`/peer-review/${id}/reviewers/new`, answers)
    const [first, second] = await Promise.all([send(), send()])
    const third = await send()
    assert.deepEqual([first.status, second.status, third.status], [303, 303, 303])
    const rows = await w.db.selectFrom('peerReviewers').select('id').execute()
    assert.equal(rows.length, 1)
  })
})

describe('the steps of a review', () => {
  test('none is skipped, each is refused with a sentence, and nobody takes another’s', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited', { reviewers: ['practitioner'] })
    await written(w, id)
    const press = async (name: CastName, step: string) =>
      (await w.as(name)).post(`/peer-review/${id}/moves/${step}`, {})
    assert.match(
      (await press('head', 'workshop')).text,
      /is not the next step: this review stands at “Visited”/,
    )
    assert.match((await press('practitioner', 'visit')).text, /is not the next step/)
    for (const name of ['coordinator', 'ssig', 'head', 'deputy', 'otherHead', 'hubLead', 'teacher'] as const)
      assert.ok([403, 404].includes((await press(name, 'report')).status), name)
    assert.equal((await press('head', 'constructor')).status, 404)
    const both = await Promise.all([press('practitioner', 'report'), press('practitioner', 'report')])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    const key = { 'form-key': randomUUID() }
    const cancel = await (await w.as('head')).post(`/peer-review/${id}/cancel`, { ...key, reason: 'No' })
    assert.match(cancel.text, /is not the next step/)
  })

  test('it is cancelled with a reason before the visit, and taken up again', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'self-reviewed')
    const head = await w.as('head')
    assert.equal((await head.post(`/peer-review/${id}/cancel`, { reason: ' ' })).status, 422)
    assert.equal(
      (await head.post(`/peer-review/${id}/cancel`, { reason: 'The school was inspected' })).status,
      303,
    )
    assert.match((await head.get(`/peer-review/${id}`)).text, /The school was inspected/)
    assert.equal((await (await w.as('practitioner')).get(`/peer-review/${id}/texts/self-review`)).status, 404)
    assert.equal((await (await w.as('ssig')).post(`/peer-review/${id}/moves/resume`, {})).status, 303)
    assert.equal(await stateOf(w, id), 'planned')
  })

  test('the champion takes the last two once the head lets them write, and not before', async () => {
    const w = await world()
    const { id, clusterId } = await reviewAt(w, 'reported', { review: { workshopOn: '2018-03-02' as never } })
    const head = await w.as('head')
    const deputy = await w.as('deputy')
    const champion = { championId: String(w.people.deputy) }
    await head.post(`/peer-review/clusters/${clusterId}/champion/${w.members.ashmere}`, champion)
    assert.equal((await deputy.post(`/peer-review/${id}/moves/workshop`, {})).status, 403)
    assert.equal((await deputy.get(`/peer-review/${id}/texts/workshop`)).status, 404)
    const named = { personId: String(w.people.deputy), may: 'write' }
    assert.equal((await head.post(`/peer-review/${id}/readers/new`, named)).status, 303)
    const words = { words: 'Reading in every form time.' }
    assert.equal((await deputy.post(`/peer-review/${id}/texts/workshop/other`, words)).status, 303)
    assert.equal((await deputy.get(`/peer-review/${id}/texts/report`)).status, 404)
    assert.equal((await deputy.post(`/peer-review/${id}/moves/workshop`, {})).status, 303)
    assert.equal(await stateOf(w, id), 'workshop held')
  })
})
