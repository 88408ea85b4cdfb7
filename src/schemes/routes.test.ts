import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { overlaps } from './rules.ts'

const answers = ({ members }: World) => ({
  name: 'Shared results service',
  kind: 'data service',
  fromOn: '1/9/2017',
  toOn: '31/8/2018',
  everyone: 'no',
  schools: [String(members.ashmere), String(members.brindle)],
})

const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

describe('recording a joint scheme', () => {
  test('with the schools that take part, it stands in the list and its CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/schemes/new', answers(w)))
    const page = (await office.get(at)).text
    assert.match(page, /2 schools/)
    assert.match(page, /Ashmere[\s\S]*Brindle Moor/)
    const csv = (await office.get('/schemes?format=csv&words=RESULTS')).text
    assert.match(csv, /Shared results service,Data service,2017-09-01,2018-08-31,2 schools/)
  })

  test('for all members nobody need be named', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/schemes/new', { ...answers(w), everyone: 'yes' }))
    assert.match((await office.get(at)).text, /All members/)
    assert.equal((await w.db.selectFrom('schemeMembers').selectAll().execute()).length, 0)
  })

  type Wrong = [string, (w: World) => Record<string, string | string[]>, RegExp]
  const wrong: Wrong[] = [
    ['no school', () => ({ schools: '' }), /<a href="#schools">Select the schools that take part/],
    [
      'ends before it starts',
      () => ({ toOn: '31/8/2017' }),
      /<a href="#toOn">The last day must be the same as or after/,
    ],
    [
      'a school that had left before it began',
      ({ members }) => ({ fromOn: '1/1/2018', schools: [String(members.carr), String(members.ashmere)] }),
      /<a href="#schools">Not a member on any day of the scheme: Carr Lane</,
    ],
    ['no such school', () => ({ schools: '999' }), /<a href="#schools">Select the schools that take part/],
  ]
  for (const [name, typed, says] of wrong)
    test(`${name}: said beside its question, with everything typed kept`, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post('/schemes/new', { ...answers(w), ...typed(w) })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      assert.match(sent.text, /value="Shared results service"/)
      assert.equal((await w.db.selectFrom('schemes').select('id').execute()).length, 0)
    })
})

test('a scheme belongs to every year it ran in, its first and last day included', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await office.post('/schemes/new', { ...answers(w), fromOn: '31/8/2016', toOn: '1/9/2017' })
  await office.post('/schemes/new', { ...answers(w), name: 'Lasting', fromOn: '1/9/2017', toOn: '' })
  const during = async (year: string) => {
    const { text } = await office.get(`/schemes?format=csv&year=${year}`)
    return text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',')[0])
  }
  assert.deepEqual(await during('2014-15'), [])
  assert.deepEqual(await during('2015-16'), ['Shared results service'])
  assert.deepEqual(await during('2017-18'), ['Lasting', 'Shared results service'])
  assert.deepEqual(await during('2018-19'), ['Lasting'])
})

describe('correcting a joint scheme', () => {
  test('who takes part is kept as it stood, and a second person sees the first one’s change', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/schemes/new', answers(w)))
    const form = (await office.get(`${at}/correct`)).text
    assert.equal(form.match(/checked=""/g)?.length, 3)
    const one = { ...answers(w), schools: String(w.members.ashmere), 'form-version': '1' }
    assert.equal((await office.post(`${at}/correct`, one)).status, 303)
    const page = (await office.get(at)).text
    assert.match(page, /1 school/)
    assert.match(page, /schools: Ashmere; Brindle Moor/)
    const second = await office.post(`${at}/correct`, { ...answers(w), name: 'Other', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(
      second.text,
      /Schools that take part \(optional\) was changed to Ashmere High School while you were typing/,
    )
  })

  test('saved without a change it is not corrected', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/schemes/new', answers(w)))
    await office.post(`${at}/correct`, { ...answers(w), 'form-version': '1' })
    assert.doesNotMatch((await office.get(at)).text, /Corrected once/)
  })
})

test('who sees schemes and who keeps them', async () => {
  const w = await world()
  const at = addressOf(await (await w.as('coordinator')).post('/schemes/new', answers(w)))
  const sees = [
    'head',
    'deputy',
    'chair',
    'governor',
    'businessManager',
    'ssig',
    'hubLead',
    'officer',
  ] as const
  for (const name of sees) {
    const person = await w.as(name)
    assert.equal((await person.get('/schemes')).status, 200, name)
    const page = await person.get(at)
    assert.equal(page.status, 200, name)
    assert.doesNotMatch(page.text, /Correct this/)
    assert.equal((await person.post('/schemes/new', answers(w))).status, 403, name)
    assert.equal(
      (await person.post(`${at}/correct`, { ...answers(w), 'form-version': '1' })).status,
      403,
      name,
    )
  }
  for (const name of ['teacher', 'partner'] as const)
    assert.equal((await (await w.as(name)).get(at)).status, 403)
  assert.equal(
    (await (await w.as('visitor')).get('/schemes')).headers.get('location'),
    '/sign-in?next=%2Fschemes',
  )
  assert.equal((await (await w.as('head')).get('/schemes/999')).status, 404)
})

describe('a membership and a scheme overlap', () => {
  const cases: [string, string, string | null, string, string | null, boolean][] = [
    ['the last day is the first', '2017-09-01', '2018-08-31', '2015-09-01', '2017-09-01', true],
    ['the day before', '2017-09-01', '2018-08-31', '2015-09-01', '2017-08-31', false],
    ['the first day is the last', '2017-09-01', '2018-08-31', '2018-08-31', null, true],
    ['the day after', '2017-09-01', '2018-08-31', '2018-09-01', null, false],
    ['both last', '2017-09-01', null, '2030-01-01', null, true],
  ]
  for (const [name, fromOn, toOn, joinedOn, leftOn, expected] of cases)
    test(name, () => {
      const scheme = { fromOn: day(fromOn), toOn: toOn === null ? null : day(toOn) }
      const member = { joinedOn: day(joinedOn), leftOn: leftOn === null ? null : day(leftOn) }
      assert.equal(overlaps(scheme, member), expected)
    })
})
