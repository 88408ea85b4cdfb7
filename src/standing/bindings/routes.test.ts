import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type World, world } from '../../../test/world.ts'
import { keepDraft } from '../../agreement/actions.ts'
import { clausesOf } from '../../agreement/queries.ts'
import { promiseBound } from './queries.ts'

async function clauseNumbered(w: World, versionId: number, number: string) {
  const found = (await clausesOf(w.db, versionId)).find((clause) => clause.number === number)
  assert.ok(found)
  return found
}

const bindingOf = async ({ db }: World, promiseId: number) => {
  const { commitment, kind, version } = await promiseBound(db, promiseId, 'drafts too')
  return { commitment, kind, version }
}

const measured = { commitment: 'nine days', kind: 'measured' }

/** Another alliance’s text, kept as a draft that nothing judges yet. */
const words = [
  'Each partner school gives at least ten days of staff time in every academic year.',
  'Each partner school is represented at the annual conference.',
  'Lunch is vegetarian.',
]
async function foreignDraft(w: World) {
  const clauses = words.map((said, i) => ({ number: String(i + 1), part: '', words: said }))
  return keepDraft(await w.by('coordinator'), { title: 'Elm Partnership', opening: '', clauses })
}

describe('what judges each clause', () => {
  test('is listed for those who lead, with its kind and the numbers it leans on', async () => {
    const w = await world()
    await agreed(w)
    const { text } = await (await w.as('head')).get('/standing/bindings')
    assert.match(text, /Clause\s21.*?Measured.*?Staff time a school gives in a year/s)
    assert.doesNotMatch(text, /Bind what/)
  })

  test('is bound otherwise after seeing what that changes; what stood before is told', async () => {
    const w = await world()
    const { promiseId } = await clauseNumbered(w, await agreed(w), '28')
    const office = await w.as('coordinator')
    const at = `/standing/bindings/${promiseId}`
    const seen = await office.get(`${at}?commitment=nine+days&kind=measured`)
    assert.match(seen.text, /What would change.*?2017-18/s)
    assert.equal((await bindingOf(w, promiseId)).commitment, 'conference')
    const saved = await office.post(at, { ...measured, 'form-version': '1' })
    assert.equal(saved.headers.get('location'), `${at}?did=saved`)
    assert.deepEqual(await bindingOf(w, promiseId), { ...measured, version: 2 })
    assert.match((await office.get(at)).text, /What judged it: Conference/)
  })

  test('of two who bind it at once the second sees the first', async () => {
    const w = await world()
    const { promiseId } = await clauseNumbered(w, await agreed(w), '28')
    const office = await w.as('coordinator')
    const at = `/standing/bindings/${promiseId}`
    const both = await Promise.all([
      office.post(at, { ...measured, 'form-version': '1' }),
      office.post(at, { commitment: 'attendance', kind: 'measured', 'form-version': '1' }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    assert.match(both.find(({ status }) => status === 409)?.text ?? '', /was changed to/)
  })

  const wrong: [string, Record<string, string>, RegExp][] = [
    [
      'a commitment that nobody has',
      { commitment: 'world peace', kind: 'measured' },
      /Select what judges it/,
    ],
    [
      'a name that every object has',
      { commitment: 'constructor', kind: 'measured' },
      /Select what judges it/,
    ],
    ['nothing that measures', { commitment: 'nothing', kind: 'measured' }, /kept between people only/],
    ['a measure that people keep', { commitment: 'nine days', kind: 'people' }, /Select how it is held/],
    ['an unknown kind', { commitment: 'nine days', kind: 'scored' }, /Select how it is held/],
  ]
  for (const [name, binding, says] of wrong)
    test(`refuses ${name}`, async () => {
      const w = await world()
      const { promiseId } = await clauseNumbered(w, await agreed(w), '28')
      const office = await w.as('coordinator')
      const sent = await office.post(`/standing/bindings/${promiseId}`, { ...binding, 'form-version': '1' })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      const tried = await office.get(`/standing/bindings/${promiseId}?${new URLSearchParams(binding)}`)
      assert.match(tried.text, says)
      assert.equal((await bindingOf(w, promiseId)).version, 1)
    })
})

describe('another alliance’s agreement', () => {
  test('is bound without code, many clauses at once; a suggestion binds nothing by itself', async () => {
    const w = await world()
    const draft = await foreignDraft(w)
    const office = await w.as('coordinator')
    const [days, conference, lunch] = await clausesOf(w.db, draft)
    assert.ok(days && conference && lunch)
    const suggested = await office.get(`/standing/bindings/many?version=${draft}&with=suggestions`)
    assert.match(suggested.text, /suggested: Nine days/)
    assert.match(suggested.text, /value="nine days" selected/)
    assert.match(suggested.text, /Lunch is vegetarian\. \(nothing suggested\)/)
    assert.equal((await bindingOf(w, days.promiseId)).commitment, null)
    const saved = await office.post(`/standing/bindings/many?version=${draft}`, {
      [`judge${days.promiseId}`]: 'nine days',
      [`judge${conference.promiseId}`]: 'conference',
      [`judge${lunch.promiseId}`]: '',
    })
    assert.equal(saved.status, 303)
    assert.deepEqual(await bindingOf(w, days.promiseId), { ...measured, version: 2 })
    assert.deepEqual(await bindingOf(w, lunch.promiseId), { commitment: null, kind: 'people', version: 1 })
  })

  test('a clause that somebody bound meanwhile stays as it is, and is told', async () => {
    const w = await world()
    const draft = await foreignDraft(w)
    const office = await w.as('coordinator')
    const [days, conference] = await clausesOf(w.db, draft)
    assert.ok(days && conference)
    await office.post(`/standing/bindings/${days.promiseId}`, {
      commitment: 'declaration',
      kind: 'declared',
      'form-version': '1',
    })
    const sent = await office.post(`/standing/bindings/many?version=${draft}`, {
      [`judge${days.promiseId}`]: 'nine days',
      [`judge${conference.promiseId}`]: 'conference',
    })
    assert.equal(sent.status, 409)
    assert.match(sent.text, /Clause 1 was bound to “Declaration” while you were choosing/)
    assert.match(sent.text, /value="conference" selected/)
    assert.equal((await bindingOf(w, days.promiseId)).commitment, 'declaration')
    assert.equal((await bindingOf(w, conference.promiseId)).commitment, null)
  })

  test('a draft is the office’s alone', async () => {
    const w = await world()
    await agreed(w)
    const draft = await foreignDraft(w)
    const [days] = await clausesOf(w.db, draft)
    const head = await w.as('head')
    assert.equal((await head.get(`/standing/bindings?version=${draft}`)).status, 404)
    assert.equal((await head.get(`/standing/bindings/${days?.promiseId}`)).status, 404)
    assert.doesNotMatch((await head.get('/standing/bindings')).text, /Draft/)
  })
})
